"""What annotators made of what models and rules proposed: accepted, changed, rejected, added.

Compared are the article as it went out and the same with an annotator's work. Annotations keep
their ids on the way; a span cannot be resized on the page, so one that was deleted and drawn again
over the same words is told as changed, not as rejected and added.
"""

import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from khabar.formats.label_studio import LAYERS, covered
from khabar.model import Article, Mention, Origin, Quote, Span, Stance
from khabar.problem import KhabarError, MissingExtraError
from khabar.store import Document, parse, read_articles

if TYPE_CHECKING:
    import pandas as pd

Outcome = Literal["accepted", "changed", "rejected", "added"]
_Proposed = Mention | Quote | Stance

_KINDS = {"mentions": ("mentions",), "quotes": ("quotes",), "stance": ("stances",)}
_NOT_COMPARED = {"id", "origin", "note", "extra"}


class Judged(Struct, frozen=True, kw_only=True):
    """One article before and after an annotator.

    Attributes:
        base: the article as it went out.
        article: the annotator's.
        annotator: the pseudonym.
        layers: the layers that the annotator saw.
    """

    base: Article
    article: Article
    annotator: str
    layers: Sequence[str] = LAYERS


class Verdict(Struct, frozen=True, kw_only=True):
    """What became of one annotation.

    Attributes:
        article: the article's id.
        annotator: the pseudonym.
        what: ``mention``, ``quote``, ``stance`` or ``topic``.
        id: the annotation's id, of a topic its code.
        label: the type proposed, of an added one the type given; "" for none.
        model: name and version of who proposed it; of an added one, whose proposals it was
            missing from.
        outcome: ``accepted``, ``changed``, ``rejected`` or ``added``.
        fields: the fields that were changed.
    """

    article: str
    annotator: str
    what: str
    id: str
    label: str
    model: str
    outcome: Outcome
    fields: tuple[str, ...] = ()


class Row(Struct, frozen=True, kw_only=True):
    """Counts for one label of one model.

    Attributes:
        model: name and version.
        what: kind of annotation; "" for all of the model.
        label: its type; "" for all of the kind, or for none.
        proposed: how many the model made.
        accepted: of these, left as they were.
        changed: of these, kept in another form.
        rejected: of these, deleted.
        added: made by the annotator where the model had nothing.
        acceptance: accepted of proposed, 0 to 1; None if nothing was proposed.
    """

    model: str
    what: str
    label: str
    proposed: int
    accepted: int
    changed: int
    rejected: int
    added: int
    acceptance: float | None


class Feedback(Struct, frozen=True, kw_only=True):
    """The verdicts on proposals, one by one and counted.

    Attributes:
        verdicts: one for each annotation.
        articles: annotated articles that held proposals.
    """

    verdicts: tuple[Verdict, ...]
    articles: int

    def by_model(self) -> list[Row]:
        """A row for each model."""
        return _rows((one.model, "", "", one.outcome) for one in self.verdicts)

    def by_label(self) -> list[Row]:
        """A row for each label of each model."""
        return _rows((one.model, one.what, one.label, one.outcome) for one in self.verdicts)

    def to_pandas(self) -> "pd.DataFrame":
        """A frame with a row for each verdict.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("frames", "hub") from error
        columns = Verdict.__struct_fields__
        rows = [[getattr(one, name) for name in columns] for one in self.verdicts]
        return pd.DataFrame(rows, columns=list(columns))


def feedback(judged: Iterable[Judged]) -> Feedback:
    """What annotators made of proposals.

    Articles of which no model and no rule proposed anything are passed over.
    """
    verdicts: list[Verdict] = []
    articles = 0
    for one in judged:
        if _machines(one.base):
            articles += 1
            verdicts += _verdicts(one)
    return Feedback(verdicts=tuple(verdicts), articles=articles)


def from_passes(passes: Path, bases: Iterable[Article]) -> Iterator[Judged]:
    """The passes of a corpus beside the articles as they went out.

    Args:
        passes: the folder of the passes, a folder for each annotator.
        bases: the articles as they went out, as `at_revision` gives them.

    Raises:
        KhabarError: if there are no passes, or one is no article.
    """
    if not passes.is_dir():
        raise KhabarError(f"{passes}: there are no passes; khabar studio pull makes them")
    folders = sorted(one for one in passes.iterdir() if one.is_dir())
    for base in bases:
        for folder in folders:
            file = folder / f"{base.id}.json"
            if file.exists():
                (article,) = read_articles(file)
                if article.text != base.text:
                    raise KhabarError(f"{file}: its text is not that of the prelabelled article")
                layers = covered(article) or LAYERS
                yield Judged(base=base, article=article, annotator=folder.name, layers=layers)


def at_revision(folder: Path, revision: str) -> Iterator[Article]:
    """Yield the articles of a folder as git has them at a revision.

    Raises:
        KhabarError: if git does not know the folder or the revision, or a file is no article.
    """
    if revision.startswith("-"):
        raise KhabarError(f"{revision!r} is no revision")
    arguments = ["git", "archive", "--format=tar", revision, "--", "."]
    try:
        with subprocess.Popen(  # noqa: S603
            arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as git:
            try:
                with tarfile.open(fileobj=git.stdout, mode="r|") as archive:
                    for member in archive:
                        file = archive.extractfile(member)
                        if file is not None and member.name.endswith(".json"):
                            name = f"{revision}:{folder / member.name}"
                            yield parse(Document(name, 1, file.read()))
            except tarfile.TarError as error:
                said = git.stderr.read().decode("utf-8", "replace").strip() if git.stderr else ""
                raise KhabarError(f"{folder} at {revision!r}: {said or error}") from error
    except OSError as error:
        raise KhabarError(f"git cannot be run in {folder}: {error.strerror}") from error


def _machines(article: Article) -> set[str]:
    """Who proposed something in an article."""
    made = [one for names in _KINDS.values() for name in names for one in getattr(article, name)]
    origins = [one.origin or article.origin for one in made]
    origins += [article.origin] * len(article.topics)
    return {name for one in origins if (name := _model(one))}


def _model(origin: Origin | None) -> str:
    if origin is None or origin.kind not in ("model", "rule"):
        return ""
    return " ".join(one for one in (origin.name or origin.kind, origin.version) if one)


def _verdicts(judged: Judged) -> Iterator[Verdict]:
    for layer in judged.layers:
        for name in _KINDS[layer]:
            before, after = getattr(judged.base, name), getattr(judged.article, name)
            yield from _of_kind(judged, before, after)
        if layer == "stance":
            yield from _of_topics(judged)


def _of_kind(
    judged: Judged, before: Sequence[_Proposed], after: Sequence[_Proposed]
) -> Iterator[Verdict]:
    same = _still_there(before, after)
    drawn = [one for one in after if one.id not in same]
    default = _model(judged.base.origin)
    for one in before:
        now = same.get(one.id) or _redrawn(one, drawn)
        if now in drawn:
            drawn.remove(now)
        if model := _model(one.origin or judged.base.origin):
            yield _verdict(judged, one, now, model)
    for one in drawn:
        yield _told(judged, one, default, "added")


def _still_there(before: Sequence[_Proposed], after: Sequence[_Proposed]) -> dict[str, _Proposed]:
    """The annotations that kept their id; one drawn elsewhere may get the id of one deleted."""
    proposed = {one.id: _spans(one) for one in before}
    return {
        one.id: one
        for one in after
        if one.id in proposed
        and (not proposed[one.id] or not _spans(one) or _shared(proposed[one.id], _spans(one)))
    }


def _verdict(judged: Judged, one: _Proposed, now: _Proposed | None, model: str) -> Verdict:
    if now is None:
        return _told(judged, one, model, "rejected")
    fields = tuple(
        name
        for name in one.__struct_fields__
        if name not in _NOT_COMPARED and getattr(one, name) != getattr(now, name)
    )
    return _told(judged, one, model, "changed" if fields else "accepted", fields)


def _told(
    judged: Judged, one: _Proposed, model: str, outcome: Outcome, fields: tuple[str, ...] = ()
) -> Verdict:
    label = one.label if isinstance(one, Stance) else one.type
    return Verdict(
        article=judged.base.id,
        annotator=judged.annotator,
        what=type(one).__name__.lower(),
        id=one.id,
        label=label or "",
        model=model,
        outcome=outcome,
        fields=fields,
    )


def _redrawn(one: _Proposed, drawn: Sequence[_Proposed]) -> _Proposed | None:
    """The new annotation that shares most words with one that is gone, if any does."""
    shared = {id(other): _shared(_spans(one), _spans(other)) for other in drawn}
    best = max(drawn, key=lambda other: shared[id(other)], default=None)
    return best if best is not None and shared[id(best)] else None


def _spans(one: _Proposed) -> Sequence[Span]:
    match one:
        case Mention():
            return one.spans
        case Quote():
            return one.content
    return one.spans or ()


def _shared(ours: Sequence[Span], theirs: Sequence[Span]) -> int:
    """How many code points two lists of spans share."""
    return sum(
        max(0, min(one.end, other.end) - max(one.start, other.start))
        for one in ours
        for other in theirs
    )


def _of_topics(judged: Judged) -> Iterator[Verdict]:
    before, after = judged.base.topics, judged.article.topics
    model = _model(judged.base.origin)
    for code in dict.fromkeys((*before, *after)):
        if code not in before:
            outcome: Outcome = "added"
        elif model:
            outcome = "accepted" if code in after else "rejected"
        else:
            continue
        yield Verdict(
            article=judged.base.id,
            annotator=judged.annotator,
            what="topic",
            id=code,
            label=code,
            model=model,
            outcome=outcome,
        )


def _rows(told: Iterable[tuple[str, str, str, Outcome]]) -> list[Row]:
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for *key, outcome in told:
        model, what, label = key
        counts.setdefault((model, what, label), Counter())[outcome] += 1
    return [_row(key, counts[key]) for key in sorted(counts)]


def _row(key: tuple[str, str, str], count: Counter[str]) -> Row:
    proposed = count["accepted"] + count["changed"] + count["rejected"]
    model, what, label = key
    return Row(
        model=model,
        what=what,
        label=label,
        proposed=proposed,
        accepted=count["accepted"],
        changed=count["changed"],
        rejected=count["rejected"],
        added=count["added"],
        acceptance=round(count["accepted"] / proposed, 4) if proposed else None,
    )
