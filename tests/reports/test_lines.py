"""The reports of one line a finding: concise and jsonl."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.problem import Place
from khabar.reports import report

FSI, PDI = "\u2068", "\u2069"


def test_concise(finding, written) -> None:
    said = written("concise", [finding(3), finding(place=None, severity="info", message="no")])
    assert said == (
        f"articles/a b.json:3:5: KH205 the span says '{FSI}سلمى{PDI}', not 'x'\nKH205 no\n"
    )


def test_concise_keeps_to_its_line(finding, written) -> None:
    one = finding(message="a\r\nb\u2028c\x1b[2J", place=Place(file="x\ny.json"))
    assert written("concise", [one]) == (
        "x<U+000A>y.json:1:1: KH205 a<U+000D><U+000A>b<U+2028>c<U+001B>[2J\n"
    )


@given(data=st.data())
def test_concise_is_always_as_many_lines(any_findings, written, data) -> None:
    findings = data.draw(any_findings)
    said = written("concise", findings)
    assert len(said.splitlines()) == len(findings)
    said.encode()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_jsonl_is_a_json_object_a_line(finding, written, count) -> None:
    lines = written("jsonl", [finding(n + 1, message="a\nb") for n in range(count)]).splitlines()
    assert [json.loads(line)["place"]["line"] for line in lines] == list(range(1, count + 1))
    assert all(json.loads(line)["message"] == "a\nb" for line in lines)


@pytest.mark.parametrize("name", ["concise", "jsonl", "gitlab"])
def test_each_is_written_before_the_next_is_looked_for(finding, name) -> None:
    stream = io.StringIO()

    def findings():
        for number in range(1, 4):
            assert stream.getvalue().count("KH205 the") == (number - 1) * (name == "concise")
            assert stream.getvalue().count("\n") >= number - 1
            yield finding(number)

    report(name).write(findings(), stream)
