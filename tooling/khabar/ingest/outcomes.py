"""Ingesting: from sources to articles in a folder, with an account of everything."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.ingest.build import Built, Defaults, build, count_sentences
from khabar.ingest.folder import Folder, Placed, Status
from khabar.ingest.pieces import LeftOut
from khabar.ingest.sources import Fields, Reading, read_source
from khabar.model import Publication
from khabar.problem import KhabarError
from khabar.text.stored import Change


class Ingested(Struct, frozen=True, kw_only=True):
    """What became of one candidate.

    Attributes:
        status: ``written``; ``unchanged`` or ``annotated`` where the article is already there,
            as it came or worked on since; ``duplicate`` where its text is there under another
            id; ``refused`` where another article has its id.
        path: the file of the article, of the other one for a duplicate.
        characters: code points of the text.
    """

    id: str
    status: Status
    path: str
    reason: str = ""
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    keywords: tuple[str, ...] = ()
    sentences: int
    characters: int
    embedded: bool = False
    changes: tuple[Change, ...] = ()
    notes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()


class Outcome(Struct, frozen=True, kw_only=True):
    """What came out of one page or record, or why nothing did."""

    source: str
    articles: tuple[Ingested, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    changes: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()
    error: str | None = None


class Totals(Struct):
    """Sums over the outcomes, kept as they go by."""

    statuses: Counter[str] = msgspec.field(default_factory=Counter)
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    changes: Counter[str] = msgspec.field(default_factory=Counter)
    errors: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.errors += outcome.error is not None
        self.left_out.update(one.kind for one in outcome.left_out)
        for change in outcome.changes:
            self.changes[change.kind] += change.count
        for article in outcome.articles:
            self.statuses[article.status] += 1
            for change in article.changes:
                self.changes[change.kind] += change.count


class Report(Struct, frozen=True, kw_only=True):
    """All outcomes of one call, in order, and their sums."""

    outcomes: tuple[Outcome, ...]
    totals: Totals

    @property
    def articles(self) -> list[Ingested]:
        """The articles of all pages."""
        return [article for outcome in self.outcomes for article in outcome.articles]

    @property
    def errors(self) -> list[str]:
        """What could not be read, one line each."""
        return [outcome.error for outcome in self.outcomes if outcome.error is not None]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def ingest(
    sources: Iterable[str | Path],
    out: str | Path,
    *,
    fields: Mapping[str, str] | None = None,
    defaults: Defaults | None = None,
) -> Report:
    """Make articles of pages and write them into a folder, one a file.

    Args:
        sources: plain-text or HTML pages, JSONL files, ``-`` for standard input.
        out: the folder; it is made if it is missing, and nothing in it is overwritten.
        fields: of JSONL, our field names to theirs; the others are guessed.
        defaults: language, publisher and license where a page does not say them.

    Returns:
        What came of each page. Sources that cannot be read are in it as errors.

    Raises:
        KhabarError: the folder cannot be written.
    """
    totals = Totals()
    outcomes = []
    for outcome in ingest_each(sources, out, fields=fields, defaults=defaults):
        totals.add(outcome)
        outcomes.append(outcome)
    return Report(outcomes=tuple(outcomes), totals=totals)


def ingest_each(
    sources: Iterable[str | Path],
    out: str | Path,
    *,
    fields: Mapping[str, str] | None = None,
    defaults: Defaults | None = None,
) -> Iterator[Outcome]:
    """Do what `ingest` does page by page, in memory that does not grow with the sources.

    Raises:
        KhabarError: the folder cannot be written.
    """
    folder = Folder(Path(out))
    if folder.unreadable:
        yield Outcome(source=str(out), remarks=tuple(folder.unreadable))
    for source in sources:
        readings = read_source(source, fields or {})
        while True:
            try:
                reading = next(readings, None)
            except KhabarError as error:
                yield Outcome(source=str(source), error=str(error))
                break
            if reading is None:
                break
            yield _outcome(reading, folder, str(source), defaults or Defaults())


def _outcome(
    reading: Reading | Fields | KhabarError, folder: Folder, source: str, defaults: Defaults
) -> Outcome:
    if isinstance(reading, KhabarError):
        return Outcome(source=source, error=str(reading))
    if isinstance(reading, Fields):
        counts = ", ".join(f"{name} ({count})" for name, count in reading.unused.items())
        return Outcome(source=source, remarks=(f"fields that nothing was taken from: {counts}",))
    page = reading.page
    built = [build(candidate, defaults) for candidate in page.candidates]
    articles = [
        _ingested(one, folder.place(one.article), embedded=candidate.embedded)
        for one, candidate in zip(built, page.candidates, strict=True)
    ]
    return Outcome(
        source=reading.source,
        articles=tuple(articles),
        left_out=page.left_out,
        changes=page.changes,
        remarks=page.remarks,
    )


def _ingested(built: Built, placed: Placed, *, embedded: bool) -> Ingested:
    article = built.article
    publication = article.publication or Publication()
    return Ingested(
        id=article.id,
        status=placed.status,
        path=placed.path,
        reason=placed.reason,
        title=article.title,
        publisher=publication.publisher,
        author=publication.author,
        published=publication.published,
        keywords=article.keywords,
        sentences=count_sentences(article.text),
        characters=len(article.text),
        embedded=embedded,
        changes=built.changes,
        notes=built.notes,
        warnings=built.warnings,
    )
