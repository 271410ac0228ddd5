"""How far a project is: counts, and whether its page still asks what the schema asks."""

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from khabar.formats.label_studio import config
from khabar.studio.answers import Project
from khabar.studio.client import Client
from khabar.studio.drift import adjudicates, drift


class ProjectStatus(Struct, frozen=True, kw_only=True):
    """What a project has come to.

    Attributes:
        title: the project's name.
        tasks: all tasks.
        annotated: tasks with at least one submitted annotation.
        skipped: annotations that say "skipped".
        drafts: what annotators have begun and not submitted.
        predicted: tasks with a prediction to start from.
        annotators: submitted annotations by pseudonym.
        drift: how the project's configuration differs from the generated one.
    """

    title: str
    tasks: int
    annotated: int
    skipped: int
    drafts: int
    predicted: int
    annotators: dict[str, int]
    drift: tuple[str, ...]


def project_status(
    client: Client, project: Project, name: Callable[[object], str], layer: str | None = None
) -> ProjectStatus:
    """Count a project's tasks and annotations.

    Args:
        client: the server.
        project: the project.
        name: gives an account its pseudonym.
        layer: the layer that the project is for; None for all.

    Raises:
        KhabarError: if the server does not answer, or its configuration is not XML.
    """
    counts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for task in client.tasks(project, whole=True):
        made = [one for one in task.annotations if not one.get("was_cancelled")]
        counts["tasks"] += 1
        counts["annotated"] += bool(made)
        counts["skipped"] += len(task.annotations) - len(made)
        counts["drafts"] += len(task.drafts)
        counts["predicted"] += bool(task.predictions)
        people.update(name(one.get("completed_by")) for one in made)
    return ProjectStatus(
        title=project.title,
        tasks=counts["tasks"],
        annotated=counts["annotated"],
        skipped=counts["skipped"],
        drafts=counts["drafts"],
        predicted=counts["predicted"],
        annotators=dict(sorted(people.items())),
        drift=tuple(drift(config(layer, adjudicate=adjudicates(project.config)), project.config)),
    )
