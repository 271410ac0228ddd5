"""A census for people and machines: one form, one file."""

from collections.abc import Callable, Mapping
from typing import TextIO

from khabar.census import Statistics
from khabar.reports.census import json, markdown, text

FORMS: Mapping[str, Callable[[Statistics, TextIO, int], None]] = {
    "text": text.write,
    "json": json.write,
    "markdown": markdown.write,
}
"""How a census is written, by name; the number says how many rows tables without end have."""

__all__ = ["FORMS"]
