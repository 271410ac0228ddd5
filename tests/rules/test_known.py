"""Known exceptions and baselines: what they leave out, and what they say of stale entries."""

from pathlib import Path

import pytest

from khabar.model import SCHEMA, Article, Mention, Publication, Span
from khabar.problem import Finding, KhabarError
from khabar.rules import check
from khabar.rules._known import Baseline, exceptions, write_baseline
from khabar.store import write_article

TEXT = "قالت وزيرة النقل سلمى الحداد إن العمل بدأ."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus whose article has a blank at the edge of m1 and of m2."""
    spans = [TEXT.index(one) for one in ("سلمى ", "وزيرة ")]
    mentions = tuple(
        Mention(id=f"m{at}", type="PER", spans=(span,))
        for at, span in enumerate((_span(*spans[:1], 5), _span(*spans[1:], 6)), 1)
    )
    one = Article(
        schema=SCHEMA, id="abc", language="ar", text=TEXT, status="raw", mentions=mentions,
        publication=Publication(license="CC-BY-4.0"),
    )  # fmt: skip
    write_article(tmp_path / "articles" / "abc.json", one)
    return tmp_path


def _span(start: int, length: int) -> Span:
    return Span(start=start, end=start + length, text=TEXT[start : start + length])


def known(corpus: Path, *lines: str) -> None:
    (corpus / "known.tsv").write_text("# why\n" + "".join(f"{one}\n" for one in lines))


def found(corpus: Path, select: tuple[str, ...] = ("KH212", "KH690")) -> list[Finding]:
    return list(check(corpus, select=select))


def test_by_annotation_and_by_fingerprint(corpus: Path) -> None:
    every = found(corpus)
    assert len(every) == 2
    known(corpus, "article\tcode\tid\treason\twho", "abc\tKH212\tm1\tit belongs\ta-1")
    left = found(corpus)
    assert [(one.code, one.message.count("سلمى")) for one in left] == [("KH212", 0)]
    known(corpus, *(f"abc\tKH212\t{one.fingerprint}\tso\ta-1" for one in every))
    assert found(corpus) == []


def test_of_the_article_itself_and_of_a_document_that_is_none(corpus: Path) -> None:
    (corpus / "articles" / "def.json").write_text('{"id": "def", "topics": ["a", "a"]}')
    select = ("KH1", "KH705", "KH690")
    every = found(corpus, select)
    assert {"KH103", "KH109"} <= {one.code for one in every}
    known(corpus, *{f"{one.article}\t{one.code}\t-\tso\ta-1" for one in every})
    assert found(corpus, select) == []


def test_an_entry_that_matches_nothing_is_a_finding(corpus: Path) -> None:
    known(corpus, "abc\tKH212\tm9\tso\ta-1", "abc\tKH205\tm1\tso\ta-1", "abd\tKH212\tm1\tso\ta-1")
    stale = [one for one in found(corpus) if one.code == "KH690"]
    assert [(one.place.line, one.severity) for one in stale] == [(2, "warning"), (4, "warning")]
    assert stale[0].place.file == str(corpus / "known.tsv")
    assert len({one.fingerprint for one in stale}) == 2


def test_part_of_a_corpus_says_nothing_of_stale_entries(corpus: Path) -> None:
    known(corpus, "abd\tKH212\tm1\tso\ta-1")
    one = Path(corpus / "articles" / "abc.json")
    write_article(corpus / "articles" / "abe.json", _with_id(one, "abe"))
    assert [f.code for f in check(one, select=["KH690"])] == []


def _with_id(file: Path, name: str) -> Article:
    import msgspec

    return msgspec.structs.replace(msgspec.json.decode(file.read_bytes(), type=Article), id=name)


def test_outside_a_corpus_there_are_no_exceptions(corpus: Path, tmp_path: Path) -> None:
    known(corpus, "abc\tKH212\tm1\tso\ta-1")
    other = corpus / "elsewhere.json"
    other.write_bytes((corpus / "articles" / "abc.json").read_bytes())
    assert len(list(check(other, select=["KH212"]))) == 2


@pytest.mark.parametrize(
    "line, says",
    [
        ("abc\tKH212\tm1\tso", "5 columns"),
        ("abc\tKH999\tm1\tso\ta-1", "'KH999'"),
        ("abc\tKH212\t\tso\ta-1", "5 columns"),
    ],
)
def test_a_broken_list_is_said_with_its_line(corpus: Path, line: str, says: str) -> None:
    known(corpus, line)
    with pytest.raises(KhabarError) as caught:
        found(corpus)
    assert str(caught.value).startswith(f"{corpus / 'known.tsv'}:2:1: ")
    assert says in str(caught.value)


def test_no_file_no_exceptions(tmp_path: Path) -> None:
    assert list(exceptions(tmp_path / "known.tsv")) == []


def test_baseline(corpus: Path) -> None:
    every = found(corpus)
    file = corpus / "kept" / "baseline.tsv"
    assert write_baseline(file, every) == 2
    first = file.read_bytes()
    assert b"\t../articles/abc.json\tabc\n" in first
    write_baseline(file, reversed(every))
    assert file.read_bytes() == first
    listed = Baseline(file)
    assert listed.excuse(every[0])
    assert [one for one in every if not listed.excuse(one)] == []
    assert list(listed.unused([str(corpus)], ["KH212"])) == []


def test_stale_entries_of_a_baseline(corpus: Path) -> None:
    file = corpus / "baseline.tsv"
    write_baseline(file, found(corpus))
    listed = Baseline(file)
    said = list(listed.unused([str(corpus)], ["KH212"]))
    assert said == [f"{file}:{line}: matches nothing: KH212 in abc" for line in (2, 3)]
    assert list(listed.unused([str(corpus / "passes")], ["KH212"])) == []
    assert list(listed.unused([str(corpus)], ["KH205"])) == []


def test_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(KhabarError, match="--write-baseline"):
        Baseline(tmp_path / "none.tsv")
