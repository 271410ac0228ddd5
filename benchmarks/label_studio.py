"""Label Studio JSON and JSONL, read and converted by khabar and by the tools people use.

    python benchmarks/label_studio.py --articles 500 --rounds 5

Prints Markdown tables. Before anything is told, the results are compared. What is not the same
work is said so: the SDK's JSON-MIN drops relations, that is, cues and speakers; khabar's reading
checks every article against the schema.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOME = tempfile.TemporaryDirectory()
os.environ.update(HF_HOME=HOME.name, HF_HUB_OFFLINE="1", HF_DATASETS_DISABLE_PROGRESS_BARS="1")

import datasets  # noqa: E402 - reads the environment on import
import msgspec  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from label_studio_sdk.converter import Converter  # noqa: E402

from _ratio import compare, table  # noqa: E402
from articles import articles  # noqa: E402
from khabar.formats import jsonl, label_studio, parquet  # noqa: E402


def read_label_studio(folder: Path, count: int, rounds: int) -> str:
    """Label Studio JSON in: khabar's articles against the SDK's JSON-MIN."""
    source = folder / "tasks.ls.json"
    lines = folder / "out.jsonl"

    def peer() -> Path:
        Converter(label_studio.config(), None).convert_to_json_min(
            str(source), str(folder / "min"), is_dir=False
        )
        return folder / "min" / "result.json"

    def ours() -> Path:
        jsonl.write(label_studio.read(source), lines)
        return lines

    results = compare({"SDK's converter, JSON-MIN": peer, "khabar to JSONL": ours}, rounds)
    minimal = json.loads(results[0].value.read_bytes())
    regions = [
        one["id"]
        for task in json.loads(source.read_bytes())
        for one in task["annotations"][0]["result"]
        if "start" in one.get("value", {}) and one["type"] == "labels"
    ]
    kept = sum(
        len(value)
        for row in minimal
        for value in row.values()
        if isinstance(value, list) and value and isinstance(value[0], dict) and "start" in value[0]
    )
    check("spans in JSON-MIN", kept, len(regions))
    check("articles from khabar", list(jsonl.read(lines)), list(articles(count)))
    return table("Label Studio JSON in", results, count)


def flat(task: dict[str, Any]) -> dict[str, Any]:
    """What people write by hand: regions and relations of the first annotation in flat lists.

    ``from_list`` refuses the tasks as they are, for their values are of many kinds.
    """
    found = task["annotations"][0]["result"]
    regions = [
        {"id": one["id"], "control": one["from_name"], **one["value"]}
        for one in found
        if one["type"] == "labels"
    ]
    relations = [
        {"from": one["from_id"], "to": one["to_id"], "labels": one.get("labels")}
        for one in found
        if one["type"] == "relation"
    ]
    data = task["data"]
    return {"id": data["id"], "text": data["text"], "regions": regions, "relations": relations}


def to_dataset(folder: Path, count: int, rounds: int) -> str:
    """Label Studio JSON to a dataset: khabar by way of Parquet against ``from_list``."""
    source = folder / "tasks.ls.json"

    def peer() -> datasets.Dataset:
        return datasets.Dataset.from_list([flat(one) for one in json.loads(source.read_bytes())])

    def ours() -> datasets.Dataset:
        parquet.write(label_studio.read(source), folder / "tasks.parquet")
        cache = tempfile.mkdtemp(dir=folder)
        return datasets.Dataset.from_parquet(str(folder / "tasks.parquet"), cache_dir=cache)

    results = compare(
        {"json.load, regions picked by hand, from_list": peer, "khabar, all of it": ours}, rounds
    )
    check("rows", [one.value.num_rows for one in results], [count, count])
    check("ids", list(results[1].value["id"]), list(results[0].value["id"]))
    return table("Label Studio JSON to a dataset", results, count)


def to_parquet(folder: Path, count: int, rounds: int) -> str:
    """JSONL to Parquet: khabar against ``load_dataset`` and ``to_parquet``."""
    source = folder / "articles.jsonl"

    def peer() -> Path:
        cache = tempfile.mkdtemp(dir=folder)
        rows = datasets.load_dataset("json", data_files=str(source), split="train", cache_dir=cache)
        rows.to_parquet(folder / "peer.parquet")
        return folder / "peer.parquet"

    def ours() -> Path:
        parquet.write(jsonl.read(source), folder / "ours.parquet")
        return folder / "ours.parquet"

    results = compare(
        {
            'load_dataset("json"), to_parquet': peer,
            "khabar, every article checked": ours,
            "of which reading and checking": lambda: sum(1 for _ in jsonl.read(source)),
        },
        rounds,
    )
    check("articles", list(parquet.read(results[1].value)), list(jsonl.read(source)))
    texts = [pq.read_table(one.value, columns=["text"])["text"] for one in results[:2]]
    check("texts", texts[1].to_pylist(), texts[0].to_pylist())
    return table("JSONL to Parquet", results, count)


def check(what: str, found: Any, expected: Any) -> None:
    """End with a message if two results differ."""
    if found != expected:
        raise SystemExit(f"the results differ: {what}")


BENCHMARKS: dict[str, Callable[[Path, int, int], str]] = {
    "read": read_label_studio,
    "dataset": to_dataset,
    "parquet": to_parquet,
}


def main() -> None:
    """Make the input, run what was asked for, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME")
    asked = parser.parse_args()
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jsonl.write(articles(asked.articles), folder / "articles.jsonl")
        made = map(label_studio.to_task, articles(asked.articles))
        tasks = [exported(number, task) for number, task in enumerate(made, 1)]
        (folder / "tasks.ls.json").write_bytes(
            b"[" + b",\n".join(map(msgspec.json.encode, tasks)) + b"]"
        )
        for benchmark in asked.names or BENCHMARKS:
            print(BENCHMARKS[benchmark](folder, asked.articles, asked.rounds))


def exported(number: int, task: dict[str, Any]) -> dict[str, Any]:
    """The task as an export has it; without accounts, so that khabar names no annotator."""
    for annotation in task["annotations"]:
        annotation |= {"id": number, "completed_by": None}
    return {"id": number, **task}


if __name__ == "__main__":
    main()
