"""Repairs: what was damaged in a known way comes back exactly, and nothing else changes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from khabar.model import SCHEMA, Article, Entity, Mention, Quote, Relay, Span, Stance, Target
from khabar.problem import KhabarError
from khabar.rules import Checker, check_article, rules
from khabar.rules._edits import Edit, applied
from khabar.rules._fixes import Fixer
from khabar.rules._index import Index
from khabar.schema import decode
from khabar.store import Document, dumps, line
from khabar.text import Utf16Offsets
from rules.cases import cases
from strategies import articles

BOM = b"\xef\xbb\xbf"
SPANS = ["KH205", "KH210", "KH211"]
TEXT = "😀 قالت وزيرة النقل سلمى الحداد إن العمل بدأ"


def span(words: str, by: int = 0, end: int = 0) -> Span:
    start = TEXT.index(words) + by
    return Span(start=start, end=start + len(words) + end, text=words)


def mention(number: int, words: str, by: int = 0, **more: object) -> Mention:
    return Mention(id=f"m{number}", type="PER", spans=(span(words, by),), **more)


def article(*mentions: Mention, **more: object) -> Article:
    return Article(
        schema=SCHEMA, id="abc", language="ar", text=TEXT, status="raw", mentions=mentions, **more
    )


def fixed(one: Article, **options: object) -> Article:
    return decode(Fixer(**options).document(Document("abc.json", 1, dumps(one))).data)


def damaged(one: Article, damage: Callable[[Span], Span]) -> Article:
    """The article with every span changed, list order and all else kept."""

    def walk(value: object) -> object:
        if isinstance(value, dict):
            if set(value) == {"start", "end", "text"}:
                return msgspec.to_builtins(damage(msgspec.convert(value, Span)))
            return {key: item if key == "extra" else walk(item) for key, item in value.items()}
        return [walk(item) for item in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(walk(msgspec.to_builtins(one)), Article)


@settings(max_examples=60)
@given(articles(text=st.text("ابتثن 😀𐤊\n", min_size=2, max_size=60)))
def test_utf16_offsets_come_back(one: Article) -> None:
    units = Utf16Offsets(one.text)

    def damage(span: Span) -> Span:
        start, end = units.from_code_points(span.start), units.from_code_points(span.end)
        return Span(start=start, end=end, text=span.text)

    wrong = damaged(one, damage)
    assume(_whole(wrong) == ["utf16"])
    assert dumps(fixed(wrong, select=SPANS)) == dumps(one)


@st.composite
def named_words(draw: st.DrawFn) -> Article:
    """An article some of whose words are mentions; no two letters in a row are the same."""
    words = draw(st.lists(st.sampled_from(["سلمى", "قالت", "نعم", "بدأ", "أمس"]), min_size=2))
    text = " ".join(words)
    starts = [sum(len(one) + 1 for one in words[:at]) for at in range(len(words))]
    taken = draw(st.lists(st.sampled_from(range(len(words))), min_size=1, unique=True))
    return Article(
        schema=SCHEMA, id="abc", language="ar", text=text, status="raw",
        mentions=tuple(
            Mention(id=f"m{at}", type="PER", spans=(
                Span(start=starts[at], end=starts[at] + len(words[at]), text=words[at]),
            ))
            for at in sorted(taken)
        ),
    )  # fmt: skip


@given(named_words())
def test_inclusive_ends_come_back(one: Article) -> None:
    wrong = damaged(one, lambda span: Span(start=span.start, end=span.end - 1, text=span.text))
    assert dumps(fixed(wrong, select=SPANS)) == dumps(one)


def _whole(one: Article) -> list[str]:
    """The causes of what is wrong, where every span that fits does so by them as well."""
    index = Index(one)
    if not index.misfits or not index.judgement.agreed:
        return []
    return sorted({verdict.cause for verdict in index.judgement.verdicts} - {"exact"})


@settings(max_examples=60)
@given(articles(text=st.text("ابتثن  ", min_size=2, max_size=60)))
def test_blanks_at_edges_go(one: Article) -> None:
    assume(all(span.text == span.text.strip() for span in Index(one).spans))

    def damage(span: Span) -> Span:
        start, end = span.start, span.end
        start -= start > 0 and one.text[start - 1] == " "
        end += one.text[end : end + 1] == " "
        return Span(start=start, end=end, text=one.text[start:end])

    wrong = damaged(one, damage)
    assume(not any(e.severity == "error" for e in check_article(wrong, select=["KH216"])))
    assert dumps(fixed(wrong, select=["KH212"])) == dumps(one)


@settings(max_examples=60)
@given(articles(), st.sampled_from([b"", BOM]), st.booleans())
def test_form_is_mended_and_nothing_else(one: Article, mark: bytes, messy: bool) -> None:
    data = dumps(one)
    if messy:
        data = json.dumps(json.loads(data), indent=3, ensure_ascii=False).encode()
    result = Fixer(select=["KH003", "KH006"]).document(Document("abc.json", 1, mark + data))
    assert result.data == dumps(one)
    assert result.changed == (messy or bool(mark))
    assert result.changes() == []


@settings(max_examples=60)
@given(articles())
def test_repairs_never_bring_an_error_and_end(one: Article) -> None:
    document = Document("abc.json", 1, dumps(one))
    fixer = Fixer(unsafe=True)
    result = fixer.document(document)
    before = {f.code for f in Checker().document(document) if f.severity == "error"}
    again = Document("abc.json", 1, result.data)
    assert {f.code for f in Checker().document(again) if f.severity == "error"} <= before
    assert fixer.document(again).data == result.data


def test_a_span_that_fits_by_chance_moves_with_the_others() -> None:
    text = "😀بب خبر"
    wrong = (Span(start=2, end=3, text="ب"), Span(start=5, end=8, text="خبر"))
    one = Article(
        schema=SCHEMA, id="abc", language="ar", text=text, status="raw",
        mentions=tuple(Mention(id=f"m{n}", type="PER", spans=(s,)) for n, s in enumerate(wrong)),
    )  # fmt: skip
    found = [m.spans[0] for m in fixed(one).mentions]
    assert [(s.start, s.end, s.text) for s in found] == [(1, 2, "ب"), (4, 7, "خبر")]


def test_no_repair_where_spans_disagree() -> None:
    one = article(mention(1, "سلمى", 1), mention(2, "وزيرة", -1))
    assert fixed(one, unsafe=True) == msgspec.structs.replace(one, mentions=one.mentions[::-1])


def test_duplicates_go_only_if_they_are_equal() -> None:
    same = article(mention(1, "سلمى"), mention(2, "سلمى"), mention(3, "سلمى"))
    assert [one.id for one in fixed(same).mentions] == ["m1"]
    other = article(mention(1, "سلمى"), mention(2, "سلمى", level="name"))
    assert fixed(other) == other


def test_a_topic_given_twice_is_kept_once_in_its_order() -> None:
    topics = ["medtop:11000000", "medtop:04000000", "medtop:11000000", "medtop:04000000"]
    value = json.loads(dumps(article())) | {"topics": topics}
    result = Fixer().document(Document("abc.json", 1, json.dumps(value).encode()))
    assert result.data == dumps(article(topics=tuple(topics[:2])))
    assert result.counts == {"KH109": 1}


DANGLING = article(
    mention(1, "سلمى", entity="e9"),
    entities=(
        Entity(id="e1", type="PER", name="وزيرتان", members=("e9", "e2")),
        Entity(id="e2", type="PER", name="وزراء", members=("e9",)),
    ),
    quotes=(
        Quote(
            id="q1", content=(span("بدأ"),), speaker="e9", parent="q9", same_as="q8",
            chain=(Relay(relay="e9"), Relay(relay="e8", implicit=True)),
        ),
    ),
    stances=(
        Stance(id="s1", holder="e9", target=Target(entity="e1"), label="favor",
               quotes=("q9",), asserted_by="e9"),
    ),
)  # fmt: skip


def test_references_go_only_on_request() -> None:
    codes = ["KH302", "KH401", "KH402", "KH502", "KH503"]
    assert dumps(fixed(DANGLING, select=codes)) == dumps(DANGLING)
    after = fixed(DANGLING, select=codes, unsafe=True)
    assert after.mentions[0].entity is None
    assert [one.members for one in after.entities] == [("e2",), None]
    quote, stance = after.quotes[0], after.stances[0]
    assert (quote.speaker, quote.parent, quote.same_as) == (None, None, None)
    assert quote.chain == (Relay(implicit=True),)
    assert (stance.holder, stance.quotes, stance.asserted_by) == ("e9", None, None)


def test_proclitics_go_out_only_on_request() -> None:
    text = "قال في روسيا إن الحل قريب وَروسيا تعرف ولروسيا رأي"
    first, second = text.index("روسيا"), text.index("وَروسيا")
    spans = (Span(start=first, end=first + 5, text="روسيا"),
             Span(start=second, end=second + 7, text="وَروسيا"))  # fmt: skip
    one = msgspec.structs.replace(
        article(entities=(Entity(id="e1", type="GPE", name="روسيا"),)),
        text=text,
        mentions=tuple(
            Mention(id=f"m{n}", type="GPE", spans=(one,), entity="e1")
            for n, one in enumerate(spans)
        ),
    )
    assert fixed(one, select=["KH315"]) == one
    after = fixed(one, select=["KH315"], unsafe=True).mentions[1].spans[0]
    assert (after.start, after.end, after.text) == (second + 2, second + 7, "روسيا")


def test_what_would_bring_an_error_is_undone_and_said() -> None:
    """Both parts end at the same blank-free words once trimmed: they would share them."""
    parts = (Span(start=1, end=6, text=" قالت"), Span(start=6, end=13, text=" وزيرة "))
    one = article(Mention(id="m1", type="PER", spans=parts))
    assert [m.spans[0].text for m in fixed(one).mentions] == ["قالت"]
    value = json.loads(dumps(article(mention(1, "سلمى")))) | {"topics": ["x", "x"]}
    result = Fixer().document(Document("abc.json", 1, json.dumps(value).encode()))
    assert not result.changed
    assert result.refused == (
        "KH109 repeated-item is left as it is: what remains would be no article",
    )


def test_a_repair_with_a_new_error_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def shifting(_: object, number: int, *_more: object) -> tuple[Edit, ...]:
        return (Edit("/mentions/0/spans/0", {"start": 0, "end": 999, "text": "x"}),)

    monkeypatch.setattr("khabar.rules.kh205_span_text_differs.moves", lambda _: shifting(_, 0))
    one = article(mention(1, "سلمى", 1))
    result = Fixer(select=["KH205"]).document(Document("abc.json", 1, dumps(one)))
    assert result.data == dumps(one)
    assert result.refused == (
        "KH205 span-text-differs is left as it is: the repair would bring KH210 span-out-of-bounds",
    )


def test_a_key_given_twice_keeps_the_document_as_it_is() -> None:
    data = dumps(article()).replace(b'"status"', b'"topics":  [], "topics": [], "status"')
    result = Fixer().document(Document("abc.json", 1, BOM + data))
    assert result.data == data
    assert result.refused == ("KH006 not-canonical is left as it is: the repair would not mend it",)


def test_what_is_no_article_loses_its_mark_only() -> None:
    assert Fixer().document(Document("abc.json", 1, BOM + b'{"a" :1}\r\n')).data == b'{"a" :1}\r\n'
    assert Fixer().document(Document("abc.json", 1, BOM + b"{")).data == b"{"


def test_excused_findings_are_left_alone() -> None:
    one = article(mention(1, "سلمى "))
    assert fixed(one, excused=lambda finding: finding.code == "KH212") == one
    assert fixed(one).mentions[0].spans[0].text == "سلمى"


def test_lines_keep_blank_lines_ends_and_order(tmp_path: Path) -> None:
    good, bad = line(article(mention(1, "سلمى"))), line(article(mention(1, "سلمى", 1)))
    messy = good.replace(b'"id":"abc"', b'"id" : "abc"')
    file = tmp_path / "all.jsonl"
    file.write_bytes(messy + b"\r\n\n" + bad + b"\n{\n" + bad)
    written = list(Fixer().write(file))
    assert [(one.before.line, one.counts) for one in written] == [
        (3, {"KH205": 1}),
        (5, {"KH205": 1}),
    ]
    assert file.read_bytes() == messy + b"\r\n\n" + good + b"\n{\n" + good


def test_a_file_with_nothing_to_repair_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "abc.json"
    file.write_bytes(dumps(article(mention(1, "سلمى"))))
    file.chmod(0o444)
    before = file.stat().st_mtime_ns
    assert list(Fixer().write(file)) == []
    assert file.stat().st_mtime_ns == before


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "abc.json"
    data = dumps(article(mention(1, "سلمى", 1)))
    file.write_bytes(data)
    file.chmod(0o444)
    with pytest.raises(KhabarError, match="read-only"):
        list(Fixer().write(file))
    assert file.read_bytes() == data
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "real.json", tmp_path / "abc.json"
    file.write_bytes(dumps(article(mention(1, "سلمى", 1))))
    link.symlink_to(file)
    list(Fixer().write(link))
    assert link.is_symlink()
    assert file.read_bytes() == dumps(article(mention(1, "سلمى")))


def _offers() -> Iterator[tuple[str, object, object]]:
    codes = [one.code for one in cases() if not one.good and len(one.documents) == 1]
    for case in cases():
        if case.code in codes and len(case.documents) == 1:
            for finding, edits in Checker(max_bytes=case.max_bytes).offers(case.documents[0]):
                yield finding.code, finding.fix, edits
    one_letter = Mention(id="m1", type="PER", spans=(Span(start=12, end=12, text=TEXT[12]),))
    for one in (article(one_letter), article(mention(1, "بدأ", 1))):
        for finding, edits in Checker().offers(Document("abc.json", 1, dumps(one))):
            yield finding.code, finding.fix, edits


def test_what_is_offered_can_be_done() -> None:
    seen = set()
    for code, fix, edits in _offers():
        assert (fix is None) == (edits is None), code
        if fix is not None:
            seen.add(code)
            assert rules()[code].fix == ("safe" if fix.safe else "unsafe"), code
    assert seen == {one.code for one in rules().values() if one.fix != "none"}


def test_edits_take_away_what_holds_nothing_else() -> None:
    value = {"a": [{"b": 1}, {"c": []}], "d": {"e": {"f": 1}}}
    assert applied(value, [Edit("/a/0/b"), Edit("/d/e/f")]) == {"a": [{"c": []}]}
    assert applied(value, [Edit("/a/1", 2), Edit("/a/0")]) == {"a": [2], "d": {"e": {"f": 1}}}
