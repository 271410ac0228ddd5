"""KH605: name-of-two-types.

One name, folded, is a mention of one type in most places and of another in some.

Why: a model learns from both, and the rarer one is often a slip of the hand. Some names do have
two meanings: look at each.

Bad:
    [الساحل] is LOC 39 times and GPE once

Good:
    [الساحل] is LOC wherever it stands

Fix: correct the type, unless the words mean something else there.

See: corpus/guidelines/01-mentions.md M12
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, again, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._surfaces import names
from khabar.rules._words import extent, quoted
from khabar.store import Document


class _Use:
    """How often a name has a type, and where first."""

    __slots__ = ("at", "count", "end", "spot", "start")

    def __init__(self, spot: Spot, at: int, start: int, end: int) -> None:
        self.spot, self.at, self.start, self.end = spot, at, start, end
        self.count = 0


class _Types:
    def __init__(self) -> None:
        self._articles = Articles()
        self._uses: dict[str, dict[str, _Use]] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        if self._articles.new(reading, index) and index.finished:
            here = spot(reading, index)
            for at, key, mention in names(index):
                uses = self._uses.setdefault(key, {})
                if mention.type not in uses:
                    uses[mention.type] = _Use(here, at, *extent(mention.spans))
                uses[mention.type].count += 1
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield each name's rarer types at their first mention."""
        wanted: dict[Spot, list[Hit]] = {}
        for key, uses in self._uses.items():
            for one, hit in _hits(key, uses):
                wanted.setdefault(one, []).append(hit)
        for document, hits in again(wanted):
            for hit in hits:
                yield document, hit


def _hits(key: str, uses: dict[str, _Use]) -> Iterator[tuple[Spot, Hit]]:
    """The rarer types; of equally frequent ones the later is the rarer."""
    usual, *rarer = sorted(uses, key=lambda one: -uses[one].count)
    for kind in rarer:
        one, most = uses[kind], uses[usual]
        if one.spot == most.spot:
            continue
        message = (
            f"{quoted(key)} is {kind} {_times(one.count)}, "
            f"but {usual} {_times(most.count)}, as in {most.spot}"
        )
        mark = f"{key} {kind}"
        yield one.spot, Hit(message, f"/mentions/{one.at}/type", one.start, one.end, mark=mark)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


@rule("KH605", scope="corpus", severity="info")
def name_of_two_types() -> Watch:
    return _Types()
