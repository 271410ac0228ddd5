"""KH807: card-task-unknown.

A task of the card is not one that the hub knows, or its category is not named.

Why: the hub drops what it does not know, and people who filter by task do not find the dataset.

Bad:
    task_categories: [ner]

Good:
    task_categories: [token-classification]    task_ids: [named-entity-recognition]

Fix: write a category and a task from the hub's list.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._hub_values import TASK_IDS, TASKS
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH807", scope="release", severity="error")
def card_task_unknown(release: Release) -> Iterator[Hit]:
    categories = [value for _, value in release.card.words("task_categories")]
    for pointer, value in release.card.words("task_categories"):
        if isinstance(value, str) and value not in TASKS:
            yield release.hit(f"the hub knows no category {quoted(value)} for texts", CARD, pointer)
    for pointer, value in release.card.words("task_ids"):
        if not isinstance(value, str):
            continue
        if value not in TASK_IDS:
            yield release.hit(f"the hub knows no task {quoted(value)}", CARD, pointer)
        elif not any(value in TASKS.get(str(one), "").split() for one in categories):
            wanted = [name for name, tasks in TASKS.items() if value in tasks.split()]
            message = (
                f"{value} belongs to {' or '.join(wanted)}, which task_categories does not name"
            )
            yield release.hit(message, CARD, pointer)
