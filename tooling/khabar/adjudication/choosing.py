"""What somebody made of the versions of what is open: which stayed, and what hung on the others."""

from collections.abc import Mapping, Set
from typing import NamedTuple

from msgspec.structs import replace

from khabar.adjudication.fields import LAYERS, relinked
from khabar.model import Annotation, Article, Quote, Stance, annotations


class Chosen(NamedTuple):
    """The choice between versions.

    Attributes:
        article: the article, in the ids of the merged passes.
        kept: for each of these ids the version that stayed, by its own id.
        undecided: the ids of which several versions are left; the article has the first.
    """

    article: Article
    kept: Mapping[str, str]
    undecided: frozenset[str]


def chosen(sent: Article, made: Article, versions: Mapping[str, str]) -> Chosen:
    """The choice between versions that somebody made.

    A version takes with it what leans on it: an annotation that was evidence, or another's parent,
    is named no more. Where another version of it stayed, that was nobody's decision.

    Args:
        sent: the article with all versions.
        made: what somebody made of it.
        versions: the ids in the merged passes by those of the versions.
    """
    left: dict[str, list[str]] = {}
    for _, one in annotations(made):
        if one.id in versions:
            left.setdefault(versions[one.id], []).append(one.id)
    there = {one.id for _, one in annotations(made)}
    gone = {name for name, item in versions.items() if item in left and name not in there}
    lost = _Lost(sent, there, gone)
    spare = {name for names in left.values() for name in names[1:]}
    lists = {
        layer: tuple(
            replace(relinked(lost.restored(one), versions), id=versions.get(one.id, one.id))
            for one in getattr(made, layer)
            if one.id not in spare
        )
        for layer in LAYERS
    }
    return Chosen(
        replace(made, **lists),
        {item: names[0] for item, names in left.items()},
        frozenset(item for item, names in left.items() if len(names) > 1),
    )


class _Lost:
    """Versions that went while another one stayed."""

    def __init__(self, sent: Article, there: Set[str], names: Set[str]) -> None:
        self._there = there
        self._names = names
        self._before = {one.id: one for _, one in annotations(sent)}

    def restored(self, one: Annotation) -> Annotation:
        """An annotation that names again what it named, where only a version of that went."""
        match one, self._before.get(one.id):
            case Quote(), Quote() as before:
                return self._quote(one, before)
            case Stance(), Stance() as before:
                return self._stance(one, before)
        return one

    def _quote(self, one: Quote, before: Quote) -> Quote:
        if one.parent is None and before.parent in self._names:
            one = replace(one, parent=before.parent)
        if one.same_as is None and before.same_as in self._names:
            one = replace(one, same_as=before.same_as)
        return one

    def _stance(self, one: Stance, before: Stance) -> Stance:
        gone = self._names & set(before.quotes or ())
        left = self._there & set(before.quotes or ())
        if not gone or set(one.quotes or ()) != left:
            return one
        quotes = (self._before[name] for name in gone)
        words = [quote.content for quote in quotes if isinstance(quote, Quote)]
        # Without words of its own it stood on those of the quote, and stands there still.
        spans = None if before.spans is None and one.spans in words else one.spans
        named = tuple(name for name in before.quotes or () if name in gone | left)
        return replace(one, quotes=named, spans=spans)
