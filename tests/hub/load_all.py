"""Load every configuration of a dataset with `datasets` alone and print the rows as JSON lines.

Imports nothing of khabar: it is what a stranger's program does. Labels become their names.
The dataset is a folder, or a repository on the hub with an optional revision.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import datasets
from datasets import ClassLabel, get_dataset_config_names, load_dataset

datasets.config.USE_PARQUET_EXPORT = False  # else the hub's viewer is asked as well


def plain(value, feature):
    if isinstance(feature, ClassLabel):
        return None if value is None else feature.int2str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, list):
        inner = feature[0] if isinstance(feature, list) else feature.feature
        return [plain(one, inner) for one in value]
    if isinstance(value, dict):
        return {name: plain(one, feature[name]) for name, one in value.items()}
    return value


def say(**line) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def main(dataset: str, revision: str | None = None) -> None:
    for config in get_dataset_config_names(dataset, revision=revision):
        for streaming in (False, True):
            loaded = load_dataset(dataset, config, revision=revision, streaming=streaming)
            for split, rows in loaded.items():
                about = {"config": config, "split": split, "streaming": streaming}
                say(**about, features=repr(rows.features))
                for row in rows:
                    say(**about, row=plain(row, rows.features))
        for split in loaded if Path(dataset).is_dir() else ():
            files = f"{dataset}/data/{config}/{split}-*.parquet"
            footer = load_dataset("parquet", data_files=files, split="train").features
            say(config=config, split=split, streaming=None, features=repr(footer))


if __name__ == "__main__":
    main(*sys.argv[1:])
