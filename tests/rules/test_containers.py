"""Parquet is checked as it is: findings as of the JSONL that it would be converted to."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from five_articles import FIVE
from khabar.formats import convert
from khabar.hub import build
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import Finding, KhabarError
from khabar.rules import Checker, check, passed, pieces
from khabar.store import contents_files, documents, line

pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'khabar[hub]'")
pq = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install 'khabar[hub]'")

WRONG = Article(
    schema=SCHEMA,
    id="wrong",
    language="ar",
    text="قالت سلمى نعم",
    status="raw",
    mentions=(
        Mention(
            id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),), extra={"a": [1, "ب"]}
        ),
    ),
)


def written(folder: Path, *made: Article) -> tuple[Path, Path]:
    """The same articles as JSONL and as Parquet."""
    (folder / "a.jsonl").write_bytes(b"\n".join(map(line, made)))
    convert(folder / "a.jsonl", folder / "a.parquet")
    return folder / "a.jsonl", folder / "a.parquet"


def elsewhere(found: list[Finding], file: Path) -> list[Finding]:
    return [replace(one, place=replace(one.place, file=str(file))) for one in found]


def test_the_same_as_of_its_lines(tmp_path: Path) -> None:
    articles = [replace(WRONG, id=f"wrong-{number}") for number in range(3)]
    jsonl, parquet = written(tmp_path, *articles, WRONG, WRONG)
    found = list(check(parquet, ignore=["KH601", "KH602", "KH603"]))
    assert found == elsewhere(list(check(jsonl, ignore=["KH601", "KH602", "KH603"])), parquet)
    assert [one.place.line for one in found] == [1, 2, 3, 4, 5]
    assert found[0].article == "wrong-0"


def test_rules_that_look_back_find_the_row_again(tmp_path: Path) -> None:
    names = ["سلمى الحداد", "نادر القصبي"]
    text = f"قالت {names[0]} إن {names[1]} غاب. وعاد {names[1]}."
    at = [text.index(one) for one in names]
    mentions = tuple(
        Mention(
            id=f"m{number}", type="PER", level="name", spans=(Span(start=s, end=s + 11, text=name),)
        )
        for number, (s, name) in enumerate(zip(at, names, strict=True), 1)
    )
    one = replace(WRONG, text=text, mentions=mentions, status="annotated")
    jsonl, parquet = written(tmp_path, replace(WRONG, id="first", mentions=()), one)
    found = list(check(parquet, select=["KH604"]))
    assert found == elsewhere(list(check(jsonl, select=["KH604"])), parquet)
    assert [(one.place.line, one.excerpt) for one in found] == [(2, names[1])]


def test_workers_read_parquet_too(tmp_path: Path) -> None:
    jsonl, parquet = written(tmp_path, WRONG)
    jsonl.unlink()
    (tmp_path / "b.parquet").write_bytes(parquet.read_bytes())
    alone = list(check(tmp_path))
    assert len(alone) > 2
    assert list(check(tmp_path, workers=2)) == alone


def test_a_dataset_of_ours(tmp_path: Path) -> None:
    build(FIVE, tmp_path / "dataset")
    files = contents_files(tmp_path / "dataset")
    assert {one.parent for one in files} == {tmp_path / "dataset" / "data" / "articles"}
    checker = Checker()
    found = [*passed(checker, pieces([tmp_path / "dataset"])), *checker.finish()]
    assert [one for one in found if one.severity != "info"] == []
    assert checker.seen == len(list((FIVE / "articles").glob("*.json")))


@pytest.mark.parametrize(
    "field, value, code",
    [("status", None, "KH103"), ("extra", "{oops", "KH101"), ("id", "No!", "KH106")],
)
def test_a_row_that_is_no_article(tmp_path: Path, field: str, value: object, code: str) -> None:
    _, parquet = written(tmp_path, replace(WRONG, extra={"a": 1}), replace(WRONG, id="second"))
    table = pq.read_table(parquet)
    column = table[field].to_pylist()
    column[0] = value
    at = table.column_names.index(field)
    table = table.set_column(at, table.field(at), pa.array(column, table[field].type))
    pq.write_table(table, parquet)
    found = [one for one in check(parquet, select=["KH1"]) if one.code == code]
    assert [one.place.line for one in found] == [1]
    assert field in msgspec.json.encode(found[0]).decode()


def test_what_is_no_parquet_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(KhabarError, match=r"a.parquet: this is not a Parquet file of articles"):
        list(check(tmp_path / "a.parquet"))


def test_json_goes_before_what_lies_beside_it(tmp_path: Path) -> None:
    written(tmp_path, WRONG)
    assert contents_files(tmp_path) == [tmp_path / "a.jsonl"]


def test_nothing_that_writes_takes_parquet_for_json(tmp_path: Path) -> None:
    """`khabar.store.documents` must not read it: `khabar format` would write JSON over it."""
    _, parquet = written(tmp_path, WRONG)
    assert [one.data for one in documents(parquet)] == [parquet.read_bytes()]
