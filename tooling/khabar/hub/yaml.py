"""The little YAML that a dataset card needs, written so that no reader can misread it."""

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_/.<>-]*")
_WORDS_OF_YAML = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def dump(value: Any, indent: int = 0) -> str:  # noqa: ANN401 - any JSON value
    """A value as block YAML; strings are quoted unless nothing else can be read into them.

    Example:
        >>> print(dump({"language": ["ar", "no"], "rows": 3}), end="")
        language:
        - ar
        - "no"
        rows: 3
    """
    margin = " " * indent
    if isinstance(value, dict):
        return "".join(
            f"{margin}{_scalar(str(name))}:{_after(one, indent)}" for name, one in value.items()
        )
    items = []
    for one in value:
        block = isinstance(one, (dict, list)) and one
        shown = dump(one, indent + 2).removeprefix(margin + "  ") if block else _scalar(one) + "\n"
        items.append(f"{margin}- {shown}")
    return "".join(items)


def _after(value: Any, indent: int) -> str:  # noqa: ANN401 - any JSON value
    """What follows the colon of a key."""
    if isinstance(value, dict) and value:
        return "\n" + dump(value, indent + 2)
    if isinstance(value, list) and value:
        return "\n" + dump(value, indent)
    return f" {_scalar(value)}\n"


def _scalar(value: Any) -> str:  # noqa: ANN401 - any JSON value
    plain = isinstance(value, str) and _PLAIN.fullmatch(value)
    if plain and value.lower() not in _WORDS_OF_YAML:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
