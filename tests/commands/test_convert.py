"""``khabar convert``: formats found out, losses refused, sidecars read back."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from typer.testing import CliRunner

from five_articles import FIVE
from khabar.commands import app
from khabar.formats import LossReport, all_formats, convert
from khabar.formats._format import ignore
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import line, read_articles, write_lines

run = CliRunner()


class Lossy(SimpleNamespace):
    """A format that cannot hold chains, keywords or publishers."""

    NAME = "lossy"
    SUFFIXES = (".lossy",)
    SUMMARY = "for tests"
    LOSES = frozenset({"quotes.chain", "keywords", "publication.publisher"})

    def read(self, source: Path, report: object = ignore) -> Iterator[Article]:
        for row in source.read_bytes().splitlines():
            yield msgspec.json.decode(row, type=Article)

    def write(self, articles: Iterable[Article], target: Path) -> LossReport:
        rows = []
        for article in articles:
            record = msgspec.to_builtins(article)
            record.pop("keywords", None)
            record.get("publication", {}).pop("publisher", None)
            for quote in record.get("quotes", ()):
                quote.pop("chain", None)
            rows.append(msgspec.json.encode(record))
        target.write_bytes(b"\n".join(rows))
        return LossReport(articles=len(rows))


@pytest.fixture
def lossy(monkeypatch: pytest.MonkeyPatch) -> None:
    formats = {**all_formats(), "lossy": Lossy()}
    monkeypatch.setattr("khabar.formats._format.all_formats", lambda: formats)


def test_what_would_be_lost_is_refused_with_its_name(lossy: None, tmp_path: Path) -> None:
    target = tmp_path / "a.lossy"
    with pytest.raises(
        KhabarError, match=r"lossy cannot hold keywords \(5\), publication"
    ) as raised:
        convert(FIVE, target)
    assert "--sidecar FILE, or let them go with --allow-loss" in str(raised.value)
    assert not target.exists()


def test_a_sidecar_makes_the_way_back_whole(lossy: None, tmp_path: Path) -> None:
    target, sidecar = tmp_path / "a.lossy", tmp_path / "a.sidecar.jsonl"
    convert(FIVE, target, sidecar=sidecar)
    convert(target, tmp_path / "poor.jsonl")
    convert(target, tmp_path / "whole.jsonl", sidecar=sidecar)
    whole = [line(one) for one in read_articles(FIVE)]
    assert [line(one) for one in read_articles(tmp_path / "poor.jsonl")] != whole
    assert [line(one) for one in read_articles(tmp_path / "whole.jsonl")] == whole


def test_an_edit_of_the_poor_form_survives_the_sidecar(lossy: None, tmp_path: Path) -> None:
    target, sidecar = tmp_path / "a.lossy", tmp_path / "a.sidecar.jsonl"
    convert(FIVE, target, sidecar=sidecar)
    target.write_bytes(target.read_bytes().replace(b'"indirect"', b'"mixed"'))
    convert(target, tmp_path / "whole.jsonl", sidecar=sidecar)
    quotes = [one for article in read_articles(tmp_path / "whole.jsonl") for one in article.quotes]
    assert "indirect" not in {one.type for one in quotes}
    assert any(one.chain for one in quotes)


def test_loss_may_be_allowed(lossy: None, tmp_path: Path) -> None:
    convert(FIVE, tmp_path / "a.lossy", allow_loss=True)
    assert b"chain" not in (tmp_path / "a.lossy").read_bytes()


@pytest.mark.parametrize("name", ["a.jsonl", "a.ls.json", "a.parquet", "folder"])
def test_from_every_form_to_every_other(name: str, tmp_path: Path) -> None:
    done = run.invoke(app, ["convert", str(FIVE), str(tmp_path / name)])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"{tmp_path / name}: 5 articles"
    back = run.invoke(app, ["convert", str(tmp_path / name), str(tmp_path / "back.jsonl")])
    assert back.exit_code == 0, back.stderr
    write_lines(tmp_path / "expected.jsonl", sorted(read_articles(FIVE), key=lambda one: one.id))
    found = sorted((tmp_path / "back.jsonl").read_bytes().splitlines())
    assert found == sorted((tmp_path / "expected.jsonl").read_bytes().splitlines())


def test_a_json_file_is_looked_into(tmp_path: Path) -> None:
    run.invoke(app, ["convert", str(FIVE), str(tmp_path / "a.json"), "--to", "label-studio"])
    convert(tmp_path / "a.json", tmp_path / "b.jsonl")
    assert len((tmp_path / "b.jsonl").read_bytes().splitlines()) == 5
    convert(FIVE / "articles" / "port-expansion.json", tmp_path / "c.jsonl")
    assert len((tmp_path / "c.jsonl").read_bytes().splitlines()) == 1


def test_two_articles_with_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    article = next(read_articles(FIVE))
    write_lines(tmp_path / "a.jsonl", [article, article])
    with pytest.raises(KhabarError, match="two articles have the id"):
        convert(tmp_path / "a.jsonl", tmp_path / "folder")
