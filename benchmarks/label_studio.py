"""Label Studio JSON and JSONL, read and converted by khabar and by the tools people use.

    python benchmarks/label_studio.py --articles 500 --rounds 5

Prints Markdown tables, which ``--write`` puts into docs/performance.md. Before anything is told,
the results are compared. What is not the same work is said so: the SDK's JSON-MIN drops relations,
that is, cues and speakers; khabar's reading checks every article against the schema.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

HOME = tempfile.TemporaryDirectory()
os.environ.update(HF_HOME=HOME.name, HF_HUB_OFFLINE="1", HF_DATASETS_DISABLE_PROGRESS_BARS="1")

import datasets  # noqa: E402 - reads the environment on import
import msgspec  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from label_studio_sdk.converter import Converter  # noqa: E402

from _ratio import compare, table, write_section  # noqa: E402
from articles import articles  # noqa: E402
from khabar.formats import conll, jsonl, label_studio, parquet  # noqa: E402
from khabar.hub.configurations import configurations  # noqa: E402
from khabar.model import Article  # noqa: E402
from khabar.reading import Rows  # noqa: E402


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
    told = list(jsonl.read(lines))
    check("articles from khabar", told, list(articles(count)))
    exported = [one["annotations"][0]["result"] for one in json.loads(source.read_bytes())]
    minimal = json.loads(results[0].value.read_bytes())
    ours_kept = kept([label_studio.to_task(one)["annotations"][0]["result"] for one in told])
    check("what khabar kept", ours_kept, kept(exported))
    peer_kept = kept_minimal(minimal)
    check("spans in JSON-MIN", peer_kept["spans"], ours_kept["spans"])
    return "\n".join(
        [table("Label Studio JSON in", results, count), kept_table(ours_kept, peer_kept)]
    )


def read_touched(folder: Path, count: int, rounds: int) -> str:
    """The same where an annotator changed one label in every task, so that all is compared."""
    source, lines = folder / "touched.ls.json", folder / "out.jsonl"
    tasks = json.loads((folder / "tasks.ls.json").read_bytes())
    for task in tasks:
        value = next(one for one in task["annotations"][0]["result"] if one["type"] == "labels")
        value["value"]["labels"] = ["LAW" if value["value"]["labels"] == ["ORG"] else "ORG"]
    source.write_bytes(msgspec.json.encode(tasks))

    def peer() -> None:
        Converter(label_studio.config(), None).convert_to_json_min(
            str(source), str(folder / "min"), is_dir=False
        )

    def ours() -> None:
        jsonl.write(label_studio.read(source), lines)

    results = compare({"SDK's converter, JSON-MIN": peer, "khabar to JSONL": ours}, rounds)
    pairs = zip(articles(count), jsonl.read(lines), strict=True)
    changed = [len(_types(one) ^ _types(other)) for one, other in pairs]
    check("the type of one mention in each", changed, [2] * count)
    return table("Label Studio JSON in, one label changed in every task", results, count)


def _types(article: Article) -> set[tuple[str, str]]:
    return {(one.id, one.type) for one in article.mentions}


def kept(annotations: list[list[dict[str, Any]]]) -> Counter[str]:
    """What results hold, counted."""
    found: Counter[str] = Counter()
    for result in (one for results in annotations for one in results):
        if result["type"] == "relation":
            found["relations"] += 1
        elif result["type"] == "labels":
            found.update(["spans", "ids of regions"])
        elif "start" in result["value"]:
            found.update(["answers", "answers with their region"])
        else:
            found["answers for the whole text"] += 1
    return found


def kept_minimal(rows: list[dict[str, Any]]) -> Counter[str]:
    """What rows of JSON-MIN hold, counted the same."""
    found: Counter[str] = Counter()
    for row in rows:
        for key, value in row.items():
            if key in ("mention", "quote", "stance"):
                found["spans"] += len(value)
                found["ids of regions"] += sum("id" in one for one in value)
            elif key == "topics":
                found["answers for the whole text"] += 1
            elif key in label_studio.controls.ANSWERS:
                given = value if isinstance(value, list) else [value]
                found["answers"] += len(given)
                found["answers with their region"] += sum(
                    isinstance(one, dict) and "start" in one for one in given
                )
    return found


def kept_table(ours: Counter[str], peer: Counter[str]) -> str:
    """What either side kept, as a Markdown table."""
    lines = ["| kept | in the export | SDK's JSON-MIN | khabar |", "|---|---|---|---|"]
    lines += [f"| {name} | {n:,} | {peer[name]:,} | {ours[name]:,} |" for name, n in ours.items()]
    return "\n".join(lines) + "\n"


def to_conll(folder: Path, count: int, rounds: int) -> str:
    """CoNLL out: khabar's three columns against the SDK's one, from the same annotations."""
    source, lines = folder / "tasks.ls.json", folder / "articles.jsonl"
    made = list(jsonl.read(lines))

    def peer() -> Path:
        Converter(label_studio.config(), None).convert_to_conll2003(
            str(source), str(folder / "conll"), is_dir=False
        )
        return folder / "conll" / "result.conll"

    def ours(read: Callable[[], Iterable[Article]]) -> Callable[[], Path]:
        def run() -> Path:
            conll.write(read(), folder / "ours.conll")
            return folder / "ours.conll"

        return run

    results = compare(
        {
            "SDK's converter, CONLL2003, from the export": peer,
            "khabar, from the export": ours(lambda: label_studio.read(source)),
            "khabar, from its articles": ours(lambda: jsonl.read(lines)),
            "khabar, writing alone": ours(lambda: made),
        },
        rounds,
    )
    told = list(conll.read(results[1].value))
    spans = [[(one.id, one.type, one.spans) for one in article.mentions] for article in made]
    back = [[(one.id, one.type, one.spans) for one in article.mentions] for article in told]
    check("mentions in CoNLL", back, spans)
    check("texts in CoNLL", [one.text for one in told], [one.text for one in made])
    peers = results[0].value.read_text(encoding="utf-8").split("\n")
    begun = sum(" B-" in line for line in peers)
    told_of = f"{sum(map(len, spans)):,} | at most {begun:,} | {sum(map(len, back)):,}"
    rows = [
        "| kept | annotated | SDK's CONLL2003 | khabar |",
        "|---|---|---|---|",
        f"| mentions, the inner ones too | {told_of}, each with id and offsets |",
        "| the text, ids and metadata of articles | yes | no | yes |",
        "| entities, quotes, stances | yes | no | counted as lost, or in a sidecar |",
    ]
    return "\n".join([table("CoNLL out", results, count), *rows]) + "\n"


_CONVERT = """
import re, sys
from pathlib import Path
from khabar.formats import convert
convert(Path(sys.argv[1]), Path(sys.argv[2]), allow_loss=True)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def memory(folder: Path, count: int, rounds: int) -> str:  # noqa: ARG001
    """Peak memory of converting exports of two lengths, each in a process of its own."""
    source, many = folder / "tasks.ls.json", folder / "many.ls.json"
    tasks = source.read_bytes().strip()[1:-1]
    with many.open("wb") as stream:
        stream.write(b"[")
        for number in range(8):
            stream.write(b",\n" * bool(number) + tasks)
        stream.write(b"]")
    lines = [
        "### Peak memory of converting an export",
        "",
        "| export | to | peak |",
        "|---|---|---|",
    ]
    for suffix in ("jsonl", "conll", "parquet"):
        for path in (source, many):
            command = [sys.executable, "-c", _CONVERT, path, folder / f"out.{suffix}"]
            peak = int(subprocess.run(command, capture_output=True, check=True).stdout) / 1024
            size = path.stat().st_size / 2**20
            lines.append(f"| {size:,.0f} MB | {suffix} | {peak:.0f} MB |")
    return "\n".join(lines) + "\n"


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
    """Label Studio JSON to a dataset: khabar, all of every article, against ``from_list``."""
    source = folder / "tasks.ls.json"
    whole = next(one for one in configurations() if one.name == "articles")

    def peer() -> datasets.Dataset:
        return datasets.Dataset.from_list([flat(one) for one in json.loads(source.read_bytes())])

    def ours() -> datasets.Dataset:
        return Rows(whole, lambda: label_studio.read(source)).to_dataset(folder / "tasks.arrow")

    results = compare(
        {
            "json.load, regions picked by hand, from_list": peer,
            "khabar, all of it": ours,
            "of which reading": lambda: sum(1 for _ in label_studio.read(source)),
        },
        rounds,
    )
    check("rows", [one.value.num_rows for one in results[:2]], [count, count])
    check("ids", list(results[1].value["id"]), list(results[0].value["id"]))
    parquet.write(label_studio.read(source), folder / "tasks.parquet")
    cache = tempfile.mkdtemp(dir=folder)
    published = datasets.Dataset.from_parquet(str(folder / "tasks.parquet"), cache_dir=cache)
    check("all of it", results[1].value.to_list(), published.to_list())
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
    "touched": read_touched,
    "conll": to_conll,
    "dataset": to_dataset,
    "parquet": to_parquet,
    "memory": memory,
}


def main() -> None:
    """Make the input, run what was asked for, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
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
            said = BENCHMARKS[benchmark](folder, asked.articles, asked.rounds)
            print(said)
            if asked.write:
                write_section(f"label-studio {benchmark}", said)


def exported(number: int, task: dict[str, Any]) -> dict[str, Any]:
    """The task as an export has it; without accounts, so that khabar names no annotator."""
    for annotation in task["annotations"]:
        annotation |= {"id": number, "completed_by": None}
    return {"id": number, **task}


if __name__ == "__main__":
    main()
