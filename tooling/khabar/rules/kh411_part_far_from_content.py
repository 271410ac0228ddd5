"""KH411: part-far-from-content.

The cue or the source of a quote stands in another paragraph than every part of its content.

Why: a word of saying governs what is said in its own sentence, or the one after it. One far away
mostly belongs to another quote, or was found by a search for its letters.

Bad:
    [قالت] سلمى نعم.
    ...
    وانتهى الاجتماع. [إن العمل بدأ]

Good:
    [قالت] سلمى [إن العمل بدأ]

Fix: mark the word that stands beside the content; where the speaker is not named there, leave the
source out.

See: corpus/guidelines/03-quotes.md Q14
"""

from collections.abc import Iterator

from khabar.model import Quote, Span
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH411", severity="info")
def part_far_from_content(index: Index) -> Iterator[Hit]:
    if "\n" not in index.text:
        return
    for at, quote in enumerate(index.article.quotes):
        parts = index.quote_parts[at]
        if not index.misfits and "\n" not in index.text[parts[0][0] : parts[-1][0]]:
            continue
        for field, spans in (("cue", quote.cue), ("source", quote.source)):
            for part, span in enumerate(spans or ()):
                if _far(index.text, span, quote):
                    message = (
                        f"the {field} {quoted(span.text)} of {quote.id} stands in another "
                        f"paragraph than what was said"
                    )
                    yield Hit(message, f"/quotes/{at}/{field}/{part}", span.start, span.end)


def _far(text: str, span: Span, quote: Quote) -> bool:
    near = [
        one
        for one in quote.content
        if "\n" not in text[min(span.end, one.end) : max(span.start, one.start)]
    ]
    return not near
