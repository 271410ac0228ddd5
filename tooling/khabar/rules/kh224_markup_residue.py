"""KH224: markup-residue.

The text has remains of the page it was taken from: a tag, a character reference, a rule of a style
sheet, a shortcode.

Why: nobody wrote them for the reader; they glue words together and are counted as words.

Bad:
    "قالت سلمى&nbsp;الحداد <br>"    ".box { color: red; }"

Good:
    "قالت سلمى الحداد"

Fix: take the text from the page again (`khabar ingest`).

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._scan import has
from khabar.rules._words import quoted

_RESIDUE = re.compile(
    r"<(?:!--|[/!]?[A-Za-z][\w:-]*(?=[\s/>]))[^<>]{0,300}>"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,9}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
    r"|\{[^{}]{0,300}[a-z-]+\s*:[^{};]{1,200};?[^{}]{0,600}\}"
    r"|\[/?(?:caption|embed|gallery|video|audio|img|url|quote|b|i|u)\b[^\]\n]{0,200}\]"
    r"|\{\{[^{}\n]{1,200}\}\}|\[\[[^\[\]\n]{1,200}\]\]"
)


@rule("KH224", severity="info")
def markup_residue(index: Index) -> Iterator[Hit]:
    if not has(index.text, "<&{["):
        return
    for found in _RESIDUE.finditer(index.text):
        message = f"the text has the markup {quoted(found[0])} at offset {found.start()}"
        yield Hit(message, "/text", found.start(), found.end(), mark=found[0])
