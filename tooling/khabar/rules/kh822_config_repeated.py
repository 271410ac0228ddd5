"""KH822: config-repeated.

Two configurations of the card have one name, two are the default, or one has a field that
`datasets` does not read.

Why: `datasets` takes one of the two without a word.

Bad:
    two entries with `config_name: quotes`

Good:
    one entry for each configuration

Fix: build the dataset again, or remove the second.

See: docs/hub.md
"""

from collections import Counter
from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_READ = {"config_name", "data_files", "data_dir", "default", "drop_labels", "version"}


@rule("KH822", scope="release", severity="error")
def config_repeated(release: Release) -> Iterator[Hit]:
    for key in ("configs", "dataset_info"):
        seen: Counter[str] = Counter()
        for pointer, one in release.card.records(key):
            name = str(one.get("config_name"))
            seen[name] += 1
            if seen[name] == 2:
                yield release.hit(f"{quoted(name)} is there twice", CARD, f"{pointer}/config_name")
    defaults = [pair for pair in release.card.records("configs") if pair[1].get("default")]
    for pointer, one in defaults[1:]:
        message = f"{one.get('config_name')} is a second default, after "
        message += str(defaults[0][1].get("config_name"))
        yield release.hit(message, CARD, f"{pointer}/default")
    for pointer, one in release.card.records("configs"):
        for field in one:
            if field not in _READ:
                yield release.hit(f"`datasets` reads no {quoted(field)} here", CARD, pointer)
