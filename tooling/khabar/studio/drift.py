"""How a project's labelling configuration differs from the one the schema asks for."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from msgspec import Struct

from khabar.formats.label_studio.controls import REASON
from khabar.problem import KhabarError

_VALUES = ("Label", "Choice", "Relation")


class Control(Struct, frozen=True, kw_only=True):
    """One control of a configuration: its kind and the values it stores."""

    kind: str
    values: frozenset[str]


def controls(xml: str) -> dict[str, Control]:
    """The controls of a configuration by name; the relations under ``relations``.

    Raises:
        KhabarError: if it is not XML.
    """
    try:
        root = ET.fromstring(xml)  # noqa: S314
    except ET.ParseError as error:
        raise KhabarError(f"the labelling configuration is not XML: {error}") from error
    found: dict[str, Control] = {}
    for element in root.iter():
        name = element.get("name") if element.get("toName") else None
        if element.tag == "Relations":
            name = "relations"
        if name:
            found[name] = Control(kind=element.tag, values=_values(element))
    return found


def _values(element: ET.Element) -> frozenset[str]:
    inner = (one for one in element.iter() if one.tag in _VALUES)
    return frozenset(one.get("alias") or one.get("value") or "" for one in inner)


def unusable(wanted: str, live: str) -> list[str]:
    """What the live configuration lacks of the wanted one, a phrase each.

    What it has besides is no obstacle.

    Raises:
        KhabarError: if one of them is not XML.
    """
    return _lacking(controls(wanted), controls(live) if live.strip() else {}, "it lacks")


def adjudicates(live: str) -> bool:
    """Whether a live configuration is that of the page for adjudication.

    Raises:
        KhabarError: if it is not XML.
    """
    return bool(live.strip()) and REASON in controls(live)


def drift(wanted: str, live: str) -> list[str]:
    """Every difference that matters to what is stored, a phrase each; looks are left aside.

    Raises:
        KhabarError: if one of them is not XML.
    """
    here, there = controls(wanted), controls(live) if live.strip() else {}
    lacking = _lacking(here, there, "it lacks")
    return lacking + _lacking(there, here, "only it has")


def _lacking(wanted: Mapping[str, Control], live: Mapping[str, Control], verb: str) -> list[str]:
    said: list[str] = []
    for name, control in wanted.items():
        other = live.get(name)
        if other is None:
            said.append(f"{verb} the control {name}")
        elif other.kind != control.kind:
            said.append(f"{name} is {other.kind}, not {control.kind}")
        elif missing := sorted(control.values - other.values):
            some = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
            said.append(f"{verb} {some} in {name}")
    return said
