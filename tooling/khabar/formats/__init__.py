"""Articles to and from the forms that other tools read: one format, one file."""

from khabar.formats import parquet
from khabar.formats._convert import Conversion, convert, reader_of
from khabar.formats._format import Format, Loss, LossReport, Report, all_formats, by_name, by_path
from khabar.formats._losses import Losses
from khabar.store import containers

containers.update(dict.fromkeys(parquet.SUFFIXES, parquet.CONTAINER))

__all__ = [
    "Conversion",
    "Format",
    "Loss",
    "LossReport",
    "Losses",
    "Report",
    "all_formats",
    "by_name",
    "by_path",
    "convert",
    "reader_of",
]
