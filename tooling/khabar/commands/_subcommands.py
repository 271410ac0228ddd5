"""Subcommands that are loaded when they are asked for: none waits for what others import."""

import importlib
import pkgutil
from collections.abc import Iterator, MutableMapping
from types import ModuleType
from typing import Any, ClassVar, TypeAlias, cast

import typer
from typer.core import TyperCommand, TyperGroup

Command: TypeAlias = TyperCommand | TyperGroup


class Subcommands(MutableMapping[str, Command]):
    """The subcommands of a room by their names.

    A module of the room offers a function ``command``, or as ``app`` a group of several; a package
    is a group whose help is its docstring. What begins with an underscore is neither.

    Args:
        room: name of the package that they lie in.
    """

    def __init__(self, room: str) -> None:
        names = (one.name for one in pkgutil.iter_modules(importlib.import_module(room).__path__))
        self._room = room
        self._loaded: dict[str, Command | None] = {
            name: None for name in sorted(names) if not name.startswith("_")
        }

    def __getitem__(self, name: str) -> Command:
        if (command := self._loaded[name]) is None:
            command = _command(importlib.import_module(f"{self._room}.{name}"), name)
            self._loaded[name] = command
        return command

    def __setitem__(self, name: str, command: Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


class Room(TyperGroup):
    """A group that offers what lies in a room.

    Attributes:
        room: name of the package.
    """

    room: ClassVar[str]

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever Typer gives a group
        super().__init__(**settings)
        self.commands = cast("Any", Subcommands(self.room))


def _command(module: ModuleType, name: str) -> Command:
    """A module's command, or its group of them."""
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(add_completion=False)
        if hasattr(module, "__path__"):
            kind = type("Room", (Room,), {"room": module.__name__})
            app.callback(cls=kind, help=module.__doc__, no_args_is_help=True)(lambda: None)
        else:
            app.command()(module.command)
    command = cast("Command", typer.main.get_command(app))
    command.name = name
    return command
