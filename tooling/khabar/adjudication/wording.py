"""What is open, in Arabic, as the adjudicator reads it beside the text: a line an annotation."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from khabar.adjudication.fields import PRESENCE, Field, field
from khabar.adjudication.merging import Item, Merged
from khabar.adjudication.proposing import Proposal, Version
from khabar.adjudication.questions import Question
from khabar.adjudication.showing import ABSENT, Showing, line
from khabar.adjudication.topics import ORDER, TOPICS
from khabar.model import Mention, Quote, Relay, Span, Stance, Target
from khabar.schema import labels
from khabar.text import abjad, isolated

_ROOM = 32
_LAYERS = {"mentions": "إشارة", "quotes": "قول", "stances": "موقف"}
_FIELDS = {
    ("mentions", "spans"): "الحدود",
    ("mentions", "type"): "النوع",
    ("mentions", "level"): "المستوى",
    ("mentions", "entity"): "الكيان",
    ("mentions", "metonym"): "كناية",
    ("quotes", "content"): "الحدود",
    ("quotes", "type"): "النوع",
    ("quotes", "cue"): "فعل القول",
    ("quotes", "source"): "القائل",
    ("quotes", "speaker"): "المتحدث",
    ("quotes", "addressee"): "المخاطَب",
    ("quotes", "chain"): "الناقل",
    ("quotes", "parent"): "ضمن قول",
    ("quotes", "same_as"): "نفس القول",
    ("quotes", "polarity"): "الإثبات",
    ("stances", "holder"): "صاحبه",
    ("stances", "target"): "تجاه",
    ("stances", "label"): "الموقف",
    ("stances", "basis"): "التصريح",
    ("stances", "quotes"): "الدليل",
    ("stances", "spans"): "الشاهد",
    ("stances", "asserted_by"): "على لسان",
}


class Told(NamedTuple):
    """What is open, in words.

    Attributes:
        people: who is called by which letter.
        questions: a line each, numbered, in the order of the text.
        versions: for each version a line: whose it is, and what is asked of it.
    """

    people: str
    questions: tuple[str, ...]
    versions: Mapping[str, str]


def told(merged: Merged, made: Proposal) -> Told:
    """What is open of some passes, in words.

    Args:
        merged: the passes.
        made: the proposal made of them.
    """
    return _Wording(merged, made).told()


class _Wording:
    def __init__(self, merged: Merged, made: Proposal) -> None:
        self._merged = merged
        self._made = made
        self._items = {one.id: one for one in merged.all()}
        self._showing = Showing(merged)

    def told(self) -> Told:
        asked: dict[str, list[Question]] = {}
        for one in sorted(self._made.open, key=_by_place):
            if one.id and one.layer != "entities":
                asked.setdefault(one.id, []).append(one)
        said = {name: "؛ ".join(map(self._question, some)) for name, some in asked.items()}
        lines = [f"{self._head(self._items[name])}: {one}" for name, one in said.items()]
        lines += [self._topic(one) for one in self._made.open if _is_topic(one)]
        questions = [f"{number}. {one}" for number, one in enumerate(lines, 1)]
        if elsewhere := sum(map(only_in_sheets, self._made.open)):
            questions.append(f"في الجدول وحده، عن الكيانات أو ترتيب الموضوعات: {elsewhere}")
        numbers = {name: number for number, name in enumerate(said, 1)}
        people = " · ".join(
            f"{self._letters([who])} {isolated(who)}" for who in self._merged.passes
        )
        return Told(
            people=people,
            questions=tuple(questions),
            versions={
                name: f"{numbers[one.item]}. {self._letters(one.annotators)} | {said[one.item]}"
                + self._notes(one)
                for name, one in self._made.versions.items()
            },
        )

    def _letters(self, people: Iterable[str]) -> str:
        return " ".join(abjad(self._merged.annotators.index(who) + 1) for who in people)

    def _notes(self, one: Version) -> str:
        """What those who have a version noted on it."""
        versions = self._items[one.item].versions
        notes = ((who, versions[who].note) for who in one.annotators)
        return "".join(f"؛ [{self._letters([who])}: {line(note)}]" for who, note in notes if note)

    def _head(self, item: Item) -> str:
        match item.first:
            case Mention(spans=spans) | Quote(content=spans):
                return f"{_LAYERS[item.layer]} {_marked(_words(spans))}"
            case Stance(holder=holder, target=target):
                names = (self._plain(field("stances", "holder"), holder), self._target(target))
                return f"{_LAYERS[item.layer]} {' ← '.join(names)}"
        return _LAYERS[item.layer]

    def _question(self, one: Question) -> str:
        if one.field == PRESENCE:
            return self._present(one)
        asked = field(one.layer, one.field)
        versions = self._items[one.id].versions
        said = {
            who: self._plain(asked, getattr(version, one.field))
            for who, version in versions.items()
        }
        return f"{_FIELDS[one.layer, one.field]}: {self._sides(said)}"

    def _topic(self, one: Question) -> str:
        code = next(value for value in one.versions.values() if value is not None)
        return f"موضوع «{_topic(code)}»: {self._present(one)}"

    def _present(self, one: Question) -> str:
        people = [who for who, value in one.versions.items() if value]
        return f"عند {self._letters(people)} {'دون غيره' if len(people) == 1 else 'دون غيرهم'}"

    def _sides(self, said: Mapping[str, str]) -> str:
        """Each value once, behind those who give it."""
        people: dict[str, list[str]] = {}
        for who, value in said.items():
            people.setdefault(value, []).append(who)
        return " · ".join(f"{self._letters(some)} {value}" for value, some in people.items())

    def _plain(self, one: Field, value: Any) -> str:  # noqa: ANN401
        if value is None:
            return ABSENT
        match one.kind:
            case "spans":
                return _marked(_words(value))
            case "code":
                return _label(one.codes, value)
            case "entity" | "holder":
                return "المقال" if value == "article" else self._showing.entities.get(value, value)
            case "quote":
                return _marked(_short(self._showing.quotes.get(value, value)))
            case "quotes":
                return "، ".join(self._plain(field("quotes", "parent"), one) for one in value)
            case "chain":
                return " ‹ ".join(self._relay(one) for one in value)
            case "target":
                return self._target(value)
            case "flag":
                return "نعم" if value else "لا"
        return str(value)

    def _relay(self, one: Relay) -> str:
        named = self._showing.entities.get(one.relay or "", "؟")
        return named if one.cue is None else f"{named} ({_words(one.cue)})"

    def _target(self, one: Target) -> str:
        if one.entity is not None:
            return self._showing.entities.get(one.entity, one.entity)
        if one.topic is not None:
            return _topic(one.topic)
        return _short(one.claim) if one.claim else _words(one.spans or ())


def only_in_sheets(one: Question) -> bool:
    """Whether the page cannot ask a question: of entities it has the names, of topics no order."""
    return one.layer == "entities" or one.field == ORDER


def _is_topic(one: Question) -> bool:
    return one.layer == TOPICS and not only_in_sheets(one)


def _by_place(one: Question) -> tuple[int, int]:
    """In the order of the text; what has no place comes last."""
    return (one.place.start, -one.place.end) if one.place else (1 << 62, 0)


def _words(spans: Iterable[Span]) -> str:
    return " + ".join(_short(one.text) for one in spans)


def _short(words: str) -> str:
    """The first and the last of many words, none of them cut unless it is alone."""
    words = line(words)
    if len(words) <= _ROOM:
        return words
    half = _ROOM // 2
    first, last = words[:half].rpartition(" ")[0], words[-half:].partition(" ")[2]
    return f"{first or words[:half]} … {last or words[-half:]}"


def _marked(words: str) -> str:
    """Words in marks; those that stand in marks already get no others."""
    return words if words.startswith("«") and words.endswith("»") else f"«{words}»"


def _topic(code: str) -> str:
    return _label(TOPICS, code)


def _label(vocabulary: str, code: str) -> str:
    known = labels(vocabulary).get(code)
    return (known.ar or known.en) if known else code
