"""A published dataset comes back as what was published, or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.loopback import Client, LoopbackHub
from hub.loopback.repository import File
from khabar.hub import build
from khabar.model import SCHEMA, Article, Publication
from khabar.store import read_articles, write_article


@pytest.fixture(scope="module", params=["lfs", "xet"])
def hub(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LoopbackHub]:
    store = None
    if request.param == "xet":
        pytest.importorskip("hf_xet")
        store = tmp_path_factory.mktemp("xet")
    with LoopbackHub(xet=store) as hub:
        yield hub


@pytest.fixture(scope="module")
def client(hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with Client(hub, tmp_path_factory.mktemp("client")) as client:
        yield client


def bare(name: str, **fields: Any) -> Article:
    return Article(
        schema=SCHEMA, id=name, language="ar", text="قالت سلمى نعم 🇸🇦", status="raw", **fields
    )


@pytest.fixture(scope="module")
def some(made: Any) -> list[Article]:
    """Made-up articles, and what is hard to carry."""
    return [
        *made(40),
        bare("a-bare"),
        bare("b-extra", extra={"a": [None, 1.0, {}], "ب": {"z": "", "a": -0.5}}),
        bare("c-dates", publication=Publication(published="2031-03-09T10:20:30.5+03:00")),
        bare("d-day", publication=Publication(published="2031-03-09", note="سطر\nسطر")),
        bare("e-title", title="خبر\u200cها", keywords=("سلمى", "خبر")),
    ]


@pytest.fixture(scope="module")
def corpus(some: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for article in some:
        write_article(folder / "articles" / f"{article.id}.json", article)
    (folder / "splits").mkdir()
    ids = sorted(one.id for one in some)
    for name, part in {"train": ids[::2], "test": ids[1::2]}.items():
        (folder / "splits" / f"{name}.txt").write_text("".join(f"{one}\n" for one in part))
    return folder


@pytest.fixture(scope="module")
def name(hub: LoopbackHub, client: Client, corpus: Path) -> str:
    done = client("hub", "publish", corpus, "--to", f"{hub.user}/news", "--private")
    assert done.code == 0, done
    return f"{hub.user}/news"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("tag", ["", "@v0.1.0", "@main"])
def test_articles_and_splits_come_back(
    client: Client, name: str, some: list[Article], corpus: Path, tmp_path: Path, tag: str
) -> None:
    done = client("hub", "pull", f"{name}{tag}", "--out", tmp_path / "back")
    assert done.code == 0, done
    assert f"{name}{tag or '@v0.1.0'}: 23 train, 22 test in " in done.out
    back = {one.id: one for one in read_articles(tmp_path / "back" / "articles")}
    assert back == {one.id: one for one in some}
    assert files(tmp_path / "back") == files(corpus)


def test_what_came_back_builds_to_the_same_tables(
    client: Client, name: str, corpus: Path, tmp_path: Path
) -> None:
    assert client("hub", "pull", name, "--out", tmp_path / "back").code == 0
    here, there = build(corpus, tmp_path / "here"), build(tmp_path / "back", tmp_path / "there")
    assert here.tables == there.tables
    data = {path: one for path, one in here.files.items() if path.startswith("data/")}
    assert data.items() <= there.files.items()


def test_large_files_went_where_the_hub_keeps_them(hub: LoopbackHub, name: str) -> None:
    tree = hub[name].tree("v0.1.0")
    path = "data/articles/train-00000-of-00001.parquet"
    assert bool(tree[path].xet) == bool(hub.storage.xet)
    uploads = [asked for asked, _ in hub.log if asked.startswith("PUT /lfs/")]
    assert bool(uploads) != bool(hub.storage.xet)


def test_only_an_empty_folder_is_filled(client: Client, name: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    error = client("hub", "pull", name, "--out", tmp_path).error
    assert f"{tmp_path}: there is something here already" in error
    assert "there is something" in client("hub", "pull", name, "--out", tmp_path / "mine.txt").error
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert client("hub", "pull", name, "--out", tmp_path / "empty").code == 0


def test_errors_are_one_clear_line(
    hub: LoopbackHub, client: Client, name: str, tmp_path: Path
) -> None:
    pull = lambda source, **how: client("hub", "pull", source, "-o", tmp_path / "x", **how).error  # noqa: E731
    assert f"{name} has no tag, branch or commit v7.0.0" in pull(f"{name}@v7.0.0")
    assert f"has no dataset {hub.user}/newz, or this token may not" in pull(f"{hub.user}/newz")
    assert f"has no dataset {name}, or this token may not see it" in pull(name, token="")
    assert "does not accept this token" in pull(name, token="hf_wrong")
    assert "names no dataset; write owner/name or owner/name@v1.2.0" in pull("no such/name@")
    hub.create(f"{hub.user}/empty")
    assert "has no release (a tag such as v1.2.0)" in pull(f"{hub.user}/empty")
    assert "was not published by khabar" in pull(f"{hub.user}/empty@main")
    assert not (tmp_path / "x").exists()


def test_data_that_is_not_what_the_manifest_says_is_not_brought_back(
    hub: LoopbackHub, client: Client, name: str, tmp_path: Path
) -> None:
    repository = hub[name]
    tree = dict(repository.tree("v0.1.0"))
    test, train = (f"data/articles/{one}-00000-of-00001.parquet" for one in ("test", "train"))

    def pulled(tag: str) -> str:
        error = client("hub", "pull", f"{name}@{tag}", "--out", tmp_path / "x").error
        assert not (tmp_path / "x").exists()
        return error

    repository.commit({path: one for path, one in tree.items() if path != test}, "lost")
    repository.tag("lost", "main")
    assert f"{name}@lost: {test} is missing" in pulled("lost")
    repository.commit(tree | {test: tree[train]}, "other")
    repository.tag("other", "main")
    assert f"{name}@other: {test} differs from what was built" in pulled("other")


def test_rows_are_compared_even_where_the_bytes_agree(
    hub: LoopbackHub, client: Client, name: str, tmp_path: Path
) -> None:
    """A manifest that was written for other rows."""
    repository = hub[name]
    tree = dict(repository.tree("v0.1.0"))
    manifest = json.loads(hub.storage.read(tree["manifest.json"]))
    manifest["tables"]["articles"]["test"]["digest"] = "sha256:" + "0" * 64
    data = json.dumps(manifest).encode()
    repository.commit(tree | {"manifest.json": File.regular(data)}, "forged")
    repository.tag("forged", "main")
    error = client("hub", "pull", f"{name}@forged", "--out", tmp_path / "x").error
    assert "the articles of test are not those that were built: sha256:" in error


def test_a_manifest_cannot_lead_out_of_the_folder(
    hub: LoopbackHub, client: Client, name: str, tmp_path: Path
) -> None:
    repository = hub[name]
    tree = dict(repository.tree("v0.1.0"))
    manifest = json.loads(hub.storage.read(tree["manifest.json"]))
    manifest["articles"] = {"../../x": 1}
    data = json.dumps(manifest).encode()
    repository.commit(tree | {"manifest.json": File.regular(data)}, "astray")
    repository.tag("astray", "main")
    error = client("hub", "pull", f"{name}@astray", "--out", tmp_path / "x").error
    assert "manifest.json names a split '../../x'" in error


def test_a_slow_hub_is_waited_for(
    hub: LoopbackHub, client: Client, name: str, tmp_path: Path
) -> None:
    hub.fail("GET .*/revision/", wait=1)
    assert client("hub", "pull", name, "--out", tmp_path / "x").code == 0
