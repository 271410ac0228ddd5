"""Why the spans of one annotation are not what their offsets select, and where they stand.

The unit of belief is one annotation (or prediction, or draft): its spans have one producer, so one
cause must explain them all. Blanks at an edge are a matter of one span and need no agreement. A
shift proves least: it is believed of two spans that agree, or of one where the file has more such.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from khabar.text import SENTENCES, Cause, Claim, Verdict, equal_as_shown, explanations, judge

Result = dict[str, Any]
"""One entry of an annotation's ``result`` list, as Label Studio stores it."""

Name = Cause | Literal["no-words", "no-offsets"]
"""What is said of a span: a cause, or why none can be told."""

SAYINGS: dict[str, str] = {
    **{str(cause): said for cause, said in SENTENCES.items()},
    "no-words": "no words are given to check the offsets against",
    "no-offsets": "the offsets are missing, no whole numbers, or outside the text",
}
HEALTHY = frozenset({"exact", "folded", "no-words"})
"""What needs no repair: the offsets select the words, or nothing says otherwise."""

_ANSWERS = frozenset(
    {"choices", "textarea", "rating", "number", "taxonomy", "datetime", "pairwise", "ranker"}
)
_HARMLESS = frozenset({"exact", "edge-blanks", "folded"})

Believed = tuple[Cause, int]
"""A cause, with the shift where it is one."""


class SpanVerdict(NamedTuple):
    """What became of one span.

    Attributes:
        result: the span's result.
        name: the verdict.
        start: where its words stand, in code points; as claimed where that is not known.
        end: after the last of them.
        shift: by how many code points, for ``shifted``.
        safe: whether the place may be relied on.
    """

    result: Result
    name: Name
    start: int
    end: int
    shift: int = 0
    safe: bool = True


class Diagnosis(NamedTuple):
    """What the spans of one annotation come to.

    Attributes:
        spans: a verdict for each span, in order.
        causes: the causes that explain all that is wrong, each with the same places; empty where
            nothing is wrong or nothing explains it.
        agreed: whether nothing is wrong, or one cause explains it.
        weak: whether only one span speaks for it.
        why: why it is not repaired, "" if there is no such reason.
    """

    spans: list[SpanVerdict]
    causes: frozenset[Believed] = frozenset()
    agreed: bool = True
    weak: bool = False
    why: str = ""


def is_relation(result: Result) -> bool:
    """Whether a result links two regions."""
    return result.get("type") == "relation"


def is_region(result: Result) -> bool:
    """Whether a result marks words of a text: no answer, no relation, no part of a picture."""
    value = result.get("value")
    return (
        isinstance(value, dict)
        and not is_relation(result)
        and result.get("type") not in _ANSWERS
        and ("start" in value or "end" in value)
        and "channel" not in value
    )


def is_answer(result: Result) -> bool:
    """Whether a result answers a question, about a region or the whole text."""
    return result.get("type") in _ANSWERS


def claim_of(result: Result) -> Claim | None:
    """What a region says of its place, None without whole numbers; words are "" if not given."""
    value = result["value"]
    place = value.get("globalOffsets")  # of HTML, whose own offsets are paths
    held = place if isinstance(place, dict) else value
    start, end, words = held.get("start"), held.get("end"), value.get("text")
    if type(start) is int and type(end) is int:
        return Claim(start, end, words if isinstance(words, str) else "")
    return None


def diagnose(text: str, results: Sequence[Result]) -> Diagnosis:
    """Give a verdict on every span of one annotation.

    Args:
        text: the text that the offsets count into.
        results: the annotation's results; those that mark no words are left aside.
    """
    regions = [one for one in results if is_region(one)]
    claims = [claim_of(one) for one in regions]
    worded = [one for one in claims if one and one.text]
    verdicts: Sequence[Verdict] = judge(text, worded, equal_as_shown).verdicts
    if all(one.cause in _HARMLESS for one in verdicts):
        return Diagnosis(_spans(text, regions, claims, verdicts, safe=True))
    found = list(explanations(text, worded, equal_as_shown))
    places = [one.places for one in found]
    agreed = bool(found) and all(one == places[0] for one in places)
    if agreed:
        causes = frozenset((one.cause, one.shift) for one in found) | _as_shift(worded, places[0])
        trimmed = [_trimmed(text, one) for one in found[0].verdicts]
        weak = len(worded) == 1 and found[0].cause == "shifted"
        spans = _spans(text, regions, claims, trimmed, safe=True)
        return Diagnosis(spans, causes, weak=weak)
    spans = _spans(text, regions, claims, verdicts, safe=False)
    return Diagnosis(spans, agreed=False, why=_why(verdicts, ambiguous=bool(found)))


def _as_shift(claims: Sequence[Claim], places: Sequence[tuple[int, int]]) -> set[Believed]:
    """The shift that would explain the same: the rest of the file says which it is."""
    shifts = {
        (start - claim.start, end - claim.end)
        for claim, (start, end) in zip(claims, places, strict=True)
    }
    return {("shifted", start) for start, end in shifts if len(shifts) == 1 and start == end}


def _why(verdicts: Sequence[Verdict], *, ambiguous: bool) -> str:
    if ambiguous:
        return "two causes explain the spans, with different places"
    causes = Counter(one.cause for one in verdicts if one.cause not in _HARMLESS)
    right = sum(one.cause in _HARMLESS for one in verdicts)
    said = ", ".join(f"{count} {cause}" for cause, count in causes.most_common())
    return f"no one cause explains all {len(verdicts)} spans: {said}, {right} in place"


def _spans(
    text: str,
    regions: Sequence[Result],
    claims: Sequence[Claim | None],
    verdicts: Sequence[Verdict],
    *,
    safe: bool,
) -> list[SpanVerdict]:
    rest = iter(verdicts)
    found = []
    for result, claim in zip(regions, claims, strict=True):
        if claim is None:
            found.append(SpanVerdict(result, "no-offsets", 0, 0, safe=False))
        elif claim.text:
            cause, start, end, shift = next(rest)
            sure = cause in _HARMLESS or (safe and cause != "lost")
            found.append(SpanVerdict(result, cause, start, end, shift, sure))
        else:
            inside = 0 <= claim.start < claim.end <= len(text)
            name: Name = "no-words" if inside else "no-offsets"
            found.append(SpanVerdict(result, name, claim.start, claim.end, safe=inside and safe))
    return found


def _trimmed(text: str, verdict: Verdict) -> Verdict:
    """The verdict with the blanks at the edges of its words left out."""
    words = text[verdict.start : verdict.end]
    bare = words.strip()
    if not bare or bare == words:
        return verdict
    start = verdict.start + len(words) - len(words.lstrip())
    cause: Cause = "edge-blanks" if verdict.cause == "exact" else verdict.cause
    return verdict._replace(cause=cause, start=start, end=start + len(bare))


class Support:
    """What a whole file says for each cause: how many annotations it explains."""

    def __init__(self) -> None:
        self._seen: Counter[frozenset[Believed]] = Counter()
        self._order: list[Believed] | None = None

    def add(self, one: Diagnosis) -> None:
        """Take the diagnosis of one more annotation."""
        if one.causes:
            self._seen[one.causes] += 1
            self._order = None

    def count(self, cause: Believed) -> int:
        """How many annotations a cause explains."""
        return sum(times for causes, times in self._seen.items() if cause in causes)

    def cause(self, one: Diagnosis) -> Believed | None:
        """The cause of an annotation: of those that explain it, the one that explains most."""
        if self._order is None:
            every = {cause for causes in self._seen for cause in causes}
            # where the counts are the same, the narrower cause: a shift explains anything
            self._order = sorted(every, key=lambda c: (-self.count(c), c[0] == "shifted", c))
        return next((cause for cause in self._order if cause in one.causes), None)

    def believed(self, one: Diagnosis) -> bool:
        """Whether an annotation may be repaired."""
        if not one.agreed:
            return False
        return not one.weak or any(self.count(cause) > 1 for cause in one.causes)


def named(one: Diagnosis, cause: Believed | None) -> list[SpanVerdict]:
    """The verdicts under the cause that the file as a whole speaks for."""
    if cause is None:
        return one.spans
    name, shift = cause
    return [
        span._replace(name=name, shift=shift) if (span.name, span.shift) in one.causes else span
        for span in one.spans
    ]
