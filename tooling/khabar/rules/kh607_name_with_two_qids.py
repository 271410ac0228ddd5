"""KH607: name-with-two-qids.

Entities of one type and one name, folded, have different Wikidata items in different articles.

Why: mostly one of the items was chosen in haste, and the same person or place falls apart into two.

Bad:
    {"name": "سلمى الحداد", "qid": "Q990001"} and {"name": "سلمى الحداد", "qid": "Q990002"}

Good:
    {"name": "سلمى الحداد", "qid": "Q990001"} in both
    {"name": "سلمى الحداد (الطبيبة)", "qid": "Q990002"} for her namesake

Fix: correct the item, or give namesakes names that tell them apart.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted
from khabar.text import fold


@rule("KH607", scope="corpus", severity="warning")
def name_with_two_qids() -> Watch:
    articles = Articles()
    first: dict[tuple[str, str], tuple[str, Spot]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if not articles.new(reading, index):
            return
        for at, one in enumerate(index.article.entities):
            if one.qid is not None:
                here = spot(reading, index)
                key = one.type, fold(one.name)
                qid, there = first.setdefault(key, (one.qid, here))
                if qid != one.qid and there is not here:
                    message = f"{quoted(one.name)} is {one.qid} here and {qid} in {there}"
                    yield Hit(message, f"/entities/{at}/qid", mark=qid)

    return watch
