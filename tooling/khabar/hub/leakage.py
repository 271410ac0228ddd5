"""What a card says of the splits: how they were made, and what was compared so that none leaks."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import UNSET

from khabar.hub.manifest import Table
from khabar.hub.spool import Spool
from khabar.splitting import Certificate, fits, read_certificate

_KINDS = {
    "story": "declared stories",
    "text": "texts",
    "quote": "long quotes",
    "event": "events of one day",
}


def certificate_of(folder: Path, spool: Spool) -> Certificate | None:
    """The certificate of the splits in a folder; None if there is none that is about them.

    Lists, texts or declared stories that changed since are other ones: nobody has compared them.

    Raises:
        KhabarError: if it cannot be read.
    """
    found = read_certificate(folder)
    if found is None or not fits(found, folder):
        return None
    now = spool.texts()
    same = found.texts == now.digest() and found.declared in (UNSET, now.declared())
    return found if same else None


def splits_told(found: Certificate | None, tables: Mapping[str, Table]) -> str:
    """A paragraph on the splits.

    Args:
        found: what is certified of them.
        tables: the articles of each split.
    """
    counts = ", ".join(f"`{name}` {table.rows:,}" for name, table in tables.items())
    parts = [f"Articles: {counts}."]
    if found is not None:
        parts += [_made(found), _compared(found), _closest(found)]
    elif len(tables) > 1:
        parts.append("There is no certificate of what was compared across them.")
    return "\n\n".join(parts)


def _made(found: Certificate) -> str:
    shares = ", ".join(f"{name} {share:g}" for name, share in found.ratio.items())
    told = [
        f"`{name}` {' to '.join(found.days[name])}" for name in found.ratio if name in found.days
    ]
    days = f" First and last day: {', '.join(told)}." if told else ""
    return f"Made by `khabar split` by {found.by}, seed {found.seed}, shares {shares}.{days}"


def _compared(found: Certificate) -> str:
    looked = found.compared
    ties = ", ".join(f"{_KINDS.get(kind, kind)} {count:,}" for kind, count in looked.ties.items())
    stories = found.stories
    return (
        f"Leakage: all {looked.articles:,} articles were compared. Pairs found to go together: "
        f"{ties}. Articles tied to each other are one story: {stories.count:,} stories, "
        f"{stories.of_several:,} of several articles, the largest of {stories.largest:,}. Pairs "
        f"that stand in two splits: {found.ties_across:,}."
    )


def _closest(found: Certificate) -> str:
    pair = found.closest
    if pair is None:
        return "No two articles of different splits have words in common that stand for them."
    (one, other), (here, there) = pair.articles, pair.splits
    return (
        f"The closest two across splits are `{one}` ({here}) and `{other}` ({there}): "
        f"{pair.similarity:.3f} of their runs of five words are in both. The whole certificate is "
        "`splits/certificate.json`."
    )
