"""What the YAML of a dataset card may say, as the hub documents it.

Licenses: hub-docs, repositories-licenses. Tasks: huggingface.js, packages/tasks, those that a
dataset of text can have. Languages: ISO 639-1; longer codes are only looked at for their form.
"""

import re

_LICENSES = """
apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0
bigcode-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause
bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0
cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0
cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0
cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1
eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 isc lppl-1.3c ms-pl mpl-2.0
odc-by odbl openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr
deepfloyd-if-license llama2 gemma unknown other
"""
LICENSES = frozenset(_LICENSES.split())

_SPDX = {
    "odbl-1.0": "odbl",
    "odc-by-1.0": "odc-by",
    "pddl-1.0": "pddl",
    "c-uda-1.0": "c-uda",
}

TASKS = {
    "text-classification": """
        acceptability-classification entity-linking-classification fact-checking
        intent-classification language-identification multi-class-classification
        multi-label-classification multi-input-text-classification natural-language-inference
        semantic-similarity-classification sentiment-classification topic-classification
        semantic-similarity-scoring sentiment-scoring sentiment-analysis hate-speech-detection
        text-scoring
    """,
    "token-classification": """
        named-entity-recognition part-of-speech parsing lemmatization word-sense-disambiguation
        coreference-resolution
    """,
    "question-answering": "extractive-qa open-domain-qa closed-domain-qa",
    "summarization": "news-articles-summarization news-articles-headline-generation",
    "text-generation": "dialogue-modeling dialogue-generation conversational language-modeling",
    "text2text-generation": """
        text-simplification explanation-generation abstractive-qa open-domain-abstractive-qa
        closed-domain-qa open-book-qa closed-book-qa
    """,
    "fill-mask": "slot-filling masked-language-modeling",
    "text-retrieval": """
        document-retrieval utterance-retrieval entity-linking-retrieval fact-checking-retrieval
    """,
    "multiple-choice": "multiple-choice-qa multiple-choice-coreference-resolution",
    "table-question-answering": "",
    "zero-shot-classification": "",
    "translation": "",
    "feature-extraction": "",
    "sentence-similarity": "",
    "text-ranking": "",
    "table-to-text": "",
    "tabular-to-text": "rdf-to-text",
    "other": "",
}
"""The tasks of each category, separated by blanks."""

TASK_IDS = frozenset(one for tasks in TASKS.values() for one in tasks.split())

_CREATORS = "crowdsourced expert-generated found machine-generated no-annotation other"
CREATORS = frozenset(_CREATORS.split())

SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
    (10**11, "10B<n<100B"),
    (10**12, "100B<n<1T"),
)
_MORE = "n>1T"

_KEYS = """
language license license_name license_link license_details tags annotations_creators
language_creators language_details pretty_name size_categories source_datasets task_categories
task_ids paperswithcode_id configs dataset_info extra_gated_fields extra_gated_prompt
extra_gated_heading extra_gated_description extra_gated_button_content extra_gated_eu_disallowed
train-eval-index viewer modality library_name multilinguality arxiv doi thumbnail base_model
"""
KEYS = frozenset(_KEYS.split())

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu code multilingual
"""
_LANGUAGES = frozenset(_CODES.split())
_LONGER = re.compile(r"[a-z]{3}")


def is_language(code: str) -> bool:
    """Whether a code can name a language on the hub.

    Example:
        >>> is_language("ar"), is_language("arz"), is_language("Arabic"), is_language("xx")
        (True, True, False, False)
    """
    return code in _LANGUAGES or bool(_LONGER.fullmatch(code))


def size_category(rows: int) -> str:
    """The size category of so many rows.

    Example:
        >>> size_category(999), size_category(1000)
        ('n<1K', '1K<n<10K')
    """
    return next((name for limit, name in SIZES if rows < limit), _MORE)


def hub_license(spdx: str) -> dict[str, str]:
    """How a card names a license: the hub's own id, or ``other`` with a name.

    Example:
        >>> hub_license("CC-BY-4.0"), hub_license("LicenseRef-terms")
        ({'license': 'cc-by-4.0'}, {'license': 'other', 'license_name': 'licenseref-terms'})
    """
    name = spdx.lower()
    for plain in (name, _SPDX.get(name, ""), re.sub(r"-(only|or-later)$", "", name)):
        if plain in LICENSES and plain != "other":
            return {"license": plain}
    if name == "other":
        name = "named-in-each-article"
    return {"license": "other", "license_name": re.sub(r"[^a-z0-9.]+", "-", name).strip("-")}
