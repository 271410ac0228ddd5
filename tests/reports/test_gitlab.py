"""The Code Quality report of GitLab."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.problem import Place

FSI, PDI = "\u2068", "\u2069"


def test_an_entry(finding, written) -> None:
    (entry,) = json.loads(written("gitlab", [finding(7, excerpt="قالت")]))
    fingerprint = entry.pop("fingerprint")
    assert entry == {
        "description": "KH205 span-text-differs: "
        f"the span says '{FSI}سلمى{PDI}', not 'x' — {FSI}قالت{PDI}",
        "check_name": "KH205",
        "severity": "critical",
        "location": {"path": "articles/a b.json", "lines": {"begin": 7}},
    }
    assert len(fingerprint) == 32


@pytest.mark.parametrize(
    "code, severity, grade",
    [
        ("KH001", "error", "blocker"),
        ("KH103", "error", "blocker"),
        ("KH006", "warning", "major"),
        ("KH205", "error", "critical"),
        ("KH205", "warning", "major"),
        ("KH310", "info", "info"),
    ],
)
def test_grades(finding, written, code, severity, grade) -> None:
    (entry,) = json.loads(written("gitlab", [finding(code=code, severity=severity)]))
    assert entry["severity"] == grade


def test_fingerprints_outlive_edits_elsewhere(finding, written) -> None:
    (first,) = json.loads(written("gitlab", [finding(3)]))
    (later,) = json.loads(written("gitlab", [finding(40)]))
    assert first["fingerprint"] == later["fingerprint"]


def test_an_article_and_its_pass_have_their_own_fingerprints(finding, written) -> None:
    other = Place(file="passes/1/a b.json", line=3)
    entries = json.loads(written("gitlab", [finding(3), finding(3, place=other), finding(3)]))
    assert len({one["fingerprint"] for one in entries}) == 3
    (alone,) = json.loads(written("gitlab", [finding(3, place=other)]))
    assert alone["fingerprint"] == entries[1]["fingerprint"]


def test_paths_are_relative(finding, written, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    places = [Place(file=str(tmp_path / "x" / "a.json")), Place(file="./x/a.json")]
    entries = json.loads(written("gitlab", [finding(place=place) for place in places]))
    assert [one["location"]["path"] for one in entries] == ["x/a.json"] * 2


@given(data=st.data())
def test_it_is_always_right(any_findings, written, data) -> None:
    findings = data.draw(any_findings)
    said = written("gitlab", findings)
    said.encode()
    entries = json.loads(said)
    assert len({one["fingerprint"] for one in entries}) == len(entries) == len(findings)
    for one in entries:
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert one["location"]["path"]
        assert one["location"]["lines"]["begin"] >= 1
