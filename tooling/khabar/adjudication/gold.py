"""The article that is put together, and whether it holds: references, shape and offsets."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from msgspec import structs

from khabar.adjudication.decisions import Fault
from khabar.adjudication.fields import LAYERS, Field, layer_of, named
from khabar.model import Annotation, Article, Entity, Span, span_groups
from khabar.schema import faults


class Draft(NamedTuple):
    """An annotation on its way into the article.

    Attributes:
        made: the annotation; None while something of it is open that it must have.
        id: its id.
        about: the key of each of its fields, and of its presence.
    """

    made: Annotation | None
    id: str
    about: Mapping[str, str]


@dataclass(frozen=True)
class Assembled:
    """Annotations that refer to what is there, and to nothing else.

    Attributes:
        lists: the annotations by layer.
        dangling: references to what was dropped, or never was.
    """

    lists: Mapping[str, tuple[Annotation, ...]]
    dangling: tuple[Fault, ...]
    _drafts: Mapping[str, Draft]

    @property
    def kept(self) -> frozenset[str]:
        """Ids of everything that is in the article."""
        return frozenset(one.id for some in self.lists.values() for one in some)

    def faults(self, article: Article) -> Iterator[Fault]:
        """Everything that makes an article invalid, each with the key of what it comes from."""
        yield from self.dangling
        for one in faults(msgspec.to_builtins(article)):
            yield Fault(self._about(article, one.pointer), one.message)
        for pointer, group in span_groups(article):
            if wrong := _wrong(article.text, group):
                yield Fault(self._about(article, pointer), wrong)

    def _about(self, article: Article, pointer: str) -> str:
        """The key of the field that a JSON pointer of the article names."""
        parts = pointer.split("/")[1:]
        if len(parts) < 2 or parts[0] not in LAYERS:
            return pointer or "article"
        about = self._drafts[getattr(article, parts[0])[int(parts[1])].id].about
        key = about.get(parts[2] if len(parts) > 2 else "", "")
        return key or next(filter(None, about.values()))


def _wrong(text: str, spans: Iterable[Span]) -> str:
    """Why spans do not select words of a text, in order and apart; empty if they do."""
    last = 0
    for one in spans:
        if not one.start < one.end or text[one.start : one.end] != one.text:
            return f"the words at {one.start}-{one.end} are not {one.text!r}"
        if one.start < last:
            return f"the span at {one.start}-{one.end} starts before the one before it ends"
        last = one.end
    return ""


def assembled(drafts: Iterable[Draft], gone: Mapping[str, str]) -> Assembled:
    """Take what is made and leave out entities that nothing refers to.

    A reference to what waits for a decision waits with it: the field is left out, or, where it must
    be there, the annotation.

    Args:
        drafts: what there is.
        gone: the ids of what was dropped, with the keys by which that was decided.
    """
    known = {one.id: one for one in drafts}
    found = {name: one.made for name, one in known.items() if one.made is not None}
    dangling = [two for one in known.values() for two in _dangling(one, known, gone)]
    while True:
        linked = {name: _linked(one, found.keys()) for name, one in found.items()}
        left = {name: one for name, one in linked.items() if one is not None}
        if left == found:
            break
        found = left
    kept = _kept(found.values())
    lists: dict[str, tuple[Annotation, ...]] = {
        layer: tuple(one for one in found.values() if one.id in kept and layer_of(one) == layer)
        for layer in LAYERS
    }
    return Assembled(lists, tuple(dangling), known)


def _dangling(draft: Draft, known: Container[str], gone: Mapping[str, str]) -> Iterator[Fault]:
    for field, name in named(draft.made) if draft.made is not None else ():
        if name not in known:
            why = f"was dropped by {gone[name]}" if name in gone else "is not in the article"
            yield Fault(draft.about[field.name], f"it refers to {name}, which {why}")


def _linked(one: Annotation, there: Container[str]) -> Annotation | None:
    """An annotation without references to what is not there; None if it must have one of them."""
    lost = {field for field, name in named(one) if name not in there}
    if any(field.required for field in lost):
        return None
    return structs.replace(one, **{field.name: _without(one, field, there) for field in lost})


def _without(one: Annotation, field: Field, there: Container[str]) -> tuple[str, ...] | None:
    """What is left of a field: of a list the rest, of anything else nothing."""
    if field.kind not in ("quotes", "entities"):
        return None
    return tuple(name for name in getattr(one, field.name) if name in there) or None


def _kept(found: Iterable[Annotation]) -> frozenset[str]:
    """Ids of everything but the entities that nothing refers to, directly or as members."""
    entities = {one.id: one for one in found if isinstance(one, Entity)}
    others = [one for one in found if not isinstance(one, Entity)]
    kept = {one.id for one in others}
    waiting = [name for one in others for _, name in named(one) if name in entities]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting += entities[name].members or ()
    return frozenset(kept)
