"""Articles from files and back: what is read, what is refused, what a broken run leaves."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khabar.model import SCHEMA, Article
from khabar.problem import KhabarError
from khabar.store import (
    article_files,
    articles_of,
    count_passes,
    documents,
    dumps,
    is_beside,
    line,
    passes_of,
    read_article,
    read_articles,
    write_article,
    write_lines,
)

ROOT = os.geteuid() == 0


def article(name: str = "abc", text: str = "نص") -> Article:
    return Article(schema=SCHEMA, id=name, language="ar", text=text, status="raw")


def test_a_file_a_folder_and_lines(tmp_path: Path) -> None:
    both = [article("one"), article("two")]
    for one in both:
        assert write_article(tmp_path / "folder" / f"{one.id}.json", one)
    write_lines(tmp_path / "lines.jsonl", both)
    assert read_article(tmp_path / "folder" / "one.json") == both[0]
    assert list(read_articles(tmp_path / "folder")) == both
    assert list(read_articles(tmp_path / "lines.jsonl")) == both
    assert [one.line for one in documents(tmp_path / "lines.jsonl")] == [1, 2]


def test_a_corpus_is_its_articles_and_passes(tmp_path: Path) -> None:
    write_article(tmp_path / "articles" / "one.json", article("one"))
    write_article(tmp_path / "passes" / "a1" / "one.json", article("one"))
    (tmp_path / "metadata.json").write_text("{}")
    (tmp_path / "adjudication").mkdir()
    (tmp_path / "adjudication" / "one.json").write_text("{}")
    names = [path.relative_to(tmp_path).as_posix() for path in article_files(tmp_path)]
    assert names == ["articles/one.json", "passes/a1/one.json"]


def test_who_reads_a_corpus_gets_its_articles(tmp_path: Path) -> None:
    corpus = tmp_path / "made" / "corpus"
    write_article(corpus / "articles" / "2031" / "one.json", article("one"))
    write_article(corpus / "passes" / "a2" / "one.json", article("one"))
    write_lines(corpus / "passes" / "a1" / "all.jsonl", [article("one"), article("two")])
    write_article(corpus / "passes" / "loose.json", article("loose"))
    for name in ("metadata.json", "adjudication/one.json", "splits/certificate.json", "x/y.json"):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text("{}")
    (tmp_path / ".khabar").mkdir()
    (tmp_path / ".khabar" / "people.json").write_text("{}")
    for folder in (corpus, tmp_path, corpus / "articles"):
        assert [one.id for one in read_articles(folder)] == ["one"]
    assert len(article_files(tmp_path)) == 4
    assert count_passes(corpus) == {"a1": 2, "a2": 1, "": 1}
    assert passes_of(corpus)["a1"] == [corpus / "passes" / "a1" / "all.jsonl"]
    assert passes_of(corpus / "articles") == passes_of(tmp_path) == {}
    assert articles_of(corpus) == corpus / "articles"
    assert articles_of(tmp_path) == tmp_path
    with pytest.raises(KhabarError, match="there are no articles in this folder"):
        article_files(corpus / "adjudication")


def test_the_articles_of_a_corpus_may_be_elsewhere(tmp_path: Path) -> None:
    write_article(tmp_path / "far" / "one.json", article("one"))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "articles").symlink_to(tmp_path / "far", target_is_directory=True)
    assert [one.id for one in read_articles(tmp_path / "corpus")] == ["one"]


@pytest.mark.parametrize(
    "name, beside",
    [
        ("corpus/adjudication", True),
        ("corpus/adjudication/one.json", True),
        ("corpus/splits/certificate.json", True),
        ("corpus/agreement.json", True),
        ("corpus/metadata.json", True),
        ("corpus/new.json", False),
        ("corpus/articles/metadata.json", False),
        ("adjudication/one.json", False),
        ("metadata.json", False),
    ],
)
def test_what_stands_beside_the_articles(name: str, beside: bool, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    assert is_beside(tmp_path / name) == beside


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(KhabarError, match="there are no articles in this folder"):
        list(read_articles(tmp_path))


@pytest.mark.parametrize("in_lines", [True, False])
def test_standard_input(in_lines: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = line(article()) + b"\n" + line(article("two")) if in_lines else dumps(article())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [one.id for one in read_articles("-")] == (["abc", "two"] if in_lines else ["abc"])


def test_writing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "abc.json"
    assert write_article(path, article())
    before = path.stat().st_mtime_ns
    assert not write_article(path, article())
    assert path.stat().st_mtime_ns == before
    assert write_article(path, article(text="آخر"))


def test_a_broken_off_run_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    write_lines(path, [article()])

    def failing() -> Iterator[Article]:
        yield article("two")
        raise KhabarError("the source broke")

    with pytest.raises(KhabarError, match="the source broke"):
        write_lines(path, failing())
    assert path.read_bytes() == line(article()) + b"\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_rights_and_a_new_one_gets_the_usual(tmp_path: Path) -> None:
    old, new, usual = (tmp_path / name for name in ("old.json", "new.json", "usual"))
    write_article(old, article())
    old.chmod(0o640)
    usual.touch()
    assert write_article(old, article(text="آخر"))
    assert write_article(new, article())
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_folder_that_is_a_file_cannot_be_written_into(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(KhabarError, match="cannot be written"):
        write_article(tmp_path / "file" / "abc.json", article())


@pytest.mark.skipif(ROOT, reason="the superuser may write into read-only folders")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(KhabarError, match="cannot be written: permission denied"):
        write_article(tmp_path / "abc.json", article())


HEAD = '{"schema": "khabar/0.1", "id": "abc", "language": "ar", "text": "نص", "status": '
REFUSED = {
    "not UTF-8": (b'{\n"id": "\xff"}', "2:8: the file is not UTF-8: byte 0xff at offset 9"),
    "broken": (b'{"id": "abc",}', "1:14: this is not JSON"),
    "a comma": (b'{\n  "id": "abc"\n  "x": 1}', "3:3: this is not JSON: Expecting ',' delimiter"),
    "NaN": (b'{"id": NaN}', "this is not JSON: NaN is no number"),
    "empty": (b"", "1:1: this is not JSON"),
    "a surrogate": (b'{"text": "\\ud83d"}', r"1:11: \\ud83d is half of a surrogate pair"),
    "a list": (b"[1]", "1:1: \\[1\\] is not of type object"),
    "a status": (f'{HEAD}"done"}}'.encode(), f'1:{len(HEAD) + 1}: "done" is not one of raw'),
    "a missing field": (f'{HEAD}"raw", "mentions": [{{}}]}}'.encode(), "'id' is missing"),
    "nested deeply": (b"[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("data, message", REFUSED.values(), ids=REFUSED)
def test_what_is_no_article_is_refused_with_its_place(
    data: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "abc.json"
    path.write_bytes(data)
    with pytest.raises(KhabarError, match=message) as raised:
        read_article(path)
    assert str(raised.value).startswith(str(path))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(KhabarError, match="cannot be read: no such file"):
        read_article(tmp_path / "none.json")


def test_a_bad_line_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(line(article()) + b"\n\n" + b'{"id": 1}\n')
    with pytest.raises(KhabarError, match=r"lines.jsonl:3:"):
        list(read_articles(path))
