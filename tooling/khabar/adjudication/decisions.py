"""What was decided, and why: one file an article, one decision a line."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from khabar.model import Article, Span
from khabar.problem import KhabarError
from khabar.schema import labels
from khabar.store import dumps, write_bytes

FORM = 1
OTHER = "other"
NEITHER = "neither"
ADD = "add"
"""The second part of the key of an annotation that no pass has: ``mentions/add/m90``."""
REASONS = "adjudication-reasons"


class Fault(NamedTuple):
    """Something that cannot be: the key of what was decided, and why."""

    about: str
    message: str


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How one question was settled.

    Attributes:
        about: the question's key.
        layer: its layer.
        field: its field.
        place: where it stands, if anywhere.
        versions: what each annotator said, as plain data.
        decision: the annotator who is followed, ``other`` or ``neither``.
        value: with ``other``, what is right instead; of presence, the fields that are to be other.
        reason: a code of the reasons in the schema.
        section: the sections of the guidelines that it rests on.
        note: more words on it.
        by: who decided: a pseudonym, or a strategy.
    """

    about: str
    layer: str
    field: str
    place: Span | None = None
    versions: dict[str, Any] = {}
    decision: str
    value: Any = None
    reason: str
    section: tuple[str, ...] = ()
    note: str | None = None
    by: str

    @property
    def adds(self) -> bool:
        """Whether it is about an annotation that no pass has."""
        return self.about.split("/")[1:2] == [ADD]


class Decisions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All decisions on one article.

    Attributes:
        form: version of this form.
        article: the article's id.
        passes: the SHA-256 of each pass in canonical form, as it was when decided on.
        decisions: the decisions, by place.
    """

    form: int = FORM
    article: str
    passes: dict[str, str]
    decisions: tuple[Decision, ...] = ()


def digest(article: Article) -> str:
    """The SHA-256 of a pass's file in canonical form."""
    return hashlib.sha256(dumps(article)).hexdigest()


def dump_decisions(found: Decisions) -> bytes:
    """The bytes of a file of decisions: one a line, by place, then by key."""
    lines = [f"    {_line(one)}" for one in sorted(found.decisions, key=_by_place)]
    inner = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    head = {"form": found.form, "article": found.article}
    fields = [f'  "{name}": {_spaced(value)}' for name, value in head.items()]
    fields.append(f'  "passes": {_spaced(dict(sorted(found.passes.items())))}')
    fields.append(f'  "decisions": {inner}')
    return ("{\n" + ",\n".join(fields) + "\n}\n").encode()


def _by_place(one: Decision) -> tuple[int, int, str]:
    place = one.place
    return (place.start, -place.end, one.about) if place else (1 << 62, 0, one.about)


def _line(one: Decision) -> str:
    return _spaced(msgspec.structs.replace(one, versions=dict(sorted(one.versions.items()))))


def _spaced(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()


def write_decisions(path: Path, found: Decisions) -> bool:
    """Write a file of decisions; a broken-off run leaves the old one.

    Returns:
        Whether anything changed.

    Raises:
        KhabarError: if it cannot be written.
    """
    return write_bytes(path, dump_decisions(found))


def parse_decisions(path: Path) -> Decisions:
    """The decisions in a file, whatever they lack.

    Raises:
        KhabarError: if it cannot be read, or is of another form.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Decisions)
    except OSError as error:
        raise KhabarError(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    except msgspec.MsgspecError as error:
        raise KhabarError(f"{path}: these are no decisions: {error}") from error
    if found.form != FORM:
        raise KhabarError(f"{path}: decisions of form {found.form}; this khabar reads {FORM}")
    return found


def load_decisions(path: Path) -> Decisions:
    """The decisions in a file.

    Raises:
        KhabarError: if it cannot be read, is of another form, names an article unlike its own name,
            or decides a question twice, without a known reason, or by nobody.
    """
    found = parse_decisions(path)
    if found.article != path.stem:
        raise KhabarError(f"{path}: the decisions are on the article {found.article}")
    for fault in faults_of(found.decisions):
        raise KhabarError(f"{path}: {fault.about}: {fault.message}")
    return found


def faults_of(decisions: Iterable[Decision]) -> Iterator[Fault]:
    """What decisions lack, whatever the passes say."""
    seen: set[str] = set()
    for one in decisions:
        if one.about in seen:
            yield Fault(one.about, "it is decided twice")
        seen.add(one.about)
        if one.reason not in labels(REASONS):
            known = ", ".join(labels(REASONS))
            yield Fault(one.about, f"{one.reason!r} is no reason; there are {known}")
        if not one.by:
            yield Fault(one.about, "it is decided by nobody")
        if (one.value is not None) != (one.decision == OTHER):
            yield Fault(one.about, f"a value stands with {OTHER}, and only there")


def read_decisions(folder: Path) -> Mapping[str, Decisions]:
    """The decisions of a folder by article; none if it is not there.

    Raises:
        KhabarError: at the first file that holds no decisions.
    """
    return {path.stem: load_decisions(path) for path in sorted(folder.glob("*.json"))}
