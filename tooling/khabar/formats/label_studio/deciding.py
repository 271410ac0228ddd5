"""What the page for adjudication has besides: versions told apart, questions, reasons.

Which version a region is stands in its id, of which the page makes a class. So a style can put a
letter behind its words, without touching them. What is agreed is gray.
"""

from itertools import combinations
from xml.etree.ElementTree import Element, SubElement

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.data import NO_HOTKEY
from khabar.schema import labels
from khabar.text import abjad, isolated

_REASONS, _BY_STRATEGY = "adjudication-reasons", "strategy"

_TOLD_APART = 4
"""Annotators of whose versions the page shows the letters; any other version has a sign only."""
_INK = ("#1d4ed8", "#b45309", "#047857", "#be123c")
_AGREED = ",".join(
    f'[class*="htx-highlight-{kind}{digit}"]' for kind in "mqs" for digit in range(10)
)
_STYLE = f"""
.htx-highlight:is({_AGREED}):not([class*="-by"]):not(.__active) {{
  background-color: rgba(100, 116, 139, .13) !important; }}
.htx-highlight[class*="-by"][data-label]::after {{ display: inline-block !important; content: "؟";
  padding: 5px 6px 2px; margin: 0 3px 0 1px; border-radius: 9px; font-size: 13px; font-weight: 700;
  line-height: 13px; vertical-align: 6px; color: #fff; background: #334155; }}
.relations-overlay {{ opacity: .18; }}
.kh-stack {{ position: sticky; bottom: 0; z-index: 1000; max-height: 46vh; overflow: auto;
  box-shadow: 0 -6px 18px rgba(0,0,0,.10); }}
.kh-stack .kh-selected {{ position: static; max-height: none; margin: 0; box-shadow: none; }}
.lsf-detailed-region [class*="meta"], .lsf-detailed-region [class*="meta"] * {{ direction: rtl;
  text-align: right; word-break: normal !important; overflow-wrap: anywhere; font-size: 15px; }}
.kh-questions .lsf-richtext__container {{ font-size: 15px; line-height: 1.9; max-height: 34vh;
  overflow: auto; max-width: none; }}
"""


def style() -> str:
    """Letters behind versions, colors for those that one annotator has alone."""
    rules = [_STYLE]
    for size in range(1, _TOLD_APART + 1):
        for people in combinations(range(_TOLD_APART), size):
            name = "".join("abcd"[one] for one in people)
            letters = " ".join(abjad(one + 1) for one in people)
            ink = f" background: {_INK[people[0]]};" if size == 1 else ""
            heads = f'[class*="-by{name}-"]', f'[class*="-by{name}_"]'  # and their parts
            rules.append(
                f".htx-highlight:is({','.join(heads)})[data-label]::after"
                f' {{ content: "{letters}" !important;{ink} }}\n'
            )
    return "".join(rules)


def reasons(group: Element) -> None:
    """The reasons to choose from, less that of strategies."""
    for code, label in labels(_REASONS).items():
        if code != _BY_STRATEGY:
            one = SubElement(group, "Choice", value=label.ar or label.en, alias=code)
            one.set("hotkey", NO_HOTKEY)
            one.set("hint", isolated(label.definition))


def questions(body: Element) -> None:
    """The list of questions, closed until somebody wants it."""
    panel = SubElement(SubElement(body, "Collapse"), "Panel", value="الأسئلة")
    inside = SubElement(panel, "View", className="kh-questions")
    SubElement(inside, "Text", name=c.QUESTIONS_KEY, value=f"${c.QUESTIONS_KEY}")
