"""Agreement for people and machines: one form, one file."""

from collections.abc import Callable, Mapping
from typing import TextIO

from khabar.agreement import Agreement
from khabar.reports.agreement import html, json, markdown, text

FORMS: Mapping[str, Callable[[Agreement, TextIO], None]] = {
    "text": text.write,
    "json": json.write,
    "markdown": markdown.write,
    "html": html.write,
}
"""How agreement is written, by name."""

__all__ = ["FORMS"]
