"""What was found before is what would be found now, and a damaged cache is no cache."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import Finding, KhabarError
from khabar.rules import Checker, _cache, check, kept, passed, pieces
from khabar.rules._cache import Cache
from khabar.store import Document, dumps, line
from strategies import articles

WRONG = Article(
    schema=SCHEMA,
    id="wrong",
    language="ar",
    text="قالت سلمى نعم",
    status="raw",
    mentions=(Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),)),),
)
GOOD = replace(WRONG, id="good", mentions=())


def checked(
    source: Path, folder: Path, *, workers: int = 1, **options: object
) -> tuple[list[Finding], Cache]:
    checker = Checker(**options)
    with kept(folder, checker.about) as cache:
        found = list(passed(checker, pieces([source]), workers=workers, cache=cache))
    return found + list(checker.finish()), cache


def forget_nothing(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rules that judge a document by itself fail: whoever asks them is found out."""

    def asked(*_: object) -> None:
        raise AssertionError("an article that is known was checked again")

    monkeypatch.setattr(checker, "judge", asked)


@settings(max_examples=30, deadline=None)
@given(st.lists(articles(), min_size=1, max_size=4), st.booleans(), st.integers(1, 2))
def test_the_second_time_finds_the_same(made: list[Article], in_lines: bool, workers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        corpus, folder = Path(name, "corpus"), Path(name, "cache")
        corpus.mkdir()
        if in_lines:
            (corpus / "a.jsonl").write_bytes(b"\n".join(map(line, [*made, WRONG])) + b"\n{oops")
        else:
            for number, one in enumerate([*made, WRONG]):
                (corpus / f"{number}.json").write_bytes(dumps(one))
        first, before = checked(corpus, folder, workers=workers)
        second, after = checked(corpus, folder)
        assert second == first == list(check(corpus))
        assert len(before.new) == len({line(one) for one in [*made, WRONG]}) or not in_lines
        assert after.new == {}


def test_known_articles_are_not_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\n".join([line(WRONG), line(GOOD)]))
    first, _ = checked(file, tmp_path / "cache")
    checker = Checker()
    forget_nothing(checker, monkeypatch)
    with kept(tmp_path / "cache", checker.about) as cache:
        again = list(passed(checker, pieces([file]), cache=cache))
    assert again == first
    assert checker.seen == 2


def test_places_move_with_the_article(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(WRONG))
    checked(tmp_path / "a.jsonl", tmp_path / "cache")
    (tmp_path / "b.jsonl").write_bytes(b"\n\n" + line(GOOD) + b"\n" + line(WRONG))
    found, cache = checked(tmp_path / "b.jsonl", tmp_path / "cache")
    assert len(cache.used) == len(cache.new) == 1
    place = found[0].place
    assert (place.file, place.line, place.end_line) == (str(tmp_path / "b.jsonl"), 4, 4)
    assert found == list(check(tmp_path / "b.jsonl"))


def test_a_file_by_another_name_is_another(tmp_path: Path) -> None:
    for name in ("good.json", "bad.json"):
        (tmp_path / name).write_bytes(dumps(GOOD))
        found, _ = checked(tmp_path / name, tmp_path / "cache", select=["KH008"])
        assert [one.code for one in found] == ([] if name == "good.json" else ["KH008"])
    (tmp_path / "a.jsonl").write_bytes(dumps(GOOD).replace(b"\n", b" "))
    assert checked(tmp_path / "a.jsonl", tmp_path / "cache", select=["KH008"])[0] == []


def test_other_rules_and_grades_are_other_caches(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line(WRONG))
    for options, severities in (
        ({"ignore": ["KH2"]}, []),
        ({"ignore": ["KH6"]}, ["error"]),
        ({"severities": {"KH205": "info"}}, ["info"]),
        ({"max_bytes": 10, "select": ["KH009"]}, ["error"]),
    ):
        found, cache = checked(file, tmp_path / "cache", **options)
        assert [one.severity for one in found] == severities
        assert cache.used == {}


def test_another_program_is_another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line(WRONG))
    checked(file, tmp_path / "cache")
    monkeypatch.setattr(_cache, "_program", lambda: b"a rule was changed")
    assert checked(file, tmp_path / "cache")[1].used == {}


def test_the_program_is_all_that_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line more in any module of the rooms, or in the schema, is another program."""
    package = Path(_cache.__file__).parents[1]
    covered = {file for room in _cache._ROOMS for file in _cache._sources(package / room)}
    below = {"problem.py", "model.py", "text", "schema", "store", "rules"}
    needed = {
        one
        for one in package.rglob("*.py")
        if one.relative_to(package).parts[0] in below and "__pycache__" not in one.parts
    }
    assert covered == needed
    schema = tmp_path / "article.schema.json"
    schema.write_bytes(b"{}")
    before = _cache._program.__wrapped__()
    monkeypatch.setattr(_cache, "source_files", lambda: (schema,))
    changed = _cache._program.__wrapped__()
    schema.write_bytes(b"{ }")
    assert len({before, changed, _cache._program.__wrapped__()}) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"",
        lambda data: data[:60] + b"\xff" + data[61:],
        lambda data: b"other" + data,
        lambda data: b"\xff" * len(data),
    ],
)
def test_a_damaged_cache_counts_as_none(tmp_path: Path, damage: object) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line(WRONG))
    first, _ = checked(file, tmp_path / "cache")
    kept_in = next((tmp_path / "cache").glob("*.cache"))
    kept_in.write_bytes(damage(kept_in.read_bytes()))
    again, cache = checked(file, tmp_path / "cache")
    assert again == first
    assert cache.used == {}
    assert checked(file, tmp_path / "cache")[1].used


def test_runs_beside_each_other_leave_a_whole_file(tmp_path: Path) -> None:
    for name, one in (("a", WRONG), ("b", GOOD)):
        (tmp_path / f"{name}.jsonl").write_bytes(line(one))
    checker = Checker()
    with kept(tmp_path / "cache", checker.about) as outer:
        list(passed(checker, pieces([tmp_path / "a.jsonl"]), cache=outer))
        checked(tmp_path / "b.jsonl", tmp_path / "cache")
    assert checked(tmp_path / "a.jsonl", tmp_path / "cache")[1].used
    assert sorted(one.name for one in (tmp_path / "cache").iterdir() if one.suffix != ".cache") == [
        ".gitignore"
    ]


def test_what_a_broken_run_found_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([line(WRONG), line(GOOD)]))
    stream = check(tmp_path / "a.jsonl", cache=tmp_path / "cache")
    next(stream)
    stream._source.close()
    assert len(checked(tmp_path / "a.jsonl", tmp_path / "cache")[1].used) == 1


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cache, "_MOST", 3)
    monkeypatch.setattr(_cache, "_FILES", 2)
    lines = [line(replace(GOOD, id=f"good-{number}")) for number in range(4)]
    for data in lines:
        (tmp_path / "a.jsonl").write_bytes(data)
        checked(tmp_path / "a.jsonl", tmp_path / "cache")
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    used = checked(tmp_path / "a.jsonl", tmp_path / "cache")[1].used
    assert len(used) == 3
    for number, code in enumerate(["KH2", "KH3", "KH4"]):
        checked(tmp_path / "a.jsonl", tmp_path / "cache", select=[code])
        for file in (tmp_path / "cache").glob("*.cache"):
            os.utime(file, (number, min(number, file.stat().st_mtime)))
    assert len(list((tmp_path / "cache").glob("*.cache"))) == 2


def test_findings_of_many_bytes_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_cache, "_MOST_BYTES", 600)
    wrong = [line(replace(WRONG, id=f"wrong-{number}")) for number in range(9)]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(wrong))
    checked(tmp_path / "a.jsonl", tmp_path / "cache")
    assert 0 < len(checked(tmp_path / "a.jsonl", tmp_path / "cache")[1].used) < 9


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(WRONG))
    (tmp_path / "file").write_text("")
    with pytest.raises(KhabarError, match="file/cache: cannot be written: "):
        list(check(tmp_path / "a.jsonl", cache=tmp_path / "file" / "cache"))
    with kept(tmp_path / "file" / "cache", b"", asked=False) as cache:
        cache.keep(b"0" * 16, Document("a.jsonl", 1, b"{}"), [])
    assert (tmp_path / "file").read_text() == ""


def test_standard_input_is_not_kept() -> None:
    assert Cache(Path("nowhere"), b"").key(Document("<stdin>", 1, b"{}")) is None
