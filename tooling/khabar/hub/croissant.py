"""``croissant.json``: the tables in the words of Croissant 1.0, with what spans and labels mean.

The file that the hub makes by itself drops label names; this one has each vocabulary as a record
set, and every Parquet file with its hash.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from khabar.formats.parquet.shapes import Items, Label, Record, Shape, Value
from khabar.hub.about import About, license_of
from khabar.hub.census import Census
from khabar.hub.citation import bibtex
from khabar.hub.configurations import Columns, configurations
from khabar.schema import labels, source_files

NAME = "croissant.json"

_TYPES = {
    "string": "sc:Text",
    "int32": "sc:Integer",
    "float64": "sc:Float",
    "bool": "sc:Boolean",
    "timestamp[ms]": "sc:DateTime",
}
_TERMS = """
citeAs column containedIn dataBiases dataCollection equivalentProperty extract field fileObject
fileProperty fileSet format includes isLiveDataset jsonPath key md5 parentField path
personalSensitiveInformation recordSet references regex repeated replace samplingRate separator
source subField transform
"""
_SPANS = (
    " Offsets are half-open and count Unicode code points of the column `text` of `articles`, not "
    "bytes and not UTF-16 units: text[start:end] in Python is the span's own `text`."
)

Node = dict[str, Any]


def croissant(about: About, census: Census, files: Mapping[str, tuple[str, int]]) -> str:
    """The content of the file.

    Args:
        about: what the corpus says of itself.
        census: counts over all articles.
        files: SHA-256 and bytes of each Parquet file, by its path in the dataset.
    """
    told: Node = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "name": about.title,
        "description": about.description or about.title,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "inLanguage": sorted(census.of("language")),
        "license": license_of(about, census),
        "version": about.version,
        "datePublished": about.released,
        "url": about.url,
        "citeAs": bibtex(about),
        "creator": [{"@type": "sc:Organization", "name": name} for name in about.cited],
        "distribution": [_file(path, *files[path]) for path in sorted(files)],
        "recordSet": [*_vocabularies(), *_tables(sorted(files))],
    }
    kept = {name: value for name, value in told.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _context() -> Node:
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    } | {name: f"cr:{name}" for name in _TERMS.split()}


def _file(path: str, digest: str, size: int) -> Node:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


@cache
def _names() -> Mapping[tuple[str, ...], str]:
    """What the record set of each list of labels is called: as its vocabulary, or its column."""
    files = [*(path.stem for path in source_files()[1:]), "entity-types"]
    vocabularies = {tuple(labels(name)): name for name in files}
    found: dict[tuple[str, ...], str] = {}
    for one in configurations():
        for name, shape, _ in one.columns:
            for column, label in _labels(name, shape):
                plain = column.replace("_", "-")
                found.setdefault(label.names, vocabularies.get(label.names, plain))
    return found


def _vocabularies() -> Iterator[Node]:
    """Every list of labels that a column has, as a record set with its data in it."""
    for names, name in sorted(_names().items(), key=lambda pair: pair[1]):
        yield _vocabulary(name, names)


def _labels(name: str, shape: Shape) -> Iterator[tuple[str, Label]]:
    """The label columns in a shape, each with its own name."""
    match shape:
        case Label():
            yield ("iob-tags" if "ner_tags" in name else name), shape
        case Items(item=item):
            yield from _labels(name, item)
        case Record(fields=fields):
            for inner, one in fields.items():
                yield from _labels(f"{name}-{inner}" if inner == "kind" else inner, one)
        case Value():
            pass


def _vocabulary(name: str, names: tuple[str, ...]) -> Node:
    known = labels(name) if _has_file(name) else {}
    told = ("number", "name", "ar", "definition")
    data = [
        {
            f"{name}/number": number,
            f"{name}/name": code,
            f"{name}/ar": (known[code].ar or "") if code in known else "",
            f"{name}/definition": known[code].definition if code in known else "",
        }
        for number, code in enumerate(names)
    ]
    kinds = ("sc:Integer", "sc:Text", "sc:Text", "sc:Text")
    fields = [
        {"@type": "cr:Field", "@id": f"{name}/{one}", "name": one, "dataType": kind}
        for one, kind in zip(told, kinds, strict=True)
    ]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": "What the numbers of a label column stand for; the list only ever grows.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{name}/number"},
        "field": fields,
        "data": data,
    }


def _has_file(name: str) -> bool:
    return name == "entity-types" or any(path.stem == name for path in source_files()[1:])


def _tables(paths: list[str]) -> Iterator[Node]:
    """One record set for each file: a split of a configuration, or a part of it."""
    for one in configurations():
        for path in paths:
            _, table, name = path.split("/")
            if table == one.name:
                split, _, rest = name.removesuffix(".parquet").partition("-")
                part = "" if rest == "00000-of-00001" else f"-{rest.partition('-')[0]}"
                key = f"{table}-{split}{part}"
                yield {
                    "@type": "cr:RecordSet",
                    "@id": key,
                    "name": key,
                    "description": f"The split `{split}` of `{table}`: a row is {one.holds}."
                    + _SPANS,
                    "field": list(_fields(key, path, one.columns)),
                }


def _fields(key: str, path: str, columns: Columns) -> Iterator[Node]:
    for name, shape, said in columns:
        source = {"fileObject": {"@id": path}, "extract": {"column": name}}
        yield from _field(f"{key}/{name}", name, shape, said, source)


def _field(key: str, name: str, shape: Shape, said: str, source: Node) -> Iterator[Node]:
    """A column; of records in a list the plain fields, for Croissant reads no deeper."""
    inner = shape.item if isinstance(shape, Items) else shape
    told: Node = {"@type": "cr:Field", "@id": key, "name": name, "description": said}
    many: Node = {"repeated": True} if isinstance(shape, Items) else {}
    match inner:
        case Value(dtype=dtype):
            yield told | {"dataType": _TYPES[dtype], "source": source} | many
        case Label():
            meaning = f"{said} A number: see the record set `{_names()[inner.names]}`."
            told |= {"description": meaning, "dataType": "sc:Integer", "source": source}
            yield told | many
        case Record(fields=fields):
            parts = [
                sub
                for part, one in fields.items()
                if isinstance(one, Value | Label)
                for sub in _field(f"{key}/{part}", part, one, part, _inside(source, part))
            ]
            yield told | {"subField": parts} | many


def _inside(source: Node, part: str) -> Node:
    return source | {"transform": {"jsonPath": part}}
