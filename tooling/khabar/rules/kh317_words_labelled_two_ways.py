"""KH317: words-labelled-two-ways.

The same words are given two mention types in one article.

Why: a name means the same thing nearly everywhere in one article. Where it does not (a city and the
club named after it) the finding is noted and stays.

Bad:
    GPE [تلمارة] ... LOC [تلمارة]

Good:
    GPE [تلمارة] ... GPE [تلمارة]

Fix: give both the type that fits; keep both where the words do mean two things.

See: corpus/guidelines/01-mentions.md M12
"""

from collections import Counter
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH317", severity="info")
def words_labelled_two_ways(index: Index) -> Iterator[Hit]:
    mentions = index.article.mentions
    kinds = [one.type for one in mentions]
    if len(set(zip(index.keys, kinds, strict=True))) == len(set(index.keys)):
        return
    types: dict[str, Counter[str]] = {}
    for at, mention in enumerate(mentions):
        if mention.level != "pronoun":
            types.setdefault(index.keys[at], Counter())[mention.type] += 1
    for at, mention in enumerate(mentions):
        counts = types.get(index.keys[at], Counter())
        if mention.level != "pronoun" and mention.type != max(counts, key=counts.__getitem__):
            told = " and ".join(f"{count} times {kind}" for kind, count in counts.most_common())
            first, last = mention.spans[0], mention.spans[-1]
            yield Hit(
                f"{quoted(index.surfaces[at])} is {told}; here {mention.type}",
                f"/mentions/{at}/type",
                first.start,
                last.end,
            )
