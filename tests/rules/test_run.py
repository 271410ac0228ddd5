"""Checking as a library: streams, fingerprints, places, and articles in memory."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

import khabar
from five_articles import FIVE
from khabar.model import SCHEMA, Article, Entity, Mention, Span
from khabar.problem import Finding
from khabar.rules import Checker, Findings, check, check_article, rules
from khabar.rules._index import Index
from khabar.store import Document, dumps, line, write_article
from khabar.text.stored import stored_form
from rules.cases import assert_place, cases
from strategies import articles, texts

TEXT = "قالت وزيرة النقل سلمى الحداد إن العمل بدأ."


def span(words: str, *, text: str = TEXT, by: int = 0) -> Span:
    start = text.index(words) + by
    return Span(start=start, end=start + len(words), text=words)


def article(*mentions: Mention, text: str = TEXT, **more: object) -> Article:
    return Article(
        schema=SCHEMA, id="abc", language="ar", text=text, status="raw", mentions=mentions, **more
    )


def mention(
    words: str, number: int = 1, *, by: int = 0, text: str = TEXT, kind: str = "PER"
) -> Mention:
    return Mention(id=f"m{number}", type=kind, spans=(span(words, by=by, text=text),))


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, one.pointer) for one in findings]


def test_streams(tmp_path: Path) -> None:
    for number in range(3):
        one = msgspec.structs.replace(article(mention("سلمى", by=1)), id=f"a-{number}")
        write_article(tmp_path / f"a-{number}.json", one)
    stream = check(tmp_path, ignore=["KH6"])
    first = next(stream)
    (tmp_path / "a-1.json").write_bytes(b"{")
    assert [first.code, *(one.code for one in stream)] == ["KH205", "KH004", "KH205"]


OF_FILES = {"KH001", "KH003", "KH006", "KH008", "KH009"}
"""Rules on a file as such: no line of JSONL can break them."""


def test_a_hundred_kinds_of_damage(tmp_path: Path) -> None:
    """Every bad case as a line of one file: each line gives its findings, at the very values."""
    asked = [one.code for one in rules().values() if one.scope in ("file", "article")]
    bad = [one for one in cases() if one.code in {*asked} - OF_FILES and not one.good]
    lines = [(one, _as_line(one.documents[0].data)) for one in bad if one.documents[0].data]
    path = tmp_path / "all.jsonl"
    path.write_bytes(b"".join(line + b"\n" for _, line in lines))
    found: dict[int, list[Finding]] = {}
    for one in check(path, select=asked):
        found.setdefault(one.place.line, []).append(one)
    kinds = set()
    for number, (case, data) in enumerate(lines, 1):
        own = [pair for pair in codes(found[number]) if pair[0] == case.code]
        assert own == [pair for pair in case.expected if pair[0] == case.code]
        kinds |= {code for code, _ in own}
        for one in found[number]:
            assert_place(Document("all.jsonl", number, data, in_lines=True), one)
    assert len(kinds) >= 100


def _as_line(data: bytes) -> bytes:
    return b" ".join(part.strip() for part in data.split(b"\n"))


def test_every_kind_of_damage_in_one_article() -> None:
    broken = article(
        mention("سلمى", 1, by=1),
        mention("الحداد", 1),
        mention("النقل سلمى", 3, kind="ORG"),
        Mention(id="m4", type="NUM", spans=(span("العمل"), span("إن")), entity="e1"),
        Mention(id="m5", type="ORG", spans=(Span(start=0, end=99, text="قالت"),), entity="e9"),
        Mention(id="m6", type="ROLE", spans=(Span(start=9, end=3, text="قالت"),), entity="e1"),
        text=TEXT + "\r\n\u200b\u202b\u00a0",
        entities=(Entity(id="e1", type="GPE", name="س"), Entity(id="e2", type="GPE", name="ش")),
    )  # fmt: skip
    found = [one.code for one in check_article(broken, ignore=["KH311", "KH312", "KH317"])]
    assert found == [
        "KH202", "KH204", "KH206", "KH207", "KH205", "KH301", "KH216", "KH304", "KH210",
        "KH302", "KH211", "KH303", "KH310",
    ]  # fmt: skip


def test_a_misfit_is_not_asked_for_its_edges() -> None:
    assert codes(check_article(article(mention("وزيرة", by=2)))) == [
        ("KH205", "/mentions/0/spans/0")
    ]
    wrong = Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text=" سل "),))
    assert codes(check_article(article(wrong))) == [("KH205", "/mentions/0/spans/0")]
    both = article(wrong, mention(" سلمى", 2))
    assert [one.code for one in check_article(both)] == ["KH205", "KH212"]
    cut = article(wrong, mention("سلم", 2))
    assert [one.code for one in check_article(cut)] == ["KH205", "KH215"]


def test_edges_at_the_ends_of_the_text() -> None:
    text = "سلمى قالت"
    assert (
        check_article(article(mention("سلمى", text=text), mention("قالت", 2, text=text), text=text))
        == []
    )


def test_index_agrees_with_the_model() -> None:
    for file in sorted((FIVE / "articles").glob("*.json")):
        _assert_index(msgspec.json.decode(file.read_bytes(), type=Article))


@given(articles())
def test_index_agrees_with_the_model_everywhere(one: Article) -> None:
    _assert_index(one)


def _assert_index(one: Article) -> None:
    index = Index(one)
    assert [span for _, group in index.groups for span in group] == index.spans
    assert len(index.pointers) == len(index.spans)
    assert index.parted == [group for _, group in index.groups if len(group) > 1]
    assert index.misfits == []


@given(articles())
def test_valid_articles_keep_offsets_and_references(one: Article) -> None:
    """Articles made to fit have no finding of the rules that protect spans and links."""
    protect = ["KH0", "KH1", "KH205", "KH210", "KH211", "KH216", "KH301", "KH302", "KH401", "KH402"]
    protect += ["KH502", "KH503", "KH504"]
    assert check_article(one, select=protect) == []


@given(articles())
def test_bytes_and_memory_agree(one: Article) -> None:
    document = Document(f"{one.id}.json", 1, dumps(one))
    assert codes(Checker().document(document)) == codes(check_article(one))


@given(texts())
def test_stored_form_passes_the_rules_on_text(text: str) -> None:
    stored = stored_form(text).text
    if stored:
        one = Article(schema=SCHEMA, id="abc", language="ar", text=stored, status="raw")
        found = check_article(one)
        assert [finding for finding in found if finding.severity != "info"] == []


def test_fingerprints_survive_edits_elsewhere() -> None:
    before = check_article(article(mention("سلمى", by=1), mention("العم", 2)))
    text = "مقدمة جديدة. " + TEXT
    after = check_article(
        article(
            mention("مقدمة", 9, text=text),
            mention("سلمى", by=1, text=text),
            mention("العم", 2, text=text),
            text=text,
        )
    )
    assert [one.code for one in before] == [one.code for one in after] == ["KH205", "KH215"]
    assert [one.fingerprint for one in before] == [one.fingerprint for one in after]


def test_fingerprints_tell_faults_apart() -> None:
    found = [one for case in cases() if not case.good for one in _one_by_one(case)]
    assert all(len(set(prints)) == len(prints) and all(prints) for prints in found)


def _one_by_one(case: object) -> list[list[str]]:
    checker = Checker(max_bytes=case.max_bytes)
    return [[one.fingerprint for one in checker.document(document)] for document in case.documents]


def test_fingerprints_are_pinned() -> None:
    found = check_article(article(mention("سلمى", by=1)))
    assert [one.fingerprint for one in found] == ["0ffe3cc5a8638a40"]


def test_fixes_say_what_they_change() -> None:
    said = [one.fix.description for one in check_article(article(mention("سلمى", by=1)))]
    assert said == ["move the span to 17:21"]
    blank = check_article(article(mention("سلمى ")))
    assert [(one.fix.safe, one.fix.description) for one in blank] == [(True, "leave only 'سلمى'")]
    nothing = check_article(article(mention(" ")))
    assert [(one.code, one.fix) for one in nothing] == [("KH212", None)]
    lost = Mention(id="m1", type="PER", spans=(Span(start=0, end=4, text="زمرد"),))
    assert [one.fix for one in check_article(article(lost))] == [None]


def test_no_fix_where_spans_disagree() -> None:
    found = check_article(article(mention("سلمى", by=1), mention("وزيرة", 2, by=-1)))
    assert [one.code for one in found] == ["KH205", "KH205"]
    assert [one.fix for one in found] == [None, None]


@pytest.mark.parametrize(
    "data, line_, column, end_line, end_column",
    [
        (b'\n{"a": 1,\n "b" 2}', 3, 6, 3, 7),
        (b'{"a": \xff}', 1, 7, 1, 8),
        ('{"ن": "\\ud83d"}'.encode(), 1, 8, 1, 14),
    ],
)
def test_places_of_what_is_not_json(
    data: bytes, line_: int, column: int, end_line: int, end_column: int
) -> None:
    place = Checker().document(Document("x.json", 1, data))[0].place
    assert (place.line, place.column) == (line_, column)
    assert place.end_line == end_line


def test_place_of_the_first_line_that_is_not_canonical() -> None:
    data = dumps(article(mention("سلمى"))).replace(b'"id": "m1", "type"', b'"id":  "m1", "type"')
    found = Checker().document(Document("abc.json", 1, data))
    place = found[0].place
    assert [one.code for one in found] == ["KH006"]
    assert (place.line, place.column, place.end_line, place.end_column) == (7, 1, 7, 2)
    assert b'"id":  "m1"' in data.split(b"\n")[place.line - 1]


def test_excerpts() -> None:
    found = check_article(article(text=TEXT + "\u00a0نعم"))
    assert [one.excerpt for one in found] == [f"{TEXT[-12:]}<U+00A0>نعم"]
    long = "ا" * 200
    wrong = Mention(id="m1", type="PER", spans=(Span(start=1, end=200, text="ا"),))
    assert len(check_article(article(wrong, text=long))[0].excerpt) == 80


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere.json")
    found = [(one.code, one.place.line, one.severity) for one in check(tmp_path)]
    assert found == [("KH001", 1, "error")]


def test_findings_as_rows_and_html() -> None:
    found = check_article(article(mention("سلمى", by=1)))
    assert isinstance(found, Findings)
    row = found.rows()[0]
    assert (row["code"], row["line"], row["fix"]) == ("KH205", 1, "move the span to 17:21")
    assert "KH205" in found._repr_html_()
    assert "place" not in row
    assert found.count("error") == 1
    assert found.count("info") == 0


def test_findings_as_a_frame() -> None:
    pytest.importorskip("pandas", reason="needs pandas: pip install 'khabar[hub]'")
    frame = check_article(article(mention("سلمى", by=1))).to_pandas()
    assert list(frame["code"]) == ["KH205"]
    assert "fingerprint" in Findings().to_pandas().columns


def test_a_corpus_without_faults_is_clean() -> None:
    found = list(check(FIVE))
    assert [one for one in found if one.severity != "info"] == []


def test_severities() -> None:
    wrong = line(article(mention("سلمى", by=1)))
    said = {"KH205": "info", "KH2": "warning", "span-text-differs": "error"}
    for words, expected in (
        (["KH2"], "warning"),
        (["KH2", "KH205"], "info"),
        (list(said), "error"),
    ):
        checker = Checker(severities={word: said[word] for word in words})
        found = checker.document(Document("x.jsonl", 1, wrong, in_lines=True))
        assert [one.severity for one in found] == [expected]


def test_findings_can_be_written_as_json() -> None:
    found = check_article(article(mention("سلمى", by=1)))
    again = json.loads(msgspec.json.encode(found[0]))
    assert again["place"]["column"] == found[0].place.column


def test_a_stream_becomes_a_table(tmp_path: Path) -> None:
    for number in range(3):
        one = msgspec.structs.replace(article(mention("سلمى", by=1)), id=f"a-{number}")
        write_article(tmp_path / f"a-{number}.json", one)
    stream = khabar.check(tmp_path, ignore=["KH6"])
    assert next(stream).article == "a-0"
    assert "a-1" in stream._repr_html_()
    assert "a-1" in stream._repr_html_()
    assert [one.article for one in stream] == ["a-1", "a-2"]
    assert [one.article for one in stream.all()] == ["a-1", "a-2"]


def test_a_stream_becomes_a_frame(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="needs pandas: pip install 'khabar[hub]'")
    write_article(tmp_path / "abc.json", article(mention("سلمى", by=1)))
    frame = khabar.check(tmp_path).to_pandas()
    assert list(frame["code"]) == ["KH205"]
    assert list(khabar.check(tmp_path, select=["KH3"]).to_pandas().columns) == list(frame.columns)
