"""Two passes on one text that differ in a few things, in folders and in sheets."""

import csv
import io
from pathlib import Path

from msgspec.structs import replace

from agreement.build import TEXT, article, entity, mention, quote, spans, stance
from khabar.model import Article, Origin
from khabar.store import write_article

AMAL = article(
    "storm",
    mentions=(
        mention("m1", "PER", (11, 15), entity="e1", level="name"),
        mention("m2", "PER", (52, 55), entity="e2", level="name"),
        mention("m3", "ORG", (78, 89), entity="e3", level="name"),
    ),
    entities=(entity("e1", "سالم"), entity("e2", "هند"), entity("e3", "وكالة الخليج", "ORG")),
    quotes=(
        quote("q1", (16, 35), type="indirect", cue=[(0, 3)], source=[(11, 15)], speaker="e1"),
        quote("q2", (56, 71), type="indirect", cue=[(38, 44)], speaker="e2"),
    ),
    stances=(
        replace(stance("s1", "e1", "favor", "explicit", claim="يفتح"), quotes=("q1",)),
        replace(stance("s2", "e2", "favor", "explicit", claim="جاهز"), quotes=("q1", "q2")),
    ),
    topics=("medtop:04000000", "medtop:11000000"),
    origin=Origin(kind="human", name="amal"),
)
BASIM = replace(
    AMAL,
    mentions=(
        mention("m7", "ROLE", (4, 10), entity="e1", level="nominal"),
        mention("m1", "PER", (4, 15), entity="e1", level="name"),
        mention("m2", "ROLE", (52, 55), entity="e2", level="name"),
        replace(mention("m3", "ORG", (78, 89), entity="e3", level="name"), note="وكالة؟"),
    ),
    quotes=(AMAL.quotes[0],),
    stances=(AMAL.stances[0], replace(AMAL.stances[1], quotes=("q1",))),
    topics=("medtop:11000000", "medtop:04000000"),
    origin=Origin(kind="human", name="basim"),
)
KEYS = [
    "mentions/4-15/spans",
    "mentions/4-10/presence",
    "mentions/52-55/type",
    "quotes/56-71/presence",
    "stances/هند→جاهز/quotes",
    "topics/order",
]
PASSES = {"amal": AMAL, "basim": BASIM}


def save(root: Path, passes: dict[str, Article] | None = None) -> Path:
    """The passes as folders."""
    for who, one in (passes or PASSES).items():
        write_article(root / "passes" / who / f"{one.id}.json", one)
    return root / "passes"


def fill(path: Path, answers: dict[str, dict[str, str]], extra: list[dict[str, str]] = ()) -> None:
    """Write answers into a sheet as a person would, and rows below it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("key\t"))
    names = lines[at].split("\t")
    page = io.StringIO()
    writer = csv.DictWriter(page, names, dialect="excel-tab", lineterminator="\n")
    for row in csv.DictReader(lines[at:], dialect="excel-tab"):
        writer.writerow(row | answers.get(row["key"], {}))
    for row in extra:
        writer.writerow(dict.fromkeys(names, "") | row)
    path.write_text("\n".join(lines[: at + 1]) + "\n" + page.getvalue(), encoding="utf-8")


def everything_of(who: str, reason: str = "type") -> dict[str, dict[str, str]]:
    """The same answer to all questions."""
    return {key: {"decision": who, "reason": reason} for key in KEYS}


__all__ = ["AMAL", "BASIM", "KEYS", "PASSES", "TEXT", "everything_of", "fill", "save", "spans"]
