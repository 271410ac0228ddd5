"""KH513: ambiguous-topic.

A topic has its Arabic name in common with another active topic, and that one is not a part of it:
معاهدات ومنظمات دولية is the name of a treaty, of an international organisation and of
international relations.

The IPTC gives 15 Arabic names to 32 topics. Where one of two is above the other (golf and mini
golf), the name is taken for the one above, and only the one below is ambiguous.

Why: whoever picks topics by their Arabic names takes the first of the two. The code then means one
thing to one annotator and another to the next.

Bad:
    "topics": ["medtop:20000383"]    (انكماش: recession), where deflation was meant

Good:
    "topics": ["medtop:20000356"]    (انكماش: deflation)

Fix: choose by the English names; a code that is the right one may be noted as known.

See: corpus/guidelines/06-topics.md T3
"""

from collections.abc import Iterator
from functools import cache

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.schema import labels


@rule("KH513", severity="info")
def ambiguous_topic(index: Index) -> Iterator[Hit]:
    known = labels("topics")
    for pointer, code in index.topics:
        others = _namesakes().get(code)
        if others:
            name = known[code].ar or ""
            said = ", ".join(f"{one} ({known[one].en})" for one in others)
            message = f"{code} ({known[code].en}) has its Arabic name {quoted(name)} in common "
            yield Hit(f"{message}with {said}", pointer, mark=code)


@cache
def _namesakes() -> dict[str, list[str]]:
    """By the code of a topic, the active ones with the same Arabic name that are no part of it."""
    known = labels("topics")
    by_name: dict[str, list[str]] = {}
    for code, topic in known.items():
        if topic.ar and not topic.retired:
            by_name.setdefault(topic.ar, []).append(code)
    return {
        code: found
        for codes in by_name.values()
        for code in codes
        if (found := [one for one in codes if one != code and code not in _above(one)])
    }


def _above(code: str) -> Iterator[str]:
    known = labels("topics")
    while (broader := known[code].broader) is not None:
        yield broader
        code = broader
