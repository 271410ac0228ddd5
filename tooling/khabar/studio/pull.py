"""From a server's annotations to passes, or to corrected articles.

What people submitted counts; what they skipped or only began does not, and is counted. An empty
annotation is a verdict: there is nothing to mark. Nothing is written here that was not compared
with the article as it stands in the corpus. Some tasks are held at a time, whatever the project's
size.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from khabar.formats.label_studio import base_article, is_ours, layer_of, read_annotation
from khabar.model import Article
from khabar.problem import Finding, KhabarError
from khabar.schema import decode
from khabar.store import line
from khabar.studio.answers import Json, Project, Task
from khabar.studio.client import Client
from khabar.studio.known import is_ours as is_untouched
from khabar.studio.known import said_of
from khabar.studio.work import Work

_TOGETHER = 50
"""Tasks that are read before the first of them is written: code that is used again at once is
quicker by a tenth than code that takes turns."""

Named = Callable[[object], str]


class Pulled(Struct, frozen=True, kw_only=True):
    """What one annotator says about one article.

    Attributes:
        article: the article with the annotator's annotations.
        annotator: the pseudonym; None for an annotation that khabar sent and nobody has touched.
        before: the article as it stands in the corpus.
        base: the article as it went out.
        layer: the layer that the page showed; None for all.
        ground_truth: whether somebody marked the annotation as the one that holds.
        reasons: what an adjudicator gave as reasons, by annotation; under "" that of all others.
        findings: what could not be mapped or was read with some freedom.
    """

    article: Article
    annotator: str | None
    before: Article
    base: Article
    layer: str | None = None
    ground_truth: bool = False
    reasons: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()


class Refused(Struct, frozen=True, kw_only=True):
    """An annotation that was not taken, and why."""

    article: str
    reason: str


class PullReport(Struct, frozen=True, kw_only=True):
    """What a project's annotations came to.

    Attributes:
        items: one for each annotator and article; empty where they were taken one by one.
        refused: what could not be taken.
        work: every annotation, skip and draft: whose, on what, and how long it took.
        taken: annotations taken.
        tasks: tasks seen.
        unannotated: tasks without an annotation.
        skipped: annotations that say "skipped".
        drafts: what annotators have begun and not submitted.
        unsaved: changes to a submitted annotation that were begun and not submitted.
        untouched: annotations that khabar sent and nobody has touched.
        superseded: earlier annotations of a task by somebody who annotated it again.
    """

    items: tuple[Pulled, ...]
    refused: tuple[Refused, ...]
    work: tuple[Work, ...]
    taken: int = 0
    tasks: int = 0
    unannotated: int = 0
    skipped: int = 0
    drafts: int = 0
    unsaved: int = 0
    untouched: int = 0
    superseded: int = 0


def pull(
    client: Client,
    project: Project,
    corpus: Mapping[str, Article],
    name: Named,
    *,
    untouched: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PullReport:
    """Read all annotations of a project into memory; `Pull` gives them one by one.

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
    run = Pull(client, project, corpus, name, untouched=untouched, progress=progress)
    items = tuple(one for group in run for one in group)
    return replace(run.report(), items=items)


class Pull:
    """The annotations of a project, a task at a time, and an account of them.

    Args:
        client: the server.
        project: the project.
        corpus: the articles as they stand, by id; others are refused.
        name: gives an account its pseudonym.
        untouched: also take annotations that khabar sent and nobody has touched.
        progress: called with tasks read and tasks in all.

    Attributes:
        refused: what could not be taken so far.
        work: every annotation, skip and draft so far.
    """

    def __init__(
        self,
        client: Client,
        project: Project,
        corpus: Mapping[str, Article],
        name: Named,
        *,
        untouched: bool = False,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._client = client
        self._project = project
        self._corpus = corpus
        self._name = name
        self._take_untouched = untouched
        self._progress = progress
        self.refused: list[Refused] = []
        self.work: list[Work] = []
        self._seen: set[str] = set()
        self._counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Sequence[Pulled]]:
        """Yield what the annotators of each annotated task say.

        Raises:
            KhabarError: if the server does not answer or refuses.
        """
        tasks, done = iter(self._client.submitted(self._project)), 0
        while some := list(islice(tasks, _TOGETHER)):
            for items in list(map(self.read, some)):
                done += 1
                self._progress(done, max(done, self._project.tasks))
                if items:
                    yield items

    def report(self) -> PullReport:
        """The account so far."""
        return PullReport(
            items=(), refused=tuple(self.refused), work=tuple(self.work), **self._counts
        )

    def read(self, task: Task) -> Sequence[Pulled]:
        """What the annotators of one task say."""
        self._counts["tasks"] += 1
        self._count_drafts(task)
        annotations = self._counting(task)
        if not annotations:
            self._counts["unannotated"] += 1
            return ()
        try:
            items = tuple(self._pulled(task, annotations))
        except KhabarError as error:
            self.refused.append(Refused(article=article_id(task), reason=str(error)))
            return ()
        self._counts["taken"] += len(items)
        return items

    def _count_drafts(self, task: Task) -> None:
        """A draft of its own is work begun; one on an annotation, changes that were not saved."""
        for one in task.drafts:
            unsaved = one.get("annotation") is not None
            self._counts["unsaved" if unsaved else "drafts"] += 1
            self._note(task, one, "unsaved" if unsaved else "draft", by=one.get("user"))

    def _counting(self, task: Task) -> list[Json]:
        """The annotations that count: the last of each annotator, in order."""
        latest: dict[object, Json] = {}
        untouched = []
        for one in sorted(task.annotations, key=lambda one: str(one.get("updated_at"))):
            if one.get("was_cancelled"):
                self._counts["skipped"] += 1
                self._note(task, one, "skipped")
            elif is_untouched(one, task):
                self._counts["untouched"] += 1
                if self._take_untouched:
                    untouched.append({**one, "completed_by": None})
            else:
                self._counts["superseded"] += _account(one) in latest
                latest[_account(one)] = one
        for one in latest.values():
            self._note(task, one, "submitted")
        return untouched + list(latest.values())

    def _note(self, task: Task, one: Json, outcome: str, by: object = None) -> None:
        seconds = one.get("lead_time")
        self.work.append(
            Work(
                annotator=self._name(one.get("completed_by") if by is None else by),
                article=article_id(task),
                layer=str(task.data.get("layer") or "all"),
                outcome=outcome,
                seconds=round(float(seconds), 1) if isinstance(seconds, int | float) else None,
                started="prediction" if one.get("parent_prediction") else "",
                ground_truth=bool(one.get("ground_truth")),
            )
        )

    def _pulled(self, task: Task, annotations: Sequence[Json]) -> Iterator[Pulled]:
        plain = {"id": task.id, "data": task.data}
        if not is_ours(plain):
            raise KhabarError(f"task {task.id} was not made by khabar")
        name = article_id(task)
        before = self._corpus.get(name)
        if before is None:
            raise KhabarError("there is no such article here")
        base = base_article(plain, before)
        if before.text != base.text:
            raise KhabarError("its text is another one here than on the server")
        if name in self._seen:
            raise KhabarError(
                f"task {task.id} is a second one of it: see khabar studio check; not read"
            )
        self._seen.add(name)
        layer, sent = layer_of(plain), said_of(task)
        for annotation in annotations:
            one = read_annotation(base, layer, annotation, self._pseudonym, sent)
            article = one.article
            if layer is None and one.annotator is not None and article.status in _UNFINISHED:
                article = replace(article, status="annotated")
            if not (one.same and base == before):  # what is here has been looked at
                _refuse_invalid(article)
            yield Pulled(
                article=article,
                annotator=one.annotator,
                before=before,
                base=base,
                layer=layer,
                ground_truth=bool(annotation.get("ground_truth")),
                reasons=one.reasons,
                findings=one.findings,
            )

    def _pseudonym(self, completed_by: object) -> str | None:
        return None if completed_by is None else self._name(completed_by)


_UNFINISHED = ("raw", "prelabelled")


def article_id(task: Task) -> str:
    """The id of a task's article, or the task's own number."""
    return str(task.data.get("id", f"task {task.id}"))


def _account(annotation: Json) -> object:
    """Who made an annotation: the server gives a number, or an object that holds it."""
    by = annotation.get("completed_by")
    return by.get("id") if isinstance(by, dict) else by


def _refuse_invalid(article: Article) -> None:
    """An article that the schema refuses is not written, whatever the server holds."""
    if decode(line(article)) is None:
        raise KhabarError("what the server has makes no valid article; see khabar studio check")
