"""A census in tables, as cells of text: for reports, which say how a table is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from khabar.census.census import Census
from khabar.census.names import folded
from khabar.census.spread import Spread, spread
from khabar.schema import labels


class Table(NamedTuple):
    """A table; the first cell of a row is its name.

    Attributes:
        title: what is counted.
        columns: the heads of the columns behind the names.
        rows: the rows, each as long as the columns and one more.
        left_out: how many rows are not shown.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    left_out: int = 0


class _Subject(NamedTuple):
    """How the counts of a subject are shown.

    Attributes:
        name: the subject.
        title: the head of its table.
        without_end: whether there may be more labels than anybody wants to see.
        undecided: what stands for a label that is "".
    """

    name: str
    title: str
    without_end: bool = False
    undecided: str = "(not decided)"


_SUBJECTS = (
    _Subject("status", "articles by status"),
    _Subject("splits", "articles by split", undecided="(in none)"),
    _Subject("language", "articles by language"),
    _Subject("license", "articles by license", without_end=True),
    _Subject("publisher", "articles by publisher", without_end=True),
    _Subject("author", "articles by author", without_end=True),
    _Subject("genre", "articles by genre", without_end=True),
    _Subject("topics", "articles by the widest topic of their main one"),
    _Subject("topic_codes", "topics", without_end=True),
    _Subject("mentions", "mentions by type"),
    _Subject("levels", "mentions by level", undecided="(none)"),
    _Subject("apart", "mentions of several parts by type"),
    _Subject("entities", "entities by type"),
    _Subject("quotes", "quotes by type"),
    _Subject("chains", "quotes by how many passed them on"),
    _Subject("quotes_by_chain", "quotes by type / how many passed them on"),
    _Subject("polarities", "quotes by polarity"),
    _Subject("speaker_names", "quotes by speaker", without_end=True),
    _Subject("stances", "stances by label"),
    _Subject("bases", "stances by basis"),
    _Subject("origin", "annotations by origin", undecided="(not told)"),
)
_SIZES = {
    "article_words": "words of an article",
    "mention_words": "words of a mention",
    "mention_characters": "characters of a mention",
    "mention_depth": "depth of a mention",
    "entity_mentions": "mentions of an entity",
    "content_words": "words of a quote's content",
    "content_characters": "characters of a quote's content",
    "cue_words": "words of a cue",
    "cue_characters": "characters of a cue",
    "source_words": "words of a source",
    "source_characters": "characters of a source",
    "quote_depth": "depth of a quote",
}
_GROUPED = {"split": "splits", "topic": "topics"}
"""The subject that articles are grouped by, where it has another name."""

_TOPICS = ("topics", "topic_codes")
_SPREAD = ("count", "mean", "least", "lower quartile", "median", "upper quartile", "most")

_Columns = Sequence[tuple[str, Census]]
"""The census of all articles, then those of groups, each with its head."""


def tables(whole: Census, groups: Mapping[str, Census], by: str, most: int) -> list[Table]:
    """The census of all articles, and of each group beside it, in tables.

    Args:
        whole: the census of all articles.
        groups: the census of each group.
        by: by what they are grouped.
        most: rows of a table whose labels are without end, and groups that are shown.
    """
    shown = sorted(groups, key=lambda one: (-groups[one].articles, one))[:most]
    columns = [("all", whole), *((name or f"(no {by})", groups[name]) for name in shown)]
    subjects = [one for one in _SUBJECTS if one.name != _GROUPED.get(by, by)]
    found = [_overview(columns), *(_counted(one, columns, most) for one in subjects)]
    found.append(_spreads(whole) if not groups else _medians(columns))
    return [one for one in found if one.rows]


def _overview(columns: _Columns) -> Table:
    names = [name for name, _ in _totals(columns[0][1])]
    counts = [[f"{count:,}" for _, count in _totals(census)] for _, census in columns]
    return Table("in all", _heads(columns, "count"), list(zip(names, *counts, strict=True)))


def _heads(columns: _Columns, *alone: str) -> tuple[str, ...]:
    """The names of the groups; other heads where there are none."""
    return tuple(name for name, _ in columns) if len(columns) > 1 else alone


def _totals(census: Census) -> Iterator[tuple[str, int]]:
    """What there is of everything, and of what is told apart by no label."""
    yield "articles", census.articles
    yield "words", census.words
    yield "characters", census.characters
    yield "mentions", census.sum("mentions")
    yield "… in another mention", census.above("mention_depth", 1)
    yield "… of several parts", census.sum("apart")
    yield "… after a proclitic", census.sum("proclitics")
    yield "entities", census.sum("entities")
    yield "… linked to Wikidata", census.sum("linked")
    yield "quotes", census.sum("quotes")
    yield "… in another quote", census.above("quote_depth", 1)
    yield "… passed on by others", census.sum("chains") - census.of("chains").get("0", 0)
    yield "… without a speaker", census.of("speakers").get("unknown", 0)
    yield "speakers, by name", len(folded(census.of("speaker_names")))
    yield "stances", census.sum("stances")


def _counted(subject: _Subject, columns: _Columns, most: int) -> Table:
    counts = [_counts(census, columns[0][1], subject.name) for _, census in columns]
    first = counts[0]
    order = list(first) if subject.name != "chains" else sorted(first, key=int)
    shown = order[:most] if subject.without_end else order
    whole = sum(first.values())
    rows = []
    for label in shown:
        cells = [f"{found.get(label, 0):,}" for found in counts]
        if len(columns) == 1:
            cells.append(f"{first[label] / whole:.1%}")
        rows.append((_name(subject, label), *cells))
    heads = _heads(columns, "count", "share")
    return Table(subject.title, heads, rows, len(order) - len(shown))


def _counts(census: Census, whole: Census, subject: str) -> Mapping[str, int]:
    found = census.of(subject)
    return folded(found, whole.of(subject)) if subject == "speaker_names" else found


def _name(subject: _Subject, label: str) -> str:
    if subject.name in _TOPICS:
        topic = labels("topics").get(label)
        return f"{label} {topic.en}" if topic else label
    if subject.name == "quotes_by_chain":
        kind, _, length = label.partition("/")
        return f"{kind or subject.undecided} / {length}"
    return label or subject.undecided


def _spreads(census: Census) -> Table:
    found = [(title, spread(census.sizes.get(name, {}))) for name, title in _SIZES.items()]
    return Table("sizes", _SPREAD, [(title, *_cells(one)) for title, one in found if one])


def _cells(found: Spread) -> tuple[str, ...]:
    return (
        f"{found.count:,}",
        f"{found.mean:,.1f}",
        f"{found.least:,}",
        _half(found.lower),
        _half(found.median),
        _half(found.upper),
        f"{found.most:,}",
    )


def _half(size: float) -> str:
    """A quartile: two digits behind the point at most, which are all that it has."""
    return f"{size:,.2f}".rstrip("0").rstrip(".")


def _medians(columns: _Columns) -> Table:
    rows = []
    for name, title in _SIZES.items():
        found = [spread(census.sizes.get(name, {})) for _, census in columns]
        if any(found):
            cells = [f"{_half(one.median)} ({one.most:,})" if one else "–" for one in found]
            rows.append((title, *cells))
    return Table("sizes: median (most)", _heads(columns), rows)
