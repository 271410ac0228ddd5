"""What rides in the data of a task that khabar made: the article, and which layer is shown.

Of a whole project only that is read of the data, and of the article nothing until it is asked for.
"""

from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType
from msgspec.structs import asdict, replace

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.data import digest
from khabar.formats.label_studio.exports import Task
from khabar.formats.label_studio.layers import LAYERS
from khabar.model import Article
from khabar.problem import KhabarError

_NO_TEXT = b',"text":""'
_article = msgspec.json.Decoder(Article)


class Carried(Struct):
    """The data of a task as far as they are read; the article unread."""

    id: Any = UNSET
    text: Any = UNSET
    text_sha256: Any = UNSET
    layer: Any = UNSET
    article: Raw | UnsetType = UNSET

    def data(self) -> dict[str, Any]:
        """The data of a task."""
        return {key: value for key, value in asdict(self).items() if value is not UNSET}


def is_ours(task: Task) -> bool:
    """Whether khabar made the task."""
    data = task.get("data", {})
    record = data.get(c.ARTICLE_KEY)
    unread = isinstance(record, Raw) and bytes(record).startswith(b"{")
    return (unread or isinstance(record, dict)) and c.DIGEST_KEY in data


def layer_of(task: Task) -> str | None:
    """The layer that a task's page shows, None for all.

    Raises:
        KhabarError: if it is none that khabar knows.
    """
    layer = task["data"].get(c.LAYER_KEY)
    if layer is None:
        return None
    if layer not in LAYERS:
        raise KhabarError(f"the task shows a layer {layer!r}, which is unknown")
    return str(layer)


def base_article(task: Task, likely: Article | None = None) -> Article:
    """The article as it went out with a task.

    Args:
        task: the task.
        likely: an article that it may be: if the very bytes are the same, it is, and is not read.

    Raises:
        KhabarError: if the text was changed underneath, or the record is damaged.
    """
    data = task["data"]
    name, text = data.get(c.ID_KEY), data.get(c.TEXT)
    if not isinstance(text, str) or digest(text) != data[c.DIGEST_KEY]:
        raise KhabarError(f"{name}: the text of the task was changed in Label Studio; not read")
    record = data[c.ARTICLE_KEY]
    if likely is not None and likely.text == text and _is_record(record, likely):
        return likely
    try:
        return _with_text(record, text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KhabarError(f"{name}: the article in the task is damaged: {error}") from error


def _is_record(record: dict[str, Any] | Raw, article: Article) -> bool:
    """Whether the bytes of a record are those of an article without its text.

    That is how they were sent; a server may order keys in its own way. After the text come only
    the title and the topics, in which the bytes of an empty text cannot stand.
    """
    if not isinstance(record, Raw):
        return False
    whole = msgspec.json.encode(replace(article, text=""), order="sorted")
    before, _, after = whole.rpartition(_NO_TEXT)
    return before + after == bytes(record)


def _with_text(record: dict[str, Any] | Raw, text: str) -> Article:
    """The record that rides in the data, which is the article less its text."""
    if isinstance(record, Raw):
        return _article.decode(b'%b,"text":%b}' % (bytes(record)[:-1], msgspec.json.encode(text)))
    return msgspec.convert({**record, "text": text}, Article)
