"""From crawled pages to raw articles: what is the article, and what became of all the rest."""

from khabar.ingest.build import Built, Defaults, build, count_sentences
from khabar.ingest.jsonl import GUESSES, parse_fields
from khabar.ingest.outcomes import Ingested, Outcome, Report, Totals, ingest, ingest_each
from khabar.ingest.page import read_page
from khabar.ingest.pieces import Candidate, LeftOut, Page, Piece

__all__ = [
    "GUESSES",
    "Built",
    "Candidate",
    "Defaults",
    "Ingested",
    "LeftOut",
    "Outcome",
    "Page",
    "Piece",
    "Report",
    "Totals",
    "build",
    "count_sentences",
    "ingest",
    "ingest_each",
    "parse_fields",
    "read_page",
]
