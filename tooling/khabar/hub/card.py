"""The dataset card, written from the data: YAML for machines, a data statement for people."""

from collections.abc import Mapping
from typing import Any

from khabar.formats.parquet.shapes import Items, Label, Record, Shape, Value, card_features
from khabar.hub import yaml
from khabar.hub.about import About, license_of
from khabar.hub.census import Census
from khabar.hub.citation import bibtex
from khabar.hub.configurations import Configuration, configurations
from khabar.hub.manifest import Table
from khabar.hub.markdown import grid
from khabar.hub.statement import statement
from khabar.model import SCHEMA
from khabar.rules import hub_license, size_category
from khabar.schema import labels

_CREATORS = {
    "human": "expert-generated",
    "model": "machine-generated",
    "rule": "machine-generated",
    "import": "found",
    "": "other",
}
_TAGS = ["news", "quotations", "quotation-attribution", "stance", "nested-entities", "iptc"]
_TASKS = (
    ("mentions", "token-classification", "named-entity-recognition"),
    ("topics", "text-classification", "topic-classification"),
)
_VOCABULARIES = (
    ("mentions", "mention-types", "Mentions"),
    ("quotes", "quote-types", "Quotes"),
    ("stances", "stances", "Stances"),
    ("topics", "topics", "Topics, by the widest that the main one belongs to"),
)

Tables = Mapping[str, Mapping[str, Table]]
"""What was written, by configuration, then by split."""


def card(
    about: About,
    census: Census,
    tables: Tables,
    notes: Mapping[str, str],
    figures: Mapping[str, str],
) -> str:
    """The README of a dataset.

    Args:
        about: what its corpus says of itself.
        census: counts over all articles.
        tables: what was written, by configuration, then by split.
        notes: what else is known: paragraphs on ``agreement`` and ``splits``, the ``license_file``.
        figures: pictures in Markdown, by their subject.
    """
    head = yaml.dump(_metadata(about, census, tables, notes))
    return f"---\n{head}---\n\n{_body(about, census, tables, notes, figures)}"


def _metadata(
    about: About, census: Census, tables: Tables, notes: Mapping[str, str]
) -> dict[str, Any]:
    creators = sorted({_CREATORS[kind] for kind in census.of("origin")})
    tasks = [task for task in _TASKS if any(one.rows for one in tables[task[0]].values())]
    return {
        "pretty_name": about.title,
        "language": sorted({tag.partition("-")[0] for tag in census.of("language")}),
        "language_details": sorted(census.of("language")),
        **_named_license(about, census, notes),
        "size_categories": [size_category(census.articles)],
        "task_categories": [category for _, category, _ in tasks] or ["other"],
        "task_ids": [task for *_, task in tasks],
        "annotations_creators": creators or ["no-annotation"],
        "tags": _TAGS,
        "configs": [_config(one, splits) for one, splits in _filled(tables)],
        "dataset_info": [_info(one, splits) for one, splits in _filled(tables)],
    }


def _named_license(about: About, census: Census, notes: Mapping[str, str]) -> dict[str, str]:
    named = hub_license(license_of(about, census))
    if "license_name" in named and "license_file" in notes:
        named["license_link"] = notes["license_file"]
    return named


def _filled(tables: Tables) -> list[tuple[Configuration, dict[str, Table]]]:
    """What has rows; `datasets` loads no split without any."""
    kept = (
        (one, {split: table for split, table in tables[one.name].items() if table.rows})
        for one in configurations()
    )
    return [(one, splits) for one, splits in kept if splits]


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


def _body(
    about: About,
    census: Census,
    tables: Tables,
    notes: Mapping[str, str],
    figures: Mapping[str, str],
) -> str:
    parts = [
        f"# {about.title}",
        about.title_ar and f'<p dir="rtl">{about.title_ar}</p>',
        about.description,
        _what(about, census),
        "## Load it",
        _LOAD,
        _sizes(tables),
        *statement(about, census, notes, figures),
        "## Labels",
        _NUMBERS,
        *(_counts(census, *which, figures) for which in _VOCABULARIES),
        "## Columns",
        *map(_columns, configurations()),
        "## License",
        _license(about, census),
        "## Citation",
        f"```bibtex\n{bibtex(about)}```",
        "## Files",
        _FILES,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _what(about: About, census: Census) -> str:
    version = f" Version {about.version} of the data." if about.version else ""
    status = ", ".join(f"{count:,} {name}" for name, count in census.of("status").items())
    return (
        f"{census.articles:,} news articles ({census.words:,} words, {census.characters:,} "
        f"characters) with {census.sum('mentions'):,} mentions of {census.sum('entities'):,} "
        f"entities, {census.sum('quotes'):,} quotes with their speakers and the chains that "
        f"relayed them, {census.sum('stances'):,} stances, and topics. By status: {status}."
        f"{version} Schema {SCHEMA}, in `schema/`."
    )


_LOAD = """```python
from datasets import load_dataset

articles = load_dataset(PATH)               # PATH: this repository or folder
quotes = load_dataset(PATH, "quotes")       # any configuration below
```

Offsets are half-open and count Unicode code points: `article["text"][start:end]` is the span's
text. The column `article` of the other configurations is the `id` of `articles`."""

_NUMBERS = """The place of a label in its vocabulary is its number; a vocabulary only ever grows at
its end. Definitions with examples are in `schema/`, how labels are given is in `guidelines/`
where the corpus has a manual."""

_FILES = """- `croissant.json` describes the same tables in the words of Croissant; what labels and
  spans mean is in it.
- `manifest.json` has a digest of the rows of every split, which does not depend on the release of
  the software that wrote the files, and a SHA-256 of every file.
- `CITATION.cff` is the citation for programs."""


def _sizes(tables: Tables) -> str:
    splits = list(next(iter(tables.values())))
    lines = [["configuration", "a row is", *splits]]
    lines += [
        [f"`{one.name}`", one.holds, *(f"{tables[one.name][split].rows:,}" for split in splits)]
        for one in configurations()
    ]
    return grid(lines)


def _counts(
    census: Census, subject: str, vocabulary: str, title: str, figures: Mapping[str, str]
) -> str:
    known = labels(vocabulary)
    table = [[title, "", "meaning", "count"]]
    for code, count in census.of(subject).items():
        label = known.get(code)
        arabic, meaning = (label.ar or "", label.definition) if label else ("", "Not decided.")
        shown = f"`{code}`" if code else ""
        table.append([shown, arabic, meaning or (label.en if label else ""), f"{count:,}"])
    if len(table) == 1:
        return ""
    return "\n\n".join(part for part in (figures.get(subject, ""), grid(table)) if part)


def _columns(one: Configuration) -> str:
    table = [["column", "type", "meaning"]]
    table += [[f"`{name}`", _type(shape), said] for name, shape, said in one.columns]
    return f"### `{one.name}`\n\n{grid(table)}"


def _type(shape: Shape) -> str:
    match shape:
        case Value(dtype=dtype):
            return dtype
        case Label():
            return "label"
        case Record():
            return "record"
        case Items(item=item):
            return f"list of {_type(item)}"


def _license(about: About, census: Census) -> str:
    name = license_of(about, census)
    if name == "other":
        return "The articles differ; each names its own in `publication.license`, if it has one."
    return f"{name}. What an article's own `publication.license` says comes before it."
