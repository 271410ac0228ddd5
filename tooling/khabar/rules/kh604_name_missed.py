"""KH604: name-missed.

A name that is a mention in most places stands in others, in an article said to be annotated,
without being within any mention.

Why: what is not annotated counts as no mention, so every miss teaches a model that the name is
none.

Letters written onto the name (و ف ب ك ل) are allowed before it; a name within a longer mention is
not missed. A word that is left out more often than it is annotated is not reported: it is mostly
no name.

Bad:
    عاد [نادر القصبي] … وقال نادر القصبي

Good:
    عاد [نادر القصبي] … وقال [نادر القصبي]

Fix: annotate it there too, unless the words mean something else.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, again, spot
from khabar.rules._index import Index
from khabar.rules._missed import Left, Misses, left, misses
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._surfaces import names
from khabar.rules._words import quoted
from khabar.store import Document


class _Names:
    def __init__(self) -> None:
        self._articles = Articles()
        self._counts: dict[str, int] = {}
        self._left: list[Left] = []

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        if self._articles.new(reading, index) and index.finished:
            for one in names(index):
                self._counts[one.key] = self._counts.get(one.key, 0) + 1
            self._left.append(left(spot(reading, index), index))
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield each name that is missed, at the first place."""
        wanted: dict[Spot, list[Hit]] = {}
        for key, missed in misses(self._counts, self._left).items():
            if missed.count <= self._counts[key]:
                first, hit = _hit(key, self._counts[key], missed)
                wanted.setdefault(first, []).append(hit)
        for document, hits in again(wanted):
            for hit in hits:
                yield document, hit


def _hit(key: str, count: int, missed: Misses) -> tuple[Spot, Hit]:
    where = ", ".join(f"{spot.id} at {start}" for spot, start, _ in missed.places)
    more = missed.count - len(missed.places)
    message = (
        f"{quoted(key)} is annotated {_times(count)} and left out {_times(missed.count)}: "
        f"{where}{f' and {more} more' if more else ''}"
    )
    first, start, end = missed.places[0]
    return first, Hit(message, "/text", start, end, mark=key)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


@rule("KH604", scope="corpus", severity="info")
def name_missed() -> Watch:
    return _Names()
