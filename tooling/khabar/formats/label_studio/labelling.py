"""The configuration of somebody's labelling page: controls, what they offer, what they are about.

It says what no export says of itself: which key of the data a text comes from, which labels
there should be, and which columns of JSON-MIN are answers.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct

from khabar.problem import KhabarError, Place

_OPTIONS = ("Label", "Choice", "Relation")
_RELATIONS = "Relations"


class Control(Struct, frozen=True, kw_only=True):
    """One control of a page.

    Attributes:
        kind: its tag in lower case, which is the type of its results.
        values: what it stores: aliases where there are some.
        open: whether it takes more than the page lists: from the task, or free text.
        key: the key of the task's data that its object shows, "" if that is not a key.
    """

    kind: str
    values: frozenset[str]
    open: bool
    key: str


class Labelling(Struct, frozen=True, kw_only=True):
    """A page: its controls by name, and the names of its relations."""

    controls: Mapping[str, Control]
    relations: frozenset[str] = frozenset()

    def of_the_text(self) -> dict[str, str]:
        """The controls that may answer for a text as a whole, with the types of their results."""
        kinds = ("choices", "taxonomy", "textarea", "rating", "number")
        return {name: one.kind for name, one in self.controls.items() if one.kind in kinds}

    def text_keys(self) -> list[str]:
        """The keys that label controls count into."""
        labels = [one for one in self.controls.values() if one.kind.endswith("labels")]
        return list(dict.fromkeys(one.key for one in labels or self.controls.values() if one.key))


def read_labelling(path: Path) -> Labelling:
    """Read a labelling configuration from its file.

    Raises:
        KhabarError: with the place, if it cannot be read or is not XML.
    """
    try:
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - expat limits what entities may do
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{path}: cannot be read: {reason}") from error
    except ET.ParseError as error:
        line, column = error.position
        place = Place(file=str(path), line=line, column=column + 1, end_line=line)
        raise KhabarError(f"this is no configuration: {error}", place=place) from error
    objects = {one.get("name"): one.get("value", "") for one in root.iter() if one.get("name")}
    controls = {name: _control(one, objects) for one in root.iter() for name in _names(one)}
    relations = {value for one in root.iter(_RELATIONS) for value in _options(one)}
    if not controls:
        raise KhabarError(f"{path}: this configuration has no controls")
    return Labelling(controls=controls, relations=frozenset(relations))


def _names(element: ET.Element) -> Iterator[str]:
    name = element.get("name")
    if name and element.get("toName"):
        yield name


def _control(element: ET.Element, objects: Mapping[str | None, str]) -> Control:
    kind = element.tag.lower()
    shown = objects.get(element.get("toName"), "")
    return Control(
        kind=kind,
        values=frozenset(_options(element)),
        open=bool(element.get("value")) or kind in ("textarea", "rating", "number", "datetime"),
        key=shown[1:] if shown.startswith("$") else "",
    )


def _options(element: ET.Element) -> Iterator[str]:
    for one in element.iter():
        if one.tag in _OPTIONS:
            yield one.get("alias") or one.get("value") or ""
