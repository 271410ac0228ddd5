"""What a corpus says of itself in ``metadata.json``; the card, Croissant and citation use it."""

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from khabar.hub.census import Census
from khabar.problem import KhabarError

_NAME = "metadata.json"


class Statement(Struct, frozen=True, kw_only=True):
    """Parts of the data statement that no count can tell; what is not given is said to be so.

    Attributes:
        curation: why these articles, and how they were chosen.
        varieties: which Arabic they are written in, and which is quoted in them.
        authors: who wrote the texts.
        annotators: who labelled them, how they were taught and paid.
        preparation: what was done to the texts before.
        privacy: what stands in them about living persons, and what was done about it.
        limits: what the data should not be used for.
    """

    curation: str = ""
    varieties: str = ""
    authors: str = ""
    annotators: str = ""
    preparation: str = ""
    privacy: str = ""
    limits: str = ""


class Person(Struct, frozen=True, kw_only=True):
    """Somebody or something that worked on the corpus, mostly under a pseudonym.

    Attributes:
        name: as it stands in passes and origins.
        role: what was done.
        kind: whether it is a human being or a model.
    """

    name: str
    role: str = ""
    kind: Literal["human", "model"] = "human"


class About(Struct, frozen=True, kw_only=True):
    """The fields that are known here; what else stands in the file is the corpus's own.

    Attributes:
        title: of the dataset.
        title_ar: the same in Arabic.
        description: a paragraph on what it is, in Markdown.
        license: SPDX id.
        version: of the data.
        authors: whom to cite, by name; the corpus's contributors where none is named.
        people: who worked on it.
        released: the day of the version, as ``2031-05-01``.
        url: where it is at home.
        doi: its identifier, without the address in front.
        statement: of the data.
    """

    title: str
    title_ar: str = ""
    description: str = ""
    license: str | None = None
    version: str | None = None
    authors: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    released: str | None = None
    url: str | None = None
    doi: str | None = None
    statement: Statement = Statement()

    @property
    def cited(self) -> tuple[str, ...]:
        """Whom to cite."""
        return self.authors or (f"The contributors of {self.title}",)


def read_about(corpus: Path) -> About:
    """What a corpus says of itself; its name where it says nothing.

    Raises:
        KhabarError: if the file is damaged.
    """
    path = corpus / _NAME
    if not path.is_file():
        return About(title=corpus.stem or corpus.resolve().name)
    try:
        return msgspec.json.decode(path.read_bytes(), type=About)
    except (OSError, msgspec.MsgspecError) as error:
        raise KhabarError(f"{path}: cannot be read: {error}") from error


def license_of(about: About, census: Census) -> str:
    """The SPDX id of the corpus; else the one that all articles have; else "other"."""
    if about.license:
        return about.license
    found = census.of("license")
    whole = sum(found.values()) == census.articles
    return next(iter(found)) if whole and len(found) == 1 else "other"
