"""Imports go down only, and each room keeps to its own business."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tooling" / "khabar"
LEVELS = [
    {"problem"},
    {"text"},
    {"model"},
    {"schema"},
    {"store"},
    {"diff"},
    {"census"},
    {"agreement"},
    {"adjudication"},
    {"rules", "formats", "ingest"},
    {"splitting"},
    {"studio", "hub", "reports"},
    {"reading", "scale"},
    {"commands"},
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
TOP = {"__init__", "__main__"}
"""The package's own face: may use every room, and no room may use it but for the version."""
FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("khabar"):
            if node.module == "khabar":
                yield from ((node.lineno, f"khabar.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            yield from (
                (node.lineno, alias.name) for alias in node.names if alias.name.startswith("khabar")
            )


def test_every_file_stands_in_a_known_room() -> None:
    assert {room(path) for path in FILES} - TOP <= set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    own = room(path)
    if own in TOP:
        return
    for line, module in imports(path):
        other = module.split(".")[1] if "." in module else ""
        if other == own or other == "__version__":
            continue
        assert other in LEVEL, f"{path}:{line} uses {module}, which is in no room"
        down = LEVEL[other] < LEVEL[own]
        assert down, f"{path}:{line}: {own} may not use {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_commands_print_or_exit(path: Path) -> None:
    if room(path) in {"commands", "__main__"}:
        return
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"print", "input", "exit", "quit"}


def test_nobody_but_the_schema_room_names_its_files() -> None:
    for path in FILES:
        if room(path) == "schema":
            continue
        tree = ast.parse(path.read_text())
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = "article.schema.json" in node.value or "schema/labels" in node.value
                assert id(node) in prose or not named, f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_caught_blindly_or_asserted(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            named = node.type
            assert named is not None, f"{path}:{node.lineno}: a bare except"
            assert getattr(named, "id", "") != "Exception", f"{path}:{node.lineno}"
        assert not isinstance(node, ast.Assert), f"{path}:{node.lineno}: an assert on data"
