"""Words of saying: forms of the verbs and nouns that Arabic news reports speech with.

The lexicon is data: a line for each word with what cannot be derived from it. Forms are folded
(`khabar.text.fold`). They are what a cue may be, not what must be one: many of them have other
senses.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from khabar.text import fold

_VERBS = """
قال قول قائل قول | اضاف ضيف مضيف اضافة | تابع تابع متابع متابعة | اختتم ختتم مختتم اختتام
اردف ردف مردف اردافا | اوضح وضح موضح ايضاح | اشار شير مشير اشارة | بين بين مبين تبيين
لفت لفت لافت لفت | كشف كشف كاشف كشف | اكد ؤكد مؤكد تاكيد | شدد شدد مشدد تشديد
اعتبر عتبر معتبر اعتبار | راي ري رائي راي | اعلن علن معلن اعلان | صرح صرح مصرح تصريح
افاد فيد مفيد افادة | ذكر ذكر ذاكر ذكر | نقل نقل ناقل نقل | دعا دعو داعي دعوة
طالب طالب مطالب مطالبة | طلب طلب طالب طلب | حذر حذر محذر تحذير | نفي نفي نافي نفي
توقع توقع متوقع توقع | رد رد راد رد | وصف صف واصف وصف | اعرب عرب معرب اعراب
عبر عبر معبر تعبير | زعم زعم زاعم زعم | ادعي دعي مدعي ادعاء | كتب كتب كاتب كتابة
اتهم تهم متهم اتهام | هدد هدد مهدد تهديد | انتقد نتقد منتقد انتقاد | ندد ندد مندد تنديد
ادان دين مدين ادانة | رحب رحب مرحب ترحيب | رفض رفض رافض رفض | اقترح قترح مقترح اقتراح
وعد عد واعد وعد | تعهد تعهد متعهد تعهد | اعترف عترف معترف اعتراف | اقر قر مقر اقرار
استنكر ستنكر مستنكر استنكار | استغرب ستغرب مستغرب استغراب | ابلغ بلغ مبلغ ابلاغ
اخبر خبر مخبر اخبار | اجاب جيب مجيب اجابة | تساءل تساءل متسائل تساؤل | سال سال سائل سؤال
نص نص ناص نص | حث حث حاث حث | ناشد ناشد مناشد مناشدة | نصح نصح ناصح نصيحة
كرر كرر مكرر تكرار | جدد جدد مجدد تجديد | اضح وضح واضح وضوح | حكي حكي حاك حكاية
روي روي راوي رواية | تحدث تحدث متحدث حديث | خاطب خاطب مخاطب خطاب | هنا هنئ مهنئ تهنئة
شكر شكر شاكر شكر | اشاد شيد مشيد اشادة | امتدح متدح ممتدح امتداح | استطرد ستطرد مستطرد استطراد
واصل واصل مواصل مواصلة | استدرك ستدرك مستدرك استدراك | عقب عقب معقب تعقيب
علق علق معلق تعليق | برر برر مبرر تبرير | رجح رجح مرجح ترجيح | ابدي بدي مبدي ابداء
اثني ثني مثني ثناء | قرر قرر مقرر قرار | امر امر امر امر | نبه نبه منبه تنبيه
نوه نوه منوه تنويه | جزم جزم جازم جزم | اقسم قسم مقسم قسم | شرح شرح شارح شرح
فسر فسر مفسر تفسير | حدد حدد محدد تحديد | بث بث باث بث | نشر نشر ناشر نشر
اورد ورد مورد ايراد | سخر سخر ساخر سخرية | كذب كذب مكذب تكذيب | ايد ؤيد مؤيد تاييد
عارض عارض معارض معارضة | احتج حتج محتج احتجاج | شكا شكو شاكي شكوي | امل امل امل امل
تمني تمني متمني تمن | اوصي وصي موصي توصية | افصح فصح مفصح افصاح | صاح صيح صائح صياح
هتف هتف هاتف هتاف | همس همس هامس همس | تنبا تنبا متنبئ تنبؤ | لخص لخص ملخص تلخيص
لمح لمح ملمح تلميح | المح لمح ملمح الماح | صادق صادق مصادق مصادقة | حمل حمل محمل تحميل
"""
"""Past, stem of the present, active participle and verbal noun, folded."""

_OTHERS = """
وفق وفقا بحسب حسب حسبما وفقما طبقا نقلا كما تصريحات بيان بيانات رسالة تغريدة كلمة مقابلة حوار لسان
تقرير معلومات ارقام جاء ورد راي قلق امل اسف رغبة اعتقاد يعتقد اعتقد تعتقد وفاقا مصادر تاكيدات موقف
شعار عنوان خلص خلصت يخلص توصل اظهر اظهرت يظهر تظهر يفكر يخشي تخشي خشي حلل ظن يظن تظن يقل تقل ترد
"""
"""Words that attribute speech and say nothing of who speaks, folded."""

_SUFFIX = re.compile("(?:ه|ها|هم|هن|هما|ي|نا|ك|كم)$")
_HEADS = re.compile("^[وفسلب]{1,2}")


class Form(NamedTuple):
    """What the shape of a verb says of its subject; None where it leaves it open."""

    gender: str | None
    number: str | None


@cache
def forms() -> dict[str, Form | None]:
    """All folded forms of saying; with what they say of the subject where they say it."""
    found: dict[str, Form | None] = dict.fromkeys(_OTHERS.split())
    for line in re.split(r"[|\n]", _VERBS.strip()):
        past, present, participle, noun = line.split()
        for form, said in (
            *_past(past),
            *_present(present),
            *_participle(participle),
            (noun, None),
        ):
            found[form] = said if found.get(form, said) == said else None
    return found


def _past(stem: str) -> tuple[tuple[str, Form], ...]:
    """Third persons of the past; a final weak letter falls before an ending."""
    weak = stem[-1] in "اي" and len(stem) > 2 and stem not in ("هنا", "تنبا")
    short = stem[:-1] if weak else stem
    return (
        (stem, Form("masculine", "singular")),
        (short + "ت", Form("feminine", "singular")),
        (short + "وا", Form("masculine", "plural")),
    )


def _present(stem: str) -> tuple[tuple[str, Form], ...]:
    return (
        ("ي" + stem, Form("masculine", "singular")),
        ("ت" + stem, Form("feminine", "singular")),
        ("ي" + stem + "ون", Form("masculine", "plural")),
        ("ي" + stem + "وا", Form("masculine", "plural")),
        ("ي" + stem + "ا", Form("masculine", "dual")),
        ("ي" + stem + "ان", Form("masculine", "dual")),
    )


def _participle(stem: str) -> tuple[tuple[str, Form], ...]:
    weak = stem[:-1] if stem.endswith("ي") and len(stem) > 3 else stem
    return (
        (stem + "ا", Form("masculine", "singular")),
        (stem + "ة", Form("feminine", "singular")),
        (weak + "ين", Form("masculine", None)),
        (stem + "ات", Form("feminine", "plural")),
        (weak, Form("masculine", "singular")),
    )


@lru_cache(1 << 12)
def form(word: str) -> tuple[str, Form | None] | None:
    """A word's form of saying and what it says of the subject; None for any other word.

    A proclitic before it and a pronoun behind it are no part of the form.

    Example:
        >>> form("وأضافت")
        ('اضافت', Form(gender='feminine', number='singular'))
        >>> form("ميناء")
    """
    known, folded = forms(), fold(word)
    for start in (folded, _HEADS.sub("", folded), folded[1:]):
        for one in (start, start.removeprefix("ال"), _SUFFIX.sub("", start)):
            if one in known:
                return one, known[one]
    return None
