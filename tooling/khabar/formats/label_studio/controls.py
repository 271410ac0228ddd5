"""The names on the labelling page: controls, regions, relations, keys of a task's data.

Configuration, writer and reader share them, so that they cannot drift apart.
"""

from khabar.schema import labels

TEXT = "text"
MENTION, QUOTE, STANCE = "mention", "quote", "stance"
SPAN_CONTROLS = (MENTION, QUOTE, STANCE)
TOPICS = "topics"

ENTITY, ENTITY_NEW, LEVEL, METONYM = "entity", "entity_new", "level", "metonym"
QUOTE_TYPE, POLARITY, SPEAKER, ADDRESSEE = "quote_type", "polarity", "speaker", "addressee"
IMPLICIT_RELAY, PARTY = "implicit_relay", "party"
HOLDER, TARGET, CLAIM, BASIS, ASSERTED_BY = "holder", "target", "claim", "basis", "asserted_by"
NOTE = "note"
REASON, REASON_OF_ALL = "reason", "reason_of_all"
"""Why it was decided so; only the page for adjudication asks."""
ANSWERS = frozenset(
    {ENTITY, ENTITY_NEW, LEVEL, METONYM, QUOTE_TYPE, POLARITY, SPEAKER, ADDRESSEE, NOTE}
    | {IMPLICIT_RELAY, PARTY, HOLDER, TARGET, CLAIM, BASIS, ASSERTED_BY}
)
"""The controls that are asked of a region."""

CONTENT, CUE, SOURCE, RELAY = "content", "cue", "source", "relay"
CONTINUES, PARENT, SAME_AS, EVIDENCE = "continues", "parent", "same_as", "evidence"

VOCABULARIES = {
    MENTION: ("mention-types",),
    QUOTE: ("quote-parts",),
    STANCE: ("stances", "stance-parts"),
}
"""The labels that each span control offers."""

ID_KEY, DIGEST_KEY, ARTICLE_KEY = "id", "text_sha256", "article"
LAYER_KEY, MODEL_KEY = "layer", "model"
QUESTIONS_KEY = "questions"
LAYER = "label-studio"
"""Key of `extra` under which results that have no place in the record are kept."""


def relation_name(code: str) -> str:
    """The Arabic name by which the page stores a relation."""
    return labels("relations")[code].ar or code


def relation_code(name: str) -> str | None:
    """The code of a relation as the page stores it, None for a name that is not ours."""
    for code, label in labels("relations").items():
        if name in (code, label.ar):
            return code
    return None
