"""From an annotation's results to what they say: the record as far as the page shows it.

Nothing is guessed and nothing vanishes: what has no place in the record is left over, with a
reason, and kept by the caller.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.regions import Graph, LeftOver, Region, Result, Spans
from khabar.model import Entity, Mention, Quote, Relay, Stance, Target
from khabar.schema import has_form, labels
from khabar.text import fold

_KINDS = {c.MENTION: ("m", "MentionId"), c.QUOTE: ("q", "QuoteId"), c.STANCE: ("s", "StanceId")}

Place = tuple[str, str, int, int]
"""Control, label, start and end of a region."""


class View(Struct, frozen=True, kw_only=True):
    """What the results of one annotation say.

    Attributes:
        mentions: in the order given, and so quotes and stances.
        topics: codes, the first is the main one.
        new_entities: those that the annotator named.
        left_over: results that have no place in the record.
        remarks: what was read with some freedom, a phrase each.
        names: ids of annotations by those of the regions that they were read from.
        places: the same by control, label and offsets of those regions.
        reasons: reasons by the ids of annotations; under "" that of all others.
    """

    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stances: tuple[Stance, ...] = ()
    topics: tuple[str, ...] = ()
    new_entities: tuple[Entity, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    remarks: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def decode(
    text: str,
    results: Sequence[Result],
    entities: Sequence[Entity] = (),
    *,
    sent: View | None = None,
    taken: Iterable[str] = (),
) -> View:
    """Read an annotation's results.

    What was drawn by hand has no id of ours. Where what went out has the same label on the same
    words, it is that annotation, drawn again; all else gets an id that nothing has, nor had: what
    leans on a deleted annotation must not come to lean on a new one.

    Args:
        text: the task's text, which the offsets count into.
        results: the annotation's ``result`` list.
        entities: the entities that the page offered.
        sent: what the results say that went out.
        taken: ids of annotations of the article, shown or not.
    """
    graph = Graph(text, results)
    return _Reader(graph, entities, sent or View(), set(taken)).view()


class _Reader:
    def __init__(
        self, graph: Graph, entities: Sequence[Entity], sent: View, taken: set[str]
    ) -> None:
        self._graph = graph
        self._entities = _Entities(entities)
        self._contents = [one for one in graph.heads(c.QUOTE) if one.label == c.CONTENT]
        self._stances = [one for one in graph.heads(c.STANCE) if one.label != c.TARGET]
        self._heads = [*graph.heads(c.MENTION), *self._contents, *self._stances]
        self._ids = _ids(self._heads, sent.places, taken)

    def view(self) -> View:
        mentions = tuple(map(self._mention, self._graph.heads(c.MENTION)))
        quotes = tuple(map(self._quote, self._contents))
        stances = tuple(one for one in map(self._stance, self._stances) if one)
        self._graph.leave_unused()
        return View(
            mentions=mentions,
            quotes=quotes,
            stances=stances,
            topics=self._graph.topics,
            new_entities=tuple(self._entities.new),
            left_over=tuple(self._graph.left_over),
            remarks=tuple(self._graph.remarks),
            names={region: one for (region, _), one in self._ids.items()},
            places={_place(one): self._ids[one.id, one.control] for one in self._heads},
            reasons=dict(self._reasons()),
        )

    def _reasons(self) -> Iterator[tuple[str, str]]:
        if self._graph.reason:
            yield "", self._graph.reason
        for one in self._heads:
            if reason := one.answer(c.REASON):
                yield self._ids[one.id, one.control], reason

    def _mention(self, region: Region) -> Mention:
        return Mention(
            id=self._ids[region.id, c.MENTION],
            type=region.label,
            level=region.answer(c.LEVEL),
            spans=self._graph.spans(region),
            entity=self._entities.of(region),
            metonym=bool(region.answers.get(c.METONYM)),
            note=_note(region),
        )

    def _quote(self, region: Region) -> Quote:
        return Quote(
            id=self._ids[region.id, c.QUOTE],
            type=region.answer(c.QUOTE_TYPE),
            content=self._graph.spans(region),
            cue=self._joined(region, c.CUE, c.QUOTE),
            source=self._joined(region, c.SOURCE, c.QUOTE, c.MENTION),
            speaker=region.answer(c.SPEAKER),
            addressee=region.answer(c.ADDRESSEE),
            chain=self._chain(region),
            parent=self._other_quote(region, c.PARENT),
            same_as=self._other_quote(region, c.SAME_AS),
            polarity=region.answer(c.POLARITY) or "asserted",
            note=_note(region),
        )

    def _joined(self, region: Region, code: str, *controls: str) -> Spans | None:
        return self._graph.spans(*self._graph.linked(region, code, *controls)) or None

    def _other_quote(self, region: Region, code: str) -> str | None:
        for other in self._graph.linked(region, code, c.QUOTE):
            return self._ids.get((other.id, c.QUOTE))
        return None

    def _chain(self, content: Region) -> tuple[Relay, ...] | None:
        """Follow the relays outward; the one without words comes last."""
        chain: list[Relay] = []
        queue, seen = [content], {content.id}
        while queue:
            for one in self._graph.linked(queue.pop(0), c.RELAY, c.QUOTE, c.MENTION):
                if one.id not in seen:
                    seen.add(one.id)
                    chain.append(self._relay(one))
                    queue.append(one)
        if implicit := content.answer(c.IMPLICIT_RELAY):
            chain.append(Relay(relay=implicit, implicit=True))
        return tuple(chain) or None

    def _relay(self, node: Region) -> Relay:
        """A relay is a region of its own, a mention, or only the cue of the passing on."""
        if node.label == c.CUE:
            return Relay(relay=node.answer(c.PARTY), cue=self._graph.spans(node))
        named = self._entities.of(node) if node.control == c.MENTION else node.answer(c.PARTY)
        cue = self._joined(node, c.CUE, c.QUOTE)
        return Relay(relay=named, cue=cue, source=self._graph.spans(node))

    def _stance(self, region: Region) -> Stance | None:
        target, holder = self._target(region), region.answer(c.HOLDER)
        spans: Spans | None = self._graph.spans(region)
        if target is None or holder is None:
            missing = "holder" if holder is None else "target"
            self._graph.leave(region.result, f"the stance has no {missing} yet")
            return None
        linked = self._graph.linked(region, c.EVIDENCE, c.QUOTE)
        quotes = [one for one in linked if (one.id, c.QUOTE) in self._ids]
        if quotes and self._graph.spans(quotes[0]) == spans:
            spans = None  # drawn on the quote, for want of words of its own
        return Stance(
            id=self._ids[region.id, c.STANCE],
            holder=holder,
            target=target,
            label=region.label,
            basis=region.answer(c.BASIS),
            quotes=tuple(self._ids[one.id, c.QUOTE] for one in quotes) or None,
            spans=spans,
            asserted_by=region.answer(c.ASSERTED_BY),
            note=_note(region),
        )

    def _target(self, region: Region) -> Target | None:
        claim, choice = region.answer(c.CLAIM), region.answer(c.TARGET)
        words = self._joined(region, c.TARGET, c.STANCE)
        if sum(one is not None for one in (claim, choice, words)) > 1:
            self._graph.remarks.append(f"the stance {region.id} has more than one target")
        if claim:
            return Target(claim=claim)
        if words:
            return Target(spans=words)
        if choice is None:
            return None
        return Target(topic=choice) if ":" in choice else Target(entity=choice)


class _Entities:
    """The entities offered, and those the annotator named."""

    def __init__(self, offered: Sequence[Entity]) -> None:
        self.new: list[Entity] = []
        self._ids = {one.id for one in offered}
        self._named = {fold(one.name): one.id for one in reversed(offered)}

    def of(self, region: Region) -> str | None:
        """The entity chosen for a mention, or the one named in the box for new ones."""
        name = (region.answer(c.ENTITY_NEW) or "").strip()
        kinds = labels("mention-types")[region.label].refers_to
        if not name or not kinds:
            return region.answer(c.ENTITY)
        if fold(name) not in self._named:
            entity = Entity(id=f"e{_highest('e', self._ids) + 1}", type=kinds[0], name=name)
            self.new.append(entity)
            self._ids.add(entity.id)
            self._named[fold(name)] = entity.id
        return self._named[fold(name)]


def _place(region: Region) -> Place:
    return region.control, region.label, region.span.start, region.span.end


def _ids(
    heads: Sequence[Region], places: Mapping[Place, str], taken: set[str]
) -> dict[tuple[str, str], str]:
    """Ids for annotations: their region's own, or for regions drawn by hand the next free one.

    The next free ones are given in text order, so that reading twice gives the same.
    """
    ids: dict[tuple[str, str], str] = {}
    drawn: list[Region] = []
    for one in heads:
        if has_form(_KINDS[one.control][1], one.id):
            ids[one.id, one.control] = one.id
        else:
            drawn.append(one)
    counters = {
        letter: _highest(letter, taken.union(ids.values())) for letter, _ in _KINDS.values()
    }
    for one in sorted(drawn, key=lambda one: (one.span.start, -one.span.end, one.label, one.id)):
        again = places.get(_place(one))
        if again is not None and again not in ids.values():
            ids[one.id, one.control] = again
            continue
        letter = _KINDS[one.control][0]
        counters[letter] += 1
        ids[one.id, one.control] = f"{letter}{counters[letter]}"
    return ids


def _highest(letter: str, names: set[str]) -> int:
    numbers = [int(name[1:]) for name in names if name[0] == letter and name[1:].isdecimal()]
    return max(numbers, default=0)


def _note(region: Region) -> str | None:
    return "\n".join(region.answers.get(c.NOTE, [])) or None
