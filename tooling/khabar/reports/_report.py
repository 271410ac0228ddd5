"""What a report is: a module with a `NAME` and a function `write`."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TextIO

from msgspec import Struct

from khabar.problem import Finding, KhabarError


class Report(Struct, frozen=True, kw_only=True):
    """A form in which findings are written.

    Attributes:
        name: what the user calls it.
        description: its module's first line.
        write: writes findings to a stream as they come, as far as the form allows.
        summary: the findings as a page of Markdown, for forms whose place has room for one.
    """

    name: str
    description: str
    write: Callable[[Iterable[Finding], TextIO], None]
    summary: Callable[[Iterable[Finding]], str] | None = None


@cache
def reports() -> Mapping[str, Report]:
    """The reports by name.

    Example:
        >>> "text" in reports()
        True
    """
    room = importlib.import_module("khabar.reports")
    found = {}
    for module in pkgutil.iter_modules(room.__path__):
        if not (module.ispkg or module.name.startswith("_")):
            loaded = importlib.import_module(f"khabar.reports.{module.name}")
            found[loaded.NAME] = Report(
                name=loaded.NAME,
                description=(loaded.__doc__ or "").partition("\n")[0],
                write=loaded.write,
                summary=getattr(loaded, "summary", None),
            )
    return found


def report(name: str) -> Report:
    """A report by its name.

    Raises:
        KhabarError: if there is none of that name.
    """
    if name not in reports():
        known = ", ".join(sorted(reports()))
        raise KhabarError(f"there is no output format {name!r}; known are {known}")
    return reports()[name]
