"""Which articles say that they tell one story: by the same string under ``extra.story``.

Whoever chose the articles knows which of them are about one event, however far apart their days and
however different their words. That is declared, not inferred: nothing is computed.
"""

from typing import NamedTuple

from khabar.model import Article
from khabar.rules._corpus import Spot

FIELD = "story"
"""The key under ``extra``."""


def story_of(article: Article) -> str | None:
    """The story that an article names; None if it names none.

    A value that is no string, or one of blanks alone, is no name.

    Example:
        >>> story_of(Article(schema="khabar/0.1", id="abc", language="ar", text="", status="raw",
        ...     extra={"story": "border-shots"}))
        'border-shots'
    """
    named = (article.extra or {}).get(FIELD)
    return named if isinstance(named, str) and named.strip() else None


class Namesake(NamedTuple):
    """An earlier article that names the same story.

    Attributes:
        story: the name.
        spot: where the earlier article stands.
    """

    story: str
    spot: Spot


class Declared:
    """The articles that have passed, by the stories that they name."""

    def __init__(self) -> None:
        self._first: dict[str, Spot] = {}

    def of(self, article: Article, spot: Spot) -> Namesake | None:
        """The first article that named the same story; None if this is it, or it names none.

        Args:
            article: the article; it is one of those that have passed then.
            spot: where it stands; always the same object for the same article.
        """
        story = story_of(article)
        if story is None:
            return None
        first = self._first.setdefault(story, spot)
        return Namesake(story, first) if first is not spot else None
