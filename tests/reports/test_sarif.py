"""SARIF, against the JSON Schema of its version 2.1.0."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from khabar import __version__
from khabar.problem import Place
from khabar.reports import sarif
from khabar.rules import rules

FSI, PDI = "\u2068", "\u2069"
SCHEMA = Path(__file__).parents[1] / "data" / "sarif-2.1.0.schema.json"


@cache
def validator() -> Draft4Validator:
    schema = json.loads(SCHEMA.read_text())
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def valid(said: str) -> dict:
    """The run of a log that follows the schema."""
    said.encode()
    log = json.loads(said)
    assert [f"{list(one.path)}: {one.message}" for one in validator().iter_errors(log)] == []
    (run,) = log["runs"]
    return run


def test_the_schema_is_not_asleep(finding, written) -> None:
    log = json.loads(written("sarif", [finding()]))
    log["runs"][0]["results"][0]["level"] = "info"
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0
    assert len(list(validator().iter_errors(log))) == 2


def test_a_result(finding, written) -> None:
    run = valid(written("sarif", [finding(7, excerpt="قالت")]))
    (result,) = run["results"]
    fingerprints = result.pop("partialFingerprints")
    assert result == {
        "ruleId": "KH205",
        "ruleIndex": list(rules()).index("KH205"),
        "level": "error",
        "message": {"text": f"the span says '{FSI}سلمى{PDI}', not 'x'\n{FSI}قالت{PDI}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "articles/a%20b.json"},
                    "region": {"startLine": 7, "startColumn": 5, "endLine": 7, "endColumn": 9},
                },
                "logicalLocations": [{"fullyQualifiedName": "storm#/mentions/0/spans/0"}],
            }
        ],
    }
    assert set(fingerprints) == {"khabarFinding/v1", "primaryLocationLineHash"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_rules_come_along(written) -> None:
    run = valid(written("sarif", []))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("khabar", __version__)
    assert run["results"] == []
    assert [one["id"] for one in driver["rules"]] == list(rules())
    (one,) = [one for one in driver["rules"] if one["id"] == "KH205"]
    assert one["name"] == "span-text-differs"
    assert one["shortDescription"]["text"].startswith("The words a span carries are not")
    assert "One of the two is wrong" in one["fullDescription"]["text"]
    assert one["help"]["text"] == rules()["KH205"].doc
    assert "**Good**\n\n````\ntext " in one["help"]["markdown"]
    assert one["help"]["markdown"].endswith("**See**: schema/article.schema.json")
    assert one["defaultConfiguration"] == {"level": "error"}
    for one in driver["rules"]:
        assert 0 < len(one["shortDescription"]["text"]) <= 1024, one["id"]
        assert 0 < len(one["fullDescription"]["text"]) <= 1024, one["id"]


@pytest.mark.parametrize(
    "severity, level", [("error", "error"), ("warning", "warning"), ("info", "note")]
)
def test_levels(finding, written, severity, level) -> None:
    run = valid(written("sarif", [finding(severity=severity)]))
    assert run["results"][0]["level"] == level


@pytest.mark.parametrize(
    "file, uri",
    [
        ("./articles/a.json", "articles/a.json"),
        ("أخبار/خبر#1?.json", "%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AE%D8%A8%D8%B1%231%3F.json"),
        ("c:d.json", "c%3Ad.json"),
        ("<stdin>", "%3Cstdin%3E"),
        ("/elsewhere/a b.json", "file:///elsewhere/a%20b.json"),
        ("bad\udcff.json", "bad%FF.json"),
        ("half\udd00.json", "half%EF%BF%BD.json"),
        ("/half\ud800.json", "file:///half%EF%BF%BD.json"),
    ],
)
def test_uris(finding, written, file, uri) -> None:
    run = valid(written("sarif", [finding(place=Place(file=file))]))
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri}


def test_absolute_paths_below_become_relative(finding, written, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    place = Place(file=str(tmp_path / "x y" / "a.json"))
    run = valid(written("sarif", [finding(place=place)]))
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert unquote(location["uri"]) == "x y/a.json"


def test_a_message_holds_no_link(finding, written) -> None:
    run = valid(written("sarif", [finding(message="not '[x](y)' \\"), finding(message="[1:2]")]))
    texts = [one["message"]["text"] for one in run["results"]]
    assert texts == ["not '\\[x\\](y)' \\\\", "[1:2]"]


def test_fingerprints_outlive_edits_elsewhere(finding, written) -> None:
    first, later = (valid(written("sarif", [finding(line)]))["results"][0] for line in (3, 40))
    assert first["partialFingerprints"] == later["partialFingerprints"]
    assert first["locations"] != later["locations"]


def test_the_worst_are_kept(finding, written) -> None:
    findings = [finding(n, severity="info") for n in range(1, 20_001)]
    findings += [finding(n, severity="warning") for n in range(1, 7_001)]
    findings += [finding(n) for n in range(1, 11)]
    run = json.loads(written("sarif", findings))["runs"][0]
    levels = Counter(one["level"] for one in run["results"])
    assert levels == {"error": 10, "warning": 7_000, "note": 17_990}
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == (
        "room for 25000 findings; left out are 2010: "
        "0 of severity error, 0 of severity warning, 2010 of severity info"
    )
    run["results"] = run["results"][:10]
    log = {"version": "2.1.0", "runs": [run]}
    assert not list(validator().iter_errors(log))


def test_as_many_as_there_is_room_for(finding, written, monkeypatch) -> None:
    monkeypatch.setattr(sarif, "_MOST", 3)
    whole = valid(written("sarif", [finding(n) for n in range(1, 4)]))
    assert len(whole["results"]) == 3
    assert "toolExecutionNotifications" not in whole["invocations"][0]
    less = valid(written("sarif", [finding(n) for n in range(1, 5)]))
    places = [one["locations"][0]["physicalLocation"] for one in less["results"]]
    assert [one["region"]["startLine"] for one in places] == [1, 2, 3]
    (notification,) = less["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("room for 3 findings; left out are 1: ")


@settings(max_examples=40)
@given(data=st.data())
def test_it_is_always_valid(any_findings, written, data) -> None:
    findings = data.draw(any_findings)
    run = valid(written("sarif", findings))
    assert Counter(one["ruleId"] for one in run["results"]) == Counter(f.code for f in findings)
    for one in run["results"]:
        if "ruleIndex" in one:
            assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
        for location in one["locations"]:
            if "physicalLocation" in location:
                assert location["physicalLocation"]["artifactLocation"]["uri"].isascii()
