"""Parquet gives back what it was given, always as the same bytes, and refuses what is wrong."""

import io
import subprocess
import sys
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khabar.formats import parquet
from khabar.formats.parquet import files, shapes, tables
from khabar.model import SCHEMA, Article, Mention, Publication, Span, Stance, Target
from khabar.problem import KhabarError
from khabar.schema import labels
from khabar.store import line
from strategies import articles, texts

_ONE = Article(
    schema=SCHEMA,
    id="one",
    language="ar",
    text="قالت سلمى نعم",
    status="raw",
    mentions=(Mention(id="m1", type="PER", spans=(Span(start=5, end=9, text="سلمى"),)),),
)
_hard = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def _back(given_: list[Article], folder: Path) -> list[Article]:
    target = folder / "articles.parquet"
    assert parquet.write(given_, target).articles == len(given_)
    return list(parquet.read(target))


@given(st.lists(articles(), max_size=2))
@settings(_hard, max_examples=50)
def test_articles_survive_in_every_field(tmp_path: Path, some: list[Article]) -> None:
    back = _back(some, tmp_path)
    assert back == some
    assert [line(one) for one in back] == [line(one) for one in some]  # tells 1.0 from 1


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"a": None, "b": [None, {}, []], "c": {"d": None}},
        {"whole": 1, "real": 1.0, "minus": -0.0, "big": 2**70, "small": 5e-324},
        {"قناة": "خبر 🚢", "escaped": '\u0000\n"\\'},
        {"": {"": ""}},
        {"null": "null"},
    ],
)
def test_extra_is_carried_as_it_is(tmp_path: Path, extra: dict[str, object]) -> None:
    mention = msgspec.structs.replace(_ONE.mentions[0], extra=extra)
    given_ = msgspec.structs.replace(_ONE, extra=extra, mentions=(mention,))
    (back,) = _back([given_], tmp_path)
    assert line(back) == line(given_)


def test_absent_and_empty_are_told_apart(tmp_path: Path) -> None:
    target = Target(spans=(Span(start=0, end=4, text="قالت"),))
    given_ = [
        _ONE,
        msgspec.structs.replace(_ONE, id="two", publication=Publication(), title=""),
        msgspec.structs.replace(
            _ONE,
            id="three",
            stances=(Stance(id="s1", holder="article", target=target, label="favor"),),
        ),
    ]
    assert _back(given_, tmp_path) == given_


def test_no_article_at_all(tmp_path: Path) -> None:
    assert _back([], tmp_path) == []


def _bytes(count: int, batch: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(files, "BATCH", batch)
    stream = io.BytesIO()
    with files.Writer(stream, shapes.article_shape(), rows_a_group=40) as writer:
        for number in range(count):
            name, text = f"article-{number}", f"خبر {number} " * (number % 7 + 1)
            writer.add(parquet.to_row(msgspec.structs.replace(_ONE, id=name, text=text)))
    return stream.getvalue()


@pytest.mark.parametrize("count", [0, 1, 40, 103])
def test_batches_leave_no_trace(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    written = {_bytes(count, batch, monkeypatch) for batch in (1, 7, 40, 100, 500)}
    assert len(written) == 1
    file = pq.ParquetFile(io.BytesIO(written.pop()))
    assert file.metadata.num_rows == count
    groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert [rows for rows in groups if rows] == [40] * (count // 40) + [count % 40] * bool(
        count % 40
    )


def test_rows_come_back_in_order_over_many_groups(tmp_path: Path) -> None:
    given_ = [msgspec.structs.replace(_ONE, id=f"article-{n}") for n in range(4321)]
    assert _back(given_, tmp_path) == given_
    assert pq.ParquetFile(tmp_path / "articles.parquet").num_row_groups == 3


def test_columns_are_those_of_the_schema() -> None:
    features = shapes.features(shapes.article_shape())
    assert list(features) == list(Article.__struct_fields__)
    (mention,) = features["mentions"]
    assert mention["type"] == {"names": list(labels("mention-types")), "_type": "ClassLabel"}
    assert mention["spans"] == [
        {
            "start": {"dtype": "int32", "_type": "Value"},
            "end": {"dtype": "int32", "_type": "Value"},
            "text": {"dtype": "string", "_type": "Value"},
        }
    ]
    assert features["topics"] == [{"dtype": "string", "_type": "Value"}]
    assert features["origin"]["score"] == {"dtype": "float64", "_type": "Value"}
    assert features["extra"] == {"dtype": "string", "_type": "Value"}
    assert shapes.from_features(features) is not None


def test_labels_are_numbers_in_the_order_of_the_vocabulary(tmp_path: Path) -> None:
    given_ = [
        msgspec.structs.replace(
            _ONE,
            id=f"article-{n}",
            mentions=(msgspec.structs.replace(_ONE.mentions[0], type=code),),
        )
        for n, code in enumerate(labels("mention-types"))
    ]
    parquet.write(given_, tmp_path / "a.parquet")
    column = pq.read_table(tmp_path / "a.parquet")["mentions"].to_pylist()
    assert [one["type"] for (one,) in column] == list(range(len(given_)))
    assert [one["metonym"] for (one,) in column] == [False] * len(given_)


def _changed(tmp_path: Path, name: str, value: object) -> Path:
    """A file whose column was put to other values, as a careless program leaves it."""
    path = tmp_path / "changed.parquet"
    parquet.write([_ONE, msgspec.structs.replace(_ONE, id="two")], path)
    table = pq.read_table(path)
    at = table.schema.get_field_index(name)
    rows = [table[name][0].as_py(), value]
    column = pa.array(rows, table.schema.field(at).type)
    pq.write_table(table.set_column(at, table.schema.field(at), column), path)
    return path


@pytest.mark.parametrize("number", [4, -1, 2**40])
def test_a_number_that_is_no_label_is_refused(tmp_path: Path, number: int) -> None:
    path = _changed(tmp_path, "status", number)
    with pytest.raises(KhabarError) as caught:
        list(parquet.read(path))
    assert str(caught.value) == f"{path}: status: {number} is no label; they end at 3"


def test_a_nested_number_that_is_no_label_is_refused(tmp_path: Path) -> None:
    mention = {"id": "m1", "type": 12, "spans": [{"start": 0, "end": 4, "text": "قالت"}]}
    path = _changed(tmp_path, "mentions", [mention])
    with pytest.raises(KhabarError, match=r"mentions\.type: 12 is no label; they end at 11$"):
        list(parquet.read(path))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("id", "NOT AN ID", r'row 2: /id: "NOT AN ID" does not have the form'),
        ("id", None, r"row 2: : the field 'id' is missing"),
        ("extra", "{", r"row 2: extra holds no JSON"),
        ("extra", "[]", r"row 2: /extra: \[\] is not of type object"),
        ("topics", [None], r"row 2: /topics/0: null never stands"),
    ],
)
def test_a_row_that_is_no_article_is_refused(
    tmp_path: Path, name: str, value: object, message: str
) -> None:
    with pytest.raises(KhabarError, match=message):
        list(parquet.read(_changed(tmp_path, name, value)))


def test_nulls_in_the_place_of_defaults_are_read(tmp_path: Path) -> None:
    path = _changed(tmp_path, "mentions", None)
    assert [one.mentions for one in parquet.read(path)] == [_ONE.mentions, ()]


@pytest.mark.parametrize(
    "row",
    [
        b'{"start": 1.5}',
        b'{"start": true}',
        b'{"start": "1"}',
        b'{"start": 2147483648}',
        b'{"begin": 1}',
        b'{"label": "c"}',
        b'{"label": 1}',
    ],
)
def test_a_row_that_does_not_fit_is_refused(row: bytes) -> None:
    shape = shapes.Record({"start": shapes.INT, "label": shapes.Label(("a", "b"))})
    with pytest.raises(KhabarError):
        tables.from_rows([b'{"start": 1, "label": "b"}', row], shape)


def test_an_unknown_label_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    parquet.write([_ONE], target)
    before = target.read_bytes()
    wrong = msgspec.structs.replace(_ONE, status="finished")
    with pytest.raises(KhabarError, match=r"status: 'finished' is none of raw, prelabelled"):
        parquet.write([_ONE, wrong], target)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_a_broken_off_run_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    target.write_bytes(b"old")

    def broken() -> object:
        yield _ONE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parquet.write(broken(), target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no parquet at all" * 9])
def test_what_is_no_parquet_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    with pytest.raises(KhabarError, match=r"a\.parquet: this is not a Parquet file of articles"):
        list(parquet.read(path))


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write([_ONE], path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(KhabarError, match=r"a\.parquet: this is not a Parquet file"):
        list(parquet.read(path))


def test_foreign_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["one"]}), path)
    with pytest.raises(KhabarError, match="the footer names no labels"):
        list(parquet.read(path))
    schema = tables.arrow_schema(shapes.article_shape())
    pq.write_table(pa.table({"id": ["one"]}).replace_schema_metadata(schema.metadata), path)
    with pytest.raises(KhabarError, match="features are not those of the columns"):
        list(parquet.read(path))


def test_missing_sources_are_told(tmp_path: Path) -> None:
    with pytest.raises(KhabarError, match="cannot be read: no such file"):
        list(parquet.read(tmp_path / "none.parquet"))
    with pytest.raises(KhabarError, match="no Parquet files in this folder"):
        list(parquet.read(tmp_path))


def test_without_pyarrow_one_line_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path\n"
        "from khabar.formats import parquet\n"
        "from khabar.hub import build\n"
        "from khabar.problem import MissingExtraError\n"
        "for run in (lambda: list(parquet.read(Path('a.parquet'))),\n"
        "            lambda: parquet.write([], Path('a.parquet')), lambda: build('.', 'out')):\n"
        "    try: run()\n"
        "    except MissingExtraError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.count("pip install 'khabar[hub]'") == 3
    assert list(tmp_path.iterdir()) == []


@given(texts(30))
def test_features_keep_any_name(name: str) -> None:
    shape = shapes.Record({"label": shapes.Label(("a", name))})
    assert shapes.from_features(shapes.features(shape)) == shape
