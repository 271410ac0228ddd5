"""KH111: unknown-schema-version.

The document follows a version of the schema that this release of khabar does not know.

Why: a newer version may mean something else by the same field. What is not known is not judged,
so the rules about the sense of the article are not asked.

Bad:
    {"schema": "khabar/7.2", ...}

Good:
    {"schema": "khabar/1.0", ...}

Fix: install a newer khabar, or bring the document to a known version.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.schema import VERSIONS


@rule("KH111", scope="file", severity="error")
def unknown_schema_version(reading: Reading) -> Iterator[Hit]:
    version = reading.version
    if version is None or version in VERSIONS:
        return
    if reading.article is not None or not any(one.pointer == "/schema" for one in reading.faults):
        known = ", ".join(VERSIONS)
        yield Hit(f"the schema is {quoted(version)}, known here are {known}", "/schema")
