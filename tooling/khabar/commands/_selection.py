"""Which rules a user asks for, and how severe they shall be."""

from typing import get_args

from khabar.problem import KhabarError, Severity


def codes(words: list[str] | None) -> list[str]:
    """Codes as given: options repeated, or several behind commas."""
    return [one.strip() for word in words or () for one in word.split(",") if one.strip()]


def severities(words: list[str] | None) -> dict[str, Severity]:
    """Severities by code, as ``KH305=info``, repeated or behind commas.

    Raises:
        KhabarError: if a word is no such pair.
    """
    known = {str(one): one for one in get_args(Severity)}
    said: dict[str, Severity] = {}
    for word in codes(words):
        code, equals, name = word.partition("=")
        if not equals or name not in known:
            levels = ", ".join(known)
            raise KhabarError(f"--severity {word}: write CODE=SEVERITY, which is one of {levels}")
        said[code] = known[name]
    return said
