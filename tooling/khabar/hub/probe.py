"""A try at a dataset by the libraries of others, in a process of its own.

    python -m khabar.hub.probe load FOLDER CONFIGURATION...
    python -m khabar.hub.probe croissant FOLDER
    python -m khabar.hub.probe records FOLDER RECORD_SET...

Prints one JSON line for each thing that went well; the first that does not ends the process with
its traceback. Nothing here is caught: whoever started it reads how it ended and goes on with the
next.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _load(folder: str, *configurations: str) -> None:
    import datasets

    datasets.disable_progress_bars()
    for name in configurations:
        with tempfile.TemporaryDirectory() as cache:
            loaded = datasets.load_dataset(folder, name, cache_dir=cache)
            _say(name=name, rows={split: rows.num_rows for split, rows in loaded.items()})
            del loaded


def _croissant(folder: str) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=Path(folder) / "croissant.json")
    _say(name="croissant", sets=[one.id for one in dataset.metadata.record_sets])


def _records(folder: str, *names: str) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=Path(folder) / "croissant.json")
    for name in names:
        record = next(iter(dataset.records(record_set=name)), None)
        _say(name=name, fields=len(record or ()))


_ASKED: dict[str, Callable[..., None]] = {
    "load": _load,
    "croissant": _croissant,
    "records": _records,
}

if __name__ == "__main__":
    _ASKED[sys.argv[1]](*sys.argv[2:])
