"""KH418: chain-gap.

A step of a chain has no words in the text, neither cue nor source, and is not said to be implicit.

Why: a relay is either named or inferred, and readers must be able to tell which.

Bad:
    "chain": [{"relay": "e3"}]

Good:
    "chain": [{"relay": "e3", "implicit": true}]

Fix: mark the words, or set `implicit`.

See: corpus/guidelines/04-chains.md C3
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH418", severity="warning")
def chain_gap(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        for step, relay in enumerate(quote.chain or ()):
            if not relay.implicit and relay.cue is None and relay.source is None:
                message = f"step {step + 1} of the chain has no words and is not implicit"
                start, end = quote.content[0].start, quote.content[-1].end
                yield Hit(message, f"/quotes/{at}/chain/{step}", start, end)
