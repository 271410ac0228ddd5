"""The labelling page, generated from the vocabularies of ``schema/``.

Arabic names everywhere on the page, codes in what is stored. Right to left with an Arabic font on
the text; symbol granularity, since words cannot part a proclitic from its noun.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio import deciding
from khabar.formats.label_studio.data import NO_HOTKEY
from khabar.formats.label_studio.layers import SHOWN, Shown
from khabar.problem import KhabarError
from khabar.schema import Label, labels
from khabar.text import isolated

_FONT = '"Noto Naskh Arabic","Noto Sans Arabic","Amiri","Geeza Pro","Segoe UI",sans-serif'
_STYLE = f"""
.kh-bar {{ position: sticky; top: 0; z-index: 1001; padding: 4px 0 8px;
  background: var(--color-neutral-background, #fff);
  border-bottom: 1px solid var(--color-neutral-border, #ddd); }}
.kh-row {{ display: flex; flex-direction: row-reverse; gap: 8px; align-items: center; }}
.kh-row .lsf-labels {{ margin: 0; gap: 4px; flex-direction: row-reverse; }}
.kh-row .lsf-labels > * {{ margin: 0; }}
.kh-row .lsf-label {{ padding: 0 6px; font-size: 13px; }}
.kh-row [class*=typography-title] {{ min-width: 0; padding: 0 10px; text-align: right; }}
.kh *, .kh-bar * {{ font-family: {_FONT} !important; }}
.kh {{ direction: rtl; text-align: right; }}
.kh .lsf-richtext__container {{ white-space: pre-wrap; font-size: 21px; line-height: 2.3;
  max-width: 46em; }}
.kh .lsf-richtext__line {{ padding-left: 0; }}
.kh textarea, .kh input {{ direction: rtl; text-align: right; }}
.kh sup {{ display: none; }}
.kh-panel {{ border: 1px solid var(--color-neutral-border, #ddd); border-radius: 8px;
  padding: 4px 12px 10px; margin: 8px 0; background: var(--color-neutral-surface, #fafafa); }}
.kh-selected {{ position: sticky; bottom: 0; z-index: 1000; max-height: 42vh; overflow: auto;
  box-shadow: 0 -6px 18px rgba(0,0,0,.10); border-width: 2px; }}
.kh-field {{ display: flex; gap: 10px; align-items: baseline; margin: 2px 0; }}
.kh-field [class*=typography-title] {{ min-width: 92px; }}
.kh-field [class*=typography-title], .kh-row [class*=typography-title] {{ font-weight: 400;
  font-size: 14px !important; line-height: 1.6 !important; margin: 0 !important;
  color: var(--color-neutral-content-subtler, #666); }}
.kh .lsf-choices_layout_inline {{ margin: 0; display: flex; flex-wrap: wrap; gap: 2px 14px; }}
.kh .lsf-choices_layout_inline > * {{ margin: 0 !important; padding: 0 !important; }}
.kh .lsf-choices_layout_inline .lsf-choice__item {{ margin: 0; padding: 0; min-height: 0; }}
.kh .lsf-choice label, .kh .lsf-choice span {{ font-size: 14px; line-height: 1.5; }}
.kh .lsf-text-area, .kh .lsf-text-area form {{ margin: 0 !important; flex: 1; max-width: 340px; }}
.kh-field .ant-form-item {{ margin-bottom: 0 !important; min-height: 0; }}
.kh .lsf-choices_layout_select {{ margin: 0; min-width: 220px; }}
.kh .lsf-choices_layout_select > * {{ margin: 0 !important; }}
.kh .lsf-choices_layout_select button {{ min-width: 220px; min-height: 28px; padding: 0 10px; }}
.lsf-outliner-item__text, .lsf-detailed-region__content {{ unicode-bidi: plaintext; }}
.relations-overlay {{ opacity: .38; }}
.htx-taxonomy-dropdown, .htx-taxonomy-dropdown * {{ direction: rtl;
  font-family: {_FONT} !important; }}
"""
_EVERYTHING = Shown(c.SPAN_CONTROLS, (), topics=True)


@cache
def config(layer: str | None = None, *, adjudicate: bool = False) -> str:
    """The labelling configuration as XML.

    Every ``$key`` in it is a key of the data of the tasks that `to_task` makes.

    Args:
        layer: only what ``mentions``, ``quotes`` or ``stance`` asks; everything for None.
        adjudicate: also what is asked where versions of several annotators stand side by side.

    Raises:
        KhabarError: if there is no such layer.
    """
    if layer is not None and layer not in SHOWN:
        raise KhabarError(f"there is no layer {layer!r}; there are {', '.join(SHOWN)}")
    shown = SHOWN[layer] if layer else _EVERYTHING
    page = Element("View")
    SubElement(page, "Style").text = _STYLE + (deciding.style() if adjudicate else "")
    relations = SubElement(page, "Relations", choice="single")
    for code, label in labels("relations").items():
        if not shown.relations or code in shown.relations:
            SubElement(relations, "Relation", value=_name(label))
    _bar(page, shown)
    body = _view(page, "kh")
    if adjudicate:
        deciding.questions(body)
    SubElement(body, "Header", value="$title", size="3")
    SubElement(body, "Text", name=c.TEXT, value="$text", granularity="symbol")
    panels = _view(body, "kh-stack") if adjudicate else body
    if adjudicate:
        heads = (*labels("mention-types"), c.CONTENT, *labels("stances"))
        deciding.reasons(_choices(_panel(panels, "", ",".join(heads)), "السبب", c.REASON))
    if c.MENTION in shown.controls:
        _mention_panel(panels)
    if c.QUOTE in shown.controls and not shown.quote_parts:
        _quote_panels(panels)
    if c.STANCE in shown.controls:
        _stance_panel(panels)
    if adjudicate:
        rest = _choices(_view(body, "kh-panel"), "سبب ما لم يعلل", c.REASON_OF_ALL)
        del rest.attrib["perRegion"]
        deciding.reasons(rest)
    _article_panel(body, topics=shown.topics)
    ET.indent(page, " ")
    return ET.tostring(page, encoding="unicode") + "\n"


def _name(label: Label) -> str:
    return label.ar or label.en


def _view(parent: Element, style: str, **attributes: str) -> Element:
    return SubElement(parent, "View", attributes, className=style)


def _bar(page: Element, shown: Shown) -> None:
    bar = _view(page, "kh-bar")
    for row in ({c.MENTION: "الإشارات"}, {c.QUOTE: "الأقوال", c.STANCE: "المواقف"}):
        asked = {control: title for control, title in row.items() if control in shown.controls}
        line = _view(bar, "kh-row") if asked else bar
        for control, title in asked.items():
            _labels(line, title, control, shown.quote_parts if control == c.QUOTE else ())


def _labels(row: Element, title: str, control: str, only: tuple[str, ...] = ()) -> None:
    SubElement(row, "Header", value=title, size="6")
    group = SubElement(row, "Labels", name=control, toName=c.TEXT)
    for name in c.VOCABULARIES[control]:
        for code, label in labels(name).items():
            if only and code not in only:
                continue
            one = SubElement(group, "Label", value=_name(label), alias=code)
            one.set("background", label.color or "#94a3b8")
            if label.hotkey:
                one.set("hotkey", label.hotkey)
            _hint(one, label)


def _panel(body: Element, control: str, when: str = "") -> Element:
    """A panel that appears while a region of a control, or of any, is selected; in sight."""
    shown = {"visibleWhen": "region-selected"}
    if control:
        shown["whenTagName"] = control
    if when:
        shown["whenLabelValue"] = when
    return _view(body, "kh-panel kh-selected", **shown)


def _field(panel: Element, title: str) -> Element:
    field = _view(panel, "kh-field")
    SubElement(field, "Header", value=title, size="6")
    return field


def _choices(panel: Element, title: str, name: str, choice: str = "single") -> Element:
    return SubElement(
        _field(panel, title),
        "Choices",
        name=name,
        toName=c.TEXT,
        perRegion="true",
        choice=choice,
        showInline="true",
    )


def _from_vocabulary(panel: Element, title: str, name: str, vocabulary: str) -> None:
    group = _choices(panel, title, name)
    for code, label in labels(vocabulary).items():
        _hint(SubElement(group, "Choice", value=_name(label), alias=code, hotkey=NO_HOTKEY), label)


def _hint(element: Element, label: Label) -> None:
    """Words it applies to, shown where the pointer rests."""
    if label.example:
        element.set("hint", isolated(label.example))


def _from_task(panel: Element, title: str, name: str, key: str = "entities") -> None:
    _choices(panel, title, name).set("value", f"${key}")


def _seldom_from_task(panel: Element, title: str, name: str) -> None:
    """One of the task's entities, from a list that opens: most regions have none."""
    answer = _choices(panel, title, name)
    del answer.attrib["showInline"]
    answer.attrib |= {"layout": "select", "value": "$entities"}


def _line(panel: Element, title: str, name: str, hint: str) -> None:
    SubElement(
        _field(panel, title),
        "TextArea",
        name=name,
        toName=c.TEXT,
        perRegion="true",
        maxSubmissions="1",
        editable="true",
        rows="1",
        placeholder=hint,
    )


def _mention_panel(body: Element) -> None:
    panel = _panel(body, c.MENTION)
    _from_task(panel, "الكيان", c.ENTITY)
    _line(panel, "كيان جديد", c.ENTITY_NEW, "اكتب الاسم ثم اضغط Enter")
    _from_vocabulary(panel, "المستوى", c.LEVEL, "levels")
    metonym = _choices(panel, "كناية", c.METONYM, choice="multiple")
    value = "الاسم كناية عن غيره"
    SubElement(metonym, "Choice", value=value, alias="metonym", hotkey=NO_HOTKEY)


def _quote_panels(body: Element) -> None:
    content = _panel(body, c.QUOTE, c.CONTENT)
    _from_vocabulary(content, "نوع القول", c.QUOTE_TYPE, "quote-types")
    _from_vocabulary(content, "الإثبات", c.POLARITY, "polarities")
    _from_task(content, "المتحدث", c.SPEAKER)
    _seldom_from_task(content, "المخاطَب", c.ADDRESSEE)
    _seldom_from_task(content, "ناقل ضمني", c.IMPLICIT_RELAY)
    party = _panel(body, c.QUOTE, f"{c.RELAY},{c.CUE}")
    _from_task(party, "الجهة الناقلة", c.PARTY)


def _stance_panel(body: Element) -> None:
    panel = _panel(body, c.STANCE, ",".join(labels("stances")))
    _from_task(panel, "صاحبه", c.HOLDER, "holders")
    _from_task(panel, "تجاه", c.TARGET, "targets")
    _line(panel, "تجاه دعوى", c.CLAIM, "اكتب الدعوى ثم اضغط Enter")
    _from_vocabulary(panel, "التصريح", c.BASIS, "bases")
    _seldom_from_task(panel, "على لسان", c.ASSERTED_BY)


def _article_panel(body: Element, *, topics: bool) -> None:
    # Without topics the panel would be an empty box until something is selected.
    panel = _view(body, "kh-panel", **({} if topics else {"visibleWhen": "region-selected"}))
    note = _view(panel, "", visibleWhen="region-selected")
    _line(note, "ملاحظة", c.NOTE, "ملاحظة على الموضع المحدد")
    if topics:
        tree = SubElement(
            _field(panel, "الموضوعات"),
            "Taxonomy",
            name=c.TOPICS,
            toName=c.TEXT,
            showFullPath="true",
            pathSeparator=" ‹ ",
            placeholder="الموضوع الرئيس أولا",
        )
        _topics(tree)
    about = SubElement(SubElement(body, "Collapse"), "Panel", value="بيانات المقال")
    SubElement(_view(about, ""), "Text", name="info", value="$info")


def _topics(tree: Element) -> None:
    """Active topics under their wider ones; siblings of one name get their English name too."""
    below: dict[str | None, list[Label]] = defaultdict(list)
    for label in labels("topics").values():
        if not label.retired:
            below[label.broader].append(label)

    def hang(parent: Element, code: str | None) -> None:
        names = [_name(label) for label in below[code]]
        for label, name in zip(below[code], names, strict=True):
            shown = name if names.count(name) == 1 else f"{name} ({label.en})"
            choice = SubElement(parent, "Choice", value=shown, alias=label.code, hint=label.en)
            hang(choice, label.code)

    hang(tree, None)
