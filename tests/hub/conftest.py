"""Generated articles, and what a stranger's program reads from a built folder."""

import importlib.util
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from khabar.model import Article

HERE = Path(__file__).parent
_BENCHMARKS = HERE.parents[1] / "benchmarks"


@pytest.fixture(scope="session")
def made() -> Callable[[int], list[Article]]:
    """Made-up articles from the benchmarks' generator."""
    spec = importlib.util.spec_from_file_location("made_articles", _BENCHMARKS / "articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return lambda count: list(module.articles(count))


class Loaded:
    """What `datasets` gave: rows and features by configuration, split and way of loading."""

    def __init__(self, printed: str) -> None:
        self.rows: dict[tuple[str, str, bool], list[dict[str, Any]]] = defaultdict(list)
        self.features: dict[tuple[str, str, bool | None], str] = {}
        for line in printed.splitlines():
            one = json.loads(line)
            key = one["config"], one["split"], one["streaming"]
            if "row" in one:
                self.rows[key].append(one["row"])
            else:
                self.features[key] = one["features"]


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Loaded]:
    """Load a folder in a process of its own, without the network."""
    home = tmp_path_factory.mktemp("hub-home")
    environment = os.environ | {
        "HF_HOME": str(home),
        "HF_HUB_OFFLINE": "1",
        "HF_UPDATE_DOWNLOAD_COUNTS": "0",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }

    def run(folder: Path) -> Loaded:
        command = [sys.executable, str(HERE / "load_all.py"), str(folder)]
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        assert "Ignoring" not in ended.stderr, ended.stderr
        return Loaded(ended.stdout)

    return run
