"""Articles in files: the canonical form, reading, writing, and places in the JSON."""

from khabar.store.canonical import canonical, dumps, line
from khabar.store.containers import Container, containers, contents, contents_files
from khabar.store.files import (
    STDIN,
    STDIN_NAME,
    Document,
    article_files,
    decoded,
    documents,
    lines,
    parse,
    parsed,
    point,
    read_article,
    read_articles,
    replacing,
    stretches,
    unwritable,
    write_article,
    write_bytes,
    write_lines,
)
from khabar.store.places import JsonMap

__all__ = [
    "STDIN",
    "STDIN_NAME",
    "Container",
    "Document",
    "JsonMap",
    "article_files",
    "canonical",
    "containers",
    "contents",
    "contents_files",
    "decoded",
    "documents",
    "dumps",
    "line",
    "lines",
    "parse",
    "parsed",
    "point",
    "read_article",
    "read_articles",
    "replacing",
    "stretches",
    "unwritable",
    "write_article",
    "write_bytes",
    "write_lines",
]
