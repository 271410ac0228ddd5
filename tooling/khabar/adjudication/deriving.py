"""The way back: which decisions make of some passes the article that somebody made of them.

Whoever adjudicates on a page, or in a copy of a pass, gives an article. What in it is as one of the
annotators has it was decided for her; anything else is something else.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from khabar.adjudication.decisions import ADD, NEITHER, OTHER
from khabar.adjudication.fields import FIELDS, LAYERS, PRESENCE, plain, sense, typed
from khabar.adjudication.merging import Item, Merged
from khabar.adjudication.questions import Question, subjects, without_id
from khabar.adjudication.topics import ORDER, TOPICS, in_dispute, ordered
from khabar.model import Annotation, Article
from khabar.problem import KhabarError

ALL = (*LAYERS, TOPICS)


class Derived(NamedTuple):
    """A decision without its reason.

    Attributes:
        about: key of the question, or of what is added.
        decision: the annotator who is followed, ``other`` or ``neither``.
        value: what is right instead, with ``other``.
        note: what was noted on the annotation.
    """

    about: str
    decision: str
    value: object = None
    note: str = ""


def derived(merged: Merged, article: Article, layers: tuple[str, ...] = ALL) -> tuple[Derived, ...]:
    """The decisions that give an article, in the order of questions; additions last.

    Args:
        merged: the passes.
        article: the article, in the ids of the merged passes; other ids are additions.
        layers: what of it was looked at. Entities that are in no pass are added all the same.

    Raises:
        KhabarError: if its text is another one.
    """
    if article.text != merged.text:
        raise KhabarError(f"{merged.id}: the text is not that of the passes")
    return tuple(_Deriving(merged, article).all(layers))


class _Deriving:
    def __init__(self, merged: Merged, article: Article) -> None:
        self._merged = merged
        self._article = article
        self._subjects = subjects(merged)
        self._about = {(one.id, one.field): one for one in self._subjects.values() if one.id}
        self._made: Mapping[str, Annotation] = {
            one.id: one for layer in LAYERS for one in getattr(article, layer)
        }

    def all(self, layers: tuple[str, ...]) -> Iterator[Derived]:
        for layer in LAYERS:
            if layer in layers:
                for item in self._merged.items[layer].values():
                    yield from self._item(item)
        if TOPICS in layers:
            yield from self._topics()
        for layer in LAYERS:
            if layer in layers or layer == "entities":
                yield from self._added(layer)

    def _item(self, item: Item) -> Iterator[Derived]:
        made = self._made.get(item.id)
        note = made.note or "" if made is not None else ""
        if item.layer != "entities":
            yield from self._presence(self._about[item.id, PRESENCE], there=made is not None)
        if made is None:
            return
        for one in FIELDS[item.layer]:
            asked, value = self._about[item.id, one.name], getattr(made, one.name)
            said = {
                who: sense(one.kind, typed(item.layer, one.name, version))
                for who, version in asked.versions.items()
            }
            who = next((who for who in said if said[who] == sense(one.kind, value)), None)
            if who is None and value is None:
                yield Derived(asked.about, NEITHER, note=note)
            elif who is None:
                yield Derived(asked.about, OTHER, plain(value), note)
            elif asked.differs:
                yield Derived(asked.about, who, note=note)

    def _presence(self, asked: Question, *, there: bool) -> Iterator[Derived]:
        who = next((one for one, said in asked.versions.items() if (said is None) != there), None)
        if who is None:
            yield Derived(asked.about, NEITHER)
        elif asked.differs:
            yield Derived(asked.about, who)

    def _added(self, layer: str) -> Iterator[Derived]:
        for one in getattr(self._article, layer):
            if one.id not in self._merged.items[layer]:
                value = without_id(replace(one, origin=None, note=None, extra=None))
                yield Derived(f"{layer}/{ADD}/{one.id}", OTHER, value, one.note or "")

    def _topics(self) -> Iterator[Derived]:
        orders = {who: one.topics for who, one in self._merged.passes.items()}
        known = dict.fromkeys(code for codes in orders.values() for code in codes)
        wanted = self._article.topics
        for code in known:
            asked = self._subjects[f"{TOPICS}/{code}/{PRESENCE}"]
            yield from self._presence(asked, there=code in wanted)
        yield from (
            Derived(f"{TOPICS}/{ADD}/{code}", OTHER, code) for code in wanted if code not in known
        )
        about = f"{TOPICS}/{ORDER}"
        added = [code for code in wanted if code not in known]
        outcomes = {
            who: [code for code in ordered(orders, who) if code in wanted] + added for who in orders
        }
        who = next((one for one, codes in outcomes.items() if codes == list(wanted)), None)
        if who is None:
            yield Derived(about, OTHER, list(wanted))
        elif in_dispute(orders, wanted) or outcomes[self._merged.annotators[0]] != list(wanted):
            yield Derived(about, who)
