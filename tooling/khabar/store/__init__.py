"""Articles in files: the canonical form, reading, writing, and places in the JSON."""

from khabar.store.canonical import canonical, dumps, line
from khabar.store.files import (
    STDIN,
    STDIN_NAME,
    Document,
    article_files,
    decoded,
    documents,
    parse,
    parsed,
    point,
    read_article,
    read_articles,
    replacing,
    unwritable,
    write_article,
    write_bytes,
    write_lines,
)
from khabar.store.places import JsonMap

__all__ = [
    "STDIN",
    "STDIN_NAME",
    "Document",
    "JsonMap",
    "article_files",
    "canonical",
    "decoded",
    "documents",
    "dumps",
    "line",
    "parse",
    "parsed",
    "point",
    "read_article",
    "read_articles",
    "replacing",
    "unwritable",
    "write_article",
    "write_bytes",
    "write_lines",
]
