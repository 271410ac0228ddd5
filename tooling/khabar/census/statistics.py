"""The census of some sources as a whole and by group, as `khabar.stats` gives it."""

import html
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from khabar.census.census import Census
from khabar.census.names import folded
from khabar.census.spread import spread
from khabar.census.tables import Table, tables
from khabar.problem import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of a census.

    Attributes:
        group: the group of articles that it is about; None for all of them.
        subject: what is counted or measured, as ``mentions`` or ``content_words``.
        label: the label, "" for one that was not decided; of sizes ``count``, ``mean``, ``least``,
            ``lower``, ``median``, ``upper`` or ``most``.
        value: how many, or how large.
    """

    group: str | None
    subject: str
    label: str
    value: float


class Statistics(Struct, frozen=True, kw_only=True):
    """What sources hold.

    Attributes:
        whole: the census of all articles.
        by: by what they are grouped as well; None for nothing.
        groups: the census of each group, by its name; "" of articles that are in none.
        remarks: what readers of other forms remarked, and how often.
    """

    whole: Census
    by: str | None = None
    groups: dict[str, Census] = {}
    remarks: dict[str, int] = {}

    def figures(self) -> Iterator[Figure]:
        """Yield all figures: those of the whole, then those of each group."""
        yield from _figures(self.whole, self.whole, None)
        for name, census in self.groups.items():
            yield from _figures(census, self.whole, name)

    def tables(self, most: int = 10) -> list[Table]:
        """The figures in tables for people.

        Args:
            most: rows of a table whose labels are without end, and groups that are shown.
        """
        return tables(self.whole, self.groups, self.by or "", most)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, for JSON."""
        plain = _plain(self.whole, self.whole)
        if self.by is None:
            return plain
        groups = {name: _plain(census, self.whole) for name, census in self.groups.items()}
        return plain | {"by": self.by, "groups": groups}

    def to_pandas(self) -> "pd.DataFrame":
        """The figures as a data frame, a row each.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise MissingExtraError("a table of pandas", "hub") from error
        names = [field.name for field in structs.fields(Figure)]
        return pd.DataFrame([structs.astuple(one) for one in self.figures()], columns=names)

    def _repr_html_(self) -> str:
        """The tables, for notebooks."""
        return "".join(map(_html, self.tables()))


def _labels(census: Census, whole: Census) -> Iterator[tuple[str, Mapping[str, int]]]:
    """The counts of each subject; speakers by name whatever the spelling."""
    for subject in census.counts:
        found = census.of(subject)
        among = whole.of(subject)
        yield subject, folded(found, among) if subject == "speaker_names" else found


def _measures(census: Census) -> Iterator[tuple[str, dict[str, float]]]:
    """The spread of each subject that has sizes."""
    for subject, sizes in census.sizes.items():
        if (found := spread(sizes)) is not None:
            yield (
                subject,
                {
                    "count": found.count,
                    "mean": found.mean,
                    "least": found.least,
                    "lower": found.lower,
                    "median": found.median,
                    "upper": found.upper,
                    "most": found.most,
                },
            )


def _figures(census: Census, whole: Census, group: str | None) -> Iterator[Figure]:
    for subject, found in (*_labels(census, whole), *_measures(census)):
        for label, value in found.items():
            yield Figure(group=group, subject=subject, label=label, value=value)


def _plain(census: Census, whole: Census) -> dict[str, Any]:
    return {
        "articles": census.articles,
        "words": census.words,
        "characters": census.characters,
        "counts": dict(_labels(census, whole)),
        "sizes": dict(_measures(census)),
    }


def _html(table: Table) -> str:
    head = "".join(f"<th>{html.escape(one)}</th>" for one in (table.title, *table.columns))
    body = "".join(
        f'<tr><th dir="auto">{html.escape(name)}</th>'
        + "".join(f"<td>{html.escape(one)}</td>" for one in cells)
        + "</tr>"
        for name, *cells in table.rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
