"""JUnit XML, read back by two parsers."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from khabar.problem import Place

FSI, PDI = "\u2068", "\u2069"


def suite(said: str) -> ET.Element:
    etree.fromstring(said.encode())
    (one,) = ET.fromstring(said)
    return one


def test_a_case_for_each_file(finding, written) -> None:
    other = Place(file="b.json", line=2, column=4)
    findings = [
        finding(3, excerpt="قالت"),
        finding(place=other, severity="warning", message="w"),
        finding(4, code="KH210", name="out", message="<far> & 'away'"),
        finding(5, severity="info", message="i"),
    ]
    one = suite(written("junit", findings))
    assert (one.get("tests"), one.get("failures"), one.get("errors")) == ("2", "1", "0")
    first, second = one
    assert first.get("name") == "articles/a b.json"
    assert [child.tag for child in first] == ["failure", "system-out"]
    failure = first[0]
    assert failure.get("message") == f"KH205 the span says '{FSI}سلمى{PDI}', not 'x' (and 1 more)"
    assert failure.text == (
        "3:5: error KH205 span-text-differs: "
        f"the span says '{FSI}سلمى{PDI}', not 'x' — {FSI}قالت{PDI}\n"
        "4:5: error KH210 out: <far> & 'away'\n"
    )
    assert first[1].text == "5:5: info KH205 span-text-differs: i\n"
    assert [child.tag for child in second] == ["system-out"]
    assert second[0].text == "2:4: warning KH205 span-text-differs: w\n"


def test_nothing_found_is_a_case_that_passes(written) -> None:
    one = suite(written("junit", []))
    assert (one.get("tests"), one.get("failures")) == ("1", "0")
    assert [list(case) for case in one] == [[]]


def test_control_characters_are_written_out(finding, written) -> None:
    one = suite(written("junit", [finding(message="a\x00b\x1b\ufffe\ud800")]))
    assert one[0][0].get("message") == "KH205 a<U+0000>b<U+001B><U+FFFE><U+D800>"


@given(data=st.data())
def test_it_is_always_well_formed(any_findings, written, data) -> None:
    findings = data.draw(any_findings)
    one = suite(written("junit", findings))
    assert int(one.get("failures")) == len(one.findall("testcase/failure"))
    assert int(one.get("tests")) == len(one.findall("testcase")) >= 1
    for severity, tag in (("error", "failure"), ("warning", "system-out"), ("info", "system-out")):
        said = "".join(part.text for part in one.iter(tag))
        expected = sum(finding.severity == severity for finding in findings)
        assert said.count(f"{severity} KH") == expected
