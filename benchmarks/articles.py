"""Made-up news articles with annotations, as many as wanted, the same bytes every time.

    python benchmarks/articles.py 50000 /tmp/articles.jsonl

About 3 KB of Arabic text each, some 30 mentions (nested ones too), six quotes with cue, source
and speaker, chains, stances, topics. One article in seventy has characters beyond the Basic
Multilingual Plane, one in twenty has vowel marks. Every person, place and institution is invented.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from khabar.model import (
    SCHEMA,
    Article,
    Entity,
    Mention,
    Origin,
    Publication,
    Quote,
    Relay,
    Span,
    Stance,
    Target,
)
from khabar.schema import labels
from khabar.store import canonical, write_lines

_T = TypeVar("_T")


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What ``words.json`` holds: masculine before feminine where there are both."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    families: tuple[str, ...]
    countries: tuple[tuple[str, str, str], ...]
    cities: tuple[str, ...]
    regions: tuple[str, ...]
    built: tuple[str, ...]
    laws: tuple[str, ...]
    events: tuple[str, ...]
    roles: tuple[tuple[str, str, str, str], ...]
    agencies: tuple[str, ...]
    papers: tuple[str, ...]
    bodies: tuple[str, ...]
    days: tuple[str, ...]
    months: tuple[str, ...]
    units: tuple[str, ...]
    favor: tuple[str, ...]
    against: tuple[str, ...]
    neutral: tuple[str, ...]
    tails: tuple[str, ...]
    things: tuple[str, ...]
    claims: tuple[str, ...]
    cues: tuple[tuple[str, str], ...]
    feelings: tuple[tuple[str, ...], tuple[str, ...]]
    astral: tuple[str, ...]
    vowelled: dict[str, str]


_WORDS = msgspec.json.decode((Path(__file__).parent / "words.json").read_bytes(), type=_Words)


class _Named(NamedTuple):
    """Words that become a mention when they are written; `parts` may hold nested ones."""

    type: str
    parts: tuple["str | _Named", ...]
    entity: str | None = None
    level: str | None = None
    metonym: bool = False


class _Person(NamedTuple):
    entity: str
    feminine: bool
    role: str
    short_role: str
    name: str
    family: str


class _Draft:
    """An article while it is being written; every span is taken from the text as it grows."""

    def __init__(self, rng: random.Random, *, vowelled: bool) -> None:
        self.rng = rng
        self.text = ""
        self.mentions: list[Mention] = []
        self.entities: list[Entity] = []
        self.quotes: list[Quote] = []
        self.opinions: list[tuple[str, str, str, tuple[Span, ...] | None]] = []
        self._vowelled = vowelled

    def pick(self, options: Sequence[_T]) -> _T:
        return options[self.rng.randrange(len(options))]

    def chance(self, one_in: int) -> bool:
        return self.rng.randrange(one_in) == 0

    def several(self, options: Sequence[_T], count: int) -> list[_T]:
        left = list(options)
        return [left.pop(self.rng.randrange(len(left))) for _ in range(count)]

    def say(self, *parts: str | _Named) -> Span:
        """Write words and mentions; return the span of all of them."""
        start = len(self.text)
        for part in parts:
            if isinstance(part, _Named):
                self._mention(part)
            elif self._vowelled:
                self.text += " ".join(_WORDS.vowelled.get(word, word) for word in part.split(" "))
            else:
                self.text += part
        return Span(start=start, end=len(self.text), text=self.text[start:])

    def _mention(self, named: _Named) -> None:
        at = len(self.mentions)
        self.mentions.append(Mention(id="m0", type=named.type, spans=()))  # keeps the outer first
        self.mentions[at] = Mention(
            id=f"m{at + 1}",
            type=named.type,
            level=named.level,
            spans=(self.say(*named.parts),),
            entity=named.entity,
            metonym=named.metonym,
            origin=self._origin(),
        )

    def _origin(self) -> Origin | None:
        if not self.chance(8):
            return None
        score = self.rng.randrange(500, 1000) / 1000
        return Origin(kind="model", name="tagger", version="2.1", score=score)

    def entity(self, type_: str, name: str, gender: str | None = None) -> str:
        number = "singular" if gender else None
        name_ = f"e{len(self.entities) + 1}"
        qid = f"Q{900_000_000 + self.rng.randrange(10_000_000)}" if self.chance(4) else None
        self.entities.append(
            Entity(id=name_, type=type_, name=name, qid=qid, gender=gender, number=number)
        )
        return name_

    def quote(self, type_: str, content: tuple[Span, ...], **parts: object) -> str:
        name = f"q{len(self.quotes) + 1}"
        self.quotes.append(Quote(id=name, type=type_, content=content, **parts))
        return name


class _Cast:
    """Who and what an article is about."""

    def __init__(self, draft: _Draft) -> None:
        self.draft = draft
        self.marks = draft.pick(("«»", "«»", "“”"))
        name, self._adjective, self._adjective_f = draft.pick(_WORDS.countries)
        self._country = draft.entity("GPE", name)
        self.country = _Named("GPE", (name,), self._country, "name", metonym=draft.chance(5))
        city = draft.pick(_WORDS.cities)
        self._city = draft.entity("GPE", city)
        self.city = _Named("GPE", (city,), self._city, "name")
        self.region = self._simple("LOC", draft.pick(_WORDS.regions))
        self.agency = self._simple("ORG", draft.pick(_WORDS.agencies))
        self.paper = self._simple("ORG", draft.pick(_WORDS.papers))
        self.bodies = [self._simple("ORG", name) for name in draft.several(_WORDS.bodies, 2)]
        self.subject = self._subject(city)
        roles, families = draft.several(_WORDS.roles, 3), draft.several(_WORDS.families, 3)
        self.people = [self._person(*both) for both in zip(roles, families, strict=True)]
        self.last = self.people[0]

    def _simple(self, type_: str, name: str) -> _Named:
        return _Named(type_, (name,), self.draft.entity(type_, name), "name")

    def _subject(self, city: str) -> _Named:
        """What the quotes are about: a building, a law, an event; a masculine noun."""
        kind = self.draft.rng.randrange(3)
        if kind == 0:
            return self._simple("LAW", self.draft.pick(_WORDS.laws))
        type_, noun = ("FAC", _WORDS.built) if kind == 1 else ("EVENT", _WORDS.events)
        head = self.draft.pick(noun)
        name = self.draft.entity(type_, f"{head} {city}")
        return _Named(type_, (f"{head} ", self.city), name, "name")

    def _person(self, role: tuple[str, str, str, str], family: str) -> _Person:
        feminine = self.draft.chance(2)
        name = f"{self.draft.pick(_WORDS.women if feminine else _WORDS.men)} {family}"
        entity = self.draft.entity("PER", name, "feminine" if feminine else "masculine")
        return _Person(entity, feminine, role[feminine], role[2 + feminine], name, family)

    def full(self, person: _Person) -> tuple[str | _Named, ...]:
        """The role with the nationality nested in it, then the name."""
        adjective = self._adjective_f if person.feminine else self._adjective
        nation = _Named("NORP", (adjective,), self._country, "adjective")
        role = _Named("ROLE", (f"{person.role} ", nation), person.entity, "nominal")
        return role, " ", _Named("PER", (person.name,), person.entity, "name")

    def short(self, person: _Person) -> _Named:
        if self.draft.chance(2):
            return _Named("ROLE", (person.short_role,), person.entity, "nominal")
        return _Named("PER", (person.family,), person.entity, "name")

    def day(self) -> _Named:
        if self.draft.chance(2):
            return _Named("DATE", (self.draft.pick(_WORDS.days),), level="name")
        day, month = self.draft.rng.randrange(1, 29), self.draft.pick(_WORDS.months)
        return _Named("DATE", (f"{day} {month} 2031",), level="name")

    def amount(self) -> _Named:
        return _Named(
            "NUM", (f"{self.draft.rng.randrange(11, 100)} {self.draft.pick(_WORDS.units)}",)
        )

    def opinion(self) -> tuple[str, tuple[str | _Named, ...]]:
        """A stance label and a clause about the subject that shows it."""
        label, clauses = self.draft.pick(
            (("favor", _WORDS.favor), ("against", _WORDS.against), ("neutral", _WORDS.neutral))
        )
        return label, (self.subject, f" {self.draft.pick(clauses)} {self.draft.pick(_WORDS.tails)}")

    def things(self, count: int) -> str:
        return " و".join(self.draft.several(_WORDS.things, count))


def _lead(draft: _Draft, cast: _Cast) -> None:
    body = cast.bodies[0]
    draft.say("بدأ العاملون في ", body, " يوم ", cast.day(), " بحث مستقبل ", cast.subject)
    draft.say(" وما يتصل به من ملفات في ", cast.city, " وسائر ", cast.country)
    draft.say("، أبرزها ", cast.things(4))


def _post(draft: _Draft, cast: _Cast) -> None:
    """A post of an organization with a character beyond the BMP; rare."""
    content = draft.say(
        cast.marks[0], draft.pick(_WORDS.astral), " ", cast.things(2), cast.marks[1]
    )
    draft.say(" هكذا ")
    cue = draft.say("كتب")
    draft.say(" ")
    source = draft.say("المسؤولون في ", cast.bodies[0])
    draft.quote("direct", (content,), cue=(cue,), source=(source,), speaker=cast.bodies[0].entity)


def _direct(draft: _Draft, cast: _Cast) -> None:
    person = cast.last = cast.people[0]
    label, clause = cast.opinion()
    draft.say("و")
    cue = draft.say("قالت" if person.feminine else "قال")
    draft.say(" ")
    source = draft.say(*cast.full(person))
    draft.say(" للصحفيين: ")
    content = draft.say(cast.marks[0], *clause, cast.marks[1])
    quote = draft.quote("direct", (content,), cue=(cue,), source=(source,), speaker=person.entity)
    draft.opinions.append((person.entity, label, quote, None))


def _split_direct(draft: _Draft, cast: _Cast) -> None:
    """Reporting words between the two halves of what was said: content in two spans."""
    person = cast.last = cast.people[0]
    label, clause = cast.opinion()
    first = draft.say(cast.marks[0], *clause, cast.marks[1])
    draft.say("، هكذا ")
    cue = draft.say("تحدثت" if person.feminine else "تحدث")
    draft.say(" ")
    source = draft.say(*cast.full(person))
    draft.say("، ")
    second = draft.say(cast.marks[0], f"ولن نغفل {cast.things(2)}", cast.marks[1])
    quote = draft.quote(
        "direct", (first, second), cue=(cue,), source=(source,), speaker=person.entity
    )
    draft.opinions.append((person.entity, label, quote, (first,)))


def _indirect(draft: _Draft, cast: _Cast) -> None:
    person = cast.last = cast.people[1]
    label, clause = cast.opinion()
    draft.say("و")
    cue = draft.say(draft.pick(_WORDS.cues)[person.feminine])
    draft.say(" ")
    source = draft.say(*cast.full(person))
    draft.say(" ")
    content = draft.say("أن ", *clause)
    quote = draft.quote("indirect", (content,), cue=(cue,), source=(source,), speaker=person.entity)
    draft.opinions.append((person.entity, label, quote, None))


def _mixed(draft: _Draft, cast: _Cast) -> None:
    person = cast.last = cast.people[0]
    draft.say("و")
    cue = draft.say("شددت" if person.feminine else "شدد")
    draft.say(" ")
    source = draft.say(cast.short(person))
    draft.say(" على ")
    words = f"أن العناية بملفات {cast.things(2)} "
    content = draft.say(words, cast.marks[0], "لن تتوقف بعد اليوم", cast.marks[1])
    draft.quote(
        "mixed",
        (content,),
        cue=(cue,),
        source=(source,),
        speaker=person.entity,
        polarity="negated" if draft.chance(20) else "asserted",
    )


def _chain(draft: _Draft, cast: _Cast) -> None:
    """An agency that quotes a person; every third time a newspaper that quotes the agency."""
    person = cast.last = cast.people[2]
    label, clause = cast.opinion()
    draft.say("و")
    passing = draft.say("نقلت")
    draft.say(" ")
    relay = draft.say(cast.agency)
    draft.say(" عن ")
    source = draft.say(*cast.full(person))
    draft.say(" ")
    cue = draft.say("قولها" if person.feminine else "قوله")
    draft.say(" ")
    content = draft.say("إن ", *clause)
    chain = [Relay(relay=cast.agency.entity, cue=(passing,), source=(relay,))]
    if draft.chance(3):
        draft.say("، حسبما ")
        outer = draft.say("أوردت")
        draft.say(" ")
        paper = draft.say(cast.paper)
        chain.append(Relay(relay=cast.paper.entity, cue=(outer,), source=(paper,)))
    quote = draft.quote(
        "indirect",
        (content,),
        cue=(cue,),
        source=(source,),
        speaker=person.entity,
        chain=tuple(chain),
    )
    draft.opinions.append((person.entity, label, quote, None))


def _reported(draft: _Draft, cast: _Cast) -> None:
    """A cue in two parts and only the matter of what was said."""
    person = cast.last = cast.people[2]
    draft.say("و")
    first = draft.say("عبرت" if person.feminine else "عبر")
    draft.say(" ")
    source = draft.say(cast.short(person))
    draft.say(" ")
    second = draft.say(f"عن {draft.pick(_WORDS.feelings[person.feminine])}")
    draft.say(" ")
    content = draft.say(f"بشأن {cast.things(2)} {draft.pick(_WORDS.tails)}")
    draft.quote(
        "reported", (content,), cue=(first, second), source=(source,), speaker=person.entity
    )


def _without_source(draft: _Draft, cast: _Cast) -> None:
    """The subject is in the verb; inside what was said, every other time, another quote."""
    person = cast.last
    draft.say("و")
    cue = draft.say("أضافت" if person.feminine else "أضاف")
    draft.say(" ")
    start = len(draft.text)
    draft.say(f"أن ملفات {cast.things(2)} عرضت على ", cast.bodies[1])
    inner = None
    if draft.chance(2):
        draft.say("، وأن أحد المهندسين ")
        told = draft.say("أبلغ")
        draft.say(" المجلس ")
        inner = told, draft.say(f"بأن {cast.things(1)} بلغت ", cast.amount())
    content = Span(start=start, end=len(draft.text), text=draft.text[start:])
    outer = draft.quote("indirect", (content,), cue=(cue,), speaker=person.entity)
    if inner:
        draft.quote("indirect", (inner[1],), cue=(inner[0],), parent=outer)


def _background(draft: _Draft, cast: _Cast) -> None:
    match draft.rng.randrange(5):
        case 0:
            draft.say("وبلغت كلفة الأعمال ", cast.amount(), "، فيما تراجع الإنفاق على ")
            draft.say(cast.things(3), " خلال الأشهر الماضية، وفق بيانات نشرت حديثا")
        case 1:
            draft.say("وتقع المنطقة قرب ", cast.region, "، ويعيش أهلها منذ مدة طويلة على ")
            draft.say("ما توفره لهم الأرض والبحر، ويشكون من سوء ", cast.things(3))
        case 2:
            draft.say("وسبق أن وقع مندوبون عن ", cast.bodies[1], " مذكرة تشمل ", cast.things(4))
            draft.say("، لكن العمل بها لم يبدأ حتى يوم ", cast.day())
        case 3:
            draft.say("وقدر مختصون الخسائر بنحو ", cast.amount(), " في عام واحد، ودعوا إلى عناية ")
            draft.say("أكبر بملفات ", cast.things(3), " قبل حلول فصل الشتاء")
        case _:
            draft.say("وتابع السكان في ", cast.city, " أخبار ", cast.things(4))
            draft.say("، فيما توقف العمل في بعض المواقع مدة قصيرة بسبب الأمطار")


def _names(draft: _Draft, cast: _Cast) -> None:
    """Those few who must not go without a mention by name, as every speaker and relay has one."""
    named = {one.entity for one in draft.mentions}
    if cast.paper.entity not in named:
        draft.say("وتابع الخبر مراسلو ", cast.paper, "، ومن بين ما شمله ", cast.things(3), ".\n")


def _sentences(draft: _Draft, cast: _Cast) -> None:
    steps: list[Callable[[_Draft, _Cast], None]] = [_lead]
    if draft.chance(70):
        steps.append(_post)
    steps += [_split_direct if draft.chance(4) else _direct, _background, _indirect]
    steps += [_background, _chain, _mixed, _background, _reported, _without_source]
    steps += [_background] * draft.rng.randrange(1, 4)
    for step in steps:
        step(draft, cast)
        draft.say(".\n")
    _names(draft, cast)


def _stances(draft: _Draft, cast: _Cast) -> tuple[Stance, ...]:
    found: list[Stance] = []
    for holder, label, quote, spans in draft.opinions[: draft.rng.randrange(1, 4)]:
        target = Target(entity=cast.subject.entity)
        if draft.chance(10):
            target = Target(claim=draft.pick(_WORDS.claims))
        basis = "explicit" if draft.chance(2) else "implicit"
        found.append(
            Stance(
                id=f"s{len(found) + 1}",
                holder=holder,
                target=target,
                label=label,
                basis=basis,
                quotes=(quote,),
                spans=spans,
            )
        )
    return tuple(found)


@cache
def _branches() -> tuple[tuple[str, ...], ...]:
    """The codes in use, by the broadest topic they belong to."""
    every, branches = labels("topics"), dict[str, list[str]]()
    for code, label in every.items():
        top = code
        while broader := every[top].broader:
            top = broader
        if not label.retired:
            branches.setdefault(top, []).append(code)
    return tuple(tuple(branch) for branch in branches.values())


def _topics(draft: _Draft) -> tuple[str, ...]:
    """One to three codes, none of them broader than another."""
    branches = draft.several(_branches(), draft.rng.randrange(1, 4))
    return tuple(draft.pick(branch) for branch in branches)


def article(number: int, seed: int = 0) -> Article:
    """The article of that number, whatever others are made."""
    rng = random.Random(f"{seed}:{number}")
    draft = _Draft(rng, vowelled=rng.randrange(20) == 0)
    cast = _Cast(draft)
    _sentences(draft, cast)
    used = {one.entity for one in draft.mentions}
    name = f"made-{seed}-{number:06d}"
    date = f"2031-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    return canonical(
        Article(
            schema=SCHEMA,
            id=name,
            language="ar",
            title=f"{draft.pick(_WORDS.things)} و{draft.pick(_WORDS.things)} على جدول الأعمال",
            text=draft.text.rstrip("\n"),
            publication=Publication(
                publisher=str(cast.paper.parts[0]),
                url=f"https://example.org/{name}",
                published=date if rng.randrange(3) else f"{date}T{rng.randrange(24):02d}:30:00Z",
                license="CC-BY-4.0",
            ),
            keywords=tuple(draft.several(_WORDS.things, 3)),
            mentions=tuple(draft.mentions),
            entities=tuple(one for one in draft.entities if one.id in used),
            quotes=tuple(draft.quotes),
            stances=_stances(draft, cast),
            topics=_topics(draft),
            status=draft.pick(("annotated", "annotated", "adjudicated")),
            origin=Origin(kind="human", name=f"annotator-{rng.randrange(1, 5)}"),
            extra={"desk": rng.randrange(1, 9)} if draft.chance(10) else None,
        )
    )


def articles(n: int, seed: int = 0) -> Iterator[Article]:
    """Yield `n` articles; the same ones whenever and wherever it is called."""
    return (article(number, seed) for number in range(n))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python benchmarks/articles.py N OUT.jsonl")
    write_lines(Path(sys.argv[2]), articles(int(sys.argv[1])))
