"""Rules that look from one article to the next: what they remember, and what it rests on."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.model import SCHEMA, Article, Entity, Mention, Span
from khabar.problem import Finding
from khabar.rules import Checker, check
from khabar.rules._corpus import Spot, again, corpus_of, is_pass
from khabar.rules._index import Index
from khabar.rules._missed import left, misses
from khabar.rules._shingles import LEAST, Neighbours, digest, runs, smallest, words
from khabar.store import Document, documents, line, write_article, write_lines
from khabar.text import fold, is_proclitic, proclitic

SPOT = Spot("abc", "abc.json", 1, in_lines=False)
NAME = "نادر القصبي"
TEXT = f"عاد {NAME} من العاصمة مساء الخميس، ثم غادر ولنَادر القصبـي موعد آخر."
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def article(name: str, text: str = TEXT, status: str = "annotated", **more: object) -> Article:
    return Article(schema=SCHEMA, id=name, language="ar", text=text, status=status, **more)


def annotated(name: str, text: str = TEXT) -> Article:
    start = text.index(NAME)
    span = Span(start=start, end=start + len(NAME), text=NAME)
    mention = Mention(id="m1", type="PER", level="name", spans=(span,), entity="e1")
    return article(
        name, text, mentions=(mention,), entities=(Entity(id="e1", type="PER", name=NAME),)
    )


def codes(findings: Iterator[Finding], beginning: str = "KH6") -> list[str]:
    return [one.code for one in findings if one.code.startswith(beginning)]


def exact(one: list[bytes], other: list[bytes]) -> float:
    """Jaccard of the runs of five words themselves, not of their hashes."""
    a, b = ({tuple(found[at : at + 5]) for at in range(len(found) - 4)} for found in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def made_up(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices(LETTERS, k=rng.randint(2, 7))) for _ in range(count)]


def edited(rng: random.Random, found: list[str], share: float) -> list[str]:
    return [made_up(rng, 1)[0] if rng.random() < share else word for word in found]


def test_near_duplicates_are_found() -> None:
    """Recall of 0.99 at a Jaccard of 0.5 and more, and never one that is less."""
    rng = random.Random(11)
    neighbours, kept = Neighbours(), {}
    near = found = 0
    for number in range(600):
        original = made_up(rng, rng.choice([40, 120, 400]))
        copy = edited(rng, original, rng.choice([0.02, 0.06, 0.1, 0.13, 0.16]))
        for name, text in ((f"a{number}", original), (f"c{number}", copy)):
            kept[name] = [word.encode() for word in text]
            spot = Spot(name, "", 1, in_lines=False)
            closest = neighbours.add(spot, kept[name], digest(kept[name]))
            for one in closest:
                assert one.share == pytest.approx(exact(kept[name], kept[one.spot.id]), abs=1e-3)
                assert one.share >= LEAST
        if exact(kept[f"a{number}"], kept[f"c{number}"]) >= LEAST:
            near += 1
            found += any(one.spot.id == f"a{number}" for one in closest)
    assert near > 200
    assert found / near >= 0.99


def test_many_copies_of_one_text_are_all_told() -> None:
    rng = random.Random(12)
    original = made_up(rng, 300)
    neighbours = Neighbours()
    told = 0
    for number in range(80):
        found = [word.encode() for word in edited(rng, original, 0.01)]
        told += bool(neighbours.add(Spot(f"a{number}", "", 1, False), found, digest(found)))
    assert told == 79


def test_runs_do_not_change_from_one_run_of_the_program_to_the_next() -> None:
    found = [b"a", b"b", b"c", b"d", b"e", b"f"]
    assert runs(found) == {-5305436794888684234, -1465484152268699257}
    assert runs(found[:4]) == set()


@given(st.sets(st.integers(-(2**63), 2**63 - 1), max_size=120))
def test_the_smallest_are_the_smallest(found: set[int]) -> None:
    assert smallest(found) == sorted(found)[:16]


@given(st.text(max_size=60))
def test_words_have_no_signs_and_no_order_of_marks(text: str) -> None:
    found = words(fold(text))
    assert all(word and b" " not in word for word in found)
    assert words(" ، ".join(text.split())) == words(" ".join(text.split()))


def test_a_document_is_read_again_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    write_lines(file, [article(f"ab{number}") for number in range(5)])
    wanted = {Spot(f"ab{at}", str(file), at + 1, True): at for at in (3, 1)}
    lines = file.read_bytes().splitlines()
    assert [(one.data, at) for one, at in again(wanted)] == [(lines[1], 1), (lines[3], 3)]


def test_what_cannot_be_read_again_keeps_its_file_and_line() -> None:
    checker = Checker(select=["KH604"])
    every = annotated("abc"), article("abd", f"قال {NAME} ذلك."), annotated("abe", f"{NAME} هنا.")
    for number, one in enumerate(every, 1):
        checker.document(Document("<stdin>", number, line(one), in_lines=True))
    found = list(checker.finish())
    assert [(one.code, one.place.file, one.place.line) for one in found] == [
        ("KH604", "<stdin>", 1)
    ]
    assert "left out 2 times: abc at 50, abd at 4" in found[0].message


@pytest.mark.parametrize(
    "file, found, passes",
    [
        ("corpus/articles/abc.json", "corpus", False),
        ("corpus/articles/2031/abc.json", "corpus", False),
        ("corpus/passes/annotator-1/abc.json", "corpus", True),
        ("other/passes/annotator-1/abc.json", None, True),
        ("corpus/elsewhere/abc.json", None, False),
        ("articles.json", None, False),
    ],
)
def test_which_corpus_a_file_belongs_to(
    tmp_path: Path, file: str, found: str | None, passes: bool
) -> None:
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    assert corpus_of(str(tmp_path / file)) == (found and tmp_path / found)
    assert is_pass(str(tmp_path / file)) == passes


@given(st.data())
def test_misses_are_what_a_plain_search_finds(data: st.DataObject) -> None:
    """Every occurrence outside the mention, edges respected, at offsets of the text itself."""
    glue = st.sampled_from([" ", " و", " ول", " ال", "، ", " ف", "ها ", " «"])
    spelled = st.sampled_from([NAME, "نادِر القصبي", "نـادر القصبى", "نادر", "القصبي"])
    parts = data.draw(st.lists(st.tuples(glue, spelled), max_size=6))
    text = f"عاد {NAME} من" + "".join(a + b for a, b in parts) + data.draw(glue) + "."
    one = annotated("abc", text)
    found = misses([NAME], [left(Spot("abc", "", 1, False), Index(one))]).get(NAME)
    places = [(start, end) for _, start, end in found.places] if found else []
    assert places == _plain(text, after=one.mentions[0].spans[0].end)[:3]
    for start, end in places:
        assert fold(text[start:end]) == NAME


@pytest.mark.parametrize(
    "text, places",
    [
        (f"{NAME} هنا.", [(0, 11)]),
        (f"قال وكل{NAME} هنا.", [(7, 18)]),
        (f"قال وفكل{NAME} هنا.", []),
        (f"قال {NAME}، {NAME}.", [(4, 15), (17, 28)]),
        (f"قال نَادر القصبي {NAME}.", [(4, 16), (17, 28)]),
        (f"قال {NAME[:4]} ﷲ {NAME}.", [(11, 22)]),
        ("قال نادر.", []),
    ],
)
def test_where_a_name_is_missed(text: str, places: list[tuple[int, int]]) -> None:
    found = misses([NAME], [left(Spot("abc", "", 1, False), Index(article("abc", text)))])
    assert [(start, end) for one in found.values() for _, start, end in one.places] == places


@pytest.mark.parametrize("start, end", [(20, 10), (10, 10), (18, 99), (5, 3)])
def test_spans_that_select_nothing_blank_nothing(start: int, end: int) -> None:
    text = f"قال المدير إن {NAME} عاد."
    one = article("abc", text, mentions=(_mention(1, 0, 3), _mention(2, start, end)))
    found = misses([NAME, "المدير"], [left(Spot("abc", "", 1, False), Index(one))])
    assert (NAME in found) == (end < 90)
    assert found["المدير"].places[0][1:] == (4, 10)


def test_mentions_within_mentions_are_blanked_once() -> None:
    text = f"قال مدير مدرسة {NAME} الكبرى إن {NAME} عاد."
    one = article(
        "abc", text, mentions=(_mention(1, 4, 26), _mention(2, 15, 26), _mention(3, 9, 33))
    )
    found = misses([NAME], [left(Spot("abc", "", 1, False), Index(one))])
    assert [place[1:] for place in found[NAME].places] == [(37, 48)]


def _mention(number: int, start: int, end: int) -> Mention:
    return Mention(id=f"m{number}", type="PER", spans=(Span(start=start, end=end, text="x"),))


def _plain(text: str, after: int) -> list[tuple[int, int]]:
    places = []
    for start in range(after, len(text)):
        for end in range(start + len(NAME), min(len(text), start + len(NAME) + 4) + 1):
            whole = fold(text[start:end]) == NAME and fold(text[start]) != ""
            before = proclitic(text, start)
            fits = (not before or is_proclitic(before)) and not proclitic(text, end)
            if whole and fits and (start, end) not in places:
                places.append((start, end))
    return places


def corpus(folder: Path, *articles: Article) -> Path:
    for one in articles:
        write_article(folder / "articles" / f"{one.id}.json", one)
    return folder


def other(number: int) -> str:
    return " ".join(made_up(random.Random(number), 40)) + "."


def test_a_part_of_a_corpus_is_not_said_to_lack_the_rest(tmp_path: Path) -> None:
    folder = corpus(
        tmp_path,
        article("abc", other(1), "adjudicated"),
        article("abd", other(2), "raw"),
    )
    (folder / "splits").mkdir()
    (folder / "splits" / "train.txt").write_text("abc\nabd\nxyz\n")
    (folder / "metadata.json").write_text('{"census": {"articles": {"raw": 7}}}')
    (folder / "articles" / "notes.txt").write_text("...")
    select = ["KH62", "KH63", "KH64", "KH78"]
    whole = [one.code for one in check(folder, select=select)]
    assert whole == ["KH622", "KH630", "KH630", "KH640", "KH780"]
    assert list(check(folder / "articles" / "abc.json", select=select)) == []


def test_places_in_the_lists_and_in_the_metadata(tmp_path: Path) -> None:
    folder = corpus(tmp_path, article("abc", other(1)))
    (folder / "splits").mkdir()
    (folder / "splits" / "train.txt").write_text("abc\n\nxyz\n")
    (folder / "metadata.json").write_text('{\n "census": {\n  "articles": {"annotated": 7}}}')
    unknown, census = check(folder, select=["KH622", "KH630"])
    assert (unknown.place.file, unknown.place.line) == (str(folder / "splits" / "train.txt"), 3)
    assert (unknown.place.column, unknown.place.end_column) == (1, 4)
    assert (census.place.file, census.place.line) == (str(folder / "metadata.json"), 3)
    assert census.place.column == len('  "articles": {"annotated": ') + 1
    assert unknown.fingerprint != census.fingerprint


@pytest.mark.parametrize("census", ["", "[]", '{"census": 3}', '{"census": {"articles": 3}}', "{"])
def test_metadata_without_a_census_is_no_fault_of_the_articles(tmp_path: Path, census: str) -> None:
    folder = corpus(tmp_path, article("abc", other(1)))
    (folder / "metadata.json").write_text(census)
    found = list(check(folder, select=["KH630"]))
    assert [one.pointer for one in found] == (
        ["/census/articles/annotated"] if '"articles"' in census else []
    )


def test_a_broken_article_makes_no_second_fault(tmp_path: Path) -> None:
    """What a broken file would have said is not known: nothing is said to be wanting."""
    folder = corpus(tmp_path, article("abc", other(1)))
    (folder / "articles" / "abd.json").write_text("{")
    (folder / "metadata.json").write_text('{"census": {"articles": {"annotated": 2}}}')
    assert codes(check(folder)) == []


def test_rules_find_the_same_alone_and_together(tmp_path: Path) -> None:
    """What one rule worked out for all is what each works out for itself."""
    text = other(3)
    near = text[:-1] + " " + NAME + "."
    folder = corpus(
        tmp_path, article("abc", text), article("abd", near), annotated("abe", f"عاد {NAME}.")
    )
    (folder / "splits").mkdir()
    (folder / "splits" / "train.txt").write_text("abc\n")
    (folder / "splits" / "test.txt").write_text("abd\nabe\n")
    together = [one for one in check(folder) if one.code.startswith("KH6")]
    assert {"KH603", "KH604", "KH623", "KH625"} <= {one.code for one in together}
    for code in {one.code for one in together}:
        assert list(check(folder, select=[code])) == [one for one in together if one.code == code]


def test_several_sources_are_one_corpus(tmp_path: Path) -> None:
    checker = Checker(select=["KH602"])
    first, second = annotated("abc"), replace(annotated("abc"), id="abd")
    for name, one in (("a.jsonl", first), ("b.jsonl", second)):
        write_lines(tmp_path / name, [one])
    found = [
        one
        for name in ("a.jsonl", "b.jsonl")
        for document in documents(tmp_path / name)
        for one in checker.document(document)
    ]
    assert [(one.code, one.article) for one in found] == [("KH602", "abd")]
    assert str(tmp_path / "a.jsonl") in found[0].message


@pytest.mark.parametrize(
    "name, text",
    [
        ("د نادر", "قال ود نادر نعم"),
        ("كككك", "ضحك ككككك ومضى"),
    ],
)
def test_names_are_found_behind_a_proclitic(name: str, text: str) -> None:
    found = misses([name], [left(SPOT, Index(article("abc", text)))])
    assert {name: one.count for name, one in found.items()} == {name: 1}
