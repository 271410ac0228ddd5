"""What an annotated article is: the one way in to ``schema/``.

Two verdicts on a document exist and agree (property-tested): `decode` reads bytes straight into
the model, which is quick and right for the many good articles; `faults` tells the full story of a
bad one. The reference for both is the ``jsonschema`` library.
"""

from khabar.schema.decoding import decode, has_form
from khabar.schema.faults import Fault, faults, obeys, pointer
from khabar.schema.files import (
    VERSIONS,
    Label,
    Vocabulary,
    article_schema,
    broadest,
    directory,
    labels,
    source_files,
    vocabulary,
)
from khabar.schema.upgrades import upgrade

__all__ = [
    "VERSIONS",
    "Fault",
    "Label",
    "Vocabulary",
    "article_schema",
    "broadest",
    "decode",
    "directory",
    "faults",
    "has_form",
    "labels",
    "obeys",
    "pointer",
    "source_files",
    "upgrade",
    "vocabulary",
]
