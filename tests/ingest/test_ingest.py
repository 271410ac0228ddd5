"""From sources to a folder: ids, what is there already, records, HTML, and bad input."""

import io
import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.ingest import Defaults, build, count_sentences, ingest, ingest_each, parse_fields
from khabar.ingest.dates import parse_date, timestamp
from khabar.ingest.names import article_id, digest, slug, slug_of_url
from khabar.ingest.pieces import Candidate
from khabar.model import SCHEMA, Mention, Publication, Span
from khabar.problem import KhabarError
from khabar.schema import faults
from khabar.store import read_article, write_article

PAGES = Path(__file__).parent / "pages"
EXAMPLES = Path(__file__).parents[2] / "examples" / "pages"
BODY = "وصلت السفينة الأولى إلى الرصيف الجديد صباح اليوم."


def record(**fields):
    return json.dumps(fields, ensure_ascii=False) + "\n"


def page(path, text=BODY, **options):
    path.write_text(text, encoding="utf-8", **options)
    return path


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def statuses(report):
    return [article.status for article in report.articles]


def test_all_articles_follow_the_schema(tmp_path):
    report = ingest([*sorted(PAGES.iterdir()), *sorted(EXAMPLES.iterdir())], tmp_path / "out")
    assert report.errors == []
    assert set(statuses(report)) == {"written", "duplicate"}
    for file in (tmp_path / "out").iterdir():
        assert faults(json.loads(file.read_bytes())) == []
        article = read_article(file)
        assert (article.id, article.schema, article.status) == (file.stem, SCHEMA, "raw")
        assert article.publication is None or article.publication.license is None


def test_ingesting_again_changes_nothing(tmp_path):
    sources = sorted(PAGES.iterdir())
    first = ingest(sources, tmp_path)
    before = contents(tmp_path)
    again = ingest(sources, tmp_path)
    assert contents(tmp_path) == before
    assert set(statuses(again)) == {"unchanged"}
    assert [one.id for one in again.articles] == [one.id for one in first.articles]


def test_the_example_in_both_forms_is_one_article(tmp_path):
    report = ingest([EXAMPLES / "marsa-port.html", EXAMPLES / "marsa-port.txt"], tmp_path)
    html, text = report.articles
    assert (html.status, text.status) == ("written", "duplicate")
    assert text.path == html.path
    assert html.id in text.reason
    assert (html.sentences, html.title, html.keywords) == (8, text.title, text.keywords)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_same_text_in_another_spelling_under_another_name_is_there_already(tmp_path):
    report = ingest(
        [page(tmp_path / "a.txt", BODY + "\nالمصدر: أ ب"), page(tmp_path / "b.txt", BODY)],
        tmp_path / "out",
    )
    assert statuses(report) == ["written", "duplicate"]


def test_work_done_since_is_never_overwritten(tmp_path):
    source, out = page(tmp_path / "a.txt"), tmp_path / "out"
    (first,) = ingest([source], out).articles
    article = read_article(first.path)
    span = Span(start=0, end=4, text=article.text[:4])
    worked = {**{name: getattr(article, name) for name in article.__struct_fields__}}
    worked |= {"mentions": (Mention(id="m1", type="ORG", spans=(span,)),), "status": "annotated"}
    write_article(first.path, type(article)(**worked))
    before = contents(out)
    (again,) = ingest([source], out).articles
    assert again.status == "annotated"
    assert contents(out) == before


def test_another_text_or_other_metadata_under_the_id_is_refused(tmp_path):
    source, out = page(tmp_path / "a.txt"), tmp_path / "out"
    (first,) = ingest([source], out).articles
    page(source, BODY.replace("الرصيف", "الرَّصيف"))
    (other,) = ingest([source], out).articles
    assert (other.id, other.status) == (first.id, "refused")
    assert other.reason == "an article of that id has another text"
    page(source, BODY)
    (licensed,) = ingest([source], out, defaults=Defaults(license="CC-BY-4.0")).articles
    assert licensed.status == "refused"
    assert licensed.reason == "the article of that id differs in: publication"
    assert read_article(first.path).publication is None


def test_a_broken_file_of_that_name_is_refused_and_reported(tmp_path):
    source, out = page(tmp_path / "a.txt"), tmp_path / "out"
    (first,) = ingest([source], out).articles
    Path(first.path).write_text("{", encoding="utf-8")
    report = ingest([source], out)
    assert statuses(report) == ["refused"]
    assert any("JSON" in remark for remark in report.outcomes[0].remarks)
    assert Path(first.path).read_text(encoding="utf-8") == "{"


def test_defaults_fill_what_the_page_leaves_open(tmp_path):
    text = f"{BODY}\nالمصدر: الضفة"
    defaults = Defaults(publisher="المدار", license="CC-BY-4.0", language="ar-EG")
    report = ingest(
        [page(tmp_path / "a.txt", text), page(tmp_path / "b.txt", "وقال: " + BODY)],
        tmp_path / "out",
        defaults=defaults,
    )
    first, second = (read_article(one.path) for one in report.articles)
    assert first.publication == Publication(publisher="الضفة", license="CC-BY-4.0")
    assert second.publication == Publication(publisher="المدار", license="CC-BY-4.0")
    assert first.language == "ar-EG"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "{}: the page is empty"),
        (b" \n\n", "{}: the page is empty"),
        (b"\x7fELF\x00\xff", "{}:1:1: binary file: byte 0xFF at byte 5 is not UTF-8"),
        ("نعم\n".encode() + b"\xc7", "{}:2:1: not UTF-8: byte 0xC7 at byte 7; "),
        ("المصدر: الضفة".encode(), "{}: no article in the page: all of it is furniture"),
        (BODY.encode().decode("latin-1").encode() * 2, "{}: not Arabic text but UTF-8 read in"),
        ((BODY + "\0").encode(), "{}:1:50: NUL at code point 49: this is not text"),
    ],
)
def test_what_is_no_page_is_one_error_and_the_others_go_on(tmp_path, data, message):
    bad, good = tmp_path / "bad.txt", page(tmp_path / "good.txt")
    bad.write_bytes(data)
    report = ingest([bad, good], tmp_path / "out")
    (error,) = report.errors
    assert error.startswith(message.format(bad))
    assert "\n" not in error
    assert statuses(report) == ["written"]


def test_a_missing_file_and_a_folder_are_errors(tmp_path):
    report = ingest([tmp_path / "no.txt", tmp_path], tmp_path / "out")
    assert report.errors == [
        f"{tmp_path}/no.txt: cannot be read: no such file or directory",
        f"{tmp_path}: cannot be read: is a directory",
    ]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    blocked = page(tmp_path / "file")
    with pytest.raises(KhabarError, match="cannot be written"):
        ingest([page(tmp_path / "a.txt")], blocked / "out")


def test_few_arabic_letters_glued_sentences_and_markup_are_warned_of():
    def warnings(text):
        return build(Candidate(body=text), Defaults()).warnings

    assert warnings(BODY) == ()
    assert warnings("Only a few words here: نعم.") == ("fewer than half of the letters are Arabic",)
    assert warnings('قال: "انتهى الأمر".وأضاف أنه راض.') == (
        'glued sentences kept: 1, first at code point 18: تهى الأمر".وأضاف أنه راض.',
    )
    assert warnings("سطر أول<br>سطر ثان")[0].startswith("markup kept: 1, first at code point 7")
    assert warnings("بلغ النمو 3.5 في المئة وفق أ.د. سالم... ثم تراجع.") == ()
    english = Candidate(body="Only English words here.", language="en")
    assert build(english, Defaults()).warnings == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("نعم.", 1),
        ("نعم", 1),
        ("نعم. لا! ربما؟", 3),
        ('قال: "نعم." ثم مضى.', 2),
        ("“نعم”.\n\nلا", 2),
        ("نعم.. ثم لا...", 2),
        ("بلغ 3.5 في المئة.", 1),
    ],
)
def test_sentences_are_counted(text, count):
    assert count_sentences(text) == count


def test_records_are_read_under_guessed_names(tmp_path):
    lines = record(
        body=BODY, headline="سفينة في الرصيف", link="https://www.dafa.example/a/7",
        date="2031-03-04 10:00:00", source="الضفة", tags=["ميناء", "شحن"], lang="ar", views=7,
    )  # fmt: skip
    report = ingest([page(tmp_path / "a.jsonl", lines)], tmp_path / "out")
    article = read_article(report.articles[0].path)
    assert article.text == BODY
    assert article.title == "سفينة في الرصيف"
    assert article.keywords == ("ميناء", "شحن")
    assert article.publication == Publication(
        publisher="الضفة", url="https://www.dafa.example/a/7", published="2031-03-04T10:00:00"
    )
    assert re.fullmatch("dafa-example-a-7-[0-9a-f]{10}", article.id)
    assert report.outcomes[-1].remarks == ("fields that nothing was taken from: views (1)",)


def test_records_are_read_under_given_names(tmp_path):
    lines = record(text="لا شيء", story={"full": BODY}, t="عنوان أول هنا", meta={"site": "الضفة"})
    fields = parse_fields("text=story.full, title=t,publisher=meta.site")
    report = ingest([page(tmp_path / "a.jsonl", lines)], tmp_path / "out", fields=fields)
    article = read_article(report.articles[0].path)
    assert (article.text, article.title) == (BODY, "عنوان أول هنا")
    assert article.publication == Publication(publisher="الضفة")


def test_furniture_is_taken_out_of_records_too(tmp_path):
    lines = record(
        text=f"{BODY}\nالمصدر: المدار\nاقرأ أيضا\n- خبر آخر", source="الضفة", date="3/4/2031"
    )
    report = ingest([page(tmp_path / "a.jsonl", lines)], tmp_path / "out")
    article = read_article(report.articles[0].path)
    assert article.text == BODY
    assert article.publication == Publication(publisher="الضفة", note="date as found: 3/4/2031")
    assert report.outcomes[0].remarks == ("its source line says: المدار",)
    assert [one.kind for one in report.outcomes[0].left_out] == ["related", "headlines"]


def test_bad_lines_have_their_number_and_the_others_go_on(tmp_path):
    lines = [
        record(text=BODY), "\n", '{"text": "a\n', "[1]\n", '{"text": 7}\n', '{"title": "a"}\n',
        '{"text": "\\ud800"}\n', record(text="وقال: " + BODY), record(text="شارك الخبر"),
        '{"text": "\\u0000"}\n',
    ]  # fmt: skip
    source = page(tmp_path / "a.jsonl", "".join(lines))
    report = ingest([source], tmp_path / "out")
    assert statuses(report) == ["written", "written"]
    found = [error.removeprefix(f"{source}:") for error in report.errors]
    assert [int(error.split(":")[0]) for error in found] == [3, 4, 5, 6, 7, 9, 10]
    assert "not JSON" in found[0]
    assert found[1] == "4:1: the line is not a JSON object"
    assert found[3] == "6:1: no text in the field 'text'; --fields text=NAME names another"
    assert "surrogate" in found[4]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("text", "--fields: 'text' is not of the form text=body"),
        ("body=text", "--fields: no field 'body'; there are: text, title, url, "),
    ],
)
def test_bad_fields_are_refused(option, message):
    with pytest.raises(KhabarError) as error:
        parse_fields(option)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (BODY.encode(), "text"),
        (record(text=BODY).encode(), "jsonl"),
        (b"\n<!DOCTYPE html><body><p>" + BODY.encode() + b"</p><p>" + BODY.encode(), "html"),
    ],
)
def test_formats_are_known_by_content(tmp_path, monkeypatch, data, kind):
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdin", stdin)
    report = ingest(["-"], tmp_path)
    assert report.errors == []
    assert BODY in read_article(report.articles[0].path).text
    assert report.outcomes[0].source == ("<stdin>:1" if kind == "jsonl" else "<stdin>")


def test_html_leaves_out_the_frame_and_says_so(tmp_path):
    report = ingest([PAGES / "nav.html"], tmp_path)
    (article,) = report.articles
    read = read_article(article.path)
    assert read.title == "أمطار غزيرة على الزيزفون"
    assert read.text.startswith("هطلت أمطار غزيرة")
    assert "- إغلاق جسر الوادي حتى المساء.\n- تأجيل الدراسة يوما واحدا." in read.text
    assert read.text.endswith("مساء الجمعة.")
    found = {(one.kind, one.first) for one in report.outcomes[0].left_out}
    assert found == {("outside", 3), ("repeated-title", 4), ("copyright", 9)}


def test_every_visible_word_of_an_html_page_is_in_the_article_or_in_the_report(tmp_path):
    html = (PAGES / "nav.html").read_text(encoding="windows-1256")
    report = ingest([PAGES / "nav.html"], tmp_path)
    article = read_article(report.articles[0].path)
    visible = re.sub("<[^>]+>", "\n", html.partition("<body>")[2])
    told = [article.text, *(one.excerpt for one in report.outcomes[0].left_out)]
    assert set(re.findall(r"\w+", visible)) == set(re.findall(r"\w+", "\n".join(told)))


def test_an_html_paragraph_outside_the_article_is_remarked(tmp_path):
    html = (PAGES / "nav.html").read_text(encoding="windows-1256").replace("windows-1256", "utf-8")
    aside = f"<footer><p>{BODY} وهذا سطر آخر.</p></footer></body>"
    source = page(tmp_path / "a.html", html.replace("</body>", aside))
    (outcome,) = ingest([source], tmp_path / "out").outcomes
    assert outcome.remarks == (
        f"line 9: what reads like a paragraph is outside the article: {BODY} وهذا سطر آ",
    )


def test_html_without_an_article_is_an_error(tmp_path):
    source = page(
        tmp_path / "a.html", "<html><body><nav><a href='/'>الرئيسية</a></nav></body></html>"
    )
    (error,) = ingest([source], tmp_path / "out").errors
    assert error.startswith(f"{source}: no article in the page")


def test_html_without_trafilatura_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    report = ingest([PAGES / "nav.html", PAGES / "plain.txt"], tmp_path)
    assert report.errors == [
        "reading HTML needs more packages; install them: pip install 'khabar[web]'"
    ]
    assert statuses(report) == ["written"]


def test_pages_come_one_at_a_time(tmp_path):
    source = page(tmp_path / "a.jsonl", "".join(record(text=f"{BODY} {n}") for n in range(3)))
    outcomes = ingest_each([source], tmp_path / "out")
    assert next(outcomes).source == f"{source}:1"
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_ids_are_readable_and_cut_at_a_word():
    assert slug("مَيناء المرسى (الشرقي) ٢٤") == "myna-almrsa-alshrqy-24"
    assert slug_of_url("https://a.example:8080/x/y_z.html?q=1#f") == "a-example-8080-x-y-z"
    long = article_id(["كلمة " * 40], BODY)
    assert len(long) <= 64
    assert long.startswith("klmh-klmh-")
    assert article_id([None], BODY) == f"article-{digest(BODY)}"
    assert digest("إعلانٌ مهم!") == digest("اعلان  مهم")


@given(st.lists(st.none() | st.text(max_size=80), max_size=4), st.text(max_size=50))
def test_ids_always_have_the_form_of_the_schema(parts, text):
    assert re.fullmatch("[a-z0-9][a-z0-9-]{2,63}", article_id(parts, text))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("4 مارس 2031", "2031-03-04"),
        ("٤ آذار/مارس ٢٠٣١", None),
        ("مارس 4, 2031", "2031-03-04"),
        ("2031/3/4", "2031-03-04"),
        ("25-12-2031", "2031-12-25"),
        ("12/25/2031", "2031-12-25"),
        ("4/4/2031", "2031-04-04"),
        ("3/4/2031", None),
        ("30 فبراير 2031", None),
        ("5 كانون الثاني 2031", "2031-01-05"),
        ("لا تاريخ", None),
    ],
)
def test_dates_are_read_or_left_open(text, iso):
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2031-03-04", "2031-03-04"),
        ("2031-03-04T09:30:00Z", "2031-03-04T09:30:00Z"),
        ("2031-03-04 09:30", "2031-03-04T09:30"),
        ("2031-03-04 09:30:00 UTC", "2031-03-04T09:30:00Z"),
        ("2031-13-04", None),
        (1930296600, "2031-03-03T09:30:00Z"),
        (1930296600000, "2031-03-03T09:30:00Z"),
        ("أمس", None),
    ],
)
def test_dates_of_records_are_brought_to_iso(value, iso):
    assert timestamp(value) == iso
