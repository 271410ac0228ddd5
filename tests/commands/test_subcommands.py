"""Subcommands are found by their files, and loaded when they are asked for."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import khabar.commands
from khabar.commands import app
from khabar.commands._subcommands import Subcommands

ROOM = Path(khabar.commands.__file__).parent
LOADED = """
import sys
from khabar.commands import run
try:
    run()
finally:
    rooms = [one for one in sys.modules if one.startswith("khabar.commands.")]
    print(*sorted(one.removeprefix("khabar.commands.") for one in rooms), file=sys.stderr)
"""


def loaded(*arguments):
    """The modules of the room that one command loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr.split()


def test_a_command_loads_no_other():
    assert loaded("--version") == ["_subcommands"]
    assert loaded("rule", "KH101") == ["_subcommands", "rule"]
    there = loaded("studio", "config", "--help")
    assert {"studio", "studio.config"} <= set(there)
    assert not {"studio.push", "hub", "check", "ingest"} & set(there)


def offered(room):
    """What lies in a room for all to use."""
    return {one.stem for one in room.iterdir() if not one.name.startswith(("_", "."))}


@pytest.mark.parametrize("words", [(), ("studio",), ("hub",), ("scale",)])
def test_help_names_all_of_a_room(words):
    shown = CliRunner().invoke(app, [*words, "--help"])
    assert shown.exit_code == 0
    listed = shown.output[shown.output.index("Commands") :]
    first = {line.split()[1] for line in listed.splitlines() if len(line.split()) > 1}
    names = offered(ROOM.joinpath(*words))
    assert len(names) > 1
    assert names <= first


def test_every_command_and_group_has_its_name_and_its_help():
    commands = Subcommands(khabar.commands.__name__)
    assert set(commands) == offered(ROOM)
    assert len(commands) == len(offered(ROOM))
    for name, command in commands.items():
        assert command.name == name
        assert command.help
        assert commands[name] is command, "loaded once"


def test_a_slip_is_answered_with_the_right_word():
    shown = CliRunner().invoke(app, ["studio", "psuh"])
    assert shown.exit_code == 2
    assert "Did you mean 'push'?" in shown.output


def test_the_words_of_a_command_are_those_one_typed():
    assert "khabar studio pull" in CliRunner().invoke(app, ["studio", "pull", "-h"]).output
    assert "khabar schema upgrade" in CliRunner().invoke(app, ["schema", "upgrade", "-h"]).output


def test_a_command_that_is_made_elsewhere_can_be_put_in_and_taken_out():
    commands = Subcommands(khabar.commands.__name__)
    made = typer.main.get_command(typer.Typer(add_completion=False, callback=lambda: None))
    commands["made"] = made
    assert commands["made"] is made
    del commands["made"]
    assert "made" not in commands
    with pytest.raises(KeyError):
        commands["made"]
