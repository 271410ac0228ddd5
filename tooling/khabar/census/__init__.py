"""What a corpus holds: labels counted, sizes measured, as a whole and by group."""

from khabar.census.census import SUBJECTS, Census
from khabar.census.labels import LABELS, NAMES
from khabar.census.metadata import METADATA, read_census, write_census
from khabar.census.names import folded
from khabar.census.nesting import depths
from khabar.census.pinned import PINNED, Difference, Numbers, differences, pinned, subjects_of
from khabar.census.sizes import SIZES
from khabar.census.spread import Spread, spread
from khabar.census.statistics import Figure, Statistics
from khabar.census.tables import Table

__all__ = [
    "LABELS",
    "METADATA",
    "NAMES",
    "PINNED",
    "SIZES",
    "SUBJECTS",
    "Census",
    "Difference",
    "Figure",
    "Numbers",
    "Spread",
    "Statistics",
    "Table",
    "depths",
    "differences",
    "folded",
    "pinned",
    "read_census",
    "spread",
    "subjects_of",
    "write_census",
]
