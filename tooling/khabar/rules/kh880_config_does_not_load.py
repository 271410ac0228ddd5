"""KH880: config-does-not-load.

`load_dataset` fails for a configuration, or gives other rows than the files have.

Why: it is the first thing that anybody does with a dataset.

Bad:
    load_dataset(folder, "quotes") raises an error

Good:
    load_dataset(folder, "quotes") gives the splits with their rows

Fix: see what the other findings say of the card and the files; build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule


@rule("KH880", scope="release", severity="error")
def config_does_not_load(release: Release) -> Iterator[Hit]:
    for name, reason in release.load_faults.items():
        yield release.hit(f"{name}: {reason}", CARD, "/configs", mark=name)
