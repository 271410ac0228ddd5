"""What somebody changed in the gold by hand, as answers that wait for their reasons."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from khabar.adjudication.answers import OPEN
from khabar.adjudication.decisions import ADD, Decisions
from khabar.adjudication.deriving import Derived, derived
from khabar.adjudication.files import Place, frame
from khabar.adjudication.merging import Merged, merge
from khabar.adjudication.outcome import decide
from khabar.adjudication.sheets import SUFFIX, suggestion, write_sheet
from khabar.agreement.passes import Passes
from khabar.model import Article
from khabar.problem import KhabarError


def edits(merged: Merged, recorded: Decisions, article: Article) -> Iterator[Derived]:
    """The decisions that would give an article, less what those that were made give already.

    An addition that is gone is taken back: its decision is ``open``.

    Raises:
        KhabarError: if the article's text is not that of the passes.
    """
    given = {one.about: one for one in derived(merged, decide(merged, recorded.decisions).article)}
    wanted = {one.about: one for one in derived(merged, article)}
    yield from (one for about, one in wanted.items() if given.get(about) != one)
    yield from (Derived(about, OPEN) for about in given if about not in wanted and _adds(about))


def _adds(about: str) -> bool:
    return about.split("/")[1:2] == [ADD]


def write_edits(passes: Passes, place: Place, folder: Path) -> int:
    """Write a sheet for each article whose gold is not what was decided; the reasons are empty.

    Read back, the sheets make the gold follow from the decisions again.

    Returns:
        How many there are.

    Raises:
        KhabarError: if a file cannot be read or written, or the passes cannot be merged.
    """
    written = 0
    for path in sorted(place.decisions.glob("*.json")):
        recorded, there = place.recorded(path.stem), place.article(path.stem)
        if recorded is None or there is None:
            continue
        merged = merge(_decided_on(passes, recorded))
        found = list(edits(merged, recorded, frame(there, merged) or there))
        if found:
            suggested = {one.about: suggestion(one) for one in found}
            kept = tuple(one for one in recorded.decisions if one.about not in suggested)
            before = replace(recorded, decisions=kept)
            write_sheet(folder / f"{there.id}{SUFFIX}", merged, before, suggested=suggested)
            written += 1
    return written


def _decided_on(passes: Passes, recorded: Decisions) -> dict[str, Article]:
    """The passes that decisions are on.

    Raises:
        KhabarError: if one of them is gone.
    """
    article = recorded.article
    gone = [who for who in recorded.passes if article not in passes.get(who, {})]
    if gone:
        raise KhabarError(f"{article}: there is no pass of {', '.join(gone)}, decided on")
    return {who: passes[who][article] for who in recorded.passes}
