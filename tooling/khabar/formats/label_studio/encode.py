"""From an article to a task: regions, answers and relations as the labelling page keeps them.

Of two identical spans a click reaches only the first, so the words that name a speaker or relay
become a region only where no mention has that very span; else the relation goes to the mention.
One relation per ordered pair of regions survives the page, so a second one is never drawn.
"""

import re
from typing import Any

import msgspec

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.asking import Sides
from khabar.formats.label_studio.data import data_of
from khabar.formats.label_studio.layers import visible
from khabar.formats.label_studio.regions import Result, Spans
from khabar.model import Article, Mention, Quote, Relay, Span, Stance, annotations, span_groups
from khabar.problem import KhabarError
from khabar.schema import labels

PREDICTION_VERSION = "khabar"
"""The same for all: a project shows the predictions of one version only."""


def to_task(
    article: Article, *, as_predictions: bool = False, layer: str | None = None
) -> dict[str, Any]:
    """A Label Studio task that carries the whole article.

    What the page can show becomes results; the rest rides in ``data`` and comes home with it.

    Args:
        article: the article; its spans must fit its text.
        as_predictions: offer the annotations as predictions instead of storing them as an
            annotation.
        layer: show only ``mentions``, ``quotes``, or ``stance``; the rest rides along.

    Raises:
        KhabarError: if Label Studio would damage the article: NUL, a repeated id, or a span
            that is not its slice of the text.
    """
    _refuse_damage(article)
    results = encode(visible(article, layer))
    task: dict[str, Any] = {"data": data_of(article)}
    if layer is not None:
        task["data"][c.LAYER_KEY] = layer
    if as_predictions:
        task["predictions"] = [_prediction(article, results)]
    elif results or article.status in ("annotated", "adjudicated"):
        # Label Studio takes what it imports for the ground truth unless told otherwise.
        truth = article.status == "adjudicated"
        task["annotations"] = [{"result": results, "ground_truth": truth}]
    return task


def _prediction(article: Article, results: list[Result]) -> dict[str, Any]:
    """The version is the same for all; which model it was, and how sure, rides beside it."""
    made: dict[str, Any] = {"model_version": PREDICTION_VERSION, "result": results}
    if article.origin is not None and article.origin.score is not None:
        made["score"] = article.origin.score
    return made


def _refuse_damage(article: Article) -> None:
    kinds = (article.mentions, article.entities, article.quotes, article.stances)
    ids = [one.id for kind in kinds for one in kind]
    if len(set(ids)) < len(ids):
        _refuse_twice(article)
    text = article.text
    for pointer, group in span_groups(article):
        for index, span in enumerate(group):
            if text[span.start : span.end] != span.text:
                raise KhabarError(
                    f"{article.id}: the span at {pointer}/{index} is not what its offsets select;"
                    " run khabar check",
                    pointer=f"{pointer}/{index}",
                )
    if _holds_nul(msgspec.json.encode(article)):
        raise KhabarError(f"{article.id}: NUL characters would shift every offset after them")


_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The escape of the character in JSON; after one more backslash it is six letters and signs."""


def _holds_nul(document: bytes) -> bool:
    # Searched from the end first, which takes half the time.
    return document.rfind(b"\\u0000") >= 0 and _NUL.search(document) is not None


def _refuse_twice(article: Article) -> None:
    seen: set[str] = set()
    for pointer, one in annotations(article):
        if one.id in seen:
            raise KhabarError(f"{article.id}: the id {one.id} is given twice", pointer=pointer)
        seen.add(one.id)


def encode(article: Article) -> list[Result]:
    """The results that show an article's annotations on the page."""
    page = _Page(article)
    for mention in article.mentions:
        page.mention(mention)
    for quote in article.quotes:
        page.quote(quote)
    for quote in article.quotes:
        page.quote_links(quote)
    for stance in article.stances:
        page.stance(stance)
    if article.topics:
        value = {"taxonomy": [topic_path(code) for code in article.topics]}
        page.results.append(
            {"id": "topics", "from_name": c.TOPICS, "to_name": c.TEXT}
            | {"type": "taxonomy", "value": value}
        )
    return page.results + page.relations


def topic_path(code: str) -> list[str]:
    """A topic with the wider topics above it, widest first, as the page's tree stores it."""
    known, path = labels("topics"), [code]
    while (label := known.get(path[0])) and label.broader and label.broader not in path:
        path.insert(0, label.broader)
    return path


class _Page:
    """The results under construction."""

    def __init__(self, article: Article) -> None:
        self.results: list[Result] = []
        self.relations: list[Result] = []
        self._pairs: set[tuple[str, str]] = set()
        self._sides = Sides(article)
        # A mention that stands in versions may go, and what is linked to it would go with it.
        lasting = (one for one in reversed(article.mentions) if one.id not in self._sides.notes)
        self._mentions = {one.spans: one.id for one in lasting}
        self._contents = {one.id: one.content for one in article.quotes}
        self._relays: set[str] = set()
        self._chains: dict[str, str] = {}
        self._regions: set[tuple[str, str]] = set()

    def mention(self, one: Mention) -> None:
        first = self._region(one.id, c.MENTION, one.type, one.spans)
        self._choose(one.id, c.ENTITY, first, one.entity)
        self._choose(one.id, c.LEVEL, first, one.level)
        if one.metonym:
            self._choose(one.id, c.METONYM, first, "metonym")
        if one.note is not None:
            self._write(one.id, c.NOTE, first, one.note)

    def quote(self, one: Quote) -> None:
        first = self._region(one.id, c.QUOTE, c.CONTENT, one.content)
        self._choose(one.id, c.QUOTE_TYPE, first, one.type)
        self._choose(one.id, c.POLARITY, first, one.polarity or None)
        self._choose(one.id, c.SPEAKER, first, one.speaker)
        self._choose(one.id, c.ADDRESSEE, first, one.addressee)
        wordless = [r.relay for r in one.chain or () if not (r.cue or r.source) and r.relay]
        self._choose(one.id, c.IMPLICIT_RELAY, first, wordless[0] if wordless else None)
        self._write(one.id, c.NOTE, first, one.note)

    def quote_links(self, one: Quote) -> None:
        if one.cue:
            self._part(one.id, c.CUE, f"{self._sides.owner(one, 'cue')}_cue", one.cue)
        if one.source:
            name = f"{self._sides.owner(one, 'source')}_source"
            self._named(one.id, c.SOURCE, name, one.source)
        self._chain(one)
        if one.parent in self._contents:
            self._relate(one.id, str(one.parent), c.PARENT)
        if one.same_as in self._contents:
            self._relate(one.id, str(one.same_as), c.SAME_AS)

    def stance(self, one: Stance) -> None:
        evidence = [name for name in one.quotes or () if name in self._contents]
        where = one.spans or (self._contents[evidence[0]] if evidence else None)
        if where is None:
            return  # nothing on the page to stand on: it rides in the data
        first = self._region(one.id, c.STANCE, one.label, where)
        self._choose(one.id, c.HOLDER, first, one.holder)
        self._choose(one.id, c.TARGET, first, one.target.entity or one.target.topic)
        self._write(one.id, c.CLAIM, first, one.target.claim)
        self._choose(one.id, c.BASIS, first, one.basis)
        self._choose(one.id, c.ASSERTED_BY, first, one.asserted_by)
        self._write(one.id, c.NOTE, first, one.note)
        for name in evidence:
            self._relate(one.id, name, c.EVIDENCE)
        if one.target.spans:
            name = f"{self._sides.owner(one, 'target')}_target"
            self._region(name, c.STANCE, c.TARGET, one.target.spans)
            self._relate(one.id, name, c.TARGET)

    def _chain(self, quote: Quote) -> None:
        """Content to first relay, each relay to the next: the order is in the links."""
        inner, owner = quote.id, self._sides.owner(quote, "chain")
        if owner in self._chains:
            self._relate(inner, self._chains[owner], c.RELAY)
            return
        for number, link in enumerate(quote.chain or (), 1):
            name = f"{owner}_relay{number}"
            if link.source:
                node = self._relay_node(inner, name, link, link.source)
                if link.cue:
                    self._part(node, c.CUE, f"{name}_cue", link.cue)
            elif link.cue:
                node = self._part(inner, c.RELAY, f"{name}_cue", link.cue, label=c.CUE)
                self._choose(node, c.PARTY, link.cue[0], link.relay)
            else:
                continue
            self._chains.setdefault(owner, node)
            inner = node

    def _relay_node(self, inner: str, name: str, link: Relay, source: Spans) -> str:
        """A mention serves as relay once; its links would else belong to two chains."""
        mention = self._mentions.get(source)
        if mention and mention not in self._relays and self._relate(inner, mention, c.RELAY):
            self._relays.add(mention)
            return mention
        self._part(inner, c.RELAY, name, source)
        self._choose(name, c.PARTY, source[0], link.relay)
        return name

    def _named(self, owner: str, part: str, name: str, where: Spans) -> None:
        mention = self._mentions.get(where)
        if not (mention and self._relate(owner, mention, part)):
            self._part(owner, part, name, where)

    def _part(
        self, owner: str, relation: str, name: str, where: Spans, label: str | None = None
    ) -> str:
        self._region(name, c.QUOTE, label or relation, where)
        self._relate(owner, name, relation)
        return name

    def _region(self, name: str, control: str, label: str, where: Spans) -> Span:
        """A region for each span; the later ones hang on the one before.

        A region whose id holds a dot is not painted: the page makes a class of it.
        """
        first, *others = where
        if (name, control) in self._regions:  # of another version
            return first
        self._regions.add((name, control))
        self._answer(name, control, "labels", first, "labels", [label])
        if name in self._sides.notes:
            self.results[-1]["meta"] = {"text": [self._sides.notes[name]]}
        before = name
        for number, span in enumerate(others, 2):
            this = f"{name}_{number}"
            self._answer(this, control, "labels", span, "labels", [label])
            self._relate(before, this, c.CONTINUES)
            before = this
        return first

    def _choose(self, name: str, control: str, span: Span, value: str | None) -> None:
        if value is not None:
            self._answer(name, control, "choices", span, "choices", [value])

    def _write(self, name: str, control: str, span: Span, value: str | None) -> None:
        if value is not None:
            self._answer(name, control, "textarea", span, "text", [value])

    def _answer(
        self, name: str, control: str, kind: str, span: Span, key: str, value: list[str]
    ) -> None:
        said = {"start": span.start, "end": span.end, "text": span.text, key: value}
        self.results.append(
            {"id": name, "from_name": control, "to_name": c.TEXT, "type": kind, "value": said}
        )

    def _relate(self, start: str, end: str, code: str) -> bool:
        """Draw a relation unless the pair has one already or is no pair."""
        if (start, end) in self._pairs or start == end:
            return False
        self._pairs.add((start, end))
        self.relations.append(
            {
                "type": "relation",
                "from_id": start,
                "to_id": end,
                "direction": "right",
                "labels": [c.relation_name(code)],
            }
        )
        return True
