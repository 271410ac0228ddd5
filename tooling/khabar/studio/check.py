"""A live project against the corpus: what is missing, altered or doubled, and what would be lost.

Everything is read and nothing changed, neither here nor there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from khabar.formats.label_studio import config, digest, is_ours, to_task
from khabar.formats.label_studio import controls as c
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.studio.answers import Json, Project, Task
from khabar.studio.client import Client
from khabar.studio.drift import adjudicates, drift
from khabar.studio.known import Known, known_of
from khabar.studio.parcels import digest_of, parcel_of
from khabar.studio.pull import Named, Pull, article_id
from khabar.studio.push import VERSION, hidden

Kind = Literal[
    "configuration",
    "missing",
    "foreign",
    "unknown",
    "doubled",
    "text",
    "altered",
    "outdated",
    "prediction",
    "annotation",
]

SENTENCES: dict[Kind, str] = {
    "configuration": "the page asks something else than the schema",
    "missing": "articles that the project does not have",
    "foreign": "tasks that khabar did not make",
    "unknown": "tasks of articles that are not in the corpus",
    "doubled": "articles that the project has more than once",
    "text": "texts that differ",
    "altered": "tasks whose data were changed in Label Studio",
    "outdated": "articles that changed here since they were sent",
    "prediction": "tasks whose prediction is gone or another one",
    "annotation": "annotations that would not come home whole",
}
"""What each kind of difference is, in the order in which they are told."""


class Discrepancy(Struct, frozen=True, kw_only=True):
    """One difference between a project and the corpus.

    Attributes:
        kind: a key of `SENTENCES`.
        article: the article's id; "" for the project itself.
        task: the server's number of the task; None if there is none.
        message: what differs, and what to do.
    """

    kind: Kind
    article: str = ""
    task: int | None = None
    message: str


class CheckReport(Struct, frozen=True, kw_only=True):
    """How a project and a corpus compare.

    Attributes:
        project: the project's title.
        layer: the layer that it is for; None for all.
        articles: how many articles the corpus has.
        tasks: how many tasks the project has.
        annotations: how many annotations would come home.
        found: the differences.
    """

    project: str
    layer: str | None
    articles: int
    tasks: int
    annotations: int
    found: tuple[Discrepancy, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many differences there are of each kind that there is."""
        counted = Counter(one.kind for one in self.found)
        return {kind: counted[kind] for kind in SENTENCES if counted[kind]}


def check_project(
    client: Client,
    project: Project,
    corpus: Mapping[str, Article],
    name: Named,
    *,
    layer: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> CheckReport:
    """Compare a project with the corpus.

    Args:
        client: the server.
        project: the project.
        corpus: the articles as they stand, by id; each is read when its task comes.
        name: gives an account its pseudonym.
        layer: the layer that the project is for; None for all.
        progress: called with tasks read and tasks in all.

    Raises:
        KhabarError: if the server does not answer, or an article cannot be read.
    """
    found = list(_of_project(project, layer))
    pull = Pull(client, project, corpus, name)
    numbers: dict[str, list[int]] = defaultdict(list)
    for done, task in enumerate(client.tasks(project, whole=True), 1):
        if is_ours({"data": task.data}):
            numbers[article_id(task)].append(task.id)
        found += _of_task(task, corpus, layer, pull)
        progress(done, max(done, project.tasks))
    found += _of_numbers(numbers, corpus)
    order = list(SENTENCES)
    account = pull.report()
    return CheckReport(
        project=project.title,
        layer=layer,
        articles=len(corpus),
        tasks=account.tasks,
        annotations=account.taken,
        found=tuple(sorted(found, key=lambda one: (order.index(one.kind), one.article))),
    )


def _of_project(project: Project, layer: str | None) -> Iterator[Discrepancy]:
    wanted = config(layer, adjudicate=adjudicates(project.config))
    for difference in drift(wanted, project.config):
        yield Discrepancy(kind="configuration", message=difference)
    if reason := hidden(project):
        yield Discrepancy(kind="configuration", message=reason)


def _of_numbers(
    numbers: Mapping[str, list[int]], corpus: Mapping[str, Article]
) -> Iterator[Discrepancy]:
    for article in corpus:
        if article not in numbers:
            yield Discrepancy(kind="missing", article=article, message="push sends it")
    for article, tasks in numbers.items():
        if len(tasks) > 1:
            listed = ", ".join(map(str, tasks))
            message = f"tasks {listed}; push removes copies that nobody has worked on"
            yield Discrepancy(kind="doubled", article=article, task=tasks[0], message=message)


def _of_task(
    task: Task, corpus: Mapping[str, Article], layer: str | None, pull: Pull
) -> Iterator[Discrepancy]:
    name = article_id(task)
    if not is_ours({"data": task.data}):
        pull.read(task)
        yield Discrepancy(kind="foreign", task=task.id, article=name, message="pull leaves it")
        return
    article = corpus.get(name)
    if article is None:
        message = "there is no such article here; its annotations stay behind"
        yield Discrepancy(kind="unknown", article=name, task=task.id, message=message)
    elif message := _text(task, article):
        yield Discrepancy(kind="text", article=name, task=task.id, message=message)
    else:
        for kind, message in _content(task, article, layer):
            yield Discrepancy(kind=kind, article=name, task=task.id, message=message)
    for message in _coming_home(task, pull):
        yield Discrepancy(kind="annotation", article=name, task=task.id, message=message)


def _text(task: Task, article: Article) -> str:
    text = task.data.get(c.TEXT)
    if not isinstance(text, str) or digest(text) != task.data.get(c.DIGEST_KEY):
        return "it was changed in Label Studio: every offset may be wrong; annotations stay there"
    if text != article.text:
        return "it was changed here since it was sent; push --replace-text sends it anew"
    return ""


def _content(task: Task, article: Article, layer: str | None) -> Iterator[tuple[Kind, str]]:
    known = known_of(task)
    if task.data.get(c.LAYER_KEY) != layer:
        shown = task.data.get(c.LAYER_KEY) or "everything"
        yield "altered", f"it was pushed to show {shown}, not {layer or 'everything'}"
        return
    if not known.mark:
        yield "altered", "what khabar wrote beside it is gone; push brings it back"
        return
    stored = bool(known.mark.get("stored"))
    try:
        made = to_task(article, as_predictions=not stored, layer=layer)
    except KhabarError as error:
        yield "outdated", f"the article cannot be sent as it is: {error}"
        return
    wanted = parcel_of(article, made)
    if known.mark.get("data") != known.data:
        keys = (
            ", ".join(_others(task.data, msgspec.json.decode(msgspec.json.encode(made["data"]))))
            or "what khabar wrote beside them"
        )
        yield "altered", f"{keys}; push puts it right unless somebody has annotated it"
    elif not known.says(wanted):
        yield "outdated", "push updates it unless somebody has annotated it"
    if not stored:
        yield from _prediction(task, known)


def _others(live: Json, wanted: Json) -> list[str]:
    """The keys of the data that differ."""
    return [key for key in sorted(live | wanted) if live.get(key) != wanted.get(key)]


def _prediction(task: Task, known: Known) -> Iterator[tuple[Kind, str]]:
    ours = [one for one in task.predictions if one.get("model_version") == VERSION]
    if not ours:
        yield "prediction", "there is none; push brings it back"
    elif all(digest_of(one.get("result")) != known.mark.get("results") for one in ours):
        yield "prediction", "it is not the one that was sent"
    elif len(ours) > 1:
        yield "prediction", f"there are {len(ours)}"


def _coming_home(task: Task, pull: Pull) -> Iterator[str]:
    """Why annotations would not come home, or what of them has no place in the record."""
    refused = len(pull.refused)
    for one in pull.read(task):
        for finding in one.findings:
            if finding.severity != "info":
                yield f"by {one.annotator}: {finding.message}"
    for reason in pull.refused[refused:]:
        yield reason.reason
