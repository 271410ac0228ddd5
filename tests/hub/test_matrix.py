"""What is published reads the same in every release of `datasets`, loaded and streamed."""

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hub.environments import VERSIONS, python
from hub.loopback import Client, LoopbackHub
from khabar.formats.parquet import files
from khabar.hub import Manifest, build
from khabar.store import write_article

HERE = Path(__file__).parent
Rows = dict[tuple[str, str, bool], list[dict[str, Any]]]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def corpus(made: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    some = made(60)
    for article in some:
        write_article(folder / "articles" / f"{article.id}.json", article)
    (folder / "splits").mkdir()
    for name, part in {"train": some[:40], "validation": some[40:50], "test": some[50:]}.items():
        (folder / "splits" / f"{name}.txt").write_text("".join(f"{one.id}\n" for one in part))
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    folder = tmp_path_factory.mktemp("built") / "dataset"
    return folder, build(corpus, folder, articles_a_file=25)


@pytest.fixture(scope="module", params=["lfs", "xet"])
def hub(
    request: pytest.FixtureRequest,
    built: tuple[Path, Manifest],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LoopbackHub]:
    """A hub with the dataset as ``tester/news``."""
    store = tmp_path_factory.mktemp("xet") if request.param == "xet" else None
    with (
        LoopbackHub(xet=store) as hub,
        Client(hub, tmp_path_factory.mktemp("publisher")) as client,
    ):
        done = client("hub", "publish", built[0], "--to", "tester/news", "--public")
        assert done.code == 0, done
        yield hub


@pytest.fixture(scope="module")
def expected(built: tuple[Path, Manifest]) -> Rows:
    """The rows that the files hold, by configuration, split and way of loading."""
    folder, manifest = built
    rows: Rows = defaultdict(list)
    for config, tables in manifest.tables.items():
        for split, table in tables.items():
            paths = sorted((folder / "data" / config).glob(f"{split}-*.parquet"))
            found = [row for path in paths for batch in files.batches(path) for row in batch]
            assert len(found) == table.rows
            if found:
                rows[config, split, False] = rows[config, split, True] = _plain(found)
    return rows


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def said(moment: datetime) -> str:
        return moment.isoformat(timespec="milliseconds")

    found: list[dict[str, Any]] = json.loads(json.dumps(rows, default=said))
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_equal_rows_with_the_right_labels(
    version: str, hub: LoopbackHub, expected: Rows, tmp_path: Path
) -> None:
    if hub.storage.xet and version not in (VERSIONS[0], VERSIONS[-1]):
        pytest.skip("where large files are kept is the client's matter; its ends are enough")
    command = [str(python(version)), str(HERE / "load_all.py"), "tester/news", "v0.1.0"]
    environment = {**os.environ, **hub.environment(tmp_path), "HF_TOKEN": ""}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    rows: Rows = defaultdict(list)
    for line in ended.stdout.splitlines():
        one = json.loads(line)
        if "row" in one:
            rows[one["config"], one["split"], one["streaming"]].append(one["row"])
    assert rows.keys() == expected.keys()
    for key, found in rows.items():
        assert found == expected[key], key
