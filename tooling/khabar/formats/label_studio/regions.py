"""The results of one annotation as a graph: regions with their answers, and links between them.

A region is known by its id and its span control; answers share the id of their region. Links run
from a content outward, whichever way they were drawn. What cannot be placed is left over with a
reason.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from khabar.formats.label_studio import controls as c
from khabar.model import Span
from khabar.schema import labels
from khabar.text import Claim, Verdict, equal_as_shown, judge

Result = dict[str, Any]
"""One entry of an annotation's ``result`` list, as Label Studio stores it."""

Spans = tuple[Span, ...]


class LeftOver(Struct, frozen=True):
    """A result that has no place in the record, and why."""

    result: Result
    reason: str


class Region(Struct, kw_only=True, eq=False):
    """A stretch of text under one label of one span control."""

    id: str
    control: str
    label: str
    span: Span
    result: Result
    answers: dict[str, list[str]]

    def answer(self, control: str) -> str | None:
        """The first value given in a control, if any."""
        values = self.answers.get(control)
        return values[0] if values else None


class Graph:
    """The regions, links and topics of one annotation.

    Args:
        text: the task's text, which the offsets count into.
        results: the annotation's ``result`` list.
    """

    def __init__(self, text: str, results: Sequence[Result]) -> None:
        self.topics: tuple[str, ...] = ()
        self.reason: str | None = None
        self.left_over: list[LeftOver] = []
        self.remarks: list[str] = []
        self._text = text
        self._regions: dict[tuple[str, str], Region] = {}
        self._by_id: dict[str, list[Region]] = defaultdict(list)
        self._links: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._used: set[tuple[str, str]] = set()
        self._take_regions([one for one in results if one.get("from_name") in c.SPAN_CONTROLS])
        for result in results:
            self._take(result)
        self._continued = {
            end: start
            for start, links in self._links.items()
            for code, end in links
            if code == c.CONTINUES
        }

    # Asking.

    def heads(self, control: str) -> list[Region]:
        """The regions of a control that continue no other, in the order given."""
        return [
            one
            for one in self._regions.values()
            if one.control == control
            and (self._continued.get(one.id), control) not in self._regions
        ]

    def linked(self, region: Region, code: str, *controls: str) -> Iterator[Region]:
        """The regions that a region leads to by a relation."""
        for link, end in self._links.get(region.id, ()):
            for control in controls:
                if link == code and (end, control) in self._regions:
                    yield self._regions[end, control]

    def spans(self, *regions: Region) -> Spans:
        """The spans of regions and of all that continue them, in text order."""
        if len(regions) == 1 and not self._goes_on(regions[0]):  # as nearly all
            self._used.add((regions[0].id, regions[0].control))
            return (regions[0].span,)
        queue, seen = list(regions), {(one.id, one.control) for one in regions}
        found = []
        while queue:
            one = queue.pop()
            found.append(one.span)
            for part in self.linked(one, c.CONTINUES, one.control):
                if (part.id, part.control) not in seen:
                    seen.add((part.id, part.control))
                    queue.append(part)
        self._used |= seen
        return tuple(sorted(dict.fromkeys(found), key=lambda span: (span.start, span.end)))

    def _goes_on(self, region: Region) -> bool:
        return any(code == c.CONTINUES for code, _ in self._links.get(region.id, ()))

    def leave(self, result: Result, reason: str) -> None:
        """Keep a result that has no place."""
        self.left_over.append(LeftOver(result, reason))

    def leave_unused(self) -> None:
        """Keep the regions whose spans nobody asked for."""
        for key, one in self._regions.items():
            if key not in self._used:
                self.leave(one.result, f"the {one.label} belongs to no {one.control}")

    # Reading.

    def _take_regions(self, results: Sequence[Result]) -> None:
        claims = {id(one): claim for one in results if (claim := _claim(one))}
        worded = [one for one in claims.values() if one.text]
        judgement = judge(self._text, worded, equal_as_shown)
        verdicts = iter(judgement.verdicts)
        for result in results:
            claim = claims.get(id(result))
            if claim is None:
                self.leave(result, "it has no usable offsets")
                continue
            cause, start, end, _ = (
                next(verdicts) if claim.text else Verdict("exact", claim.start, claim.end)
            )
            if not judgement.agreed and cause != "edge-blanks":
                start, end = claim.start, claim.end  # as the page showed them
            if not 0 <= start < end <= len(self._text):
                self.leave(result, "its offsets lie outside the text")
                continue
            if cause != "exact":
                self.remarks.append(f"region {result.get('id')}: {cause}")
            self._add(result, Span(start=start, end=end, text=self._text[start:end]))

    def _add(self, result: Result, span: Span) -> None:
        control, codes = str(result["from_name"]), strings(result, "labels")
        key = (str(result.get("id")), control)
        if len(codes) != 1 or codes[0] not in _codes(control):
            self.leave(result, f"its label {' '.join(codes) or '(none)'} is unknown")
        elif key in self._regions:
            self.leave(result, "its id is taken by another region")
        else:
            region = Region(
                id=key[0], control=control, label=codes[0], span=span, result=result, answers={}
            )
            self._regions[key] = region
            self._by_id[region.id].append(region)

    def _take(self, result: Result) -> None:
        control = result.get("from_name")
        if result.get("type") == "relation":
            self._take_relation(result)
        elif control == c.TOPICS:
            paths = result.get("value", {}).get("taxonomy", [])
            codes = [str(path[-1]) for path in paths if isinstance(path, list) and path]
            self.topics = tuple(dict.fromkeys(codes))
        elif control == c.REASON_OF_ALL:
            self.reason = next(iter(strings(result, "choices")), None)
        elif control in c.ANSWERS or control == c.REASON:
            self._take_answer(result, str(control))
        elif control not in c.SPAN_CONTROLS:
            self.leave(result, f"the control {control} is not khabar's")

    def _take_answer(self, result: Result, control: str) -> None:
        owners = self._by_id.get(str(result.get("id")), ())
        for owner in owners:
            owner.answers[control] = strings(result, "choices") or strings(result, "text")
        if not owners:
            self.leave(result, "its region is missing")

    def _take_relation(self, result: Result) -> None:
        start, end = str(result.get("from_id")), str(result.get("to_id"))
        if result.get("direction") == "left":
            start, end = end, start
        names = strings(result, "labels")
        codes = [code for name in names if (code := c.relation_code(name))]
        if not (self._known(start) and self._known(end)):
            self.leave(result, "a region it links is missing")
        elif names and not codes:
            self.leave(result, f"its label {' '.join(names)} is unknown")
        else:
            self._link(result, start, end, codes)

    def _link(self, result: Result, start: str, end: str, codes: list[str]) -> None:
        if self._runs_inward(start, end, codes):
            start, end = end, start
        code = codes[0] if codes else self._implied(start, end)
        if code is None:
            self.leave(result, "it has no label and its ends do not tell which it is")
            return
        if not codes:
            self.remarks.append(f"the relation from {start} to {end} has no label: read as {code}")
        self._links[start].append((code, end))

    def _known(self, name: str) -> bool:
        return name in self._by_id

    def _label(self, name: str) -> str:
        part = self._regions.get((name, c.QUOTE))
        return part.label if part else ""

    def _runs_inward(self, start: str, end: str, codes: list[str]) -> bool:
        begins, ends = self._label(start), self._label(end)
        if ends == c.CONTENT:
            return begins in (c.CUE, c.SOURCE, c.RELAY) or (
                not begins
                and (start, c.STANCE) not in self._regions
                and not {c.EVIDENCE, c.TARGET} & set(codes)
            )
        return ends == c.RELAY and begins == c.CUE and c.RELAY not in codes

    def _implied(self, start: str, end: str) -> str | None:
        """What an unlabelled relation means, where only one thing is possible."""
        begins, ends = self._label(start), self._label(end)
        if begins in (c.CONTENT, c.RELAY) and ends in (c.CUE, c.RELAY):
            return ends
        if begins == c.CONTENT and (ends == c.SOURCE or (end, c.MENTION) in self._regions):
            return c.SOURCE
        if begins == ends and begins in (c.CUE, c.SOURCE):
            return c.CONTINUES
        if (start, c.STANCE) in self._regions and ends == c.CONTENT:
            return c.EVIDENCE
        return None


@cache
def _codes(control: str) -> frozenset[str]:
    return frozenset(code for name in c.VOCABULARIES[control] for code in labels(name))


def _claim(result: Result) -> Claim | None:
    value = result.get("value")
    if not isinstance(value, dict):
        return None
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if type(start) is not int or type(end) is not int:  # true and false are no offsets
        return None
    return Claim(start, end, words if isinstance(words, str) else "")


def strings(result: Result, key: str) -> list[str]:
    """The strings under a key of a result's value; of a relation, of the result itself."""
    holder = result if result.get("type") == "relation" else result.get("value") or {}
    values = holder.get(key)
    if type(values) is list and len(values) == 1 and type(values[0]) is str:  # as nearly all
        return values
    values = [values] if isinstance(values, str) else values or []
    return [one for one in values if isinstance(one, str)]
