"""How long one way of doing the same work takes as a share of another.

Cores are shared and clocks vary, so a figure is a ratio of CPU times taken in one round; rounds
are interleaved in changing order, and the median of the ratios is told with its quartiles.
"""

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


class Result(NamedTuple):
    """What was measured of one contender.

    Attributes:
        name: what it was called.
        ratio: median of CPU time to the first contender's, round by round.
        low: first quartile of those ratios.
        high: third quartile.
        seconds: median of CPU seconds a round.
        value: what its last run returned, for checking.
    """

    name: str
    ratio: float
    low: float
    high: float
    seconds: float
    value: Any


def compare(
    contenders: Mapping[str, Callable[[], object]], rounds: int = 5, seed: int = 0
) -> list[Result]:
    """Run all contenders in every round, in shuffled order; the first is the peer, 1.

    One more round goes before, unmeasured, so that imports and caches are paid for.
    """
    order, shuffle = list(contenders), random.Random(seed).shuffle
    times: dict[str, list[float]] = {name: [] for name in contenders}
    values: dict[str, object] = {}
    for number in range(rounds + 1):
        shuffle(order)
        for name in order:
            seconds, values[name] = _timed(contenders[name])
            if number:
                times[name].append(seconds)
    base = times[next(iter(contenders))]
    return [_result(name, times[name], base, values[name]) for name in contenders]


def write_section(name: str, text: str) -> None:
    """Put the tables of a benchmark between its markers in docs/performance.md.

    Raises:
        SystemExit: if the page has no such section.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = PAGE.read_text(encoding="utf-8")
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"{PAGE} has no section between {begin} and {end}")
    whole = f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"
    PAGE.write_text(whole, encoding="utf-8", newline="\n")


def peak() -> float:
    """The most memory that this process has held so far, in MB; that of a parent left out."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _timed(run: Callable[[], object]) -> tuple[float, object]:
    gc.collect()
    before = time.process_time()
    value = run()
    return time.process_time() - before, value


def _result(name: str, own: list[float], base: list[float], value: object) -> Result:
    ratios = [mine / peer for mine, peer in zip(own, base, strict=True)]
    low, middle, high = quartiles(ratios)
    return Result(name, middle, low, high, statistics.median(own), value)


def quartiles(numbers: Sequence[float]) -> tuple[float, float, float]:
    """First quartile, median, third quartile; of a single number, three times that.

    Example:
        >>> quartiles([1.0, 2.0, 3.0])
        (1.5, 2.0, 2.5)
    """
    if len(numbers) == 1:
        return numbers[0], numbers[0], numbers[0]
    low, middle, high = statistics.quantiles(numbers, n=4, method="inclusive")
    return low, middle, high


def table(title: str, results: Sequence[Result], items: int, unit: str = "articles") -> str:
    """The results as a Markdown table; `items` is how many each run worked on."""
    lines = [
        f"### {title} ({items} {unit})",
        "",
        f"| way | CPU time, peer = 1 | quartiles | {unit} per CPU second |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.ratio:.2f} | {one.low:.2f}–{one.high:.2f} "
        f"| {items / one.seconds if one.seconds else 0:,.0f} |"
        for one in results
    ]
    return "\n".join(lines) + "\n"
