"""The census in the metadata of a corpus: written anew while all else stays as it is."""

import json
import re
from pathlib import Path

from khabar.census.pinned import Numbers
from khabar.problem import KhabarError
from khabar.store import Document, JsonMap, decoded, parsed, write_bytes

METADATA = "metadata.json"

_STYLE = re.compile(r"\s*\{[ \t]*(\r?\n)([ \t]+)\S")
_LINE = re.compile(r"\r?\n")


def read_census(file: Path) -> dict[str, object]:
    """The census that a file of metadata states; nothing if it states none.

    Raises:
        KhabarError: if the file cannot be read, or holds no object of JSON.
    """
    _, value = _read(file)
    census = value.get("census")
    return census if isinstance(census, dict) else {}


def write_census(file: Path, numbers: Numbers) -> bool:
    """Put a census into a file of metadata; nothing else in it changes, not even a blank.

    Returns:
        Whether the file has changed.

    Raises:
        KhabarError: if the file cannot be read or written, or holds no object of JSON.
    """
    text, value = _read(file)
    if value.get("census") == numbers:
        return False
    return write_bytes(file, _with_census(text, numbers, str(file)).encode())


def _read(file: Path) -> tuple[str, dict[str, object]]:
    try:
        document = Document(str(file), 1, file.read_bytes())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{file}: cannot be read: {reason}") from error
    text = decoded(document)
    value = parsed(document, text)
    if not isinstance(value, dict):
        raise KhabarError(f"{file}: this is no object of JSON, so it can state no census")
    return text, value


def _with_census(text: str, numbers: Numbers, name: str) -> str:
    places = JsonMap(text, name)
    written = _written(numbers, text)
    if "/census" in places.values:
        start, end = places.values["/census"]
        return text[:start] + written + text[end:]
    start, end = places.values[""]
    inside = text[start + 1 : end - 1]
    style = _STYLE.match(text)
    head = inside.rstrip()
    comma = "," if head else ""
    colon = ":" if _is_tight(text) else ": "
    before = style[1] + style[2] if style else colon[1:] if head else ""
    added = f'{comma}{before}"census"{colon}{written}'
    return text[: start + 1] + head + added + inside[len(head) :] + text[end - 1 :]


def _is_tight(text: str) -> bool:
    """Whether JSON has no blanks between a name and its value."""
    return '":' in text and '": ' not in text


def _written(numbers: Numbers, text: str) -> str:
    """The census as the other members of the object are written: on lines, or all on one."""
    style = _STYLE.match(text)
    if style is None:
        separators = (",", ":") if _is_tight(text) else (", ", ": ")
        return json.dumps(numbers, ensure_ascii=False, separators=separators)
    lines = json.dumps(numbers, ensure_ascii=False, indent=style[2])
    return _LINE.sub(style[1] + style[2], lines)
