"""What the rules on the whole corpus cost, and whether near-duplicates are found.

    python benchmarks/duplicates.py recall [ARTICLES]
    python benchmarks/duplicates.py check FILE.jsonl
    python benchmarks/duplicates.py peer [ARTICLES]

`recall` edits copies of articles and compares what `Neighbours` finds with the exact Jaccard of
every copy and its source. `check` reads a file of `articles.py` and tells the CPU time of each
corpus rule and of checking without them, and the peak memory. `peer` compares `Neighbours` with
MinHash LSH of datasketch on the same words, in interleaved rounds.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from _ratio import compare, table
from articles import articles
from khabar.rules import Checker, chosen
from khabar.rules._corpus import Spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Closing
from khabar.rules._shingles import LEAST, Neighbours, digest, runs, words
from khabar.store import documents
from khabar.text import fold

_SHARES = (0.0, 0.01, 0.03, 0.06, 0.1, 0.12, 0.15)
_OF_CORPUS = ["KH6", "KH78"]
_COPIES = 10
"""One article in so many gets a copy."""


def texts(count: int) -> Iterator[tuple[str, int | None, str]]:
    """Articles and edited copies of some: id, number of the source of a copy, text."""
    rng = random.Random(7)
    made = [" ".join(_shuffled(rng, one.text)) for one in articles(count)]
    for number, text in enumerate(made):
        yield f"a{number}", None, text
    pool = " ".join(made[:50]).split()
    for number in range(0, count, _COPIES):
        share = _SHARES[number // _COPIES % len(_SHARES)]
        edited = [rng.choice(pool) if rng.random() < share else one for one in made[number].split()]
        yield f"c{number}", number, " ".join(edited)


def _shuffled(rng: random.Random, text: str) -> list[str]:
    """The sentences in words, in an order that no other article has: the makers are few."""
    found = text.split()
    for at in range(0, len(found) - 3, 3):
        if rng.random() < 0.5:
            found[at], found[at + 2] = found[at + 2], found[at]
    return found


def recall(count: int) -> None:
    """How many of the copies at `LEAST` or more are found, by how many words were changed."""
    neighbours, kept = Neighbours(), {}
    hit: dict[float, int] = {}
    near: dict[float, int] = {}
    others = 0
    for name, source, text in texts(count):
        found = words(fold(text))
        closest = neighbours.add(Spot(name, "", 1, in_lines=False), found, digest(found))
        if source is None:
            others += len(closest)
            if int(name[1:]) % _COPIES == 0:
                kept[int(name[1:])] = runs(found)
            continue
        mine = runs(found)
        exact = len(mine & kept[source]) / len(mine | kept[source])
        share = _SHARES[source // _COPIES % len(_SHARES)]
        if exact >= LEAST:
            near[share] = near.get(share, 0) + 1
            hit[share] = hit.get(share, 0) + any(one.spot.id == f"a{source}" for one in closest)
    print("| words changed | copies with Jaccard ≥ 0.5 | found |\n|---|---|---|")
    for share in sorted(near):
        print(f"| {share:.0%} | {near[share]} | {hit[share] / near[share]:.4f} |")
    total = sum(near.values())
    print(f"| all | {total} | {sum(hit.values()) / total:.4f} |")
    print(f"\n{others} pairs among {count} articles that are no copies; peak {_peak():.0f} MB")


def check(file: str) -> None:
    """CPU seconds of the corpus rules beside those of checking without them, and peak memory.

    Findings are counted and dropped: what is measured is looking, not reporting.
    """
    checker = Checker(ignore=_OF_CORPUS)
    corpus = {one.code: one.run() for one in chosen(_OF_CORPUS) if one.scope == "corpus"}
    spent = dict.fromkeys(["checking", *corpus, "at the end"], 0.0)
    codes = dict.fromkeys(corpus, 0)
    for document in documents(file):
        with _timed(spent, "checking"):
            checker.document(document)
        reading = Reading(document)
        index = Index(reading.article)
        for code, watch in corpus.items():
            with _timed(spent, code):
                codes[code] += len(list(watch(reading, index)))
    _show(f"while {checker.seen} articles passed", spent, codes)
    for code, watch in corpus.items():
        if isinstance(watch, Closing):
            with _timed(spent, "at the end"):
                codes[code] += len(list(watch.finish()))
    _show("with the end", spent, codes)


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    spent[name] += time.process_time() - start


def _show(when: str, spent: dict[str, float], codes: dict[str, int]) -> None:
    rest = sum(spent.values()) - spent["checking"]
    share = rest / spent["checking"]
    print(f"{when}: corpus rules {rest:.1f} s, {share:.2f} of checking; peak {_peak():.0f} MB")
    print("  " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items() if seconds))
    print("  hits: " + ", ".join(f"{code} {count}" for code, count in codes.items() if count))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peer(count: int) -> None:
    """The same texts by way of datasketch: shingles, MinHash of 128 permutations, LSH at 0.5."""
    from datasketch import MinHash, MinHashLSH

    made = [(name, text) for name, _, text in texts(count)]

    def theirs() -> int:
        index, pairs = MinHashLSH(threshold=LEAST, num_perm=128), 0
        for name, text in made:
            found = words(fold(text))
            sketch = MinHash(num_perm=128)
            fives = zip(found, found[1:], found[2:], found[3:], found[4:], strict=False)
            sketch.update_batch([b" ".join(one) for one in set(fives)])
            pairs += len(index.query(sketch))
            index.insert(name, sketch)
        return pairs

    def ours() -> int:
        neighbours, pairs = Neighbours(), 0
        for name, text in made:
            found = words(fold(text))
            spot = Spot(name, "", 1, in_lines=False)
            pairs += len(neighbours.add(spot, found, digest(found)))
        return pairs

    results = compare({"datasketch MinHash LSH": theirs, "khabar": ours}, rounds=3)
    print(table("near-duplicates", results, len(made)))
    print({one.name: one.value for one in results})


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "check":
        check(rest[0])
    else:
        {"recall": recall, "peer": peer}[what](int(rest[0]) if rest else 5000)
