"""CoNLL: what stands in the file, what edits of it mean, and the files of others."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from five_articles import FIVE
from khabar.formats import conll, conll_whole, convert
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import Finding, KhabarError
from khabar.store import line, read_articles, write_lines

ROOT = Path(__file__).parents[2]
WOJOOD = ROOT.parent / "shared" / "data" / "wojood-sample"
TEXT = "قال لروسيا إن وزارة النقل في الرباط مغلقة.\nوعنه نقلت الوكالة."


def mention(name: str, kind: str, *words: str) -> Mention:
    starts = [TEXT.index(one) for one in words]
    spans = [
        Span(start=at, end=at + len(one), text=one) for at, one in zip(starts, words, strict=True)
    ]
    return Mention(id=name, type=kind, spans=tuple(spans))


ARTICLE = Article(
    schema=SCHEMA,
    id="one-day",
    language="ar",
    text=TEXT,
    status="annotated",
    mentions=(
        mention("m1", "GPE", "روسيا"),
        mention("m7", "ORG", "وزارة النقل في الرباط"),
        mention("m4", "GPE", "الرباط"),
        Mention(id="m5", type="PER", spans=(Span(start=46, end=47, text="ه"),)),
    ),
)


def written(target: Path, article: Article = ARTICLE) -> str:
    (conll_whole if target.name.endswith(".whole.conll") else conll).write([article], target)
    return target.read_text(encoding="utf-8")


def rows(text: str) -> list[str]:
    return [one.replace("\t", " ") for one in text.splitlines() if not one.startswith("# ")]


def edited(target: Path, old: str, new: str) -> Article:
    text = written(target)
    assert text.count(old) == 1, text
    target.write_text(text.replace(old, new), encoding="utf-8")
    (article,) = conll.read(target)
    return article


def told(article: Article) -> list[tuple[str, str, str]]:
    return [(one.id, one.type, one.spans[0].text) for one in article.mentions]


def test_a_file_with_cut_words(tmp_path: Path) -> None:
    text = written(tmp_path / "a.conll")
    assert text.splitlines()[:2] == [
        "# global.columns = FORM NER:1 NER:2 NER:3",
        "# newdoc id = one-day",
    ]
    assert "# mention m7 = ORG 14:35" in text.splitlines()
    assert rows(text) == [
        "قال O O O",
        "ل O O O",
        "روسيا B-GPE O O",
        "إن O O O",
        "وزارة B-ORG O O",
        "النقل I-ORG O O",
        "في I-ORG O O",
        "الرباط I-ORG B-GPE O",
        "مغلقة O O O",
        ". O O O",
        "",
        "وعنه B-PER O O",
        "نقلت O O O",
        "الوكالة O O O",
        ". O O O",
        "",
    ]


def test_whole_words_take_the_proclitic_in(tmp_path: Path) -> None:
    target = tmp_path / "a.whole.conll"
    assert rows(written(target))[:3] == ["قال O O O", "لروسيا B-GPE O O", "إن O O O"]
    assert list(conll.read(target)) == [ARTICLE]


def test_three_layers_and_no_fourth(tmp_path: Path) -> None:
    span = Span(start=14, end=19, text="وزارة")
    same = tuple(Mention(id=f"m{n}", type="ORG", spans=(span,)) for n in range(1, 5))
    article = replace(ARTICLE, mentions=same)
    assert "وزارة B-ORG B-ORG B-ORG" in rows(written(tmp_path / "a.conll", article))
    assert list(conll.read(tmp_path / "a.conll")) == [article]


def test_what_is_across_stands_further_in(tmp_path: Path) -> None:
    """The inner of a crossing pair is in the second column; what it holds is in the third."""
    outer, across = mention("m1", "ORG", "إن وزارة"), mention("m2", "LOC", "وزارة النقل")
    inner = mention("m3", "GPE", "النقل")
    article = replace(ARTICLE, mentions=(outer, across, inner))
    assert "النقل O I-LOC B-GPE" in rows(written(tmp_path / "a.conll", article))


def test_two_parts_in_one_token_are_one_stretch(tmp_path: Path) -> None:
    parts = Mention(
        id="m1",
        type="LOC",
        spans=(Span(start=14, end=15, text="و"), Span(start=17, end=22, text="رة ال")),
    )
    article = replace(ARTICLE, mentions=(parts,))
    text = written(tmp_path / "a.whole.conll", article)
    assert [one for one in rows(text) if "LOC" in one] == ["وزارة B-LOC O O", "النقل I-LOC O O"]
    assert list(conll.read(tmp_path / "a.whole.conll")) == [article]


def test_blank_lines_stand_only_between_tokens(tmp_path: Path) -> None:
    article = replace(ARTICLE, text="\n\nنص\n\nآخر\n", mentions=())
    assert rows(written(tmp_path / "a.conll", article)) == ["نص O O O", "", "آخر O O O", ""]
    assert list(conll.read(tmp_path / "a.conll")) == [article]


def test_one_part_with_another_type_is_a_mention_of_its_own(tmp_path: Path) -> None:
    split = mention("m1", "ORG", "وزارة", "الرباط")
    written(tmp_path / "a.conll", replace(ARTICLE, mentions=(split,)))
    text = (
        (tmp_path / "a.conll").read_text(encoding="utf-8").replace("وزارة\tB-ORG", "وزارة\tB-FAC")
    )
    (tmp_path / "a.conll").write_text(text, encoding="utf-8")
    (article,) = conll.read(tmp_path / "a.conll")
    assert told(article) == [("m2", "FAC", "وزارة"), ("m3", "ORG", "الرباط")]


def test_a_tag_taken_away_takes_the_mention_away(tmp_path: Path) -> None:
    article = edited(tmp_path / "a.conll", "روسيا\tB-GPE", "روسيا\tO")
    assert [name for name, _, _ in told(article)] == ["m7", "m4", "m5"]


def test_another_type_keeps_the_id_and_the_edges(tmp_path: Path) -> None:
    article = edited(tmp_path / "a.conll", "وعنه\tB-PER", "وعنه\tB-ORG")
    assert told(article)[-1] == ("m5", "ORG", "ه")


def test_a_new_tag_is_a_new_mention(tmp_path: Path) -> None:
    article = edited(tmp_path / "a.conll", "الوكالة\tO", "الوكالة\tB-ORG")
    assert told(article)[-1] == ("m8", "ORG", "الوكالة")
    assert told(article)[:-1] == told(ARTICLE)


def test_a_longer_run_is_another_mention(tmp_path: Path) -> None:
    article = edited(tmp_path / "a.conll", "إن\tO", "إن\tI-GPE")
    assert told(article)[0] == ("m8", "GPE", "روسيا إن")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("مغلقة\tO\tO\tO", "مفتوحة\tO\tO\tO", 19, "مفتوحة does not come next"),
        ("مغلقة\tO\tO\tO\n", "", 19, "does not come next"),
        ("مغلقة\tO\tO\tO", "مغلقة\tPERSON", 19, "no token with its tags"),
        ("مغلقة\tO\tO\tO", "مغلقة", 19, "no token with its tags"),
        ("= ORG 14:35", "= ORG 14-35", 8, "no mention with its offsets"),
        ("= ORG 14:35", "= ORG 14:14", 8, "no mention with its offsets"),
        ("= ORG 14:35", "= ORG 14:350", 8, "no mention with its offsets"),
        ("mention m7", "mention x7", 2, "one-day/mentions/1/id"),
        ('"annotated"', '"annotated', 6, "the comment status holds no JSON"),
        (f'"{TEXT[:3]}', f'["{TEXT[:3]}', 5, "the comment text holds no JSON"),
        ('"annotated"', '"done"', 2, "one-day/status"),
    ],
)
def test_damage_is_named_with_its_line(
    old: str, new: str, line: int, message: str, tmp_path: Path
) -> None:
    with pytest.raises(KhabarError, match=message) as raised:
        edited(tmp_path / "a.conll", old, new)
    assert raised.value.place is not None
    assert raised.value.place.line == line


def test_no_utf8_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_bytes("قال O\n".encode("cp1256"))
    with pytest.raises(KhabarError, match="not UTF-8"):
        list(conll.read(tmp_path / "a.conll"))
    with pytest.raises(KhabarError, match="cannot be read: no such file"):
        list(conll.read(tmp_path / "b.conll"))


def test_an_empty_file_holds_no_articles(tmp_path: Path) -> None:
    conll.write([], tmp_path / "a.conll")
    assert list(conll.read(tmp_path / "a.conll")) == []
    (tmp_path / "b.conll").write_text("\n\n")
    assert list(conll.read(tmp_path / "b.conll")) == []


def foreign(path: Path, text: str) -> tuple[list[Article], list[Finding]]:
    path.write_text(text, encoding="utf-8")
    findings: list[Finding] = []
    return list(conll.read(path, findings.append)), findings


def test_tags_by_type_where_columns_come_and_go(tmp_path: Path) -> None:
    """As Wojood's files have them: a tag for each mention the token is in, and no others."""
    text = "زار O\nمجلس B-ORG\nأمن I-ORG B-GPE\nبلاد I-GPE I-ORG\n. O\n\nقال O\n# O\n"
    found, findings = foreign(tmp_path / "Some File.txt", text)
    assert not findings
    assert [one.id for one in found] == ["some-file-0001", "some-file-0002"]
    assert found[0].text == "زار مجلس أمن بلاد ."
    assert told(found[0]) == [("m1", "ORG", "مجلس أمن بلاد"), ("m2", "GPE", "أمن بلاد")]
    assert found[1].text == "قال #"
    assert found[0].origin is not None
    assert found[0].origin.kind == "import"


def test_the_last_column_counts_where_others_hold_something_else(tmp_path: Path) -> None:
    text = "-DOCSTART- -X- O O\n\nأحمد NNP I-NP I-PERS\nهنا RB O O\n\nليلى NNP I-NP B-MISC\n"
    found, findings = foreign(tmp_path / "a.conll", text)
    (article,) = found
    assert article.text == "أحمد هنا\nليلى"
    assert told(article) == [("m1", "PER", "أحمد")]
    assert [(one.code, one.article) for one in findings] == [("CO001", "a-0001")]
    assert article.extra is not None
    assert article.extra["conll"]["mentions"][0]["type"] == "MISC"


def test_an_inner_tag_of_another_type_begins_anew(tmp_path: Path) -> None:
    found, _ = foreign(tmp_path / "a.conll", "أحمد B-PERS\nوزارة I-ORG\nالنقل I-ORG\n")
    assert told(found[0]) == [("m1", "PER", "أحمد"), ("m2", "ORG", "وزارة النقل")]


def test_comments_of_others_are_no_fields(tmp_path: Path) -> None:
    text = "# newdoc id = Weblog 7\n# text = نص\n# mention x = y\nنص O\n\n# text = ثان\nثان O\n"
    found, _ = foreign(tmp_path / "a.conll", text)
    assert [(one.id, one.text) for one in found] == [("a-0001", "نص\nثان")]


def test_wojood_is_read_whole() -> None:
    if not WOJOOD.is_dir():
        pytest.skip("the Wojood sample is not here")
    found = [one for name in ("train", "val") for one in conll.read(WOJOOD / f"{name}.txt")]
    assert len(found) == 1272
    assert sum(len(one.mentions) for one in found) == 3353
    for one in found:
        for span in (span for mention in one.mentions for span in mention.spans):
            assert one.text[span.start : span.end] == span.text


@pytest.mark.parametrize("name", ["a.conll", "a.bio", "a.whole.conll"])
def test_articles_come_back_whole_with_its_sidecar(name: str, tmp_path: Path) -> None:
    target, kept = tmp_path / name, tmp_path / "kept.jsonl"
    with pytest.raises(KhabarError, match=r"cannot hold entities \(\d+\), mentions.entity"):
        convert(FIVE, target)
    assert not target.exists()
    assert convert(FIVE, target, sidecar=kept).report.losses == ()
    convert(target, tmp_path / "back.jsonl", sidecar=kept)
    expected = [line(one) for one in read_articles(FIVE)]
    assert (tmp_path / "back.jsonl").read_bytes().splitlines() == expected


def test_what_is_let_go_is_counted(tmp_path: Path) -> None:
    done = convert(FIVE, tmp_path / "a.conll", allow_loss=True)
    lost = {one.field: one.count for one in done.report.losses}
    made = list(read_articles(FIVE))
    assert lost["entities"] == sum(len(one.entities) for one in made)
    assert lost["mentions.metonym"] == sum(m.metonym for one in made for m in one.mentions)
    assert all(len(one.examples) == min(3, one.count) for one in done.report.losses)
    assert all(len(shown) < 100 for one in done.report.losses for shown in one.examples)


def test_passes_on_one_article_find_their_own_in_the_sidecar(tmp_path: Path) -> None:
    article = next(iter(read_articles(FIVE)))
    write_lines(tmp_path / "a.jsonl", [article, replace(article, stances=())])
    convert(tmp_path / "a.jsonl", tmp_path / "a.conll", sidecar=tmp_path / "kept")
    convert(tmp_path / "a.conll", tmp_path / "b.jsonl", sidecar=tmp_path / "kept")
    assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def test_a_sidecar_that_is_not_there(tmp_path: Path) -> None:
    written(tmp_path / "a.conll")
    with pytest.raises(KhabarError, match="the sidecar cannot be read: no such file"):
        convert(tmp_path / "a.conll", tmp_path / "b.jsonl", sidecar=tmp_path / "kept.jsonl")


@pytest.mark.parametrize("name", ["a.conll", "b.jsonl"])
def test_a_sidecar_that_is_source_or_target(name: str, tmp_path: Path) -> None:
    before = written(tmp_path / "a.conll")
    with pytest.raises(KhabarError, match="the sidecar needs a file of its own"):
        convert(tmp_path / "a.conll", tmp_path / "b.jsonl", sidecar=tmp_path / name)
    assert (tmp_path / "a.conll").read_text(encoding="utf-8") == before
    assert not (tmp_path / "b.jsonl").exists()
