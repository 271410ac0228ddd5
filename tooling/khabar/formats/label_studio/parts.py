"""The annotations, predictions and drafts of a task, and the texts that their spans count into."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.diagnosis import Result, claim_of, is_region
from khabar.formats.label_studio.exports import Task, lists
from khabar.formats.label_studio.labelling import Labelling
from khabar.problem import KhabarError
from khabar.text import Claim

Kind = Literal["annotation", "prediction", "draft"]

_KEYS: tuple[tuple[str, Kind], ...] = (
    ("annotations", "annotation"),
    ("predictions", "prediction"),
    ("drafts", "draft"),
)


class Layer(NamedTuple):
    """What one annotator or one model said of a task."""

    kind: Kind
    value: dict[str, Any]

    @property
    def results(self) -> list[Result]:
        """Its results; what is no object is left aside."""
        return lists(self.value, "result")


def layers(task: Task) -> Iterator[Layer]:
    """Yield every annotation, prediction and draft of a task; those given by number are left."""
    for key, kind in _KEYS:
        for one in lists(task, key):
            if kind == "annotation" or "result" in one:
                yield Layer(kind, one)


def claims(results: Sequence[Result]) -> list[Claim]:
    """The spans that results state with words, as they state them."""
    stated = (claim_of(one) for one in results if is_region(one))
    return [one for one in stated if one and one.text]


def text_key(task: Task, name: str | None = None, labelling: Labelling | None = None) -> str:
    """The key of the data that the offsets count into.

    The configuration says it; without one it is where most spans select their words, or where
    most of the words stand at all.

    Args:
        task: the task.
        name: the object on the page that is asked about, as results have it in ``to_name``; any
            when None.
        labelling: the configuration, if it is known.

    Raises:
        KhabarError: if the data holds no text, or not under the key of the configuration.
    """
    texts = {key: value for key, value in task["data"].items() if isinstance(value, str) and value}
    keys = labelling.text_keys() if labelling else []
    if keys and not any(key in texts for key in keys):
        raise KhabarError(f"task {task.get('id')}: its data holds no text under {', '.join(keys)}")
    if not texts:
        raise KhabarError(f"task {task.get('id')}: its data holds no text")
    texts = {key: value for key, value in texts.items() if not keys or key in keys}
    if len(texts) == 1:
        return str(next(iter(texts)))
    results = [
        one
        for layer in layers(task)
        for one in layer.results
        if name is None or one.get("to_name") == name
    ]
    stated = claims(results)

    def fit(key: str) -> tuple[int, int, bool, int]:
        text = texts[key]
        exact = sum(text[start:end] == words for start, end, words in stated)
        present = sum(words in text for _, _, words in stated)
        return exact, present, key == c.TEXT, len(text)

    return str(max(texts, key=fit))


class Part(NamedTuple):
    """The results of a layer that are about one text."""

    text: str
    results: list[Result]


class Texts:
    """Finds the texts that the results of one task are about, each key once.

    Args:
        task: the task.
        labelling: the configuration, if it is known.
    """

    def __init__(self, task: Task, labelling: Labelling | None) -> None:
        self._task = task
        self._labelling = labelling
        self._keys: dict[object, str | None] = {}

    def parts(self, results: Sequence[Result]) -> list[Part]:
        """The results by the text they are about; those about none are left aside."""
        found: dict[str, list[Result]] = {}
        for one in results:
            name = one.get("to_name")
            if name not in self._keys:
                self._keys[name] = self._key(one)
            key = self._keys[name]
            if key is not None:
                found.setdefault(key, []).append(one)
        return [Part(self._task["data"][key], some) for key, some in found.items()]

    def _key(self, result: Result) -> str | None:
        name = result.get("to_name")
        control = self._labelling and self._labelling.controls.get(str(result.get("from_name")))
        if control and isinstance(self._task["data"].get(control.key), str):
            return control.key
        try:
            return text_key(self._task, name, self._labelling)
        except KhabarError:
            return None
