"""What a task asks of an annotator, line by line, beside what stands on the page."""

from collections.abc import Sequence

from msgspec.structs import replace

from khabar.formats.label_studio import controls as c
from khabar.model import Article

_QUESTIONS = "questions"


def with_questions(article: Article, questions: Sequence[str]) -> Article:
    """The article, whose task lists questions in the panel on the article."""
    extra = dict(article.extra or {})
    extra[c.LAYER] = {**(extra.get(c.LAYER) or {}), _QUESTIONS: list(questions)}
    return replace(article, extra=extra)


def questions_of(article: Article) -> Sequence[str]:
    """What the task of an article asks; nothing of most."""
    layer = (article.extra or {}).get(c.LAYER)
    questions = layer.get(_QUESTIONS) if isinstance(layer, dict) else None
    return questions if isinstance(questions, list) else []
