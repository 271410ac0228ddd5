"""KH419: relay-repeated.

One relay stands in a chain twice, with others in between.

Why: words do not come back to who passed them on. Mostly two quotes of one story got one chain.

Bad:
    "chain": [{"relay": "e3"}, {"relay": "e4"}, {"relay": "e3"}]

Good:
    "chain": [{"relay": "e3"}, {"relay": "e4"}]

Fix: keep the step that the text shows.

See: corpus/guidelines/04-chains.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH419", severity="warning")
def relay_repeated(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        chain = quote.chain
        if not chain:
            continue
        names = [relay.relay for relay in chain]
        for step, name in enumerate(names):
            first = names.index(name)
            if name is not None and first < step - 1:
                message = f"{name} is step {first + 1} of the chain and again step {step + 1}"
                yield Hit(message, f"/quotes/{at}/chain/{step}/relay", mark=name)
