"""From a server's annotations to passes, or to corrected articles.

What people submitted counts; what they skipped or only began does not, and is counted. An empty
annotation is a verdict: there is nothing to mark. Nothing is written here that was not compared
with the article as it stands in the corpus.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from khabar.formats.label_studio import base_article, from_task, is_ours
from khabar.model import Article
from khabar.problem import Finding, KhabarError
from khabar.schema import decode
from khabar.store import dumps, write_article
from khabar.studio.client import Client, Json, Project, Task
from khabar.studio.private import read_private, write_private
from khabar.studio.push import MARK, digest_of

LAST_PULLED = "pulled.json"
"""File of the studio's folder that remembers what `correct` wrote, to tell it from later edits."""

Named = Callable[[object], str]


class Pulled(Struct, frozen=True, kw_only=True):
    """What one annotator says about one article.

    Attributes:
        article: the article with the annotator's annotations.
        annotator: the pseudonym; None for an annotation that khabar sent and nobody has touched.
        before: the article as it stands in the corpus.
        base: the article as it went out.
        findings: what could not be mapped or was read with some freedom.
    """

    article: Article
    annotator: str | None
    before: Article
    base: Article
    findings: tuple[Finding, ...] = ()


class Refused(Struct, frozen=True, kw_only=True):
    """An annotation that was not taken, and why."""

    article: str
    reason: str


class PullReport(Struct, frozen=True, kw_only=True):
    """What a project's annotations came to.

    Attributes:
        items: one for each annotator and article.
        refused: what could not be taken.
        tasks: tasks seen.
        unannotated: tasks without an annotation.
        skipped: annotations that say "skipped".
        drafts: what annotators have begun and not submitted.
        untouched: annotations that khabar sent and nobody has touched.
        superseded: earlier annotations of a task by somebody who annotated it again.
    """

    items: tuple[Pulled, ...]
    refused: tuple[Refused, ...]
    tasks: int
    unannotated: int
    skipped: int
    drafts: int
    untouched: int
    superseded: int


def pull(
    client: Client,
    project: Project,
    corpus: Mapping[str, Article],
    name: Named,
    *,
    untouched: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PullReport:
    """Read the annotations of a project.

    Args:
        client: the server.
        project: the project.
        corpus: the articles as they stand, by id; others are refused.
        name: gives an account its pseudonym.
        untouched: also take annotations that khabar sent and nobody has touched.
        progress: called with tasks read and tasks in all.

    Raises:
        KhabarError: if the server does not answer or refuses.
    """
    reader = _Reader(corpus, name, untouched=untouched)
    for done, task in enumerate(client.tasks(project, whole=True), 1):
        reader.read(task)
        progress(done, max(done, project.tasks))
    return reader.report()


def write_passes(report: PullReport, folder: Path) -> list[Path]:
    """Write each annotator's articles to ``folder/PSEUDONYM/ID.json``; the files that changed.

    Raises:
        KhabarError: if a file cannot be written.
    """
    changed: list[Path] = []
    for one in report.items:
        if one.annotator is not None:
            path = folder / one.annotator / f"{one.article.id}.json"
            if write_article(path, one.article):
                changed.append(path)
    return changed


def correct(
    report: PullReport, files: Mapping[str, Path], project: str, home: Path
) -> tuple[list[Path], list[Refused]]:
    """Write the annotations into the articles themselves.

    An article is left alone, with the reason, when several people annotated it, or when it was
    edited here after it went out: one of the two edits would be lost.

    Args:
        report: what was pulled.
        files: the files of the corpus by article id.
        project: names the project across servers, as ``URL#number``.
        home: the studio's folder.

    Returns:
        The files that changed, and what was refused.

    Raises:
        KhabarError: if a file cannot be written.
    """
    last = read_private(home / LAST_PULLED)
    changed: list[Path] = []
    refused: list[Refused] = []
    for article, items in _by_article(report.items).items():
        key = f"{project}/{article}"
        if reason := _obstacle(items, last.get(key)):
            refused.append(Refused(article=article, reason=reason))
            continue
        (one,) = items
        # Written down first: of an article that is then not written, nothing is remembered wrong.
        last[key] = _digest(one.article)
        write_private(home / LAST_PULLED, last)
        if write_article(files[article], one.article):
            changed.append(files[article])
    return changed, refused


def _by_article(items: Sequence[Pulled]) -> dict[str, list[Pulled]]:
    found: dict[str, list[Pulled]] = {}
    for one in items:
        if one.annotator is not None:
            found.setdefault(one.article.id, []).append(one)
    return found


def _obstacle(items: Sequence[Pulled], last: str | None) -> str | None:
    if len(items) > 1:
        names = ", ".join(str(one.annotator) for one in items)
        return f"annotated by {names}: that asks for adjudication; pull them as passes"
    (one,) = items
    known = one.before in (one.base, one.article) or _digest(one.before) == last
    return None if known else "edited here since it was pushed; push it again, or pull passes"


def _digest(article: Article) -> str:
    return hashlib.sha256(dumps(article)).hexdigest()


class _Reader:
    """Reads tasks one after another and keeps the account."""

    def __init__(self, corpus: Mapping[str, Article], name: Named, *, untouched: bool) -> None:
        self._corpus = corpus
        self._name = name
        self._take_untouched = untouched
        self._items: list[Pulled] = []
        self._refused: list[Refused] = []
        self._counts = dict.fromkeys(
            ("tasks", "unannotated", "skipped", "drafts", "untouched", "superseded"), 0
        )

    def report(self) -> PullReport:
        return PullReport(items=tuple(self._items), refused=tuple(self._refused), **self._counts)

    def read(self, task: Task) -> None:
        self._counts["tasks"] += 1
        self._counts["drafts"] += len(task.drafts or ())
        annotations = list(self._counting(task))
        if not annotations:
            self._counts["unannotated"] += 1
            return
        try:
            self._items += self._pulled(task, annotations)
        except KhabarError as error:
            self._refused.append(Refused(article=_id(task), reason=str(error)))

    def _counting(self, task: Task) -> Iterator[Json]:
        """The annotations that count: the last of each annotator, in order."""
        latest: dict[object, Json] = {}
        for one in sorted(task.annotations or (), key=lambda one: str(one.get("updated_at"))):
            if one.get("was_cancelled"):
                self._counts["skipped"] += 1
                continue
            if _as_sent(one, task):
                self._counts["untouched"] += 1
                if self._take_untouched:
                    yield {**one, "completed_by": None}
                continue
            self._counts["superseded"] += one.get("completed_by") in latest
            latest[one.get("completed_by")] = one
        yield from latest.values()

    def _pulled(self, task: Task, annotations: Sequence[Json]) -> Iterator[Pulled]:
        plain = {"id": task.id, "data": task.data, "annotations": list(annotations)}
        if not is_ours(plain):
            raise KhabarError(f"task {task.id} was not made by khabar")
        before = self._corpus.get(_id(task))
        if before is None:
            raise KhabarError("there is no such article here")
        base = base_article(plain)
        if before.text != base.text:
            raise KhabarError("its text is another one here than on the server")
        for one in from_task(plain, self._pseudonym):
            article = one.article
            if one.annotator is not None and article.status in ("raw", "prelabelled"):
                article = replace(article, status="annotated")
            _refuse_invalid(article)
            yield Pulled(
                article=article,
                annotator=one.annotator,
                before=before,
                base=base,
                findings=one.findings,
            )

    def _pseudonym(self, completed_by: object) -> str | None:
        return None if completed_by is None else self._name(completed_by)


def _id(task: Task) -> str:
    return str(task.data.get("id", f"task {task.id}"))


def _as_sent(annotation: Json, task: Task) -> bool:
    """Whether an annotation is the very one that khabar sent: the page leaves its traces."""
    mark = task.meta.get(MARK)
    sent = mark.get("results") if isinstance(mark, dict) and mark.get("stored") else None
    return sent is not None and digest_of(annotation.get("result")) == sent


def _refuse_invalid(article: Article) -> None:
    """An article that the schema refuses is not written, whatever the server holds."""
    if decode(dumps(article)) is None:
        raise KhabarError("what the server has makes no valid article; see khabar studio status")
