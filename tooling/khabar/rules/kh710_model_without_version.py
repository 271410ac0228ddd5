"""KH710: model-without-version.

An origin is a model or a rule and has no name, or a model has no version.

Why: a model's annotations can be repeated, compared and thrown away only if one knows which model
it was.

Bad:
    "origin": {"kind": "model", "name": "stance-baseline"}

Good:
    "origin": {"kind": "model", "name": "stance-baseline", "version": "0.1"}

Fix: give the name and the version.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.model import Origin
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH710", severity="warning")
def model_without_version(index: Index) -> Iterator[Hit]:
    origin = index.article.origin
    if origin is not None and (missing := _missing(origin)):
        yield Hit(f"the origin of the article is a {origin.kind} without {missing}", "/origin")
    for pointer, one in index.with_origin:
        if one.origin is not None and (missing := _missing(one.origin)):
            message = f"the origin of {one.id} is a {one.origin.kind} without {missing}"
            yield Hit(message, f"{pointer}/origin")


def _missing(origin: Origin) -> str:
    if origin.kind not in ("model", "rule"):
        return ""
    wanted = ("name", "version") if origin.kind == "model" else ("name",)
    return " and ".join(field for field in wanted if getattr(origin, field) is None)
