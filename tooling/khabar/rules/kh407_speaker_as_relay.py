"""KH407: speaker-as-relay.

The speaker of a quote is also a relay in its chain, or one relay passes the words on twice in a
row.

Why: a chain says by whose hands words came to the reader. Who said them does not pass his own
words on; mostly the agency was taken for the speaker.

Bad:
    نقلت الوكالة عن الدبلوماسي قوله ...    {"speaker": "agency", "chain": [{"relay": "agency"}]}

Good:
    نقلت الوكالة عن الدبلوماسي قوله ...    {"speaker": "diplomat", "chain": [{"relay": "agency"}]}

Fix: let the speaker be the one whose words they are.

See: corpus/guidelines/04-chains.md C1
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent


@rule("KH407", severity="warning")
def speaker_as_relay(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        if not quote.chain:
            continue
        before = quote.speaker
        for step, relay in enumerate(quote.chain):
            name = relay.relay
            if name is not None and name in (quote.speaker, before):
                said = "the speaker" if name == quote.speaker else "the relay before"
                yield Hit(
                    f"{name} passes on the words as relay {step + 1} and is also {said}",
                    f"/quotes/{at}/chain/{step}/relay",
                    *extent(quote.content),
                    mark=name,
                )
            before = name
