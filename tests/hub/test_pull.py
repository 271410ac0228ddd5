"""A published dataset comes back as what was published, or not at all."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec import Struct
from msgspec.structs import fields, replace

from hub.loopback import Client, LoopbackHub
from hub.loopback.repository import File
from khabar.hub import build
from khabar.hub.configurations import configurations
from khabar.model import (
    SCHEMA,
    Article,
    Entity,
    Mention,
    Origin,
    Publication,
    Quote,
    Relay,
    Span,
    Stance,
    Target,
)
from khabar.reading import load
from khabar.rules import check_article
from khabar.store import canonical, read_articles, write_article
from strategies import articles


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


ANNOTATIONS = ("mentions", "quotes", "stances")


def sound(article: Article) -> Article | None:
    """An article without the annotations that `check` calls wrong, for no build takes those."""
    while wrong := [one.pointer for one in check_article(article) if one.severity == "error"]:
        places = [pointer.split("/")[1:3] for pointer in wrong]
        if any(place[0] not in ANNOTATIONS for place in places):
            return None
        kept = {
            kind: tuple(
                one
                for at, one in enumerate(getattr(article, kind))
                if [kind, str(at)] not in places
            )
            for kind in ANNOTATIONS
        }
        article = canonical(replace(article, **kept))
    return article


@cache
def drawn() -> tuple[Article, ...]:
    """Articles of the strategy that the formats are tested with, always the same ones."""
    found: list[Article] = []

    @settings(max_examples=150, derandomize=True, database=None, deadline=None)
    @given(articles())
    def draw(article: Article) -> None:
        if kept := sound(replace(article, id=f"drawn-{len(found)}")):
            found.append(kept)

    draw()
    return tuple(found)


def filled(values: Any) -> set[str]:
    """The fields that hold something else than their default somewhere in some articles."""
    if isinstance(values, Struct):
        held = {
            one.name: getattr(values, one.name)
            for one in fields(values)
            if getattr(values, one.name) not in (one.default, ())
        }
        own = {f"{type(values).__name__}.{name}" for name in held}
        return own.union(*map(filled, held.values()))
    return set().union(*map(filled, values)) if isinstance(values, (list, tuple)) else set()


@pytest.fixture(scope="module")
def some(made: Any) -> list[Article]:
    """Made-up articles, those of a strategy, and what is hard to carry."""
    once, again = Span(start=0, end=4, text="قالت"), Span(start=10, end=13, text="نعم")
    twice = (Quote(id="q1", content=(once,)), Quote(id="q2", content=(again,), same_as="q1"))
    agency = Entity(id="e1", type="ORG", name="الوكالة")
    implied = Quote(id="q1", content=(again,), chain=(Relay(relay="e1", implicit=True),))
    return [
        *made(40),
        *drawn(),
        bare("a-bare"),
        bare("a-twice", quotes=twice),
        bare("a-implied", entities=(agency,), quotes=(implied,)),
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


def test_all_that_an_article_can_hold_is_published(some: list[Article]) -> None:
    kinds = (Article, Publication, Mention, Entity, Quote, Relay, Stance, Target, Span, Origin)
    every = {f"{kind.__name__}.{one.name}" for kind in kinds for one in fields(kind)}
    assert every - filled(some) == set()
    assert any(len(one.spans) > 1 for article in some for one in article.mentions)
    assert any(len(one.content) > 1 for article in some for one in article.quotes)
    assert any(ord(one) > 0xFFFF for article in some for one in article.text)


@pytest.mark.parametrize("tag", ["", "@v0.1.0", "@main"])
def test_articles_and_splits_come_back(
    client: Client, name: str, some: list[Article], corpus: Path, tmp_path: Path, tag: str
) -> None:
    done = client("hub", "pull", f"{name}{tag}", "--out", tmp_path / "back")
    assert done.code == 0, done
    train, test = len(some[::2]), len(some[1::2])
    assert f"{name}{tag or '@v0.1.0'}: {train} train, {test} test in " in done.out
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


_READING = """
import json, sys, khabar
source, config = sys.argv[1:]
if config == "diff":
    rows = [[one.article, one.state] for one in khabar.diff(source, sys.stdin.read())]
elif config == "articles of test":
    rows = [one.id for one in khabar.load(source, split="test")]
else:
    rows = list(khabar.load(source, config))
print(json.dumps(rows))
"""


def read(client: Client, source: str, config: str, given: str = "") -> Any:
    """What `khabar.load` and `khabar.diff` give a program of somebody else."""
    done = subprocess.run(
        [sys.executable, "-c", _READING, source, config],
        env={**client.environment, "HF_TOKEN": LoopbackHub.token},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("config", [one.name for one in configurations()])
def test_a_release_is_loaded_by_its_name(
    client: Client, name: str, corpus: Path, config: str
) -> None:
    def sorted_rows(rows: Any) -> list[str]:
        return sorted(json.dumps(row, sort_keys=True) for row in rows)

    expected = list(load(corpus, config))
    assert expected
    assert sorted_rows(read(client, f"{name}@v0.1.0", config)) == sorted_rows(expected)


def test_a_split_of_a_release_is_loaded(client: Client, name: str, corpus: Path) -> None:
    found = read(client, f"{name}@v0.1.0", "articles of test")
    assert found == (corpus / "splits/test.txt").read_text().split()


def test_a_release_is_compared_in_python(
    client: Client, name: str, some: list[Article], tmp_path: Path
) -> None:
    changed = [replace(some[0], title="عنوان"), *some[2:]]
    for article in changed:
        write_article(tmp_path / "articles" / f"{article.id}.json", article)
    found = read(client, f"{name}@v0.1.0", "diff", given=str(tmp_path))
    assert sorted(found) == sorted([[some[0].id, "changed"], [some[1].id, "removed"]])


class TestChecking:
    """`khabar hub check` of what is on the hub."""

    @pytest.mark.parametrize("tag", ["", "@v0.1.0", "@main"])
    def test_what_was_published_is_good(self, client: Client, name: str, tag: str) -> None:
        done = client("hub", "check", f"{name}{tag}", *((), ("--no-load",))[bool(tag)])
        assert (done.code, done.out) == (0, ""), done
        assert done.err.strip() == f"checked {name}{tag}: 0 errors, 0 warnings, 0 info"

    def test_what_somebody_changed_is_found(
        self, hub: LoopbackHub, client: Client, name: str
    ) -> None:
        repository = hub[name]
        tree = dict(repository.tree("v0.1.0"))
        card = hub.storage.read(tree["README.md"]).replace(b'"0": PER\n', b'"0": PERSON\n', 1)
        repository.commit(tree | {"README.md": File.regular(card)}, "a word")
        repository.tag("changed", "main")
        done = client("hub", "check", f"{name}@changed", "--no-load")
        assert done.code == 1, done
        assert f"{name}@changed/README.md:" in done.out
        assert {"KH830", "KH843"} <= set(done.out.split())
        repository.commit(tree, "and back")

    def test_errors_are_one_clear_line(self, client: Client, name: str) -> None:
        check = lambda source, **how: client("hub", "check", source, "--no-load", **how).error  # noqa: E731
        assert f"{name} has no tag, branch or commit v7.0.0" in check(f"{name}@v7.0.0")
        assert "has no dataset nobody/nothing, or this token may not" in check("nobody/nothing")
        assert f"has no dataset {name}, or this token may not see it" in check(name, token="")
        assert "does not accept this token" in check(name, token="hf_wrong")
