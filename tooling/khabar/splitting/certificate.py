"""What a split was made by, what was compared, and the two articles that came closest.

``splits/certificate.json`` lies beside the lists. It has no time and no path in it: the same corpus
split the same way has the same certificate.
"""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from khabar.problem import KhabarError
from khabar.rules._certificate import CERTIFICATE, list_digests

FORM = 1
"""The version of the certificate's own form."""

Count = Annotated[int, Meta(ge=0)]


class Close(Struct, frozen=True, kw_only=True):
    """Two articles of different splits whose words are more alike than those of others.

    Attributes:
        articles: their ids.
        splits: where they are.
        similarity: runs of five words in both of all in either (Jaccard).
    """

    articles: tuple[str, str]
    splits: tuple[str, str]
    similarity: float


class Compared(Struct, frozen=True, kw_only=True):
    """What was looked at, by kind.

    Attributes:
        kinds: ``story``, ``text``, ``quote``, ``event``, or fewer where the user left some out;
            the first certificates have no ``story``.
        articles: all articles.
        without_day: those without a day of publication, for which no event can be told.
        ties: pairs of articles found to go together, by kind; enough of them to tell the stories.
        thresholds: from where on two go together, by kind.
    """

    kinds: tuple[str, ...]
    articles: Count
    without_day: Count
    ties: dict[str, Count]
    thresholds: dict[str, dict[str, float]]


class Stories(Struct, frozen=True, kw_only=True):
    """Articles that are tied to each other, which no split cuts.

    Attributes:
        count: how many there are, single articles included.
        of_several: how many have more than one article.
        largest: how many articles the largest has.
    """

    count: Count
    of_several: Count
    largest: Count


class Certificate(Struct, frozen=True, kw_only=True):
    """What can be said for the splits of a corpus.

    Attributes:
        form: version of this form.
        made_by: the release that made it.
        by: ``story``, ``time`` or ``source``.
        ratio: the shares asked for, by split, as given.
        seed: decides between equals.
        articles: how many each split has.
        stories: of the whole corpus.
        compared: what was looked at.
        ties_across: how many of the ties stand in two splits: none.
        closest: the pair of two splits whose texts are most alike, of those that share one of the
            hashes that stand for them; None if none do.
        days: first and last day of each split, where articles have one.
        lists: SHA-256 of each list.
        texts: digest of the ids and texts of all articles, in whatever order they lie.
        declared: digest of the ids of the articles that name a story and of its names; not there
            where stories were not compared.
    """

    form: int = FORM
    made_by: str
    by: Literal["story", "time", "source"]
    ratio: dict[str, float]
    seed: int
    articles: dict[str, Count]
    stories: Stories
    compared: Compared
    ties_across: Count
    closest: Close | None
    days: dict[str, tuple[str, str]]
    lists: dict[str, str]
    texts: str
    declared: str | UnsetType = UNSET


def dumps(certificate: Certificate) -> bytes:
    """The bytes of a certificate."""
    return msgspec.json.format(msgspec.json.encode(certificate), indent=1) + b"\n"


def read_certificate(folder: Path) -> Certificate | None:
    """The certificate beside the lists of a folder; None if there is none.

    Raises:
        KhabarError: if it cannot be read.
    """
    file = folder / CERTIFICATE
    if not file.is_file():
        return None
    try:
        found = msgspec.json.decode(file.read_bytes(), type=Certificate)
    except (OSError, msgspec.MsgspecError) as error:
        raise KhabarError(f"{file}: cannot be read: {error}; take it away") from error
    if found.form != FORM:
        raise KhabarError(f"{file}: form {found.form} is not known to this release")
    return found


def fits(certificate: Certificate, folder: Path) -> bool:
    """Whether the lists of a folder are those that a certificate is about."""
    files = {file.stem: file.read_bytes() for file in folder.glob("*.txt")}
    return list_digests(files) == certificate.lists
