"""Every rule on its case files: the whole list of findings is compared, and their places."""

import pytest

from khabar.problem import Finding
from khabar.rules import rules
from khabar.store import Document
from rules.cases import ROOT, Case, assert_place, cases

CASES = cases()
OF_FILES = {"KH001"}
"""Rules whose cases cannot stand in a repository: a file that cannot be opened."""
CODES = [code for code, one in rules().items() if one.scope != "release" and code not in OF_FILES]
"""The rules whose cases are documents; those of releases are tested with the hub."""


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
    if case.places is not None:
        assert [(one.place.line, one.place.column) for one in findings] == case.places
    if case.fingerprints is not None:
        assert [one.fingerprint for one in findings] == case.fingerprints
    if case.fixes is not None:
        assert case.offers() == case.fixes
    assert case.passes()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_about_its_rule(case: Case) -> None:
    assert (case.code in dict(case.expected)) != case.good


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_rule_finds_the_same_alone(case: Case) -> None:
    alone = [(one.code, one.pointer) for one in case.alone()]
    assert alone == [pair for pair in case.expected if pair[0] == case.code]


@pytest.mark.parametrize("case", [case for case in CASES if not case.good], ids=_name)
def test_bad_cases_say_what_is_offered(case: Case) -> None:
    assert (case.fixes is not None) == (rules()[case.code].fix != "none")


@pytest.mark.parametrize("code", CODES)
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
                assert_place(document, finding)


def _stands_in(finding: Finding, document: Document) -> bool:
    place = finding.place
    return place.file == document.file and (not document.in_lines or place.line == document.line)
