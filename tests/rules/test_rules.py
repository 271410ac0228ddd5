"""The rules as a collection: their pages, names, files and how they are chosen."""

import inspect
import re
from pathlib import Path

import pytest

from khabar.problem import KhabarError
from khabar.rules import FAMILIES, PARTS, Rule, chosen, rules

TOP = Path(__file__).parents[2]
_DECISION = re.compile(r"^\| ([A-Z]\d+) \|", re.MULTILINE)
"""A row of a decision table of the guidelines."""
EVERY = pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)


@EVERY
def test_page_has_its_parts(rule: Rule) -> None:
    assert rule.doc.startswith(f"{rule.code}: {rule.name}.\n\n")
    assert re.match(r"`|[A-Z]", rule.part("What"))
    for part in PARTS:
        assert rule.part(part), f"the page of {rule.code} has no {part}"
    heads = [head for head in re.findall(r"^(\w+):", rule.doc, re.MULTILINE) if head in PARTS]
    assert tuple(heads) == PARTS


@EVERY
def test_page_stands_on_something_that_exists(rule: Rule) -> None:
    assert (TOP / rule.stands_on).is_file()


@EVERY
def test_page_cites_decisions_that_are_made_there(rule: Rule) -> None:
    page = (TOP / rule.stands_on).read_text(encoding="utf-8")
    made = set(_DECISION.findall(page)) if rule.decisions else set()
    missing = set(rule.decisions) - made
    assert not missing, f"{rule.code} cites {sorted(missing)}, no rows of {rule.stands_on}"
    assert list(rule.decisions) == sorted(set(rule.decisions), key=_in_order)


def _in_order(decision: str) -> tuple[str, int]:
    return decision[0], int(decision[1:])


def test_every_page_of_decisions_but_the_overview_has_rules() -> None:
    pages = {one.stands_on for one in rules().values() if one.decisions}
    guidelines = (TOP / "corpus" / "guidelines").glob("*.md")
    tables = {one for one in guidelines if _DECISION.search(one.read_text(encoding="utf-8"))}
    assert pages == {one.relative_to(TOP).as_posix() for one in tables}


@EVERY
def test_one_rule_one_file(rule: Rule) -> None:
    file = Path(inspect.getsourcefile(rule.run))
    assert file.name == f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 150


@EVERY
def test_code_and_name(rule: Rule) -> None:
    assert re.fullmatch(r"KH[0-8]\d\d", rule.code)
    assert rule.code[:3] in FAMILIES
    assert not rule.name.startswith(("no-", "check-"))


def test_every_file_of_the_room_is_a_rule_or_private() -> None:
    room = TOP / "tooling" / "khabar" / "rules"
    files = {one.stem for one in room.glob("*.py") if not one.stem.startswith("_")}
    assert files == {f"{one.code.lower()}_{one.name.replace('-', '_')}" for one in rules().values()}


def test_names_are_unique() -> None:
    assert len({one.name for one in rules().values()}) == len(rules())


@pytest.mark.parametrize(
    "select, ignore, expected",
    [
        (["KH21"], [], ["KH210", "KH211", "KH212", "KH213", "KH214", "KH215", "KH216"]),
        (["span-reversed"], [], ["KH211"]),
        (["KH40", "KH601"], ["KH404", "type-against-marks", "KH407"],
         ["KH401", "KH402", "KH403", "KH405", "KH406", "KH409", "KH601"]),
    ],
)  # fmt: skip
def test_chosen(select: list[str], ignore: list[str], expected: list[str]) -> None:
    assert [one.code for one in chosen(select, ignore)] == expected


def test_nothing_selected_is_everything() -> None:
    assert [one.code for one in chosen()] == list(rules())


@pytest.mark.parametrize("word", ["KH999", "no-such-rule", ""])
def test_an_unknown_word_is_an_error(word: str) -> None:
    with pytest.raises(KhabarError, match="khabar rule"):
        chosen(ignore=[word])
