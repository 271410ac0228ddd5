"""One project for all layers, or one for mentions, one for quotes, one for stance and topics.

A task of a layer carries the whole article, like any other; its page shows only the layer. What
comes back is laid into the annotator's pass layer by layer, in any order, so that three projects
make one pass. The page for stance shows the words of the quotes too, for a stance leans on them;
what is changed of them there is not taken.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.decode import View
from khabar.model import Annotation, Article, Entity, Mention, Origin, Quote, Stance, covered
from khabar.problem import KhabarError
from khabar.store import canonical

_Annotation = TypeVar("_Annotation", Mention, Entity, Quote, Stance)


class Shown(Struct, frozen=True):
    """What of the labelling page a layer needs.

    Attributes:
        controls: the span controls.
        relations: codes of the relations.
        quote_parts: codes of the labels of the quote control; empty for all.
        topics: whether topics are asked.
    """

    controls: tuple[str, ...]
    relations: tuple[str, ...]
    quote_parts: tuple[str, ...] = ()
    topics: bool = False


SHOWN: dict[str, Shown] = {
    "mentions": Shown((c.MENTION,), (c.CONTINUES,)),
    "quotes": Shown((c.QUOTE,), (c.CUE, c.SOURCE, c.RELAY, c.CONTINUES, c.PARENT, c.SAME_AS)),
    "stance": Shown(
        (c.QUOTE, c.STANCE), (c.EVIDENCE, c.TARGET, c.CONTINUES), (c.CONTENT,), topics=True
    ),
}
LAYERS = tuple(SHOWN)
_FIELDS = {
    "mentions": ("mentions", "entities"),
    "quotes": ("quotes",),
    "stance": ("stances", "topics"),
}


def visible(article: Article, layer: str | None) -> Article:
    """The article as the page of a layer shows it."""
    match layer:
        case "mentions":
            return replace(article, quotes=(), stances=(), topics=())
        case "quotes":
            return replace(article, mentions=(), stances=(), topics=())
        case "stance":
            # Of the quotes only their words: nothing is asked about them there.
            quotes = tuple(
                Quote(id=one.id, content=one.content, polarity="") for one in article.quotes
            )
            return replace(article, mentions=(), quotes=quotes)
    return article


def own(sent: View, got: View, layer: str | None) -> View:
    """What came back, less what was done on the page to another layer."""
    if layer != "stance" or got.quotes == sent.quotes:
        return got
    # A quote drawn in place of a deleted one may get its id, but not its words.
    known = {(one.id, one.content) for one in sent.quotes}
    drawn = {one.id: one for one in got.quotes if (one.id, one.content) not in known}
    return replace(
        got,
        quotes=sent.quotes,
        stances=tuple(_standing_alone(one, drawn) for one in got.stances),
        remarks=(*got.remarks, "a quote was changed in the project for stance: not taken"),
    )


def _standing_alone(stance: Stance, drawn: dict[str, Quote]) -> Stance:
    """A stance without the quotes that were drawn beside it; their words remain its evidence."""
    leant = [drawn[name] for name in stance.quotes or () if name in drawn]
    if not leant:
        return stance
    left = tuple(name for name in stance.quotes or () if name not in drawn)
    return replace(stance, quotes=left or None, spans=stance.spans or leant[0].content)


def part(article: Article, layer: str | None) -> Article:
    """What belongs to a layer, to be compared; the whole article for no layer."""
    if layer is None:
        return article
    fields = {
        name: _unsigned(getattr(article, name)) if name in _FIELDS[layer] else ()
        for names in _FIELDS.values()
        for name in names
    }
    return replace(article, status="raw", origin=None, extra=None, **fields)


def _unsigned(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Annotations less their origin: laying another layer beside them writes it out."""
    return tuple(
        replace(one, origin=None) if isinstance(one, Annotation) else one for one in values
    )


def laid(start: Article | None, made: Article, layer: str | None) -> Article:
    """One layer's annotations laid into what there is of the others.

    Until all layers have come the result is `prelabelled`, and lists under ``extra`` which have.

    Args:
        start: the annotator's pass so far, or the corpus's article; None if there is none.
        made: the article as the project of the layer gives it.
        layer: the layer; None for a project that shows everything, whose article stands alone.

    Raises:
        KhabarError: if the texts differ, or the two mean two entities by one id.
    """
    if layer is None:
        return made
    if start is None:
        return _marked(made, made, layer, before=())
    if start.text != made.text:
        raise KhabarError("the pass that is here already has another text")
    whole = start.status in ("annotated", "adjudicated") and not covered(start)
    kept = _signed(start, made.origin)
    fields = {name: getattr(made, name) for name in _FIELDS[layer]}
    fields |= {"entities": _entities(kept, made, layer), "extra": _extra(kept, made)}
    article = replace(kept, **fields)
    article = _without_lost_quotes(article)
    if whole:
        return canonical(article)
    return _marked(article, start, layer, before=covered(start))


def _marked(article: Article, start: Article, layer: str, before: Sequence[str]) -> Article:
    done = [one for one in LAYERS if one == layer or one in before]
    extra = {
        name: dict(value) if name == c.LAYER else value
        for name, value in (article.extra or {}).items()
    }
    ours = extra.setdefault(c.LAYER, {})
    ours.pop("layers", None)
    if len(done) == len(LAYERS):
        if not ours:
            del extra[c.LAYER]
        status = "annotated" if start.status != "adjudicated" else "adjudicated"
        return canonical(replace(article, status=status, extra=extra or None))
    ours["layers"] = done
    status = "prelabelled" if start.status in ("raw", "prelabelled") else start.status
    return canonical(replace(article, status=status, extra=extra))


def _signed(start: Article, origin: Origin | None) -> Article:
    """The same annotations under another origin of the article: theirs is written out."""
    before = start.origin
    if before is None or before == origin:
        return replace(start, origin=origin)

    def signed(one: _Annotation) -> _Annotation:
        return one if one.origin is not None else replace(one, origin=before)

    return replace(
        start,
        origin=origin,
        mentions=tuple(map(signed, start.mentions)),
        entities=tuple(map(signed, start.entities)),
        quotes=tuple(map(signed, start.quotes)),
        stances=tuple(map(signed, start.stances)),
    )


def _entities(start: Article, made: Article, layer: str) -> tuple[Entity, ...]:
    """Both sides' entities; those of the mentions are the mentions' layer's to name."""
    ours = {one.id: one for one in start.entities}
    theirs = {one.id: one for one in made.entities}
    needed = _named(start if layer == "mentions" else made)
    for name in ours.keys() & theirs.keys() & needed:
        if ours[name].name != theirs[name].name:
            raise KhabarError(
                f"by {name} one project means {ours[name].name}, the other {theirs[name].name}: "
                "pull the mentions into the articles (--correct) and push the other layers again"
            )
    if layer == "mentions":
        return (
            *made.entities,
            *(ours[one] for one in sorted(needed & ours.keys() - theirs.keys())),
        )
    return (*start.entities, *(one for one in made.entities if one.id not in ours))


def _named(article: Article) -> set[str]:
    """The entities that quotes and stances speak of."""
    found: set[str | None] = set()
    for quote in article.quotes:
        found |= {quote.speaker, quote.addressee, *(one.relay for one in quote.chain or ())}
    for stance in article.stances:
        found |= {stance.holder, stance.target.entity, stance.asserted_by}
    return {one for one in found if one is not None}


def _without_lost_quotes(article: Article) -> Article:
    known = {one.id for one in article.quotes}

    def standing(one: Stance) -> Stance:
        left = tuple(name for name in one.quotes or () if name in known)
        return one if left == (one.quotes or ()) else replace(one, quotes=left or None)

    return replace(article, stances=tuple(map(standing, article.stances)))


def _extra(start: Article, made: Article) -> dict[str, object] | None:
    """What was there, and the results of this layer that have no place in the record."""
    new = (made.extra or {}).get(c.LAYER)
    results = new.get("results", ()) if isinstance(new, dict) else ()
    if not results:
        return start.extra
    extra = dict(start.extra or {})
    known = dict(extra.get(c.LAYER) or {})
    before = list(known.get("results", ()))
    known["results"] = before + [one for one in results if one not in before]
    return extra | {c.LAYER: known}
