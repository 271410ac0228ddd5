"""Everything as one JSON object: counts by label, spreads of sizes, the same of each group."""

from typing import TextIO

import msgspec

from khabar.census import Statistics


def write(found: Statistics, stream: TextIO, most: int) -> None:  # noqa: ARG001 - nothing is cut
    """Write the object, indented."""
    stream.write(msgspec.json.format(msgspec.json.encode(found.to_dict()), indent=1).decode())
    stream.write("\n")
