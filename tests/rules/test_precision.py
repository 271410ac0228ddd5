"""How often the rules that judge language are right on real text; the page that says so.

    PYTHONPATH=tests python -m rules.test_precision [CODE...]

counts the findings on texts that nobody tuned the rules on, and writes the table of
`docs/rule-precision.md`. Every finding is read by a human once: `verdicts.toml` has its place and
whether it was right, and nothing of the text. What was not read yet is printed with the words
around it, and the exit status is 1; with codes, all their findings are printed.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from khabar.model import SCHEMA, Article, Mention, Span, Status
from khabar.problem import Finding
from khabar.rules import check_article, rules
from khabar.schema import labels

PAGE = Path(__file__).parents[2] / "docs" / "rule-precision.md"
VERDICTS = tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text(encoding="utf-8"))
"""By rule: the places of findings that were read and found ``right`` or ``wrong``."""

DATA = Path(__file__).parents[3] / "shared" / "data"
NEWS = DATA / "wikinews-ar" / "wikinews_undiac.txt"
SENTENCES = [DATA / "wojood-sample" / f"{name}.txt" for name in ("train", "val")]
SEED = DATA / "seed" / "page.txt"
MISSING = [str(one) for one in (NEWS, *SENTENCES, SEED) if not one.exists()]
OF_MENTIONS = ("KH213", "KH317")
"""Rules that are asked of the mentions that the sentences were published with."""

HEAD, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
_TOGETHER = 20
_AROUND = 40
_PRECISE = 0.9
_Tagged = list[tuple[str, list[str]]]


def texts() -> Iterator[tuple[str, str, tuple[Mention, ...]]]:
    """Real texts with names: news by section, sentences twenty at a time, a page as crawled."""
    sections = re.split(r"^#.*$", NEWS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [[line.strip() for line in one.split("\n") if line.strip()] for one in sections]
    for number, section in enumerate(one for one in lines if one):
        yield f"news-{number}", "\n".join(section), ()
    for file in SENTENCES:
        found = [
            [(line.split(" ")[0], line.split(" ")[1:]) for line in one.split("\n")]
            for one in re.split(r"\n\s*\n", file.read_text(encoding="utf-8").strip())
        ]
        for at in range(0, len(found), _TOGETHER):
            yield f"{file.stem}-{at}", *_together(found[at : at + _TOGETHER])
    yield "page", SEED.read_text(encoding="utf-8"), ()


def _together(sentences: list[_Tagged]) -> tuple[str, tuple[Mention, ...]]:
    """Sentences as one text, tokens apart, with the mentions that their tags make."""
    text = "\n".join(" ".join(token for token, _ in one) for one in sentences)
    types = {tag: one.code for one in labels("mention-types").values() for tag in one.wojood or ()}
    found: list[tuple[str, int, int]] = []
    at = 0
    for token, tags in (pair for one in sentences for pair in one):
        for tag in tags:
            kind, end = types.get(tag[2:], ""), at + len(token)
            open_ = [one for one in found if one[0] == kind and one[2] == at - 1]
            if tag.startswith("I-") and open_:
                found[found.index(open_[-1])] = (kind, open_[-1][1], end)
            elif kind:
                found.append((kind, at, end))
        at += len(token) + 1
    return text, tuple(
        Mention(id=f"m{number}", type=kind, spans=(Span(start=a, end=b, text=text[a:b]),))
        for number, (kind, a, b) in enumerate(found, 1)
    )


def findings(code: str) -> Iterator[tuple[str, str, Finding]]:
    """The findings of a rule, each with its place and the text."""
    status: Status = "annotated" if code.startswith("KH4") else "raw"
    for name, text, mentions in texts():
        article = Article(schema=SCHEMA, id=name, language="ar", text=text, status=status)
        if code in OF_MENTIONS:
            article = replace(article, mentions=mentions)
        for one in check_article(article, select=[code]):
            yield f"{name}:{one.start}-{one.end}", text, one


def table() -> str:
    """The table of the page, of the verdicts alone."""
    lines = ["| rule | read | right | precision | severity |", "|---|---|---|---|---|"]
    for code, said in VERDICTS.items():
        right, read = len(said["right"]), len(said["right"]) + len(said["wrong"])
        share = f"{right / read:.2f}" if read else "–"
        rule = rules()[code]
        lines.append(f"| {code} {rule.name} | {read} | {right} | {share} | {rule.severity} |")
    return "".join(f"{one}\n" for one in lines)


def written() -> str:
    before, rest = PAGE.read_text(encoding="utf-8").split(HEAD)
    return f"{before}{HEAD}\n{table()}\n{END}{rest.split(END)[1]}"


def test_the_page_has_the_verdicts() -> None:
    message = "run: make rule-precision"
    assert PAGE.read_text(encoding="utf-8") == written(), message


@pytest.mark.skipif(bool(MISSING), reason="the real texts are not here")
@pytest.mark.parametrize("code", VERDICTS)
def test_every_finding_was_read(code: str) -> None:
    found = [place for place, _, _ in findings(code)]
    assert sorted(found) == sorted(VERDICTS[code]["right"] + VERDICTS[code]["wrong"])


@pytest.mark.parametrize("code", VERDICTS)
def test_what_is_not_precise_is_info(code: str) -> None:
    right, wrong = len(VERDICTS[code]["right"]), len(VERDICTS[code]["wrong"])
    precise = right + wrong and right / (right + wrong) >= _PRECISE
    assert precise or rules()[code].severity == "info"


def test_what_was_never_measured_is_info() -> None:
    """Rules on the letters of a text are warnings only as facts: a character is there or not."""
    facts = {"KH201", "KH202", "KH203", "KH204", "KH205", "KH206", "KH207", "KH210", "KH211",
             "KH212", "KH214", "KH216"}  # fmt: skip
    judging = [one for one in rules().values() if one.code[:3] == "KH2" and one.code not in facts]
    assert {one.severity for one in judging if one.code not in VERDICTS} <= {"info"}


def main(asked: list[str]) -> int:
    """Print what is to be read, and write the page if nothing is."""
    if MISSING:
        print("not here: " + ", ".join(MISSING), file=sys.stderr)  # noqa: T201
        return 2
    unread = outdated = 0
    for code in asked or VERDICTS:
        said = {place: word for word, places in VERDICTS[code].items() for place in places}
        for place, text, one in findings(code):
            verdict = said.pop(place, "unread")
            unread += verdict == "unread"
            if asked or verdict == "unread":
                start, end = one.start or 0, one.end or 0
                around = text[max(0, start - _AROUND) : end + _AROUND].replace("\n", "⏎")
                print(code, place, verdict, one.message, "|", around)  # noqa: T201
        outdated += len(said)
        for place in said:
            print(code, place, "is in verdicts.toml and found no more")  # noqa: T201
    if not asked and not unread + outdated:
        PAGE.write_text(written(), encoding="utf-8")
    return int(bool(unread + outdated))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
