"""KH833: features-need-new-reader.

The features in a Parquet file are spelled as only newer releases of `datasets` read them, or
there are none.

Why: `List` in the footer stops every release before 4.0, `Json` every one before 4.7, `LargeList`
those of 2.x, `Sequence` over a record turns a list of records into a record of lists; without
features labels are bare numbers.

Bad:
    {"_type": "List", "feature": {...}}

Good:
    [{...}]

Fix: build the dataset again: khabar writes the spelling that 2.14 and later read.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import Release
from khabar.rules._rule import Hit, rule


@rule("KH833", scope="release", severity="error")
def features_need_new_reader(release: Release) -> Iterator[Hit]:
    for path, one in release.parquet.items():
        if one.fault:
            continue
        if one.columns is None:
            yield release.hit("the footer has no features, so labels have no names", path)
        elif one.modern:
            yield release.hit(f"the footer spells a feature as {one.modern}", path)
