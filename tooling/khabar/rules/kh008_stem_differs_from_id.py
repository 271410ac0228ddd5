"""KH008: stem-differs-from-id.

The name of the file is not the id of the article in it.

Why: the id is how splits, passes and people find an article; two articles can claim one id unseen
when names do not show it.

Bad:
    articles/storm-2.json   {"id": "coastal-storm"}

Good:
    articles/coastal-storm.json   {"id": "coastal-storm"}

Fix: rename the file; the id is what others refer to.

See: schema/article.schema.json
"""

from collections.abc import Iterator
from pathlib import PurePath

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.store import STDIN_NAME


@rule("KH008", scope="file", severity="error")
def stem_differs_from_id(reading: Reading) -> Iterator[Hit]:
    document, article = reading.document, reading.article
    if article is None or document.in_lines or document.file == STDIN_NAME:
        return
    stem = PurePath(document.file).stem
    if stem != article.id:
        yield Hit(
            f"the article's id is {quoted(article.id)}, the file's name {quoted(stem)}", "/id"
        )
