"""KH606: qid-of-two-types.

Entities with one Wikidata item have different types in different articles.

Why: the item is one thing in the world; whoever counts by item or by type gets figures that
contradict each other.

Bad:
    {"type": "ORG", "qid": "Q990001"} in one article, {"type": "GPE", "qid": "Q990001"} in another

Good:
    {"type": "ORG", "qid": "Q990001"} in both; a mention that speaks of it otherwise is a metonym

Fix: correct the type or the item of one of them.

See: corpus/guidelines/01-mentions.md M12
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule


@rule("KH606", scope="corpus", severity="error")
def qid_of_two_types() -> Watch:
    articles = Articles()
    first: dict[str, tuple[str, Spot]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if not articles.new(reading, index):
            return
        for at, one in enumerate(index.article.entities):
            if one.qid is not None:
                here = spot(reading, index)
                kind, there = first.setdefault(one.qid, (one.type, here))
                if kind != one.type and there is not here:
                    message = f"{one.qid} is {one.type} here and {kind} in {there}"
                    yield Hit(message, f"/entities/{at}/type", mark=kind)

    return watch
