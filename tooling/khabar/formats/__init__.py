"""Articles to and from the forms that other tools read: one format, one file."""

from khabar.formats._convert import Conversion, convert
from khabar.formats._format import Format, Loss, LossReport, all_formats, by_name, by_path

__all__ = [
    "Conversion",
    "Format",
    "Loss",
    "LossReport",
    "all_formats",
    "by_name",
    "by_path",
    "convert",
]
