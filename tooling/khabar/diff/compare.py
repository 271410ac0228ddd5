"""What changed between two versions of an article, in terms of annotations.

Annotations are matched by id, then by place and type, then by place alone; an annotation that only
got another id has not changed, nor has one that refers to it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Literal, cast

import msgspec
from msgspec import Struct

from khabar.model import Annotation, Article, Entity, Mention, Quote, Stance

ChangeKind = Literal["added", "removed", "moved", "relabelled", "relinked", "edited"]

_MOVED = {"spans", "content", "cue", "source"}
_RELABELLED = {"type", "level", "metonym", "polarity", "label", "basis", "gender", "number"}
_RELINKED = {"entity", "speaker", "addressee", "chain", "parent", "same_as", "members"} | {
    "holder",
    "target",
    "quotes",
    "asserted_by",
}
_LISTS = ("mentions", "entities", "quotes", "stances")


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change of one annotation, or of a field of the article itself.

    Attributes:
        kind: added, removed, moved (its spans), relabelled (a code), relinked (a reference) or
            edited (anything else).
        what: ``mention``, ``entity``, ``quote``, ``stance`` or ``article``.
        id: id of the annotation, as in the newer version where it is there; of the article.
        text: the words concerned.
        field: the field that changed; empty for added and removed.
        before: the field's value in the older version, as plain data.
        after: the field's value in the newer one.
    """

    kind: ChangeKind
    what: str
    id: str
    text: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


def changes(before: Article, after: Article) -> list[Change]:
    """Everything that changed from one version of an article to the next.

    Example:
        >>> from khabar.model import SCHEMA, Span
        >>> old = Article(schema=SCHEMA, id="abc", language="ar", text="سلمى", status="raw")
        >>> span = Span(start=0, end=4, text="سلمى")
        >>> mention = Mention(id="m1", type="PER", spans=(span,))
        >>> [(one.kind, one.what, one.id)
        ...     for one in changes(old, msgspec.structs.replace(old, mentions=(mention,)))]
        [('added', 'mention', 'm1')]
    """
    pairs = {name: _pairs(getattr(before, name), getattr(after, name)) for name in _LISTS}
    renamed = {old.id: new.id for group in pairs.values() for old, new in group if old and new}
    found = list(_article_changes(before, after))
    for group in pairs.values():
        for old, new in group:
            found += _annotation_changes(old, new, renamed)
    return found


_Pair = tuple[Annotation | None, Annotation | None]


def _pairs(before: Sequence[Annotation], after: Sequence[Annotation]) -> list[_Pair]:
    """Old and new versions of the same annotation, in the order of the newer article."""
    partner: dict[int, Annotation] = {}
    taken: set[int] = set()
    for key in _KEYS:
        waiting: dict[Hashable, list[Annotation]] = {}
        for old in before:
            if id(old) not in taken:
                waiting.setdefault((type(old), key(old)), []).append(old)
        for new in after:
            found = waiting.get((type(new), key(new)))
            if id(new) not in partner and found:
                partner[id(new)] = found.pop(0)
                taken.add(id(partner[id(new)]))
    pairs: list[_Pair] = [(partner.get(id(new)), new) for new in after]
    return pairs + [(old, None) for old in before if id(old) not in taken]


def _by_id(one: Annotation) -> Hashable:
    return one.id


def _by_place_and_type(one: Annotation) -> Hashable:
    return _place(one), one.label if isinstance(one, Stance) else one.type


def _place(one: Annotation) -> Hashable:
    match one:
        case Mention():
            return one.spans
        case Quote():
            return one.content
        case Entity():
            return one.name
    return one.spans, one.holder, one.target


_KEYS: tuple[Callable[[Annotation], Hashable], ...] = (_by_id, _by_place_and_type, _place)


def _annotation_changes(
    old: Annotation | None, new: Annotation | None, renamed: dict[str, str]
) -> Iterator[Change]:
    one = cast("Annotation", new or old)
    what, text = type(one).__name__.lower(), words(one)
    if old is None or new is None:
        kind: ChangeKind = "added" if old is None else "removed"
        yield Change(kind=kind, what=what, id=one.id, text=text)
        return
    for field in one.__struct_fields__[1:]:
        before, after = getattr(old, field), getattr(new, field)
        if _renamed(before, field, renamed) != after:
            yield _change(_kind(field), what, one.id, text, field, before, after)


def _kind(field: str) -> ChangeKind:
    if field in _MOVED:
        return "moved"
    if field in _RELABELLED:
        return "relabelled"
    return "relinked" if field in _RELINKED else "edited"


def _change(
    kind: ChangeKind, what: str, name: str, text: str, field: str, before: object, after: object
) -> Change:
    return Change(
        kind=kind,
        what=what,
        id=name,
        text=text,
        field=field,
        before=msgspec.to_builtins(before),
        after=msgspec.to_builtins(after),
    )


def _renamed(value: object, field: str, renamed: dict[str, str]) -> object:
    """A reference as the newer version would write it."""
    if field not in _RELINKED:
        return value
    if isinstance(value, str):
        return renamed.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(one, field, renamed) for one in value)
    if isinstance(value, Struct):
        references = ("entity", "relay")
        known = {name: getattr(value, name, None) for name in references}
        moved = {name: renamed.get(one, one) for name, one in known.items() if one is not None}
        return msgspec.structs.replace(value, **moved)
    return value


def _article_changes(before: Article, after: Article) -> Iterator[Change]:
    for field in before.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if field in _LISTS or old == new:
            continue
        kind: ChangeKind = "relabelled" if field == "topics" else "edited"
        yield _change(kind, "article", after.id, "", field, old, new)


def words(one: Annotation) -> str:
    """The words by which a person knows an annotation.

    Example:
        >>> words(Entity(id="e1", type="PER", name="سلمى"))
        'سلمى'
    """
    match one:
        case Mention():
            parts: Iterable[str] = (span.text for span in one.spans)
        case Quote():
            parts = (span.text for span in one.content)
        case Entity():
            parts = (one.name,)
        case Stance():
            parts = (span.text for span in one.spans or one.target.spans or ())
    return " … ".join(parts)
