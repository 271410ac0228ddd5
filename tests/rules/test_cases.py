"""Every rule on its case files: the whole list of findings is compared, and their places."""

import json

import pytest

from khabar.problem import Finding
from khabar.rules import rules
from khabar.store import Document
from rules.cases import ROOT, Case, cases

CASES = cases()
OF_FILES = {"KH001"}
"""Rules whose cases cannot stand in a repository: a file that cannot be opened."""


def _name(case: Case) -> str:
    return f"{case.code}/{case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(case: Case) -> None:
    findings = case.findings()
    assert [(one.code, one.pointer) for one in findings] == case.expected
    if case.messages is not None:
        assert [one.message for one in findings] == case.messages
    if case.ranges is not None:
        assert [(one.start, one.end) for one in findings] == case.ranges


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_about_its_rule(case: Case) -> None:
    assert (case.code in dict(case.expected)) != case.good


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_rule_finds_the_same_alone(case: Case) -> None:
    alone = [(one.code, one.pointer) for one in case.findings(select=[case.code])]
    assert alone == [pair for pair in case.expected if pair[0] == case.code]


@pytest.mark.parametrize("code", [code for code in rules() if code not in OF_FILES])
def test_every_rule_has_good_and_bad_cases(code: str) -> None:
    kinds = {case.good for case in CASES if case.code == code}
    assert kinds == {True, False}, f"{ROOT / code} needs a good-*.json and a bad-*.json"


def test_every_case_belongs_to_a_rule() -> None:
    assert {case.code for case in CASES} <= set(rules())


@pytest.mark.parametrize("case", [case for case in CASES if not case.good], ids=_name)
def test_places_hold_the_values(case: Case) -> None:
    for document in case.documents:
        for finding in case.findings():
            if _stands_in(finding, document) or len(case.documents) == 1:
                _assert_place(document, finding)


def _stands_in(finding: Finding, document: Document) -> bool:
    place = finding.place
    return place.file == document.file and (not document.in_lines or place.line == document.line)


def _assert_place(document: Document, finding: Finding) -> None:
    """Read the JSON at the place and compare it with the value that the pointer names."""
    if finding.code in ("KH002", "KH003", "KH004", "KH006", "KH007", "KH009"):
        return
    found = _at_place(document, finding)
    if finding.code in ("KH104", "KH005"):
        assert json.loads(found) == _unescaped(finding.pointer.rpartition("/")[2])
    else:
        assert json.loads(found) == _value(
            json.loads(document.data.removeprefix(b"\xef\xbb\xbf")), finding.pointer
        )


def _at_place(document: Document, finding: Finding) -> str:
    place = finding.place
    lines = document.data.decode("utf-8-sig").split("\n")
    lines = lines[place.line - document.line : place.end_line - document.line + 1]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _value(value: object, pointer: str) -> object:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[_unescaped(step)]
    return value
