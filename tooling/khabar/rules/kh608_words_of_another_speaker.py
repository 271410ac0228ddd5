"""KH608: words-of-another-speaker.

Five words or more, folded, are the content of a quote by one speaker in one article and by another
in a second.

Why: agencies copy each other; when the same sentence has two authors, one article, or one
annotation, names the wrong one.

Bad:
    «سنبدأ العمل في الميناء غدا» said by سلمى الحداد in one article, by نادر القصبي in another

Good:
    the same words, the same speaker

Fix: correct the speaker, unless two people did say it, or the articles do disagree.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._said import said
from khabar.rules._words import extent, quoted
from khabar.text import fold

_FEWEST = 5


@rule("KH608", scope="corpus", severity="info")
def words_of_another_speaker() -> Watch:
    articles = Articles()
    first: dict[bytes, tuple[str, Spot]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if not articles.new(reading, index):
            return
        for at, quote, length, digest in said(index):
            speaker = index.entities.get(quote.speaker or "")
            if speaker is None or length < _FEWEST:
                continue
            here = spot(reading, index)
            name, there = first.setdefault(digest, (speaker.name, here))
            if there is not here and fold(name) != fold(speaker.name):
                message = (
                    f"these words are said by {quoted(speaker.name)} here "
                    f"and by {quoted(name)} in {there}"
                )
                yield Hit(message, f"/quotes/{at}/speaker", *extent(quote.content), mark=name)

    return watch
