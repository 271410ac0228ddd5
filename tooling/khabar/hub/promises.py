"""What the card of a dataset promises to those who load it: columns, types, labels, splits."""

from collections.abc import Iterator
from typing import Any

from khabar.problem import KhabarError, MissingExtraError

Promise = str | tuple[str, ...]
"""A type's name; of a column of labels their names in the order of their numbers."""


def promises(card: str) -> dict[str, Promise]:
    """What a card's YAML says, by paths such as ``quotes/chain[].relay`` and ``quotes:test``.

    The card is read, not the files, because `datasets` believes it before them.

    Raises:
        KhabarError: if the card has no YAML that describes its configurations.
        MissingExtraError: if PyYAML, which comes with the hub's client, is not installed.
    """
    found: dict[str, Promise] = {}
    for one in _infos(card):
        name = one["config_name"]
        found |= {f"{name}:{split['name']}": "split" for split in one["splits"]}
        found |= {f"{name}/{path}": promise for path, promise in _columns(one["features"], "")}
    return found


def _infos(card: str) -> list[dict[str, Any]]:
    try:
        import yaml
    except ModuleNotFoundError as error:
        raise MissingExtraError("reading a card", "hub") from error
    try:
        infos = yaml.safe_load(card.split("---\n")[1])["dataset_info"]
    except (yaml.YAMLError, IndexError, KeyError, TypeError) as error:
        raise KhabarError(f"README.md does not say what its columns are: {error!r}") from error
    return infos if isinstance(infos, list) else [infos]


def _columns(fields: list[dict[str, Any]], above: str) -> Iterator[tuple[str, Promise]]:
    for field in fields:
        yield from _column(field, f"{above}{field['name']}")


def _column(node: dict[str, Any], path: str) -> Iterator[tuple[str, Promise]]:
    """Yield what a node and those below it promise."""
    inner = node.get("list", node.get("sequence"))
    if "struct" in node:
        yield path, "record"
        yield from _columns(node["struct"], f"{path}.")
    elif isinstance(inner, list):
        yield path, "list"
        yield from _columns(inner, f"{path}[].")
    elif isinstance(inner, dict):
        yield path, "list"
        yield from _column(inner, f"{path}[]")
    elif inner is not None:
        yield path, f"list of {inner}"
    else:
        yield path, _plain(node["dtype"])


def _plain(dtype: Any) -> Promise:  # noqa: ANN401 - as YAML has it
    if isinstance(dtype, dict) and "class_label" in dtype:
        names = dtype["class_label"]["names"]
        return tuple(names.values() if isinstance(names, dict) else names)
    return str(dtype)
