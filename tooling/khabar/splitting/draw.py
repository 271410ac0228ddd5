"""``khabar split``: which article goes into which split, and what can be said for it."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from msgspec import UNSET, Struct

from khabar import __version__
from khabar.problem import KhabarError
from khabar.rules._certificate import CERTIFICATE, list_digests
from khabar.rules._related import KINDS, THRESHOLDS, Kind
from khabar.rules._splits import Label
from khabar.splitting.certificate import (
    Certificate,
    Compared,
    Stories,
    dumps,
    read_certificate,
)
from khabar.splitting.closest import closest
from khabar.splitting.dealing import deal
from khabar.splitting.lists import (
    FOLDER,
    list_data,
    list_files,
    named,
    read_lists,
    some,
    write_lists,
)
from khabar.splitting.stories import stories
from khabar.splitting.stratify import Dealt
from khabar.splitting.survey import Survey, survey
from khabar.store import write_bytes

By = Literal["story", "time", "source"]

RATIO = "80/10/10"
SEED = 0
_USUAL = {1: ("train",), 2: ("train", "test"), 3: ("train", "validation", "test")}
_NAMED = re.compile(r"([a-z][a-z0-9_]*)=(\d+(?:\.\d+)?)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Division(Struct, frozen=True, kw_only=True):
    """A corpus divided into splits.

    Attributes:
        corpus: its folder.
        splits: the ids of each split, sorted.
        stories: how many stories each split has.
        labels: how often each split has each label, by kind and label.
        added: the ids that were in no list before; all of them if there were none.
        moved: the ids that change their split: id, from, to.
        naming: how many articles name a story, whether that was looked at or not.
        certificate: what can be said for it.
    """

    corpus: Path
    splits: dict[str, list[str]]
    stories: dict[str, int]
    labels: dict[Label, dict[str, int]]
    added: list[str]
    moved: list[tuple[str, str, str]]
    naming: int
    certificate: Certificate


def ratio_of(text: str) -> dict[str, float]:
    """The shares of splits as a user writes them.

    Raises:
        KhabarError: if it is not two or three numbers, or names with numbers, all above 0.

    Example:
        >>> ratio_of("80/10/10")
        {'train': 80.0, 'validation': 10.0, 'test': 10.0}
        >>> ratio_of("train=70,dev=10,test=20")
        {'train': 70.0, 'dev': 10.0, 'test': 20.0}
    """
    parts = [one.strip() for one in re.split("[/,]", text)]
    if all(_NUMBER.fullmatch(one) for one in parts) and len(parts) in (2, 3):
        found = dict(zip(_USUAL[len(parts)], map(float, parts), strict=True))
    else:
        pairs = [match.groups() for one in parts if (match := _NAMED.fullmatch(one))]
        found = {name: float(share) for name, share in pairs}
        if len(found) != len(parts) or len(found) < 2:
            raise KhabarError(
                f"{text!r} is no ratio; write 80/10/10, 80/20, or names: train=80,dev=10,test=10"
            )
    if bad := [name for name, share in found.items() if not share or not named(name)]:
        raise KhabarError(f"{text!r} is no ratio: {bad[0]} is no name for a split, or has no share")
    return found


def split(
    corpus: str | Path,
    *,
    ratio: str | None = None,
    by: By | None = None,
    seed: int | None = None,
    kinds: Collection[Kind] | None = None,
    renew: bool = False,
    move: bool = False,
) -> Division:
    """Divide a corpus into splits that share no story; nothing is written (`write` does).

    Articles that a list of the corpus has already keep their split.

    Args:
        corpus: the folder with ``articles/``.
        ratio: the shares, as for `ratio_of`; those of the certificate, else 80/10/10.
        by: ``story`` spreads the labels, ``time`` puts the latest stories last, ``source`` keeps
            all articles of a publisher together as well; that of the certificate, else ``story``.
        seed: decides between equals; that of the certificate, else 0.
        kinds: what ties articles: ``story``, ``text``, ``quote``, ``event``; those of the
            certificate, else all.
        renew: whether the lists that there are do not count.
        move: whether a story that stands in two splits is moved to the first of them.

    Raises:
        KhabarError: if the corpus cannot be split so; the message says what to do.
    """
    root = Path(corpus)
    before = None if renew else read_certificate(root / FOLDER)
    wish = _wish(root, ratio, by, seed, before)
    _refuse_other_lists(root, wish)
    looked = survey(root, _known(kinds, before))
    _refuse_gaps(looked, wish.by)
    held = {} if renew else read_lists(root / FOLDER, frozenset(looked.ids))
    every = stories(looked, wish.seed, by_source=wish.by == "source")
    dealt = deal(looked, every, wish.shares, held, by_time=wish.by == "time", move=move)
    return _division(root, wish, looked, dealt, held)


class _Wish(Struct, frozen=True):
    """What is asked for, with what an earlier certificate says of it."""

    ratio: dict[str, float]
    by: By
    seed: int

    @property
    def shares(self) -> dict[str, float]:
        whole = sum(self.ratio.values())
        return {name: share / whole for name, share in self.ratio.items()}


def _wish(
    root: Path, ratio: str | None, by: By | None, seed: int | None, before: Certificate | None
) -> _Wish:
    if by is not None and by not in get_args(By):
        raise KhabarError(f"{by!r} is no way to split; there are {', '.join(get_args(By))}")
    if before is None:
        return _Wish(ratio_of(ratio or RATIO), by or "story", SEED if seed is None else seed)
    if by not in (None, before.by):
        raise KhabarError(
            f"{root / FOLDER}: these lists were drawn by {before.by}; --renew draws all of them "
            f"anew by {by}"
        )
    shares = ratio_of(ratio) if ratio else before.ratio
    return _Wish(shares, before.by, before.seed if seed is None else seed)


def _known(kinds: Collection[str] | None, before: Certificate | None) -> list[Kind]:
    if kinds is None:
        kinds = before.compared.kinds if before else KINDS
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise KhabarError(f"{unknown[0]!r} ties no articles; there are {', '.join(KINDS)}")
    return [one for one in KINDS if one in kinds]


def _refuse_gaps(looked: Survey, by: By) -> None:
    """Let no article pass that has not what it is to be split by."""
    field = {"time": "published", "source": "publisher"}.get(by)
    if field is None:
        return
    lacking = [
        one.id for one in looked.articles if (one.day if by == "time" else one.source) is None
    ]
    if lacking:
        raise KhabarError(
            f"{len(lacking)} articles have no publication.{field} to split them by: {some(lacking)}"
        )


def _refuse_other_lists(root: Path, wish: _Wish) -> None:
    """Let no list stand beside the new ones that is none of theirs."""
    other = [file for file in list_files(root / FOLDER) if file.stem not in wish.ratio]
    if other:
        names = ", ".join(wish.ratio)
        raise KhabarError(
            f"{other[0]}: the ratio has no split of this name, only {names}; name it in --ratio, "
            "or move the list away"
        )


def _division(
    root: Path, wish: _Wish, looked: Survey, dealt: Dealt, held: Mapping[str, Sequence[str]]
) -> Division:
    split_of = [""] * len(looked.ids)
    for name, found in dealt.items():
        for story in found:
            for number in story.articles:
                split_of[number] = name
    splits: dict[str, list[str]] = {name: [] for name in dealt}
    for one, name in zip(looked.ids, split_of, strict=True):
        splits[name].append(one)
    before = {one: name for name, ids in held.items() for one in ids}
    now = dict(zip(looked.ids, split_of, strict=True))
    return Division(
        corpus=root,
        splits=splits,
        stories={name: len(found) for name, found in dealt.items()},
        labels=_labels(looked, dealt),
        added=[one for one in looked.ids if one not in before],
        moved=[(one, name, now[one]) for one, name in sorted(before.items()) if now[one] != name],
        naming=looked.naming,
        certificate=_certificate(wish, looked, dealt, splits, split_of),
    )


def _labels(looked: Survey, dealt: Dealt) -> dict[Label, dict[str, int]]:
    found = {label: dict.fromkeys(dealt, 0) for label in looked.labels}
    for name, held in dealt.items():
        for story in held:
            for label, count in story.labels.items():
                found[looked.labels[label]][name] += count
    return dict(sorted(found.items()))


def _certificate(
    wish: _Wish,
    looked: Survey,
    dealt: Dealt,
    splits: Mapping[str, list[str]],
    split_of: Sequence[str],
) -> Certificate:
    sizes = [story.size for found in dealt.values() for story in found]
    return Certificate(
        made_by=f"khabar {__version__}",
        by=wish.by,
        ratio=wish.ratio,
        seed=wish.seed,
        articles={name: len(ids) for name, ids in splits.items()},
        stories=Stories(
            count=len(sizes), of_several=sum(size > 1 for size in sizes), largest=max(sizes)
        ),
        compared=_compared(looked),
        ties_across=sum(split_of[one.first] != split_of[one.second] for one in looked.bonds),
        closest=closest(looked, split_of),
        days=_days(looked, split_of),
        lists=list_digests({name: list_data(ids) for name, ids in splits.items()}),
        texts=looked.texts,
        declared=looked.declared if "story" in looked.kinds else UNSET,
    )


def _compared(looked: Survey) -> Compared:
    ties = Counter(one.kind for one in looked.bonds)
    return Compared(
        kinds=looked.kinds,
        articles=len(looked.ids),
        without_day=sum(one.day is None for one in looked.articles),
        ties={kind: ties[kind] for kind in looked.kinds},
        thresholds={kind: THRESHOLDS[kind] for kind in looked.kinds},
    )


def _days(looked: Survey, split_of: Sequence[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for one, name in zip(looked.articles, split_of, strict=True):
        if one.day is not None:
            found.setdefault(name, []).append(one.day)
    return {name: (min(days), max(days)) for name, days in sorted(found.items())}


def write(division: Division) -> list[Path]:
    """Write the lists of a division and, once they stand, its certificate.

    Each file is replaced as a whole; one that says the same already is left alone.

    Returns:
        The files that changed.

    Raises:
        KhabarError: if a file cannot be written.
    """
    folder = division.corpus / FOLDER
    changed = write_lists(folder, division.splits)
    file = folder / CERTIFICATE
    return [*changed, file] if write_bytes(file, dumps(division.certificate)) else changed
