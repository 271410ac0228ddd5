"""Checking: documents go in one at a time, findings come out.

Faults of a file stop the questions about its shape, and faults of shape those about its sense,
for that document only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from khabar.model import Article
from khabar.problem import Finding, KhabarError, Place, Severity
from khabar.rules._edits import Edits
from khabar.rules._findings import Findings
from khabar.rules._fingerprint import Fingerprints
from khabar.rules._index import Index
from khabar.rules._known import Auditing, Exceptions
from khabar.rules._reading import MAX_BYTES, Reading
from khabar.rules._rule import (
    ArticleRule,
    Closing,
    CorpusRule,
    FileRule,
    Hit,
    Rule,
    Watch,
    chosen,
)
from khabar.rules._words import visible
from khabar.store import STDIN, Document, article_files, documents

_AROUND = 12
_LONGEST = 80
_MEMORY = "<article>"
_T = TypeVar("_T")


class Checker:
    """The chosen rules, ready to go through documents; remembers what corpus rules need.

    Args:
        select: codes, beginnings of codes, or names of rules; all when empty.
        ignore: the same, left out.
        severities: severity by code, in place of the rule's own.
        max_bytes: documents longer than this are not read.

    Attributes:
        seen: how many documents were checked.

    Raises:
        KhabarError: if a word names no rule.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        severities: Mapping[str, Severity] | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        rules = chosen(select, ignore)
        chosen(severities or ())
        self._severities = dict(severities or {})
        self._max_bytes = max_bytes
        self.seen = 0
        self._codes = frozenset(one.code for one in rules)
        self._known = Exceptions()
        self._file = [(one, cast("FileRule", one.run)) for one in rules if one.scope == "file"]
        self._file_of_good = [one for one in self._file if not one[0].of_broken]
        self._article = [
            (one, cast("ArticleRule", one.run)) for one in rules if one.scope == "article"
        ]
        self._corpus: list[tuple[Rule, Watch]] = [
            (one, cast("CorpusRule", one.run)()) for one in rules if one.scope == "corpus"
        ]

    def document(self, document: Document) -> list[Finding]:
        """The findings of one document, in the order of its lines."""
        self.seen += 1
        return self._read(document, self._findings)

    def offers(self, document: Document) -> list[tuple[Finding, Edits | None]]:
        """The findings of one document, in the order of the rules, each with its repair."""
        return self._read(document, self._offers)

    def _read(
        self,
        document: Document,
        answer: Callable[[Reading, list[tuple[Rule, Hit]]], list[_T]],
    ) -> list[_T]:
        reading = Reading(document, self._max_bytes)
        try:
            hits = self._hits(reading)
            return answer(reading, hits) if hits else []
        except RecursionError:
            reading.give_up()
            return answer(reading, self._hits(reading))

    def finish(self) -> Iterator[Finding]:
        """Yield what corpus rules find once all documents have passed."""
        for rule, watch in self._corpus:
            if isinstance(watch, Closing):
                for document, hit in watch.finish():
                    yield from self._findings(Reading(document), [(rule, hit)])
        for rule, watch in self._corpus:
            if isinstance(watch, Auditing):
                for document, hit in watch.audit(self._known, self._codes):
                    yield from self._findings(Reading(document), [(rule, hit)])

    def _hits(self, reading: Reading) -> list[tuple[Rule, Hit]]:
        asked = self._file if reading.article is None else self._file_of_good
        hits = [(rule, hit) for rule, run in asked for hit in run(reading)]
        if reading.article is None or not reading.sound:
            return hits
        index = Index(reading.article)
        for rule, run in self._article:
            for hit in run(index):
                hits.append((rule, hit))  # noqa: PERF401 - most rules yield nothing
        for rule, watch in self._corpus:
            hits += [(rule, hit) for hit in watch(reading, index)]
        return hits

    def unreadable(self, error: KhabarError, file: str) -> list[Finding]:
        """The finding for a file that cannot be opened, if its rule was chosen."""
        for rule, _ in self._file:
            if rule.code == error.code:
                hit = Hit(error.message, place=error.place or Place(file=file))
                return self._findings(Reading(Document(file, 1, b"")), [(rule, hit)])
        return []

    def _findings(self, reading: Reading, hits: list[tuple[Rule, Hit]]) -> list[Finding]:
        return sorted([one for one, _ in self._offers(reading, hits)], key=_order)

    def _offers(
        self, reading: Reading, hits: list[tuple[Rule, Hit]]
    ) -> list[tuple[Finding, Edits | None]]:
        """All findings but those that the corpus lists as known exceptions."""
        prints, known = Fingerprints(reading), self._known
        found = [(self._finding(reading, prints, rule, hit), hit.edits) for rule, hit in hits]
        return [pair for pair in found if not known.excuse(pair[0], reading.article)]

    def _finding(self, reading: Reading, prints: Fingerprints, rule: Rule, hit: Hit) -> Finding:
        return Finding(
            code=rule.code,
            name=rule.name,
            message=hit.message,
            pointer=hit.pointer,
            severity=self._severity(rule),
            article=prints.article,
            place=_place(reading, hit),
            start=hit.start,
            end=hit.end,
            excerpt=_excerpt(reading.article, hit),
            fix=hit.fix,
            fingerprint=prints.of(rule.code, hit),
        )

    def _severity(self, rule: Rule) -> Severity:
        """The user's word for the longest beginning of the code, or for the name."""
        said = self._severities
        words = [rule.name, *(rule.code[:length] for length in range(len(rule.code), 1, -1))]
        return next((said[word] for word in words if word in said), rule.severity)


def check(
    source: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Finding]:
    """Yield what is wrong with the articles of a file, folder, JSONL file or ``-``, streaming.

    Args:
        source: where the articles are, as for `khabar.store.documents`.
        select: codes, beginnings of codes, or names of rules; all when empty.
        ignore: the same, left out.
        severities: severity by code, beginning of a code or name, in place of the rule's own.
        max_bytes: documents longer than this are not read.

    Raises:
        KhabarError: if the source is missing or cannot be read, or a word names no rule.
    """
    checker = Checker(select=select, ignore=ignore, severities=severities, max_bytes=max_bytes)
    return chain(check_with(checker, source), checker.finish())


def check_with(checker: Checker, source: str | Path) -> Iterator[Finding]:
    """Yield the findings of one more source; corpus rules remember the sources before it.

    After the last source `Checker.finish` tells what is only known then.

    Raises:
        KhabarError: if the source is missing or cannot be read.
    """
    path = Path(source)
    if str(source) == STDIN or not path.is_dir():
        for document in documents(source):
            yield from checker.document(document)
        return
    for file in article_files(path):
        try:
            for document in documents(file):
                yield from checker.document(document)
        except KhabarError as error:
            if error.code is None:
                raise
            yield from checker.unreadable(error, str(file))


def check_article(
    article: Article,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
) -> Findings:
    """What is wrong with an article in memory; places are those of its line of JSONL.

    Raises:
        KhabarError: if a word names no rule.

    Example:
        >>> from khabar.model import SCHEMA, Mention, Span
        >>> wrong = Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),))
        >>> article = Article(schema=SCHEMA, id="abc", language="ar", text="قالت سلمى نعم",
        ...     status="raw", mentions=(wrong,))
        >>> [(one.code, one.pointer) for one in check_article(article)]
        [('KH205', '/mentions/0/spans/0')]
    """
    checker = Checker(select=select, ignore=ignore, severities=severities)
    data = _encode(article)
    return Findings(checker.document(Document(_MEMORY, 1, data, in_lines=True)))


_encode: Callable[[Article], bytes] = msgspec.json.Encoder().encode


def _place(reading: Reading, hit: Hit) -> Place:
    if hit.place is not None:
        return hit.place
    if not reading.readable:
        document = reading.document
        return Place(file=document.file, line=document.line, end_line=document.line)
    return reading.map.place(hit.pointer, key=hit.key)


def _order(finding: Finding) -> tuple[int, int, str]:
    place = finding.place
    return (place.line, place.column, finding.code) if place else (0, 0, finding.code)


def _excerpt(article: Article | None, hit: Hit) -> str | None:
    """The words concerned; of what cannot be seen by itself, with some words around."""
    if article is None or hit.start is None or hit.end is None:
        return None
    start, end = hit.start, min(hit.end, len(article.text))
    words = article.text[start:end]
    if not any(char.isalnum() for char in words):
        start, end = max(0, start - _AROUND), end + _AROUND
    words = "".join(visible(char) for char in article.text[start:end])
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
