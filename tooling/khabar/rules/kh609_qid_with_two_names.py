"""KH609: qid-with-two-names.

Entities with one Wikidata item have names in different articles that differ by more than the
spelling of a letter.

Why: the name on the entity is the canonical one, whatever the text calls it; tables and cards that
go by name show one thing as two. Or the item is wrong.

Bad:
    {"name": "وكالة الساحل", "qid": "Q990001"} and {"name": "الساحل للأنباء", "qid": "Q990001"}

Good:
    {"name": "وكالة الساحل", "qid": "Q990001"} in both

Fix: use one name, or correct the item.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted
from khabar.text import fold


@rule("KH609", scope="corpus", severity="warning")
def qid_with_two_names() -> Watch:
    articles = Articles()
    first: dict[str, tuple[str, Spot]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if not articles.new(reading, index):
            return
        for at, one in enumerate(index.article.entities):
            if one.qid is not None:
                here = spot(reading, index)
                name, there = first.setdefault(one.qid, (one.name, here))
                if name != one.name and there is not here and fold(name) != fold(one.name):
                    message = f"{one.qid} is {quoted(one.name)} here and {quoted(name)} in {there}"
                    yield Hit(message, f"/entities/{at}/name", mark=name)

    return watch
