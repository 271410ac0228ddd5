"""`khabar check` over shards: the rules that look at one article at a time."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.problem import Finding
from khabar.reports import jsonl
from khabar.rules import Checker, rules
from khabar.scale.engine import Engine, run
from khabar.scale.shards import at_hand, shards
from khabar.store import documents, write_bytes

FINDINGS = "findings.jsonl"


class Checked(Struct, frozen=True, kw_only=True):
    """What a check saw.

    Attributes:
        articles: how many there are.
        severities: how many findings of each severity.
    """

    articles: int
    severities: dict[str, int]


class CheckShards(Struct, frozen=True):
    """The step: findings of each shard, one a line, and a count of its articles.

    Attributes:
        source: where the shards are.
        work: folder that all machines see.
    """

    source: str
    work: str

    def __call__(self, _data: Any, rank: int = 0, world_size: int = 1) -> None:  # noqa: ANN401 - datatrove's
        """Check the shards of one task."""
        for number, shard in list(enumerate(shards(self.source)))[rank::world_size]:
            self._check(number, shard)

    def _check(self, number: int, shard: str) -> None:
        checker = Checker(ignore=_of_many())
        text, counts = StringIO(), Counter[str]()
        jsonl.write(_counted(_findings(checker, shard), counts), text)
        seen = Checked(articles=checker.seen, severities=dict(counts))
        write_bytes(Path(self.work) / f"{number:05d}.jsonl", text.getvalue().encode())
        write_bytes(Path(self.work) / f"{number:05d}.json", msgspec.json.encode(seen))


def _of_many() -> list[str]:
    """The rules that compare articles."""
    return [code for code, rule in rules().items() if rule.scope not in ("file", "article")]


def _findings(checker: Checker, shard: str) -> Iterator[Finding]:
    with at_hand(shard) as path:
        for document in documents(path):
            yield from checker.document(msgspec.structs.replace(document, file=shard))


def _counted(findings: Iterator[Finding], counts: Counter[str]) -> Iterator[Finding]:
    for finding in findings:
        counts[finding.severity] += 1
        yield finding


def check(
    source: str, out: str | Path, *, tasks: int = 0, workers: int = 1, engine: Engine = "local"
) -> Checked:
    """Check the articles of all shards, each by itself.

    ``findings.jsonl`` in the folder holds what ``khabar check --output-format jsonl`` says with
    the same rules; a run that was broken off goes on with the shards that are not done.

    Args:
        source: a JSONL file or a folder of such, anywhere that fsspec reaches.
        out: the folder for findings, counts and logs; one that all machines see.
        tasks: in how many parts the work is cut; 0 is one a shard.
        workers: how many run at a time.
        engine: what runs them.

    Raises:
        KhabarError: if there are no shards, or a task fails.
        MissingExtraError: if datatrove is not installed.
    """
    found, folder = shards(source), Path(out)
    work = folder / "shards"
    run(CheckShards(source, str(work)), tasks or len(found), workers, folder / "logs", engine)
    numbers = [f"{number:05d}" for number in range(len(found))]
    parts = [(work / f"{number}.json").read_bytes() for number in numbers]
    with (folder / FINDINGS).open("wb") as stream:
        for number in numbers:
            stream.write((work / f"{number}.jsonl").read_bytes())
    seen = [msgspec.json.decode(part, type=Checked) for part in parts]
    counts: Counter[str] = Counter()
    for one in seen:
        counts.update(one.severities)
    return Checked(articles=sum(one.articles for one in seen), severities=dict(counts))
