"""Findings for people and machines: one report, one file, found by walking this room."""

from khabar.reports._isolates import isolated
from khabar.reports._report import Report, report, reports

__all__ = ["Report", "isolated", "report", "reports"]
