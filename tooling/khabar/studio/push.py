"""From articles to tasks on a server: once each, however often it is tried.

A task is known by the article's id and its text, which lie in its data; what was last sent is
known by a digest in the task's meta. The server refuses nothing, so everything is looked at before
it is sent, and what is there already is listed first.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from khabar.formats.label_studio import config
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.studio.answers import Project
from khabar.studio.client import Client
from khabar.studio.delivery import Delivery
from khabar.studio.drift import unusable
from khabar.studio.known import Known, Shelf, touched
from khabar.studio.parcels import Parcel, packed

VERSION = "khabar"
"""The one version of all our predictions: a project shows the predictions of one version only."""

Progress = Callable[[int, int], None]
Fate = Literal["new", "same", "updated", "replaced", "refused"]


class Pushed(Struct, frozen=True, kw_only=True):
    """What became of one article.

    Attributes:
        article: its id.
        fate: ``new`` on the server, the ``same`` as there, ``updated``, made anew
            (``replaced``), or ``refused``.
        reason: why it was refused or replaced, and what else was done.
    """

    article: str
    fate: Fate
    reason: str = ""


class PushReport(Struct, frozen=True, kw_only=True):
    """What a push did, or with `dry_run` would do.

    Attributes:
        items: one for each article, in the order given.
        dry_run: whether nothing was sent.
    """

    items: tuple[Pushed, ...]
    dry_run: bool = False

    def count(self, fate: Fate) -> int:
        """How many articles had a fate."""
        return sum(one.fate == fate for one in self.items)

    @property
    def refused(self) -> tuple[Pushed, ...]:
        """The articles that were not sent."""
        return tuple(one for one in self.items if one.fate == "refused")


class Step(Struct, frozen=True, kw_only=True):
    """What to do about one parcel: its fate, and the tasks that go.

    Attributes:
        parcel: the parcel.
        pushed: what is told.
        known: the task on the server that stays.
        spare: tasks that are removed when all else is done.
    """

    parcel: Parcel
    pushed: Pushed
    known: Known | None = None
    spare: tuple[Known, ...] = ()


def push(
    articles: Iterable[Article],
    client: Client,
    project: Project,
    *,
    layer: str | None = None,
    adjudicate: bool = False,
    as_annotations: bool = False,
    update_annotated: bool = False,
    replace_text: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> PushReport:
    """Send articles to a project; doing it twice changes nothing.

    Args:
        articles: what to send.
        client: the server.
        project: the project, with khabar's labelling configuration.
        layer: show only ``mentions``, ``quotes`` or ``stance``; everything for None.
        adjudicate: the articles are what is open between passes, for the page that asks for it.
        as_annotations: store annotations in the name of the key's owner, instead of offering
            them to every annotator as a prediction to start from.
        update_annotated: also give new data to tasks that people have annotated; their
            annotations stay as they are.
        replace_text: make a task anew if its text is another one; **its annotations go**.
        dry_run: send nothing, only say what would be done.
        progress: called with articles done and articles in all.

    Raises:
        KhabarError: before anything is sent, if an article cannot be sent or the project's
            configuration cannot show it; later, if the server fails (what was sent is known to
            the next push).
    """
    _refuse_unusable(project, layer, adjudicate=adjudicate)
    if not as_annotations:
        _refuse_hidden(project)
    with packed(articles, as_predictions=not as_annotations, layer=layer) as parcels:
        shelf = Shelf(client, project)
        rules = _Rules(client, update_annotated=update_annotated, replace_text=replace_text)
        steps = [rules.step(one, shelf.of(one.article)) for one in parcels]
        if not dry_run:
            delivery = Delivery(client, project, parcels, shelf)
            _carry_out(steps, delivery, progress)
    return PushReport(items=tuple(step.pushed for step in steps), dry_run=dry_run)


def _refuse_unusable(project: Project, layer: str | None, *, adjudicate: bool) -> None:
    if problems := unusable(config(layer, adjudicate=adjudicate), project.config):
        option = " --adjudicate" if adjudicate else f" --layer {layer}" if layer else ""
        raise KhabarError(
            f"the project {project.title!r} cannot show khabar's annotations: "
            f"{'; '.join(problems)}; put what `khabar studio config{option}` writes into its"
            " settings"
        )


def hidden(project: Project) -> str | None:
    """Why nobody would see khabar's predictions in a project, None when all do."""
    if project.shows in ("", VERSION):
        return None
    instead = f"those of version {project.shows!r}" if project.shows else "no predictions"
    return (
        f"the project {project.title!r} shows {instead} to annotators; in its settings under "
        f"Annotation, let it use predictions of version {VERSION!r}"
    )


def _refuse_hidden(project: Project) -> None:
    """Predictions that nobody is shown are an annotator's work done twice."""
    if reason := hidden(project):
        raise KhabarError(f"{reason}, or push annotations")


class _Rules:
    """What to do about an article, given what the server has of it."""

    def __init__(self, client: Client, *, update_annotated: bool, replace_text: bool) -> None:
        self._client = client
        self._update_annotated = update_annotated
        self._replace_text = replace_text

    def step(self, parcel: Parcel, tasks: Sequence[Known]) -> Step:
        if not tasks:
            return _step(parcel, "new")
        right = [one for one in tasks if one.text == parcel.text]
        others = tuple(one for one in tasks if one.text != parcel.text)
        if others and not self._replace_text:
            return self._refused(parcel, tasks, others)
        if not right:
            people = sum(one.annotations for one in others)
            lost = f"the text changed; {people} annotations on the old text are gone"
            return replace(_step(parcel, "replaced", lost), spare=others)
        kept = copies(self._client, right)
        if kept is None:
            return self._refused(parcel, tasks, ())
        known, spare = kept
        return _sparing(self._only(parcel, known), (*spare, *others))

    def _refused(self, parcel: Parcel, tasks: Sequence[Known], others: Sequence[Known]) -> Step:
        if len(tasks) > 1:
            numbers = ", ".join(str(one.id) for one in tasks)
            return _step(parcel, "refused", f"the server has it as several tasks: {numbers}")
        (known,) = others
        return _step(
            parcel,
            "refused",
            f"the text of task {known.id} is another one ({known.annotations} annotations on it); "
            "--replace-text makes the task anew without them",
        )

    def _only(self, parcel: Parcel, known: Known) -> Step:
        if known.says(parcel) and known.arrived(parcel):
            return _step(parcel, "same", known=known)
        if not self._update_annotated and touched(self._client.task(known.id)):
            return _step(
                parcel,
                "refused",
                f"task {known.id} has been annotated since; pull it, or give it the new data "
                "with --update-annotated",
            )
        return _step(parcel, "updated", known=known)


def copies(client: Client, tasks: Sequence[Known]) -> tuple[Known, tuple[Known, ...]] | None:
    """Which of several tasks of one text stays, and which are copies of it that nobody needs.

    A push that was killed may have left an import to a server that went on with it; the next
    push then sent it again. Such copies are equal in what was sent. The one that people worked on
    stays, else the oldest. None if they are no copies, or people worked on several.

    Raises:
        KhabarError: if the server does not answer.
    """
    if len(tasks) == 1:
        return tasks[0], ()
    if len({(one.data, str(one.mark.get("results"))) for one in tasks}) > 1 or not tasks[0].mark:
        return None
    used = [one for one in tasks if touched(client.task(one.id))]
    if len(used) > 1:
        return None
    (kept,) = used or tasks[:1]
    return kept, tuple(one for one in tasks if one is not kept)


def _step(parcel: Parcel, fate: Fate, reason: str = "", known: Known | None = None) -> Step:
    pushed = Pushed(article=parcel.article, fate=fate, reason=reason)
    return Step(parcel=parcel, pushed=pushed, known=known)


def _sparing(step: Step, spare: tuple[Known, ...]) -> Step:
    if not spare or step.pushed.fate == "refused":
        return step
    numbers = ", ".join(str(one.id) for one in spare)
    pushed = replace(step.pushed, reason=f"the server had it more than once; removed: {numbers}")
    return replace(step, pushed=pushed, spare=spare)


def _carry_out(steps: Sequence[Step], delivery: Delivery, progress: Progress) -> None:
    total, done = len(steps), sum(step.pushed.fate in {"same", "refused"} for step in steps)
    progress(done, total)
    for step in steps:
        if step.pushed.fate == "updated" and step.known is not None:
            delivery.update(step.known.id, step.parcel)
            done += 1
            progress(done, total)
    sending = {
        step.parcel.article: step for step in steps if step.pushed.fate in {"new", "replaced"}
    }
    for batch in delivery.batches(step.parcel for step in sending.values()):
        delivery.send(batch)
        # The old task goes when the new one is safe.
        delivery.remove(one for parcel in batch for one in sending[parcel.article].spare)
        done += len(batch)
        progress(done, total)
    delivery.remove(
        one for step in steps if step.parcel.article not in sending for one in step.spare
    )
    if sending:
        for tasks in delivery.doubled(step.parcel for step in sending.values()):
            if kept := copies(delivery.client, tasks):
                delivery.remove(kept[1])
