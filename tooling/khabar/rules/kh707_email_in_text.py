"""KH707: email-in-text.

The text or the headline has an e-mail address.

Why: it is personal data, and in a news text mostly the reporter's address or the page's foot: no
part of the story.

Bad:
    "للتواصل: salma@example.org"

Good:
    "للتواصل مع الصحيفة"

Fix: leave the line out when the text is taken; ask whether the address is needed before it is
published.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


@rule("KH707", severity="info")
def email_in_text(index: Index) -> Iterator[Hit]:
    title = index.article.title or ""
    if "@" in title:
        for found in _ADDRESS.finditer(title):
            yield Hit(f"the headline has the address {quoted(found[0])}", "/title", mark=found[0])
    if "@" in index.text:
        for found in _ADDRESS.finditer(index.text):
            message = f"the text has the address {quoted(found[0])}"
            yield Hit(message, "/text", found.start(), found.end(), mark=found[0])
