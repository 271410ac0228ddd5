"""Passes brought together: one id for what several annotators annotated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msgspec import structs

from khabar.adjudication.fields import LAYERS, named, relinked
from khabar.agreement.comparison import Comparison
from khabar.model import Annotation, Article, annotations, covered
from khabar.problem import KhabarError
from khabar.store import canonical

_LONGEST = 64
"""Code points of an id, as the schema has it."""

NO_NAMES = ("other", "neither", "open", "agree", "majority")
"""What stands for an answer, or for who gave one, is no annotator's name."""

Versions = dict[str, Annotation]
"""An annotation as each annotator has it who has it, in the common id space."""


@dataclass(frozen=True)
class Item:
    """One annotation of one or several annotators.

    Attributes:
        layer: the list it stands in.
        id: its id in the common space.
        versions: what each annotator made of it; references are in the common space too.
    """

    layer: str
    id: str
    versions: Versions = field(default_factory=dict)

    @property
    def first(self) -> Annotation:
        """The version of the first annotator who has it."""
        return next(iter(self.versions.values()))


@dataclass(frozen=True)
class Merged:
    """Passes on one article in one id space.

    Attributes:
        passes: the passes as they are, by annotator, in the order of names.
        items: by layer what there is in any of them, by common id.
        ids: for each annotator the common id of what she calls otherwise, or the same.
    """

    passes: Mapping[str, Article]
    items: Mapping[str, Mapping[str, Item]]
    ids: Mapping[str, Mapping[str, str]]

    @property
    def annotators(self) -> tuple[str, ...]:
        """Whose passes they are."""
        return tuple(self.passes)

    @property
    def id(self) -> str:
        """The article's id."""
        return next(iter(self.passes.values())).id

    @property
    def text(self) -> str:
        """The article's text, which is the same in all passes."""
        return next(iter(self.passes.values())).text

    def all(self) -> Iterator[Item]:
        """Everything of all layers."""
        for layer in LAYERS:
            yield from self.items[layer].values()


def merge(passes: Mapping[str, Article]) -> Merged:
    """Bring the passes on one article into one id space.

    Annotators are taken in the order of their names. The ids of the first are kept; what a later
    one has that is in none before gets its own id with her number behind: ``e5`` of the second
    becomes ``e5-2``, whatever else is in her pass.

    Raises:
        KhabarError: if there are fewer than two passes, their texts differ, one is not whole, has
            an id twice or refers to what it has not, or its annotator's name means something else.
    """
    if len(passes) < 2:
        raise KhabarError("to adjudicate takes the passes of two annotators")
    sorted_ = {who: canonical(passes[who]) for who in sorted(passes)}
    for who, article in sorted_.items():
        if who in NO_NAMES:
            raise KhabarError(f"an annotator cannot be called {who}: it is an answer to questions")
        _refuse_unsound(who, article, sorted_)
    items: dict[str, dict[str, Item]] = {layer: {} for layer in LAYERS}
    common: dict[str, dict[str, str]] = {}
    for number, (who, article) in enumerate(sorted_.items(), 1):
        ids = common[who] = _common_ids(items, article, number)
        for layer in LAYERS:
            for one in getattr(article, layer):
                name = ids[one.id]
                version = relinked(structs.replace(one, id=name), ids)
                items[layer].setdefault(name, Item(layer, name)).versions[who] = version
    return Merged(passes=sorted_, items=items, ids=common)


def _refuse_unsound(who: str, article: Article, passes: Mapping[str, Article]) -> None:
    whose = f"{article.id}: the pass of {who}"
    other, first = next(iter(passes.items()))
    if article.text != first.text:
        raise KhabarError(f"{whose} has not the text that the pass of {other} has (KH781)")
    if layers := covered(article):
        raise KhabarError(f"{whose} is not whole: it has {', '.join(layers)} only")
    known: set[str] = set()
    for _, one in annotations(article):
        if one.id in known:
            raise KhabarError(f"{whose} has the id {one.id} twice (KH301)")
        known.add(one.id)
    for pointer, one in annotations(article):
        for field_, name in named(one):
            if name not in known:
                raise KhabarError(
                    f"{whose}: {pointer}/{field_.name} refers to {name}, which is not there",
                    pointer=pointer,
                )


def _common_ids(
    items: Mapping[str, Mapping[str, Item]], article: Article, number: int
) -> dict[str, str]:
    """The common id of everything in an article."""
    if number == 1:
        return {one.id: one.id for _, one in annotations(article)}
    so_far = structs.replace(
        article, **{layer: tuple(one.first for one in items[layer].values()) for layer in LAYERS}
    )
    comparison = Comparison([so_far, article], ["", ""])
    ids = {other.id: one.id for one, other in comparison.mentions}
    ids |= {theirs.id: ours.id for ours, theirs in comparison.quotes}
    ids |= {other: one for one, other in comparison.entities.items()}
    ids |= {b.id: a.id for a, b in comparison.stances if a and b}
    taken = {name for layer in LAYERS for name in items[layer]}
    for _, one in annotations(article):
        if one.id not in ids:
            ids[one.id] = _new_id(one.id, number, taken)
            taken.add(ids[one.id])
    return ids


def _new_id(own: str, number: int, taken: set[str]) -> str:
    suffix = f"-{number}"
    name = own[: _LONGEST - len(suffix)] + suffix
    again = 1
    while name in taken:
        again += 1
        suffix = f"-{number}-{again}"
        name = own[: _LONGEST - len(suffix)] + suffix
    return name
