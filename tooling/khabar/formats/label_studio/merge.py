"""What an annotator changed, laid over the article that went out.

The page shows only part of the record. So three things are compared field by field: the article as
it went out, what the page was given to show of it, and what came back. Where the page says the
same as it was given, the article's own value stays, shown or not; else the page's value counts.
"""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import TypeVar

from msgspec.structs import replace

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.decode import View
from khabar.model import Article, Entity, Mention, Origin, Quote, Relay, Stance
from khabar.store import canonical

_Shown = TypeVar("_Shown", Mention, Quote, Stance)
_Annotation = TypeVar("_Annotation", Mention, Entity, Quote, Stance)
_CARRIED = {"id", "origin", "extra"}
"""Fields that the page never shows."""


def merge(base: Article, sent: View, got: View, *, editor: str | None = None) -> Article:
    """The article with an annotator's changes.

    Args:
        base: the article as it went out.
        sent: what the results that went out with it say.
        got: what the results that came back say.
        editor: pseudonym of who made the changes; becomes the article's origin. An annotation
            that keeps its value keeps its origin too, and one that changes gets `edited_by`.
    """
    quotes = _merged(base.quotes, sent.quotes, got.quotes, editor)
    gone = {one.id for one in sent.quotes} - {one.id for one in got.quotes}
    article = replace(
        base,
        mentions=_merged(base.mentions, sent.mentions, got.mentions, editor),
        entities=(*base.entities, *got.new_entities),
        quotes=tuple(_without_references(one, gone) for one in quotes),
        stances=tuple(
            _without_evidence(one, gone)
            for one in _merged(base.stances, sent.stances, got.stances, editor)
        ),
        topics=base.topics if set(got.topics) == set(sent.topics) else got.topics,
        extra=_extra(base, sent, got),
    )
    return canonical(article if editor is None else _signed(base, article, editor))


def unchanged(base: Article, *, editor: str | None = None) -> Article:
    """As `merge`, where what came back says what went out."""
    return canonical(base if editor is None else _signed(base, base, editor))


def _merged(
    base: Sequence[_Shown], sent: Sequence[_Shown], got: Sequence[_Shown], editor: str | None
) -> tuple[_Shown, ...]:
    before = {one.id: one for one in base}
    shown = {one.id: one for one in sent}
    kept: list[_Shown] = [one for one in base if one.id not in shown]
    for one in got:
        if one.id in before and one.id in shown:
            kept.append(_laid_over(before[one.id], shown[one.id], one, editor))
        elif one.id in before:
            # Drawn on the page, which gave it the id of an annotation that it does not show.
            taken = {known.id for known in (*kept, *got)}
            kept.append(replace(one, id=_free(one.id[0], taken)))
        else:
            kept.append(one)
    return tuple(kept)


def _free(letter: str, taken: set[str]) -> str:
    return next(name for number in count(1) if (name := f"{letter}{number}") not in taken)


def _laid_over(base: _Shown, sent: _Shown, got: _Shown, editor: str | None) -> _Shown:
    changes = {
        field: getattr(got, field)
        for field in got.__struct_fields__
        if field not in _CARRIED and getattr(got, field) != getattr(sent, field)
    }
    if isinstance(base, Quote) and changes.get("chain"):
        changes["chain"] = _chain(base.chain or (), changes["chain"])
    if changes and editor is not None and base.origin is not None:
        changes["origin"] = replace(base.origin, edited_by=editor)
    return replace(base, **changes) if changes else base


def _chain(base: Iterable[Relay], got: Iterable[Relay]) -> tuple[Relay, ...]:
    """A changed chain; its links keep the flag that the page does not show."""
    flags = {(one.relay, one.cue, one.source): one.implicit for one in base}
    return tuple(
        replace(one, implicit=flags.get((one.relay, one.cue, one.source), one.implicit))
        for one in got
    )


def _without_references(quote: Quote, gone: set[str]) -> Quote:
    if quote.parent not in gone and quote.same_as not in gone:
        return quote
    return replace(
        quote,
        parent=None if quote.parent in gone else quote.parent,
        same_as=None if quote.same_as in gone else quote.same_as,
    )


def _without_evidence(stance: Stance, gone: set[str]) -> Stance:
    if not gone & set(stance.quotes or ()):
        return stance
    left = tuple(one for one in stance.quotes or () if one not in gone)
    return replace(stance, quotes=left or None)


def _extra(base: Article, sent: View, got: View) -> dict[str, object] | None:
    """What the page holds and the record has no place for, beside what was there already."""
    known = [one.result for one in sent.left_over]
    new = [one.result for one in got.left_over if one.result not in known]
    if not new:
        return base.extra
    extra = dict(base.extra or {})
    layer = dict(extra.get(c.LAYER) or {})
    before = list(layer.get("results", ()))
    layer["results"] = before + [one for one in new if one not in before]
    return extra | {c.LAYER: layer}


def _signed(base: Article, article: Article, editor: str) -> Article:
    """The annotator's own pass: what was there before says where it came from."""
    origin = Origin(kind="human", name=editor)
    if base.origin is None or base.origin == origin:
        return replace(article, origin=origin)
    before = {one.id: one for kind in _kinds(base) for one in kind}

    def signed(one: _Annotation) -> _Annotation:
        if one.id not in before or one.origin is not None or base.origin is None:
            return one
        was = before[one.id]
        edited = one is not was and replace(one, origin=None) != was
        return replace(
            one, origin=replace(base.origin, edited_by=editor) if edited else base.origin
        )

    return replace(
        article,
        origin=origin,
        mentions=tuple(map(signed, article.mentions)),
        entities=tuple(map(signed, article.entities)),
        quotes=tuple(map(signed, article.quotes)),
        stances=tuple(map(signed, article.stances)),
    )


def _kinds(article: Article) -> tuple[Sequence[Mention | Entity | Quote | Stance], ...]:
    return article.mentions, article.entities, article.quotes, article.stances
