"""The dataset card, written from the data: YAML for machines, a short part for people."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from khabar.formats.parquet.shapes import Label, Record, Shape, Value, card_features
from khabar.hub import yaml
from khabar.hub.census import Census
from khabar.hub.configurations import Configuration, configurations
from khabar.hub.manifest import Table
from khabar.model import SCHEMA
from khabar.schema import labels

_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"))
_CREATORS = {
    "human": "expert-generated",
    "model": "machine-generated",
    "rule": "machine-generated",
    "import": "found",
    "": "other",
}
_TAGS = ["news", "quotations", "quotation-attribution", "stance", "nested-entities", "iptc"]
_VOCABULARIES = (
    ("mentions", "mention-types", "Mentions"),
    ("quotes", "quote-types", "Quotes"),
    ("stances", "stances", "Stances"),
)


class About(Struct, frozen=True, kw_only=True):
    """What a corpus says of itself in ``metadata.json``; what else stands there is its own.

    Attributes:
        title: of the dataset.
        description: a paragraph on what it is, in Markdown.
        license: SPDX id.
        version: of the data.
    """

    title: str
    description: str = ""
    license: str | None = None
    version: str | None = None


Tables = Mapping[str, Mapping[str, Table]]
"""What was written, by configuration, then by split."""


def card(about: About, census: Census, tables: Tables) -> str:
    """The README of a dataset.

    Args:
        about: what its corpus says of itself.
        census: counts over all articles.
        tables: what was written, by configuration, then by split.
    """
    head = yaml.dump(_metadata(about, census, tables))
    return f"---\n{head}---\n\n{_body(about, census, tables)}"


def license_of(about: About, census: Census) -> str:
    """The SPDX id of the corpus; else the one that all articles have; else "other"."""
    if about.license:
        return about.license
    found = census.of("license")
    whole = sum(found.values()) == census.articles
    return next(iter(found)) if whole and len(found) == 1 else "other"


def _metadata(about: About, census: Census, tables: Tables) -> dict[str, Any]:
    creators = sorted({_CREATORS[kind] for kind in census.of("origin")})
    return {
        "pretty_name": about.title,
        "language": sorted({tag.partition("-")[0] for tag in census.of("language")}),
        "language_details": ", ".join(sorted(census.of("language"))),
        "license": license_of(about, census).lower(),
        "size_categories": [_size(census.articles)],
        "task_categories": ["token-classification", "text-classification"],
        "task_ids": ["named-entity-recognition", "topic-classification"],
        "annotations_creators": creators or ["no-annotation"],
        "tags": _TAGS,
        "configs": [_config(one, splits) for one, splits in _filled(tables)],
        "dataset_info": [_info(one, splits) for one, splits in _filled(tables)],
    }


def _filled(tables: Tables) -> list[tuple[Configuration, dict[str, Table]]]:
    """What has rows; `datasets` loads no split without any."""
    kept = (
        (one, {split: table for split, table in tables[one.name].items() if table.rows})
        for one in configurations()
    )
    return [(one, splits) for one, splits in kept if splits]


def _size(articles: int) -> str:
    return next((name for limit, name in _SIZES if articles < limit), "1M<n<10M")


def _config(one: Configuration, splits: Mapping[str, Table]) -> dict[str, Any]:
    first = {"default": True} if one == configurations()[0] else {}
    files = [{"split": name, "path": f"data/{one.name}/{name}-*.parquet"} for name in splits]
    return {"config_name": one.name, **first, "data_files": files}


def _info(one: Configuration, splits: Mapping[str, Table]) -> dict[str, Any]:
    """`datasets` compares the counts when it loads, if each split has both."""
    counted = [
        {"name": name, "num_bytes": table.size, "num_examples": table.rows}
        for name, table in splits.items()
    ]
    return {
        "config_name": one.name,
        "features": card_features(one.shape),
        "splits": counted,
        "dataset_size": sum(table.size for table in splits.values()),
    }


def _body(about: About, census: Census, tables: Tables) -> str:
    parts = [
        f"# {about.title}",
        about.description,
        _what(about, census),
        "## Load it",
        _LOAD,
        _sizes(tables),
        "## Labels",
        *(_counts(census, *which) for which in _VOCABULARIES),
        "## Columns",
        *map(_columns, configurations()),
        "## Licence",
        _licence(about, census),
        "## Limits",
        _LIMITS,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _what(about: About, census: Census) -> str:
    version = f" Version {about.version} of the data." if about.version else ""
    status = ", ".join(f"{count} {name}" for name, count in census.of("status").items())
    return (
        f"{census.articles} news articles ({census.characters} characters) with mentions and the "
        "entities they refer to, quotes with their speakers and the chains that relayed them, "
        f"stances and topics. By status: {status}.{version} Schema {SCHEMA}, in `schema/`."
    )


_LOAD = """```python
from datasets import load_dataset

articles = load_dataset(PATH)               # PATH: this repository or folder
quotes = load_dataset(PATH, "quotes")       # any configuration below
```

Offsets are half-open and count Unicode code points: `article["text"][start:end]` is the span's
text. The column `article` of the other configurations is the `id` of `articles`."""

_LIMITS = """- Labels that were not decided are null; nothing was filled in.
- A time of publication without a zone was taken to be UTC.
- A stance is what the text shows, as the annotators read it; it is not a sentiment score.
- `manifest.json` has a digest of the rows of every split, which does not depend on the release of
  the software that wrote the files."""


def _sizes(tables: Tables) -> str:
    splits = list(next(iter(tables.values())))
    lines = [["configuration", "a row is", *splits]]
    lines += [
        [f"`{one.name}`", one.holds, *(str(tables[one.name][split].rows) for split in splits)]
        for one in configurations()
    ]
    return _table(lines)


def _counts(census: Census, subject: str, vocabulary: str, title: str) -> str:
    known = labels(vocabulary)
    table = [[title, "", "meaning", "count"]]
    for code, count in census.of(subject).items():
        label = known.get(code)
        arabic, meaning = (label.ar or "", label.definition) if label else ("", "Not decided.")
        table.append([f"`{code}`" if code else "", arabic, meaning, str(count)])
    return _table(table) if len(table) > 1 else ""


def _columns(one: Configuration) -> str:
    table = [["column", "type", "meaning"]]
    table += [[f"`{name}`", _type(shape), said] for name, shape, said in one.columns]
    return f"### `{one.name}`\n\n{_table(table)}"


def _type(shape: Shape) -> str:
    match shape:
        case Value(dtype=dtype):
            return dtype
        case Label():
            return "label"
        case Record():
            return "record"
    return f"list of {_type(shape.item)}"


def _licence(about: About, census: Census) -> str:
    name = license_of(about, census)
    if name == "other":
        return "The articles differ; each names its own in `publication.license`, if it has one."
    return f"{name}. What an article's own `publication.license` says comes before it."


def _table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
