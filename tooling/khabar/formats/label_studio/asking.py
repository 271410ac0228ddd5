"""What a task asks of an adjudicator, beside what stands on the page.

It rides in the article, as the rest does that the page cannot hold.
"""

from collections import defaultdict
from collections.abc import Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from khabar.formats.label_studio import controls as c
from khabar.model import Article, Quote, Stance
from khabar.problem import KhabarError

_ASKED = "asked"


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be decided between annotators.

    Attributes:
        people: who is called by which letter.
        questions: a line each.
        versions: what stands in several versions: by the id of each, which of these are versions of
            one thing.
        notes: for each version, whose it is and what is asked of it.
    """

    people: str
    questions: tuple[str, ...]
    versions: dict[str, str]
    notes: dict[str, str]


def asking(article: Article, asked: Asked) -> Article:
    """The article, whose task asks."""
    extra = dict(article.extra or {})
    extra[c.LAYER] = {**(extra.get(c.LAYER) or {}), _ASKED: msgspec.to_builtins(asked)}
    return replace(article, extra=extra)


def asked_of(article: Article) -> Asked | None:
    """What the task of an article asks; most ask nothing.

    Raises:
        KhabarError: if that was altered on the server.
    """
    layer = (article.extra or {}).get(c.LAYER)
    asked = layer.get(_ASKED) if isinstance(layer, Mapping) else None
    if asked is None:
        return None
    try:
        return msgspec.convert(asked, Asked)
    except msgspec.ValidationError as error:
        raise KhabarError(f"{article.id}: what the task asks is damaged: {error}") from error


class Sides:
    """What of an article stands in several versions, for the page.

    Attributes:
        notes: for each version, what the page says of it.
    """

    def __init__(self, article: Article) -> None:
        asked = asked_of(article)
        self.notes: Mapping[str, str] = asked.notes if asked else {}
        self._items: Mapping[str, str] = asked.versions if asked else {}
        self._sides: dict[str, list[Quote | Stance]] = defaultdict(list)
        if asked:
            everything: tuple[Quote | Stance, ...] = (*article.quotes, *article.stances)
            for one in everything:
                if one.id in self._items:
                    self._sides[self._items[one.id]].append(one)

    def owner(self, one: Quote | Stance, name: str) -> str:
        """By whose id a part is called: where all versions have the same, it stands there once."""
        item = self._items.get(one.id)
        if item is None:
            return one.id
        same = all(getattr(other, name) == getattr(one, name) for other in self._sides[item])
        return item if same else one.id
