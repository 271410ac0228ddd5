"""Checking: documents go in one at a time, findings come out.

Faults of a file stop the questions about its shape, and faults of shape those about its sense,
for that document only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

import msgspec
from msgspec import Struct

from khabar.model import Article
from khabar.problem import Finding, KhabarError, Place, Severity
from khabar.rules._corpus import corpus_of, is_pass
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
from khabar.store import Document

_AROUND = 12
_LONGEST = 80
_MEMORY = "<article>"


class Judged(Struct, frozen=True):
    """What the rules that need no other document say of one.

    Attributes:
        reading: the document.
        index: its article; None if rules on the corpus are not to see it.
        pairs: findings in the order of the rules, each with its repair.
    """

    reading: Reading
    index: Index | None
    pairs: list[tuple[Finding, Edits | None]]

    @property
    def found(self) -> list[Finding]:
        """The findings in the order of the lines."""
        return sorted([one for one, _ in self.pairs], key=_order)


class Checker:
    """The chosen rules, ready to go through documents; remembers what corpus rules need.

    Args:
        select: codes, beginnings of codes, or names of rules; all when empty.
        ignore: the same, left out.
        severities: severity by code, in place of the rule's own.
        max_bytes: documents longer than this are not read.

    Attributes:
        seen: how many documents were checked.
        passes: how many of them are passes over articles.

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
        self.seen = self.passes = 0
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

    @property
    def judges(self) -> bool:
        """Whether there are rules that judge a document by itself."""
        return bool(self._file or self._article)

    @property
    def about(self) -> bytes:
        """What the findings of a document by itself depend on, but for the program."""
        codes = [rule.code for rule, _ in (*self._file, *self._article)]
        graded = sorted(self._severities.items())
        return repr((codes, graded, self._max_bytes)).encode()

    def without_corpus(self) -> "Checker":
        """The same rules but for those on the whole corpus, as worker processes ask them."""
        codes = [rule.code for rule, _ in (*self._file, *self._article)]
        return Checker(select=codes, severities=self._severities, max_bytes=self._max_bytes)

    def follows(self, file: str) -> bool:
        """Whether the documents of a file concern more than the rules that judge them alone."""
        return bool(self._corpus) or corpus_of(file) is not None

    def document(self, document: Document) -> list[Finding]:
        """The findings of one document, in the order of its lines."""
        return self.conclude(self.judge(document))

    def offers(self, document: Document) -> list[tuple[Finding, Edits | None]]:
        """The findings of one document, in the order of the rules, each with its repair."""
        judged = self.judge(document)
        pairs = judged.pairs + self._of_corpus(judged.reading, judged.index)
        article = judged.reading.article
        return [pair for pair in pairs if not self._known.excuse(pair[0], article)]

    def judge(self, document: Document) -> Judged:
        """Ask the rules that need no other document."""
        reading = Reading(document, self._max_bytes)
        try:
            return self._judged(reading)
        except RecursionError:
            reading.give_up()
            return self._judged(reading)

    def count(self, file: str, documents: int = 1) -> None:
        """Count documents of a file that were checked."""
        self.seen += documents
        if is_pass(file):
            self.passes += documents

    def conclude(self, judged: Judged) -> list[Finding]:
        """The findings of a judged document, with what rules on the corpus say of it.

        Known exceptions are left out.
        """
        self.count(judged.reading.document.file)
        if not (judged.pairs or self._corpus):
            return []
        more = [one for one, _ in self._of_corpus(judged.reading, judged.index)]
        if not (judged.pairs or more):
            return []
        found = sorted(judged.found + more, key=_order)
        article = judged.reading.article
        return [one for one in found if not self._known.excuse(one, article)]

    def follow(
        self, document: Document, found: list[Finding], *, sound: bool = True
    ) -> list[Finding]:
        """As `conclude`, for a document that was judged elsewhere or before.

        Args:
            document: the document.
            found: what the rules said that need no other.
            sound: whether it is an article that rules on the corpus see.
        """
        wanted = sound and self._corpus
        if not (wanted or (found and self.follows(document.file))):
            self.count(document.file)
            return found
        reading = Reading(document, self._max_bytes)
        index = Index(reading.article) if wanted and reading.article is not None else None
        return self.conclude(Judged(reading, index, [(one, None) for one in found]))

    def _judged(self, reading: Reading) -> Judged:
        asked = self._file if reading.article is None else self._file_of_good
        hits = [(rule, hit) for rule, run in asked for hit in run(reading)]
        index = None
        if reading.article is not None and reading.sound:
            index = Index(reading.article)
            for rule, run in self._article:
                for hit in run(index):
                    hits.append((rule, hit))  # noqa: PERF401 - most rules yield nothing
        return Judged(reading, index, self._made(reading, hits) if hits else [])

    def _of_corpus(
        self, reading: Reading, index: Index | None
    ) -> list[tuple[Finding, Edits | None]]:
        if index is None:
            return []
        hits = [(rule, hit) for rule, watch in self._corpus for hit in watch(reading, index)]
        return self._made(reading, hits) if hits else []

    def finish(self) -> Iterator[Finding]:
        """Yield what corpus rules find once all documents have passed."""
        for rule, watch in self._corpus:
            if isinstance(watch, Closing):
                for document, hit in watch.finish():
                    yield from self._late(document, rule, hit)
        for rule, watch in self._corpus:
            if isinstance(watch, Auditing):
                for document, hit in watch.audit(self._known, self._codes):
                    yield from self._late(document, rule, hit)

    def _late(self, document: Document, rule: Rule, hit: Hit) -> Iterator[Finding]:
        reading = Reading(document)
        for finding, _ in self._made(reading, [(rule, hit)]):
            if not self._known.excuse(finding, reading.article):
                yield finding

    def unreadable(self, error: KhabarError, file: str) -> list[Finding]:
        """The finding for a file that cannot be opened, if its rule was chosen."""
        for rule, _ in self._file:
            if rule.code == error.code:
                hit = Hit(error.message, place=error.place or Place(file=file))
                return list(self._late(Document(file, 1, b""), rule, hit))
        return []

    def _made(
        self, reading: Reading, hits: list[tuple[Rule, Hit]]
    ) -> list[tuple[Finding, Edits | None]]:
        prints = Fingerprints(reading)
        return [(self._finding(reading, prints, rule, hit), hit.edits) for rule, hit in hits]

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
