"""KH832: footer-unlike-schema.

The columns of a Parquet file, their order or the order of their labels are not what the schema
asks for.

Why: numbers of labels mean what the schema says; a file that was written otherwise says something
else in every row.

Bad:
    labels ORG, PER in the file and PER, ORG in the schema

Good:
    the names in the order of schema/labels/

Fix: build the dataset again with this release of khabar.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._configs import unlike
from khabar.rules._release import Release, shown
from khabar.rules._rule import Hit, rule


@rule("KH832", scope="release", severity="error")
def footer_unlike_schema(release: Release) -> Iterator[Hit]:
    for table, wanted in release.expected.items():
        for path, one in release.of(table).items():
            if one.columns is None:
                continue
            for column, (asked, there) in unlike(wanted, one.columns):
                message = f"{column}: {shown(there)}, the schema has {shown(asked)}"
                yield release.hit(message, path, mark=column)
            if one.columns.keys() == wanted.keys() and list(one.columns) != list(wanted):
                yield release.hit("the columns stand in another order than in the schema", path)
