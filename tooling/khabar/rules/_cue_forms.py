"""The forms of an Arabic verb that a cue may have, and what each says of who speaks.

Words come in full spelling, for the hamza tells how a verb is inflected (سأل is not hollow as قال
is), and forms go out so; what is written otherwise now and then (قرأوا, قرؤوا) comes twice.

Left out are the second person, the imperative, and forms that the news does not write.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Form(NamedTuple):
    """What the shape of a verb says of its subject; None where it leaves it open."""

    gender: str | None
    number: str | None


Forms = Iterator[tuple[str, Form | None]]

_HE, _SHE = Form("masculine", "singular"), Form("feminine", "singular")
_BOTH, _BOTH_F = Form("masculine", "dual"), Form("feminine", "dual")
_THEY, _THEY_F = Form("masculine", "plural"), Form("feminine", "plural")
_HE_OR_BOTH = Form("masculine", None)
_I = Form(None, "singular")
_WE = Form(None, None)
"""One who says "we" may speak for many."""

_PASSIVE = Form(None, None)
"""Who was asked (سئلت) or what was said (قيل), not who speaks."""


def inflected(verb: str, form: str, active: str, infinitive: str) -> Forms:
    """What the four words of a verb make, but for what is seldom."""
    yield from past(verb, form)
    yield from present(verb, form)
    yield from participle(active)
    yield from noun(infinitive)


def past(verb: str, form: str) -> Forms:
    """Third persons of the past."""
    weak = verb[-1] in "اى"
    stem, bare = _stem(verb, form), verb[:-1] if weak or verb[-1] == "ي" else verb
    she = (bare if weak else verb) + "ت"
    yield verb, _HE
    yield she, _SHE
    third = len(verb) == 4 and verb[1] == "ا"  # as a plain verb's participle: مازحا, قاطعا
    yield (stem if weak else verb) + "ا", _HE_OR_BOTH if third else _BOTH
    yield she + "ا", _BOTH_F
    yield bare + "وا", _THEY
    if verb[-1] in "أء":
        yield verb[:-1] + "ؤوا", _THEY
    if stem[-1] != "ن":
        yield stem + "ن", _THEY_F


def present(verb: str, form: str) -> Forms:
    """Third persons of the present, with ending and without."""
    stem = form[1:]
    bare = stem[:-1] if stem[-1] in "وىي" else stem
    yield "ي" + stem, _HE
    yield "ت" + stem, _SHE
    for ending in ("ون", "وا"):
        yield f"ي{bare}{ending}", _THEY
        if stem[-1] in "أء":
            yield f"ي{stem[:-1]}ؤ{ending}", _THEY
    for ending in ("ان", "ا"):
        yield f"ي{stem}{ending}", _BOTH
        yield f"ت{stem}{ending}", _BOTH_F
    women = stem + stem[-1] if _doubled(verb, form) else _cut(stem) if _hollow(verb) else stem
    if women[-1] != "ن":
        yield f"ي{women}ن", _THEY_F


def participle(word: str) -> Forms:
    """The active participle: معلنا, معلنتين; ين may be two or many, and is of one never."""
    bare = word[:-1] if word[-1] == "ي" else word
    yield bare, _HE
    yield word, _HE
    yield word + "ا", _HE
    yield word + "ة", _SHE
    yield bare + "ين", _THEY
    yield bare + "ون", _THEY
    yield word + "ان", _BOTH
    yield word + "تين", _BOTH_F
    yield word + "تان", _BOTH_F
    yield word + "ات", _THEY_F


def noun(word: str) -> Forms:
    """The verbal noun, its accusative (تعليقا) and, where it is no short one, its plural."""
    yield word, None
    if word[-1] not in "ةءىا":
        yield word + "ا", None
    if len(word) > 3:
        yield word.removesuffix("ة") + "ات", None


def seldom(verb: str, form: str) -> Forms:
    """First persons and the passive of the past."""
    stem, passive = _stem(verb, form), _passive(verb)
    yield stem + "ت", _I
    yield stem.removesuffix("ن") + "نا", _WE
    yield passive, _PASSIVE
    yield passive + "ت", _PASSIVE
    yield (passive[:-1] if passive[-1] == "ي" else passive) + "وا", _PASSIVE


def seldom_present(verb: str, form: str) -> Forms:
    """First persons and the passive of the present, and what is shorter behind لم (يقل, ينف).

    Alone they are no sign of speech: a writer's own يشار and يذكر, half (نصف), he helped (ساعد).
    """
    stem = full = form[1:]
    if stem[-1] in "وىي":
        stem, full = stem[:-1], stem[:-1] + "ى"
    elif _hollow(verb):
        stem, full = _cut(stem), stem[:-2] + "ا" + stem[-1]
    elif verb[0] == "و" and len(stem) == 2:
        full = "و" + stem
    yield "ي" + stem, _HE
    yield "ت" + stem, _SHE
    yield "أ" + form[1:], _I
    yield "ن" + form[1:], _WE
    yield "ي" + full, _PASSIVE
    yield "ت" + full, _PASSIVE


def _hollow(verb: str) -> bool:
    """Whether the middle is weak: قال, أشار, استاء."""
    return len(verb) > 2 and verb[-2] == "ا" and verb[-1] not in "اىي"


def _doubled(verb: str, form: str) -> bool:
    """Whether the last letter stands for two: رد, أقر, احتج; not وعد and أكد."""
    if verb[-1] in "اىي":
        return False
    eighth = len(verb) == 4 and verb[0] == "ا" and verb[2] == "ت"
    return eighth or (len(form) == 3 and verb[0] != "و")


def _stem(verb: str, form: str) -> str:
    """The past before an ending that begins with a consonant: قل of قلت, نفي of نفيت."""
    if verb[-1] in "اى":
        return verb[:-1] + ("و" if verb[-1] == "ا" else "ي")
    if _hollow(verb):
        return _cut(verb)
    return verb + verb[-1] if _doubled(verb, form) else verb


def _cut(stem: str) -> str:
    """A hollow stem without its weak letter; what is left of اء and يء is a hamza on a seat."""
    if stem[-1] == "ء":
        return stem[:-2] + ("ئ" if stem[-2] == "ي" else "أ")
    return stem[:-2] + stem[-1]


def _passive(verb: str) -> str:
    """The passive of the past, where its letters are others: قيل, سئل, طولب, دعي."""
    if _hollow(verb):
        return verb[:-2] + "ي" + verb[-1]
    if len(verb) > 3 and verb[1] == "ا":
        verb = verb[0] + "و" + verb[2:]
    if len(verb) == 3 and verb[1] == "أ":
        verb = verb[0] + "ئ" + verb[2]
    if verb[-1] in "اىأ":
        verb = verb[:-1] + ("ئ" if verb[-1] == "أ" else "ي")
    return verb
