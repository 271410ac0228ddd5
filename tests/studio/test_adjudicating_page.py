"""Adjudication in a real browser: versions side by side, one is deleted, one corrected, reasons."""

import pytest
from msgspec.structs import replace

from adjudication.two import AMAL, BASIM
from agreement.build import span
from khabar.adjudication import decide, merge
from khabar.adjudication.answers import read_answers
from khabar.adjudication.files import Place, record, write_gold
from khabar.formats.label_studio import config
from khabar.model import Origin
from khabar.store import read_article
from khabar.studio.adjudicating import Proposals, write_answers
from khabar.studio.annotators import Pseudonyms
from khabar.studio.pull import pull
from khabar.studio.push import push

pytestmark = [pytest.mark.server, pytest.mark.browser]

LEVELS = (*BASIM.mentions[:3], replace(BASIM.mentions[3], level="nominal", note=None))
PASSES = {"amal": AMAL, "basim": replace(BASIM, mentions=LEVELS, topics=AMAL.topics[:1])}
MERGED = merge(PASSES)


def test_a_person_adjudicates(client, labelling_page, tmp_path):
    place = Place(tmp_path / "adjudication", tmp_path / "articles")
    proposals = Proposals({"storm": MERGED}, place)
    project = client.create("adjudicated by hand", config(adjudicate=True))
    push(proposals.open(), client, project, adjudicate=True)
    page = labelling_page
    page.open_list(project.id, tasks=1)
    page.open(0, MERGED.text, regions=14)

    assert page.letters() == {
        "m1-bya": "أ",
        "m1-byb": "ب",
        "m2-bya": "أ",
        "m2-byb": "ب",
        "m3-bya": "أ",
        "m3-byb": "ب",
        "m7-2-byb": "ب",
        "q2-bya": "أ",
        "s2-bya": "أ",
        "s2-byb": "ب",
    }
    seen = page.highlights()
    assert all(one.painted for one in seen.values())
    assert [seen[name].text for name in ("m1-bya", "m1-byb")] == ["سالم", "المدير سالم"]

    page.click_letter("m2-bya")  # on the same words, with another label
    page.delete()
    page.click_letter("m3-byb")  # on the same words, with the same label
    page.delete()
    page.click_letter("s2-byb")  # on the words of a quote, as three others
    page.delete()
    page.click_letter("m1-bya")
    page.delete()
    page.click_letter("m1-byb")
    page.page.keyboard.press("3")  # neither is right
    page.choose("السبب", "ثغرة في الدليل")
    page.page.keyboard.press("Escape")
    page.click_letter("m2-byb")
    page.choose("السبب", "تصنيف")
    page.page.keyboard.press("Escape")
    page.choose("سبب ما لم يعلل", "سهو")
    page.shot(tmp_path / "adjudicated.png")
    page.submit()

    names = Pseudonyms(tmp_path / "annotators.json", client.url, client.users())
    report = pull(client, project, proposals, names)
    assert report.refused == ()
    sheets = tmp_path / "sheets"
    write_answers(report.items, PASSES, place, sheets)
    answers = read_answers(sheets / "storm.tsv", MERGED, None, "judge")
    assert answers.bad == ()
    made = {one.about: (one.decision, one.value, one.reason) for one in answers.decisions}
    assert made == {
        "mentions/4-15/spans": ("basim", None, "guideline-gap"),
        "mentions/4-15/type": ("other", "ORG", "guideline-gap"),
        "mentions/4-10/presence": ("basim", None, "annotator-slip"),
        "mentions/52-55/type": ("basim", None, "type"),
        "mentions/78-89/level": ("amal", None, "annotator-slip"),
        "quotes/56-71/presence": ("amal", None, "annotator-slip"),
        "stances/هند→جاهز/quotes": ("amal", None, "annotator-slip"),
        "topics/medtop:11000000/presence": ("amal", None, "annotator-slip"),
    }
    assert record(place, MERGED, answers.decisions)
    outcome = decide(MERGED, answers.decisions, origin=Origin(kind="human", name="judge"))
    assert outcome.done
    assert write_gold(place, MERGED, outcome, ())
    gold = read_article(tmp_path / "articles" / "storm.json")
    m1, m2, m3 = AMAL.mentions
    assert {one.id: replace(one, origin=None) for one in gold.mentions} == {
        "m1": replace(m1, type="ORG", spans=(span(4, 15),)),
        "m2": replace(m2, type="ROLE"),
        "m3": m3,
        "m7-2": replace(BASIM.mentions[0], id="m7-2"),
    }
    assert [replace(one, origin=None) for one in gold.quotes] == list(AMAL.quotes)
    assert [replace(one, origin=None) for one in gold.stances] == list(AMAL.stances)
    assert gold.topics == AMAL.topics
