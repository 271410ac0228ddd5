"""Annotators without their names: pseudonyms, and exports from which people are taken out."""

import re
from collections.abc import Mapping
from typing import Any

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_HOST = re.compile(rb"@[\w-]+\.[\w-]+")
_PERSONAL = frozenset(
    {"email", "first_name", "last_name", "username", "avatar", "initials", "phone"}
    | {"completed_by_email", "name", "last_activity", "custom_hotkeys"}
)
_ACCOUNTS = frozenset(
    {"completed_by", "created_by", "created_username", "updated_by", "user", "annotator"}
    | {"last_created_by", "comment_authors", "resolved_by", "reviewed_by", "annotators"}
)
"""Keys whose values are accounts: a number, an address, or an object with these."""


def pseudonym(completed_by: object) -> str | None:
    """A name for an annotator that says nothing about the person: the number of the account.

    None where there is no number; `People` names those as well.

    Example:
        >>> pseudonym({"id": 7, "email": "someone@example.org"})
        'annotator-7'
    """
    if isinstance(completed_by, dict):
        completed_by = completed_by.get("id")
    if isinstance(completed_by, bool) or completed_by is None:
        return None
    number = str(completed_by)
    return f"annotator-{number}" if number.isdecimal() else None


class People:
    """Names the accounts of an export, the same name for the same account throughout.

    An account is known by its number. One that has only an address or a name gets a letter, in the
    order in which they appear.

    Args:
        chosen: names that were chosen beforehand, by number or address.

    Example:
        >>> people = People({"7": "alpha"})
        >>> people.name({"id": 7}), people.name("someone@example.org"), people.name(8)
        ('alpha', 'annotator-a', 'annotator-8')
    """

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        self._names = dict(chosen or {})
        self._letters = 0

    def name(self, account: object) -> str | None:
        """The pseudonym of an account as exports give it: a number, an address, an object."""
        if isinstance(account, dict):
            marks = [account.get(key) for key in ("id", "email", "username")]
        else:
            marks = [account]
        known = [_mark(one) for one in marks if one not in (None, "") and not isinstance(one, bool)]
        for mark in known:
            if mark in self._names:
                return self._remember(known, self._names[mark])
        return self._remember(known, pseudonym(account) or self._letter()) if known else None

    def _remember(self, marks: list[str], name: str) -> str:
        for mark in marks:
            self._names.setdefault(mark, name)
        return name

    def _letter(self) -> str:
        self._letters += 1
        number, letters = self._letters, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return f"annotator-{letters}"

    def without_names(self, value: Any, key: str = "") -> Any:  # noqa: ANN401 - plain data
        """A value of an export with pseudonyms for accounts and for every e-mail address."""
        if key in _ACCOUNTS and isinstance(value, list):
            return [self.without_names(one, key) for one in value]
        if key in _ACCOUNTS and isinstance(value, str | int | dict):
            return self.name(value)
        if isinstance(value, dict):
            person = bool(_PERSONAL & value.keys()) and "email" in value
            return {
                self._no_address(name): self.without_names(one, name)
                for name, one in value.items()
                if not (person and name in _PERSONAL)
            }
        if isinstance(value, list):
            return [self.without_names(one) for one in value]
        return self._no_address(value) if isinstance(value, str) else value

    def _no_address(self, text: str) -> str:
        if "@" not in text:
            return text
        return _EMAIL.sub(lambda found: self.name(found[0]) or "", text)


def _mark(value: object) -> str:
    """What an account is known by; some exports write "Name someone@example.org, 7"."""
    found = _EMAIL.search(str(value))
    return found[0] if found else str(value)


def addresses(raw: bytes) -> int:
    """How many e-mail addresses an entry holds, in whatever place."""
    return sum(raw[one.start() - 1 : one.start()].isalnum() for one in _HOST.finditer(raw))
