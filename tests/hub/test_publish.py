"""Publishing to a hub that refuses, breaks off, and has other people: all of it or nothing."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.loopback import Client, LoopbackHub, Repository
from hub.loopback.repository import File
from khabar.hub import build, diff
from khabar.model import Article
from khabar.store import read_articles, write_article

Publish = Callable[..., Any]
SPLITS = ("train", "validation", "test")


@pytest.fixture(scope="module")
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub(part_size=20_000) as hub:
        yield hub


@pytest.fixture(scope="module")
def client(hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with Client(hub, tmp_path_factory.mktemp("client")) as client:
        yield client


@pytest.fixture(autouse=True)
def nothing_goes_wrong(hub: LoopbackHub) -> Iterator[None]:
    yield
    left = [fault for fault in hub.faults if fault.times > 0]
    hub.faults.clear()
    assert not left, "a fault of this test never struck"


def corpus_of(folder: Path, some: list[Article]) -> Path:
    for article in some:
        write_article(folder / "articles" / f"{article.id}.json", article)
    (folder / "splits").mkdir()
    for name, rest in zip(SPLITS, ((2, 3, 4), (0,), (1,)), strict=True):
        ids = [one.id for n, one in enumerate(some) if n % 5 in rest]
        (folder / "splits" / f"{name}.txt").write_text("\n".join(ids) + "\n")
    return folder


@pytest.fixture(scope="module")
def some(made: Any) -> list[Article]:
    return made(5)


@pytest.fixture
def corpus(tmp_path: Path, some: list[Article]) -> Path:
    return corpus_of(tmp_path / "corpus", some)


def edited(corpus: Path, **fields: Any) -> Article:
    """Change the first article of a corpus."""
    path = min((corpus / "articles").iterdir())
    (article,) = read_articles(path)
    article = replace(article, **fields)
    write_article(path, article)
    return article


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def published(hub: LoopbackHub, name: str, revision: str = "main") -> dict[str, bytes]:
    found = hub.content(name, revision)
    del found[".gitattributes"]
    return found


@pytest.fixture
def name(hub: LoopbackHub) -> str:
    """A repository of this test's own, still empty."""
    own = f"{hub.user}/news-{len(hub.api.repositories)}"
    hub.create(own)
    return own


@pytest.fixture(scope="module")
def first(
    hub: LoopbackHub, client: Client, some: list[Article], tmp_path_factory: pytest.TempPathFactory
) -> Repository:
    """A repository with a first release of the corpus."""
    corpus = corpus_of(tmp_path_factory.mktemp("first") / "corpus", some)
    hub.create(f"{hub.user}/first")
    done = client("hub", "publish", corpus, "--to", f"{hub.user}/first")
    assert done.code == 0, done
    return hub[f"{hub.user}/first"]


@pytest.fixture
def out(hub: LoopbackHub, first: Repository, name: str) -> Repository:
    """The repository of this test with that first release."""
    hub.api.repositories[name] = first.copy(name)
    return hub[name]


class TestTheFirstRelease:
    def test_is_one_commit_and_one_tag_with_what_was_built(
        self, hub: LoopbackHub, client: Client, corpus: Path, name: str, tmp_path: Path
    ) -> None:
        build(corpus, tmp_path / "built")
        done = client("hub", "publish", tmp_path / "built", "--to", name)
        assert (done.code, done.err.count("in one commit")) == (0, 1)
        assert f"{name}@v0.1.0 is out" in done.out
        assert published(hub, name, "v0.1.0") == contents(tmp_path / "built")
        repository = hub[name]
        assert len(repository.commits) == 2
        assert repository.tags == {"v0.1.0": repository.branches["main"]}
        commit = repository.commits[repository.branches["main"]]
        assert commit.title == "v0.1.0: first release with 5 articles"
        assert "5 articles (3 train, 1 validation, 1 test)" in commit.description

    def test_from_a_corpus_it_is_the_same(
        self, hub: LoopbackHub, out: Repository, corpus: Path, name: str, tmp_path: Path
    ) -> None:
        build(corpus, tmp_path / "built")
        assert published(hub, name, "v0.1.0") == contents(tmp_path / "built")

    def test_makes_the_repository_only_when_told_for_whom(
        self, hub: LoopbackHub, client: Client, corpus: Path
    ) -> None:
        target = f"{hub.user}/not-there-yet"
        error = client("hub", "publish", corpus, "--to", target).error
        assert error.endswith("set HF_TOKEN to a token that may; or make it: --private or --public")
        assert client("hub", "publish", corpus, "--to", target, "--private").code == 0
        assert hub[target].private
        assert client("hub", "pull", target, "--out", corpus / "x", token="").error
        error = client("hub", "publish", corpus, "--to", target, "--public").error
        assert f"{target} is private; that is changed in its settings" in error

    def test_somebody_elses_name_is_refused(self, client: Client, corpus: Path) -> None:
        error = client("hub", "publish", corpus, "--to", "other/news", "--public").error
        assert "this token has no right to write to other/news" in error


class TestTheNextRelease:
    def test_unchanged_is_none(
        self, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        before = len(out.commits)
        done = client("hub", "publish", corpus, "--to", name)
        assert (done.code, len(out.commits)) == (0, before)
        assert f"{name}@v0.1.0 is out already; nothing changed since" in done.out

    @pytest.mark.parametrize(
        ("fields", "tag"),
        [
            ({"title": "عنوان آخر"}, "v0.1.1"),
            ({"topics": ("medtop:11000000",)}, "v0.2.0"),
            ({"mentions": (), "quotes": (), "stances": (), "entities": ()}, "v0.2.0"),
        ],
    )
    def test_has_the_version_that_the_difference_asks_for(
        self,
        client: Client,
        corpus: Path,
        out: Repository,
        name: str,
        fields: dict[str, Any],
        tag: str,
        tmp_path: Path,
    ) -> None:
        article = edited(corpus, **fields)
        notes = tmp_path / "notes.md"
        done = client("hub", "publish", corpus, "--to", name, "--notes", notes)
        assert done.code == 0, done
        assert set(out.tags) == {"v0.1.0", tag}
        assert f"`{article.id}`" in notes.read_text()
        assert out.commits[out.tags[tag]].description.strip() == notes.read_text().strip()

    def test_states_a_version_that_is_high_enough(
        self, client: Client, corpus: Path, name: str, hub: LoopbackHub
    ) -> None:
        def stated(version: str) -> None:
            (corpus / "metadata.json").write_text(f'{{"title": "x", "version": "{version}"}}')

        stated("0.5.0")
        assert f"{name}@v0.5.0 is out" in client("hub", "publish", corpus, "--to", name).out
        article = edited(corpus, topics=("medtop:11000000",))
        error = client("hub", "publish", corpus, "--to", name).error
        assert (
            f"version 0.5.0 is too low after v0.5.0: topics changed ({article.id} first)" in error
        )
        assert "asks for 0.6.0 (minor); write that into the corpus's metadata.json" in error
        stated("1.0")
        assert "'1.0' is no version" in client("hub", "publish", corpus, "--to", name).error
        stated("1.0.0")
        assert f"{name}@v1.0.0 is out" in client("hub", "publish", corpus, "--to", name).out
        assert set(hub[name].tags) == {"v0.5.0", "v1.0.0"}

    def test_before_and_after_one(self, client: Client, corpus: Path, name: str, hub: Any) -> None:
        """Below 1.0.0 what breaks raises the second number, from then on the first."""
        client("hub", "publish", corpus, "--to", name)
        hub[name].tag("v1.0.0", "v0.1.0")
        article = min((corpus / "articles").iterdir())
        article.unlink()
        for path in (corpus / "splits").iterdir():
            listed = path.read_text().split()
            kept = [one for one in listed if one != article.stem]
            path.write_text("".join(f"{one}\n" for one in kept)) if kept else path.unlink()
        done = client("hub", "publish", corpus, "--to", name)
        assert f"{name}@v2.0.0 is out" in done.out

    def test_takes_away_what_it_no_longer_has(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        ids = [line for path in sorted((corpus / "splits").iterdir()) for line in path.open()]
        for split in ("validation", "test"):
            (corpus / "splits" / f"{split}.txt").unlink()
        (corpus / "splits" / "train.txt").write_text("".join(ids))
        done = client("hub", "publish", corpus, "--to", name)
        assert f"{name}@v0.2.0 is out" in done.out
        assert not [path for path in published(hub, name) if "/test-" in path]
        assert len(out.commits) == 3

    def test_leaves_the_files_of_others(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        out.edit("a picture", **{"logo.svg": b"<svg/>"})
        edited(corpus, title="عنوان")
        shown = client("hub", "publish", corpus, "--to", name, "--dry-run").out
        assert "  leave   logo.svg\n" in shown
        assert client("hub", "publish", corpus, "--to", name).code == 0
        assert published(hub, name)["logo.svg"] == b"<svg/>"

    def test_overwrites_what_others_wrote_only_when_told(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        out.edit("a word", **{"README.md": b"# My own words\n"})
        head = out.branches["main"]
        edited(corpus, title="عنوان")
        error = client("hub", "publish", corpus, "--to", name).error
        assert f"README.md on {name} was written by other hands than a release" in error
        assert out.branches["main"] == head
        assert client("hub", "publish", corpus, "--to", name, "--overwrite").code == 0
        assert b"My own words" not in published(hub, name)["README.md"]

    def test_data_of_others_is_in_the_way_too(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        """A file under data/ would be loaded along."""
        out.edit("more", **{"data/articles/train-00009-of-00010.parquet": b"PAR1"})
        edited(corpus, title="عنوان")
        error = client("hub", "publish", corpus, "--to", name).error
        assert "train-00009-of-00010.parquet" in error
        assert client("hub", "publish", corpus, "--to", name, "--overwrite").code == 0
        assert "data/articles/train-00009-of-00010.parquet" not in published(hub, name)

    @pytest.mark.parametrize(
        ("old", "said"),
        [
            (rb"PERSON", "PERSON (number 0 in {name}@v0.1.0) was renamed to PER"),
            (rb"ROLE", "number 0 was ROLE in {name}@v0.1.0 and is PER now"),
        ],
    )
    def test_loses_no_label(
        self, client: Client, corpus: Path, out: Repository, name: str, old: bytes, said: str
    ) -> None:
        """The release before had another label at first, or the same ones in another order."""
        head = out.commits[out.tags["v0.1.0"]]
        card = head.tree["README.md"].data or b""
        places = {old: b"PER", b"PER": old}
        exchanged = re.sub(rb"\b(PER|%b)\b" % old, lambda found: places[found[0]], card)
        assert exchanged != card
        out.tags["v0.1.0"] = out.commit(
            head.tree | {"README.md": File.regular(exchanged)}, "other labels"
        )
        edited(corpus, title="عنوان")
        error = client("hub", "publish", corpus, "--to", name).error
        assert said.format(name=name) in error
        assert out.branches["main"] == out.tags["v0.1.0"]
        assert set(out.tags) == {"v0.1.0"}


@pytest.fixture(scope="module")
def second(some: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is to be published next: one title changed, built."""
    folder = tmp_path_factory.mktemp("second")
    edited(corpus_of(folder / "corpus", some), title="عنوان")
    build(folder / "corpus", folder / "built")
    return folder / "built"


COMMIT, TAG = r"POST .*/commit/main", r"POST .*/tag/"


class TestNothingIsHalfPublished:
    """The head and the tags are the old ones, or all is there."""

    @pytest.mark.parametrize("fault", [{"status": 403}, {"status": 400}], ids=str)
    def test_a_refused_commit_leaves_all_as_it_was(
        self,
        hub: LoopbackHub,
        client: Client,
        second: Path,
        out: Repository,
        name: str,
        fault: dict[str, Any],
    ) -> None:
        before = published(hub, name), dict(out.tags)
        hub.fail(COMMIT, **fault)
        assert client("hub", "publish", second, "--to", name).error
        assert (published(hub, name), dict(out.tags)) == before
        assert client("hub", "publish", second, "--to", name).code == 0
        assert set(out.tags) == {"v0.1.0", "v0.1.1"}

    @pytest.mark.parametrize(
        ("where", "fault"),
        [
            (COMMIT, {"lost": "before"}),
            (COMMIT, {"lost": "after"}),
            (COMMIT, {"status": 500}),
            (COMMIT, {"status": 503, "times": 2}),
            (COMMIT, {"status": 429}),
            (COMMIT, {"wait": 0.5}),
            (TAG, {"lost": "before"}),
            (TAG, {"lost": "after"}),
            (TAG, {"status": 500}),
            (r"GET .*/tree/", {"status": 500, "skip": 1}),
        ],
        ids=str,
    )
    def test_a_hub_that_is_not_heard_is_asked_again(
        self,
        hub: LoopbackHub,
        client: Client,
        second: Path,
        out: Repository,
        name: str,
        where: str,
        fault: dict[str, Any],
    ) -> None:
        hub.fail(where, **fault)
        done = client("hub", "publish", second, "--to", name)
        assert done.code == 0, done
        assert set(out.tags) == {"v0.1.0", "v0.1.1"}
        assert len(out.commits) == 3, "one commit, however often it was asked for"
        assert out.tags["v0.1.1"] == out.branches["main"]

    def test_an_upload_that_breaks_off_for_good_is_taken_up_again(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        before = published(hub, name), dict(out.tags)
        edited(corpus, title="عنوان", text="قالت سلمى نعم", mentions=(), quotes=(), stances=())
        hub.fail(r"PUT /lfs", status=403, times=100)
        assert client("hub", "publish", corpus, "--to", name).error
        assert (published(hub, name), dict(out.tags)) == before
        hub.faults.clear()
        assert client("hub", "publish", corpus, "--to", name).code == 0
        assert set(out.tags) == {"v0.1.0", "v0.2.0"}

    def test_a_process_that_is_killed_in_the_commit_is_taken_up_again(
        self,
        hub: LoopbackHub,
        client: Client,
        second: Path,
        out: Repository,
        name: str,
    ) -> None:
        command = [sys.executable, "-m", "khabar", "hub", "publish", str(second), "--to", name]
        process = subprocess.Popen(command, env=client.environment, stderr=subprocess.DEVNULL)
        hub.fail(COMMIT, meanwhile=process.kill)
        assert process.wait(60) < 0
        assert set(out.tags) == {"v0.1.0"}
        done = client("hub", "publish", second, "--to", name)
        assert done.code == 0, done
        assert (len(out.commits), set(out.tags)) == (3, {"v0.1.0", "v0.1.1"})

    def test_a_commit_without_its_tag_gets_it_from_the_next_run(
        self, hub: LoopbackHub, client: Client, second: Path, out: Repository, name: str
    ) -> None:
        hub.fail(TAG, status=403)
        assert client("hub", "publish", second, "--to", name).error
        assert (len(out.commits), set(out.tags)) == (3, {"v0.1.0"})
        done = client("hub", "publish", second, "--to", name)
        assert (done.code, "sending" in done.err) == (0, False)
        assert (len(out.commits), set(out.tags)) == (3, {"v0.1.0", "v0.1.1"})

    def test_a_hub_that_stays_away_is_given_up(
        self, hub: LoopbackHub, client: Client, second: Path, out: Repository, name: str
    ) -> None:
        hub.fail(COMMIT, status=500, times=5)
        done = client("hub", "publish", second, "--to", name)
        assert "500" in done.error
        assert done.err.count("looking again") == 4
        assert set(out.tags) == {"v0.1.0"}

    def test_what_will_not_go_well_later_is_not_tried_again(
        self, hub: LoopbackHub, client: Client, second: Path, out: Repository, name: str
    ) -> None:
        hub.fail(COMMIT, status=500, times=3)
        hub.fail(COMMIT, status=403)
        done = client("hub", "publish", second, "--to", name)
        assert "no right to write" in done.error
        assert done.err.count("looking again") == 3
        assert set(out.tags) == {"v0.1.0"}


class TestOthersAreFaster:
    def test_their_commit_is_kept(
        self, hub: LoopbackHub, client: Client, second: Path, out: Repository, name: str
    ) -> None:
        hub.fail(COMMIT, meanwhile=lambda: out.edit("logo", **{"logo.svg": b"<svg/>"}))
        done = client("hub", "publish", second, "--to", name)
        assert done.code == 0, done
        assert "was changed by somebody else in the meantime (412); looking again" in done.err
        assert published(hub, name, "v0.1.1")["logo.svg"] == b"<svg/>"
        assert len(out.commits) == 4

    def test_their_words_are_not_overwritten(
        self, hub: LoopbackHub, client: Client, second: Path, out: Repository, name: str
    ) -> None:
        hub.fail(COMMIT, meanwhile=lambda: out.edit("words", **{"README.md": b"# Mine\n"}))
        error = client("hub", "publish", second, "--to", name).error
        assert "was written by other hands" in error
        assert published(hub, name)["README.md"] == b"# Mine\n"
        assert set(out.tags) == {"v0.1.0"}

    def test_the_gate_is_asked_again(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        """Between our look and our commit another release came out."""
        edited(corpus, topics=("medtop:11000000",))
        assert client("hub", "publish", corpus, "--to", name).code == 0
        theirs = out.commits[out.tags.pop("v0.2.0")].tree
        out.edit("back", **{"README.md": None})
        out.commit(out.tree("v0.1.0"), "back")

        def release() -> None:
            out.commit(theirs, "v0.2.0")
            out.tag("v0.2.0", "main")

        edited(corpus, title="عنوان")
        hub.fail(COMMIT, meanwhile=release)
        done = client("hub", "publish", corpus, "--to", name)
        assert f"{name}@v0.2.1 is out" in done.out

    def test_the_same_release_of_another_run_is_ours_too(
        self, hub: LoopbackHub, client: Client, second: Path, out: Repository, name: str
    ) -> None:
        hub.fail(TAG, meanwhile=lambda: out.tag("v0.1.1", "main"))
        done = client("hub", "publish", second, "--to", name)
        assert done.code == 0, done
        assert set(out.tags) == {"v0.1.0", "v0.1.1"}


class TestWhatIsRefused:
    def test_tokens(self, hub: LoopbackHub, client: Client, corpus: Path, name: str) -> None:
        say = lambda token: client("hub", "publish", corpus, "--to", name, token=token).error  # noqa: E731
        assert "does not accept this token; log in with `hf auth login`" in say("hf_wrong")
        assert f"this token has no right to write to {name}" in say(hub.reader)
        assert "log in with `hf auth login`" in say("")
        assert len(hub[name].commits) == 1

    def test_names(self, client: Client, corpus: Path) -> None:
        error = client("hub", "publish", corpus, "--to", "a b/c").error
        assert "'a b/c' is no name of a repository (owner/name)" in error

    def test_sources(self, client: Client, tmp_path: Path, name: str) -> None:
        say = lambda source: client("hub", "publish", source, "--to", name).error  # noqa: E731
        assert "there is no such folder or file" in say(tmp_path / "absent")
        assert "there are no articles" in say(tmp_path)

    def test_a_folder_that_is_not_as_it_was_built(
        self, client: Client, corpus: Path, name: str, tmp_path: Path
    ) -> None:
        say = lambda: client("hub", "publish", tmp_path / "built", "--to", name).error  # noqa: E731
        build(corpus, tmp_path / "built")
        (tmp_path / "built" / "notes.txt").write_text("mine")
        assert "notes.txt was added or changed since the build" in say()
        (tmp_path / "built" / "notes.txt").unlink()
        (tmp_path / "built" / "README.md").write_text("mine")
        assert "README.md was added or changed since the build" in say()
        (tmp_path / "built" / "README.md").unlink()
        assert "README.md is missing; build the dataset again" in say()
        (tmp_path / "built" / "manifest.json").write_text("{}")
        assert "this is no dataset of `khabar hub build`" in say()

    def test_a_last_release_that_is_not_ours(
        self, hub: LoopbackHub, client: Client, corpus: Path, name: str
    ) -> None:
        hub[name].tag("v3.0.0", "main")
        error = client("hub", "publish", corpus, "--to", name).error
        assert f"{name}@v3.0.0 was not published by khabar (it has no manifest.json)" in error

    def test_what_comes_back_and_is_not_what_was_sent(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        edited(corpus, topics=("medtop:11000000",))

        spoilt: dict[str, bytes] = {}

        def spoil() -> None:
            old, new = out.tree("v0.1.0"), out.tree("main")
            (path,) = (one for one in new if "/articles/" in one and new[one] != old[one])
            oid = str(new[path].lfs)
            data = hub.storage.objects.pop(oid)
            spoilt[oid] = data
            hub.storage.objects[oid] = data[:-100] + b"x" + data[-99:]

        hub.fail(TAG, meanwhile=spoil)
        error = client("hub", "publish", corpus, "--to", name).error
        hub.storage.objects |= spoilt
        assert "data/articles/" in error
        assert "differs from what was built" in error

    def test_a_dry_run_sends_nothing(
        self, hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str
    ) -> None:
        edited(corpus, title="عنوان")
        hub.log.clear()
        done = client("hub", "publish", corpus, "--to", name, "--dry-run")
        assert done.out.startswith(f"v0.1.1 to {hub.url}/datasets/{name}: what is said of the")
        assert re.search(r"\n  \d+ files are there already\n", done.out)
        assert "## v0.1.1" in done.out
        assert {said.split()[0] for said, _ in hub.log} <= {"GET", "HEAD"}
        assert len(out.commits) == 2


def test_differences_between_releases(
    hub: LoopbackHub, client: Client, corpus: Path, out: Repository, name: str, tmp_path: Path
) -> None:
    build(corpus, tmp_path / "built")
    article = edited(corpus, topics=("medtop:11000000",))
    assert client("hub", "publish", corpus, "--to", name).code == 0
    between = client("diff", f"{name}@v0.1.0", f"{name}@v0.2.0").out
    assert between == client("diff", tmp_path / "built", corpus).out
    assert between == client("diff", tmp_path / "built", f"{name}@v0.2.0").out
    assert between.startswith(article.id)
    assert ": changed, 1 article relabelled" in between
    assert client("diff", corpus, f"{name}@v0.2.0").err == "nothing changed\n"
    assert "has no tag, branch or commit v9" in client("diff", corpus, f"{name}@v9").error
    assert list(diff(corpus, tmp_path / "built"))
