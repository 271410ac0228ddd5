"""Everything as one JSON object: annotators, articles, figures, disagreements."""

from typing import TextIO

import msgspec

from khabar.agreement import Agreement


def write(agreement: Agreement, stream: TextIO) -> None:
    """Write the object, indented; undefined figures are null."""
    stream.write(msgspec.json.format(msgspec.json.encode(agreement), indent=1).decode() + "\n")
