"""What is open, as an article to work on: on a page, or in an editor.

What is settled stands as it is. What is open stands once in each version that there is of it, as an
annotation of its own: who adjudicates deletes the versions that she does not want, and corrects the
one that stays. `chosen` reads what she made of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from khabar.adjudication.decisions import Decision
from khabar.adjudication.fields import (
    LAYERS,
    PRESENCE,
    field,
    relinked,
    sense,
)
from khabar.adjudication.merging import Item, Merged
from khabar.adjudication.outcome import decide
from khabar.adjudication.questions import Question
from khabar.adjudication.strategies import settle_by
from khabar.model import Annotation, Article

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STEM = 40
"""Code points of an id that its versions keep, so that none gets too long."""


class Version(NamedTuple):
    """One version of what is open.

    Attributes:
        item: its id in the merged passes.
        annotators: who has it like this.
    """

    item: str
    annotators: tuple[str, ...]


class Proposal(NamedTuple):
    """An article that shows what is open.

    Attributes:
        article: the article, in the ids of the merged passes; of what is open each version has an
            id of its own.
        open: the questions.
        versions: the versions by those ids.
    """

    article: Article
    open: tuple[Question, ...]
    versions: Mapping[str, Version]


def proposal(merged: Merged, decisions: Iterable[Decision] = ()) -> Proposal:
    """The article that shows what is open.

    Args:
        merged: the passes.
        decisions: what was decided before.
    """
    decisions = tuple(decisions)
    open_ = decide(merged, decisions).open
    article = settle_by(merged, decisions, _whoever_has_it, "proposal")[1].article
    spreading = _Spreading(merged, open_, article)
    lists = {layer: spreading.spread(layer) for layer in LAYERS}
    article = replace(article, **lists, status="prelabelled", origin=None)
    return Proposal(article, open_, spreading.versions)


def _whoever_has_it(question: Question) -> str:
    """The first who says something, else the first."""
    said = (who for who, value in question.versions.items() if value is not None)
    return next(said, next(iter(question.versions)))


class _Spreading:
    """Puts the versions of what is open in its place."""

    def __init__(self, merged: Merged, open_: Iterable[Question], article: Article) -> None:
        self._merged = merged
        self._article = article
        self._open: dict[str, list[str]] = {}
        for one in open_:
            if one.id and one.layer != "entities":
                self._open.setdefault(one.id, []).append(one.field)
        self._taken = {one.id for one in merged.all()}
        self.versions: dict[str, Version] = {}
        self._made: dict[str, list[tuple[str, Annotation]]] = {}
        for layer in LAYERS:
            for one in getattr(article, layer):
                if one.id in self._open:
                    self._made[one.id] = list(self._versions_of(merged.items[layer][one.id], one))

    def spread(self, layer: str) -> tuple[Annotation, ...]:
        return tuple(made for one in getattr(self._article, layer) for made in self._each(one))

    def _each(self, one: Annotation) -> Iterator[Annotation]:
        if one.id not in self._made:
            yield relinked(one, self._ids(self._merged.annotators))
        for name, made in self._made.get(one.id, ()):
            yield replace(relinked(made, self._ids(self.versions[name].annotators)), id=name)

    def _ids(self, annotators: tuple[str, ...]) -> dict[str, str]:
        """For what is open, the id of the version that suits some annotators best."""
        return {
            item: max(
                (name for name, _ in made),
                key=lambda name: annotators[0] in self.versions[name].annotators,
            )
            for item, made in self._made.items()
        }

    def _versions_of(self, item: Item, settled: Annotation) -> Iterator[tuple[str, Annotation]]:
        """Each version once: what is settled of it, and what is open as somebody has it."""
        names = [one for one in self._open[item.id] if one != PRESENCE]
        groups: dict[object, tuple[Annotation, list[str]]] = {}
        for who, version in item.versions.items():
            values = {name: getattr(version, name) for name in names}
            key = tuple(sense(field(item.layer, name).kind, one) for name, one in values.items())
            groups.setdefault(key, (replace(settled, **values), []))[1].append(who)
        for made, people in groups.values():
            name = self._name(item.id, people)
            self.versions[name] = Version(item.id, tuple(people))
            yield name, made

    def _name(self, item: str, people: Iterable[str]) -> str:
        letters = "".join(_LETTERS[self._merged.annotators.index(who) % 26] for who in people)
        stem, number = item[:_STEM], 1
        while (name := f"{stem}-by{letters}") in self._taken:
            number += 1
            stem = f"{item[:_STEM]}-{number}"
        self._taken.add(name)
        return name
