"""Where the corpus lies on which the tests run the tools; what it is stands in its README."""

from pathlib import Path

FIVE = Path(__file__).parent / "data" / "five-articles"
