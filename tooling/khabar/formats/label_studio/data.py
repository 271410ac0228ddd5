"""The data of a task: what the page shows beside the regions, and the article that rides along."""

import hashlib
from typing import Any

import msgspec

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.asking import asked_of
from khabar.model import Article
from khabar.schema import labels

NO_HOTKEY = "ctrl+alt+shift+f12"
"""Given to every choice: Label Studio else binds single keys that change answers in silence."""


def digest(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def data_of(article: Article) -> dict[str, Any]:
    """The data of an article's task."""
    record = msgspec.to_builtins(article)
    del record["text"]
    entities = [_choice(one.name, one.id) for one in article.entities]
    topics = list(article.topics)
    topics += [s.target.topic for s in article.stances if s.target.topic is not None]
    known = labels("topics")
    named = {code: (known[code].ar or known[code].en) if code in known else code for code in topics}
    data = {
        c.ID_KEY: article.id,
        c.DIGEST_KEY: digest(article.text),
        "title": article.title or "",
        c.TEXT: article.text,
        "entities": entities,
        "holders": [_choice("المقال نفسه", "article"), *entities],
        "targets": [*entities, *(_choice(name, code) for code, name in named.items())],
        "info": _info(article),
        c.ARTICLE_KEY: record,
    }
    if asked := asked_of(article):
        data[c.QUESTIONS_KEY] = "\n".join((asked.people, *asked.questions))
    made = article.origin
    if made is not None and made.kind in ("model", "rule"):
        data[c.MODEL_KEY] = " ".join(one for one in (made.name or made.kind, made.version) if one)
    return data


def _choice(value: str, alias: str) -> dict[str, str]:
    return {"value": value, "alias": alias, "hotkey": NO_HOTKEY}


def _info(article: Article) -> str:
    about = article.publication
    rows = [("المعرّف", article.id)]
    if about:
        rows += [("المصدر", about.publisher or ""), ("التاريخ", about.published or "")]
    rows += [("كلمات دلالية", "، ".join(article.keywords))]
    return "\n".join(f"{name}: {value}" for name, value in rows if value)
