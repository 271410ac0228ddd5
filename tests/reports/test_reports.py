"""Reports: exact output, escaping, and what GitHub has room for."""

import io
import json

import pytest

from khabar.problem import Finding, Fix, KhabarError, Place
from khabar.reports import isolated, report, reports

FSI, PDI = "\u2068", "\u2069"


def finding(
    number: int = 1, code: str = "KH205", severity: str = "error", **more: object
) -> Finding:
    place = Place(file="a b/c,d.json", line=number, column=5, end_line=number, end_column=9)
    given = {
        "name": "span-text-differs",
        "message": "the span says 'سلمى', not 'x'",
        "place": place,
    }
    return Finding(code=code, severity=severity, **(given | more))


def written(name: str, findings: list[Finding]) -> str:
    stream = io.StringIO()
    report(name).write(iter(findings), stream)
    return stream.getvalue()


def test_all_are_found() -> None:
    assert set(reports()) == {
        "concise", "github", "gitlab", "json", "jsonl", "junit", "markdown", "sarif", "text"
    }  # fmt: skip
    assert all(one.description for one in reports().values())


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(KhabarError, match=", ".join(sorted(reports()))):
        report("xml")


def test_text() -> None:
    one = finding(3, excerpt="قالت سلمى", fix=Fix(safe=True, description="leave only 'سلمى'"))
    assert written("text", [one, finding(4, place=None)]) == (
        "a b/c,d.json:3:5: error KH205 span-text-differs: "
        f"the span says '{FSI}سلمى{PDI}', not 'x'\n"
        f"    {FSI}قالت سلمى{PDI}\n"
        f"    fix: leave only '{FSI}سلمى{PDI}'\n"
        f"error KH205 span-text-differs: the span says '{FSI}سلمى{PDI}', not 'x'\n"
    )


def test_isolates_cannot_be_broken_out_of() -> None:
    assert isolated("س\u2069\u202e") == f"{FSI}س<U+2069><U+202E>{PDI}"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_json(count: int) -> None:
    findings = [finding(number) for number in range(1, count + 1)]
    said = written("json", findings)
    assert [one["place"]["line"] for one in json.loads(said)] == list(range(1, count + 1))
    assert len(said.splitlines()) == (count + 2 if count else 1)


def test_github_escapes() -> None:
    one = finding(7, message="50% of 'a'\nb\rc: d, e", name="x:y,z%")
    assert written("github", [one]) == (
        "::error file=a b/c%2Cd.json,line=7,title=KH205 x%3Ay%2Cz%25,endLine=7,col=5,endColumn=9"
        "::50%25 of 'a'%0Ab%0Dc: d, e\n"
    )


def test_github_gives_no_columns_over_lines() -> None:
    place = Place(file="a.json", line=2, column=3, end_line=4, end_column=2)
    said = written("github", [finding(place=place, severity="info")])
    assert said.startswith("::notice file=a.json,line=2,title=KH205 span-text-differs,endLine=4::")


def test_github_names_files_from_where_it_stands(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside = Place(file=str(tmp_path / "x" / "a.json"))
    outside = Place(file="/elsewhere/a.json")
    said = written("github", [finding(place=inside), finding(place=outside)])
    assert "file=x/a.json," in said
    assert "file=/elsewhere/a.json," in said


def test_github_shows_ten_of_each_and_counts_the_rest() -> None:
    findings = [finding(number) for number in range(1, 500)]
    findings += [finding(600 + number, code=f"KH3{number:02}") for number in range(4)]
    findings += [finding(700 + number, severity="warning") for number in range(10)]
    lines = written("github", findings).splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == 10
    assert [line.split("line=")[1].split(",")[0] for line in errors] == [
        "1", "600", "601", "602", "603", "2", "3", "4", "5", "6"
    ]  # fmt: skip
    assert lines[10] == "493 more of severity error are not shown"
    assert len(lines) == 21
    assert all(line.startswith("::warning") for line in lines[11:])


def test_github_summary_has_all() -> None:
    summary = report("github").summary([finding(n, message="a|b <i> \\") for n in range(1, 501)])
    assert summary.count("\n| error | KH205") == 500
    assert "| `a b/c,d.json:500` | a\\|b &lt;i> \\\\ |\n" in summary
    assert report("github").summary([]) == "### khabar check\n\nNo findings.\n"


def test_github_summary_stays_below_the_limit() -> None:
    summary = report("github").summary([finding(n, message="ن" * 1000) for n in range(2000)])
    assert len(summary.encode()) < 1_000_000
    shown = summary.count("\n| error")
    assert summary.endswith(f"\n{2000 - shown} more findings have no room here.\n")
