"""KH781: pass-text-differs.

The text of a pass is not, character by character, the text of the article or of another pass.

Why: offsets of one text mean other words in another, so that the passes cannot be compared or
merged.

Of two articles with one id, neither of them a pass, KH601 speaks.

Bad:
    a typing error corrected in articles/storm.json after passes/annotator-1/storm.json was made

Good:
    the same text in both

Fix: bring the text of the one back to that of the other, and move the spans with it.

See: corpus/README.md
"""

from collections.abc import Iterator
from pathlib import PurePath

from khabar.rules._corpus import Spot, is_pass, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._shingles import digest


@rule("KH781", scope="corpus", severity="error")
def pass_text_differs() -> Watch:
    texts: dict[str, tuple[bytes, str, Spot]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        text = digest([index.text.encode("utf-8", "surrogatepass")])
        here, name = spot(reading, index), _annotator(reading, index)
        first, other, there = texts.setdefault(index.article.id, (text, name, here))
        if first != text and other != name:
            yield Hit(f"the text is not that of {there}", "/text", mark=there.file)

    return watch


def _annotator(reading: Reading, index: Index) -> str:
    """Whose pass a document is, as told by its folder or its origin; "" of an article."""
    file = reading.document.file
    if is_pass(file):
        return str(PurePath(file).parent)
    origin = index.article.origin
    return origin.name or "" if origin and origin.kind == "human" else ""
