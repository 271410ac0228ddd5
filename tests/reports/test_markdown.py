"""Tables in Markdown."""

import re

from hypothesis import given
from hypothesis import strategies as st

from khabar.problem import Place

FSI, PDI = "\u2068", "\u2069"


def test_a_table_for_each_severity(finding, written) -> None:
    findings = [
        finding(9, severity="info", message="i"),
        finding(3, excerpt="قالت"),
        finding(4, message="e"),
    ]
    assert written("markdown", findings) == (
        "### khabar check\n\n3 findings: 2 errors, 0 warnings, 1 info.\n"
        "\n#### 2 errors\n\n| rule | place | message |\n|---|---|---|\n"
        "| KH205 span-text-differs | articles/a b.json:3:5 | "
        f"the span says '{FSI}سلمى{PDI}', not 'x'<br>{FSI}قالت{PDI} |\n"
        "| KH205 span-text-differs | articles/a b.json:4:5 | e |\n"
        "\n#### 1 info\n\n| rule | place | message |\n|---|---|---|\n"
        "| KH205 span-text-differs | articles/a b.json:9:5 | i |\n"
    )


def test_nothing_found(written) -> None:
    assert written("markdown", []) == "### khabar check\n\nNo findings.\n"


def test_words_stay_words(finding, written) -> None:
    one = finding(message="a|b <i> \\ [x](y)\n*z* @someone", place=Place(file="a_b|c.json"))
    row = written("markdown", [one]).splitlines()[-1]
    assert row == (
        "| KH205 span-text-differs | a\\_b\\|c.json:1:1 | "
        "a\\|b \\<i\\> \\\\ \\[x\\](y) \\*z\\* @<!-- -->someone |"
    )


@given(data=st.data())
def test_every_row_has_three_cells(any_findings, written, data) -> None:
    findings = data.draw(any_findings)
    said = written("markdown", findings)
    said.encode()
    rows = [line for line in said.split("\n") if line.startswith("| KH")]
    assert len(rows) == len(findings)
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 4 for row in rows)
