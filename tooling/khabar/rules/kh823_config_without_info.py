"""KH823: config-without-info.

A configuration of the card has no entry in `dataset_info`, or one there is no configuration.

Why: without its features old releases of `datasets` cannot read the lists, and the counts are not
checked.

Bad:
    configs: quotes, stance and dataset_info: quotes

Good:
    both for each configuration

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule


@rule("KH823", scope="release", severity="error")
def config_without_info(release: Release) -> Iterator[Hit]:
    configs = {str(one.get("config_name")) for _, one in release.card.records("configs")}
    infos = {str(one.get("config_name")) for _, one in release.card.records("dataset_info")}
    if not configs or not infos:
        return
    for name in sorted(configs - infos):
        yield release.hit(
            f"{name} has no features in dataset_info", CARD, "/dataset_info", mark=name
        )
    for name in sorted(infos - configs):
        yield release.hit(f"{name} is no configuration", CARD, "/dataset_info", mark=name)
