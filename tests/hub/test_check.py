"""`khabar hub check` finds each damage of the cases, all of it, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.damage import ROOT, Case, cases, damaged
from khabar.hub import build, check_dataset
from khabar.model import Article
from khabar.rules import Parquet, Release, check_release, rules
from khabar.store import write_article

CASES = cases()
OF_NUMBERS = {"KH871"}
"""Rules on so many files that no case should have them; they are asked below."""
OF_RELEASES = [one.code for one in rules().values() if one.scope == "release"]
Made = Callable[[int], list[Article]]


def _name(case: Case) -> str:
    return f"{case.code}/{case.name}"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, made: Made) -> Path:
    folder = tmp_path_factory.mktemp("release")
    some = made(6)
    for article in some:
        write_article(folder / "corpus/articles" / f"{article.id}.json", article)
    for name, part in (("train", some[:4]), ("test", some[4:])):
        (folder / "corpus/splits").mkdir(exist_ok=True)
        ids = "".join(f"{one.id}\n" for one in part)
        (folder / "corpus/splits" / f"{name}.txt").write_text(ids)
    about = {"title": "News made up", "license": "CC-BY-4.0", "version": "1.0.0"}
    (folder / "corpus/metadata.json").write_text(json.dumps(about))
    build(folder / "corpus", folder / "dataset")
    return folder / "dataset"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(case: Case, built: Path, tmp_path: Path) -> None:
    folder = damaged(built, tmp_path / "dataset", case)
    found = check_dataset(folder, load=case.load)
    assert case.told(found, folder) == case.expected
    if case.messages is not None:  # those of other libraries change with their releases
        assert [one.message for one in found] == case.messages


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_about_its_rule(case: Case) -> None:
    assert (case.code in {code for code, *_ in case.expected}) != case.good


@pytest.mark.parametrize("code", [one for one in OF_RELEASES if one not in OF_NUMBERS])
def test_every_rule_has_a_bad_case(code: str) -> None:
    assert any(case.code == code and not case.good for case in CASES), ROOT / code


def test_a_build_is_good(built: Path) -> None:
    assert check_dataset(built) == []


def test_a_build_of_the_bundled_corpus_is_good(tmp_path: Path) -> None:
    build(Path(__file__).parents[2] / "corpus", tmp_path / "dataset")
    assert check_dataset(tmp_path / "dataset", load=False) == []


def _large(group: tuple[int, int]) -> list[str]:
    file = Parquet(rows=group[0], groups=(group,), columns={}, stored={})
    path = "data/articles/train-00000-of-00001.parquet"
    release = Release(name="r", files={path: ("", 1)}, parquet={path: file})
    return [one.message for one in check_release(release, select=["KH870"])]


def test_row_groups_that_the_viewer_cannot_read() -> None:
    assert _large((2000, 300_000_000)) == []
    assert _large((2000, 300_000_001)) == [
        "row group 0 has 300000001 bytes; the viewer reads 300000000"
    ]
    assert _large((10, 20_000_000)) == []
    assert _large((10, 20_000_010)) == ["a row of group 0 has 2000001 bytes; the viewer reads 2 MB"]


def test_more_files_than_the_hub_takes() -> None:
    def said(count: int, folder: str) -> list[str]:
        files = {f"{folder}{at % 90}/{at}": ("", 1) for at in range(count)}
        found = check_release(Release(name="r", files=files), select=["KH871"])
        return [one.message for one in found]

    assert said(9_999, "a/b") == []
    assert said(900_000, "a/b")[:2] == ["900000 files", "10000 files in one folder"]
    one_folder = {f"data/{at}": ("", 1) for at in range(10_000)}
    (found,) = check_release(Release(name="r", files=one_folder), select=["KH871"])
    assert (found.message, found.place.file) == ("10000 files in one folder", "r/data")


def test_severities_and_choice(built: Path, tmp_path: Path) -> None:
    case = next(one for one in CASES if one.code == "KH805" and not one.good)
    folder = damaged(built, tmp_path / "dataset", case)
    options = {"select": ["KH805"], "severities": {"card-license-unknown": "info"}}
    (found,) = check_dataset(folder, load=False, **options)
    assert found.severity == "info"
    assert check_dataset(folder, load=False, select=["KH80"], ignore=["KH805"]) == []


def test_fingerprints_tell_findings_apart_and_stay(built: Path, tmp_path: Path) -> None:
    seen: dict[str, str] = {}
    for at, case in enumerate(one for one in CASES if not one.load and len(one.expected) > 1):
        folder = damaged(built, tmp_path / str(at), case)
        prints = [one.fingerprint for one in check_dataset(folder, load=False)]
        assert len(set(prints)) == len(prints), case.name
        seen |= dict.fromkeys(prints, case.name)
        again = damaged(built, tmp_path / f"again-{at}", case)
        assert [one.fingerprint for one in check_dataset(again, load=False)] == prints
    assert seen
