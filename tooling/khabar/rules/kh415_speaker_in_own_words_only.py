"""KH415: speaker-in-own-words-only.

The speaker of a quote is mentioned in what the quote says and nowhere else.

Why: who is only spoken of does not speak. Mostly the nearest name was taken for the speaker.

Bad:
    قال مسؤول [إن سلمى وصلت]    speaker: سلمى

Good:
    قال مسؤول [إن سلمى وصلت]    speaker: مسؤول

Fix: link whoever the text names as speaker, or leave the speaker out.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.model import Mention, Spans
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH415", severity="warning")
def speaker_in_own_words_only(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        mentions = index.mentions.get(quote.speaker or "", [])
        if not mentions or any(_outside(one, quote.content) for _, one in mentions):
            continue
        message = (
            f"{quote.speaker} speaks in {quote.id} and is mentioned there only, as "
            f"{shown(mentions[0][1].spans)}"
        )
        yield Hit(message, f"/quotes/{at}/speaker", *extent(mentions[0][1].spans))


def _outside(mention: Mention, content: Spans) -> bool:
    """Whether a part of a mention lies in no part of what was said."""
    for one in mention.spans:
        if not [part for part in content if part.start <= one.start and one.end <= part.end]:
            return True
    return False
