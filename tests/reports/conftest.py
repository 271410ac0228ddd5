"""Findings to write, and what reports make of them."""

import io
from collections.abc import Callable, Iterable

import pytest
from hypothesis import strategies as st

from khabar.problem import Finding, Place
from khabar.reports import report


def _finding(line: int = 1, **more: object) -> Finding:
    given = {
        "code": "KH205",
        "name": "span-text-differs",
        "severity": "error",
        "message": "the span says 'سلمى', not 'x'",
        "article": "storm",
        "pointer": "/mentions/0/spans/0",
        "fingerprint": "00ff00ff00ff00ff",
        "place": Place(file="articles/a b.json", line=line, column=5, end_line=line, end_column=9),
    }
    return Finding(**(given | more))


def _written(name: str, findings: Iterable[Finding]) -> str:
    stream = io.StringIO()
    report(name).write(iter(list(findings)), stream)
    return stream.getvalue()


@pytest.fixture(scope="session")
def finding() -> Callable[..., Finding]:
    return _finding


@pytest.fixture(scope="session")
def written() -> Callable[..., str]:
    return _written


WORDS = st.text(
    st.one_of(
        st.sampled_from("\n\r\t\x00\x1b\u2028\ufffe\ud800|<>&[]()`@'\"«»\\سلمى"), st.characters()
    ),
    max_size=30,
)
"""Words as they stand in articles that are damaged in every way."""

FINDINGS = st.lists(
    st.builds(
        _finding,
        code=st.sampled_from(["KH001", "KH205", "KH310", "KH999"]),
        severity=st.sampled_from(["error", "warning", "info"]),
        message=WORDS,
        excerpt=st.none() | WORDS,
        article=st.none() | st.text("ab", min_size=1),
        fingerprint=st.sampled_from(["", "00ff00ff00ff00ff", "1111111111111111"]),
        place=st.none()
        | st.builds(
            lambda file, line, length: Place(
                file=file, line=line, column=3, end_line=line, end_column=3 + length
            ),
            WORDS.filter(lambda word: word.strip("\x00") and "\x00" not in word),
            st.integers(1, 10**6),
            st.integers(0, 99),
        ),
    ),
    max_size=6,
)


@pytest.fixture(scope="session")
def any_findings() -> st.SearchStrategy[list[Finding]]:
    return FINDINGS
