"""The table of rules in the documentation is the rules' own."""

from pathlib import Path

from khabar.rules import FAMILIES, rules

PAGE = Path(__file__).parents[2] / "docs" / "check.md"
HEAD, END = "<!-- rules -->\n", "<!-- end of rules -->\n"


def table() -> str:
    lines = ["| code | allows a … | severity | fix | |\n", "|---|---|---|---|---|\n"]
    family = ""
    for one in rules().values():
        if one.code[:3] != family:
            family = one.code[:3]
            lines.append(f"| **{family}** | **{FAMILIES[family]}** | | | |\n")
        what = " ".join(one.part("What").split())
        lines.append(f"| {one.code} | {one.name} | {one.severity} | {one.fix} | {what} |\n")
    return "".join(lines).replace("allows a …", "name")


def written() -> str:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(HEAD)
    return f"{before}{HEAD}\n{table()}\n{END}{rest.split(END)[1]}"


def test_the_page_lists_the_rules() -> None:
    message = "run: PYTHONPATH=tests python -m rules.test_docs"
    assert PAGE.read_text(encoding="utf-8") == written(), message


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
