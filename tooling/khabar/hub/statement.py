"""The data statement of a card: what the corpus says of itself, and what its counts say.

What the corpus does not tell is said to be missing; nothing is made up for it.
"""

from collections.abc import Iterator, Mapping

from khabar.hub.about import About, Person
from khabar.hub.census import Census
from khabar.hub.markdown import grid

_UNTOLD = "The corpus does not say."
_MOST = 10

_KINDS = {
    "human": "a human",
    "model": "a model",
    "rule": "a rule",
    "import": "an earlier data set",
    "": "not told",
}

_LIMITS = """- Labels that were not decided are null; nothing was filled in.
- A time of publication without a zone was taken to be UTC.
- A stance is what the text shows, as the annotators read it; it is not a sentiment score, and not
  what the person named thinks.
- In the view of whole words of `tokens` a mention takes in the letters written before it
  (و ف ب ك ل); the view of cut words is cut where the annotations say, which no new text tells.
- A mention of several parts is tagged part by part; `discontinuous` says which belong together."""


def statement(
    about: About, census: Census, notes: Mapping[str, str], figures: Mapping[str, str]
) -> Iterator[str]:
    """Yield the parts of the statement, headings and paragraphs.

    Args:
        about: what the corpus says of itself.
        census: counts over all articles.
        notes: what else is known: paragraphs on ``agreement`` and ``splits``.
        figures: pictures in Markdown, by their subject.
    """
    told = about.statement
    yield "## Data statement"
    yield f"### Curation rationale\n\n{told.curation or _UNTOLD}"
    yield f"### Language varieties\n\n{told.varieties or _UNTOLD}\n\n{_languages(census)}"
    yield f"### Who wrote the texts\n\n{_joined(told.authors, _publishers(census))}"
    yield f"### Text characteristics\n\n{_texts(census)}"
    yield from (figures[name] for name in ("length", "month") if name in figures)
    yield f"### Who annotated\n\n{_joined(told.annotators, _people(about), _origins(census))}"
    yield f"### Agreement\n\n{notes.get('agreement') or _UNTOLD}"
    yield f"### Preparation of the texts\n\n{told.preparation or _UNTOLD}"
    yield f"### Splits\n\n{notes.get('splits') or _UNTOLD}"
    yield f"### Personal and sensitive information\n\n{told.privacy or _UNTOLD}"
    yield f"### Limits\n\n{_joined(told.limits, _LIMITS)}"


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) or _UNTOLD


def _languages(census: Census) -> str:
    found = census.of("language")
    return f"Language tags (BCP 47): {_listed(found)}."


def _listed(counts: Mapping[str, int]) -> str:
    shown = [f"{name} ({count:,})" for name, count in list(counts.items())[:_MOST]]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def _publishers(census: Census) -> str:
    found = census.of("publisher")
    return f"Publishers: {_listed(found)}." if found else "No article names its publisher."


def _texts(census: Census) -> str:
    articles, quotes = census.articles, census.sum("quotes")
    rows = [
        ["", "count", "an article"],
        *(
            [name, f"{count:,}", f"{count / articles:.1f}"]
            for name, count in (
                ("words", census.words),
                ("mentions", census.sum("mentions")),
                ("… of several parts", census.sum("apart")),
                ("… after a proclitic", census.sum("proclitics")),
                ("entities", census.sum("entities")),
                ("… linked to Wikidata", census.sum("linked")),
                ("quotes", quotes),
                ("… with a known speaker", census.of("speakers").get("known", 0)),
                ("… passed on by others", quotes - census.of("chains").get("0", 0)),
                ("stances", census.sum("stances")),
            )
        ),
    ]
    months = sorted(census.of("month"))
    span = f"Published from {months[0]} to {months[-1]}. " if months else ""
    return f"{span}Words are what blanks divide.\n\n{grid(rows)}"


def _people(about: About) -> str:
    return " ".join(
        f"{len(shown)} {noun}, by pseudonym: {', '.join(shown)}."
        for kind, noun in (("human", "people"), ("model", "models"))
        if (shown := [_person(one) for one in about.people if one.kind == kind])
    )


def _person(one: Person) -> str:
    return f"{one.name} ({one.role})" if one.role else one.name


def _origins(census: Census) -> str:
    found, whole = census.of("origin"), census.sum("origin")
    if not whole:
        return "Nothing is annotated yet."
    rows = [[_KINDS[kind], f"{count:,}", f"{count / whole:.1%}"] for kind, count in found.items()]
    return grid([["an annotation was made by", "count", "share"], *rows])
