"""KH413: speaker-missing.

A quote has no speaker, but its source is a mention that is linked to an entity, or ends with a
person's name.

Why: the words name who speaks and the article knows who that is. The link was forgotten.

Bad:
    قالت [سلمى الحداد] ...    "source": [سلمى الحداد], no "speaker"

Good:
    قالت [سلمى الحداد] ...    "speaker": "e1"

Fix: link the speaker.

See: corpus/guidelines/03-quotes.md Q13
"""

from collections.abc import Iterator

from khabar.model import Mention, Span
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import shown


@rule("KH413", severity="warning")
def speaker_missing(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        if quote.speaker is not None or quote.source is None:
            continue
        source = quote.source[-1]
        for mention in index.article.mentions:
            if mention.entity is not None and _is(mention, source):
                message = (
                    f"{quote.id} has no speaker, but its source {shown(quote.source)} names "
                    f"{mention.entity} ({mention.id})"
                )
                yield Hit(message, f"/quotes/{at}", source.start, source.end)
                break


def _is(mention: Mention, source: Span) -> bool:
    """Whether a mention is the source, or a person's name at the end of it."""
    one = mention.spans[0]
    if len(mention.spans) > 1 or one.end != source.end or one.start < source.start:
        return False
    return one.start == source.start or (mention.type == "PER" and mention.level == "name")
