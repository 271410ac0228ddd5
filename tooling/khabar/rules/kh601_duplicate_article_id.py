"""KH601: duplicate-article-id.

Two articles have one id. The passes of several annotators over one article share its id and are
told apart by their origin; an article and its passes likewise.

Why: the id is how splits and people find an article; with two, one of them is lost wherever
articles are looked up.

Bad:
    articles/storm.json {"id": "coastal-storm"}, articles/storm-2.json {"id": "coastal-storm"}

Good:
    articles/coastal-storm.json {"id": "coastal-storm"}
    passes/annotator-1/coastal-storm.json {"id": "coastal-storm", "origin": {"name": "annotator-1"}}

Fix: give the later article an id of its own.

See: schema/article.schema.json
"""

from collections.abc import Iterator
from pathlib import PurePath

from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted

_PASSES = "passes"


@rule("KH601", scope="corpus", severity="error")
def duplicate_article_id() -> Watch:
    seen: dict[tuple[str, str], str] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        document, name = reading.document, index.article.id
        here = f"{document.file}:{document.line}"
        first = seen.setdefault((name, _annotator(reading, index)), here)
        if first != here:
            yield Hit(f"the article {quoted(name)} also stands at {first}", "/id", mark=first)

    return watch


def _annotator(reading: Reading, index: Index) -> str:
    """Whose pass it is, "" for an article itself."""
    folders = PurePath(reading.document.file).parts[:-1]
    origin = index.article.origin
    if _PASSES in folders:
        return "/".join(folders[folders.index(_PASSES) :])
    return origin.name or "" if origin and origin.kind == "human" else ""
