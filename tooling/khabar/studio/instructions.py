"""The guidelines as Label Studio shows them beside the page, behind its button "Instructions"."""

import re
from pathlib import Path

from markdown_it import MarkdownIt

from khabar.problem import KhabarError

_STYLE = """<style>
.kh-guide h1, .kh-guide h2 { margin: 1em 0 .3em; }
.kh-guide p, .kh-guide li, .kh-guide td, .kh-guide th { unicode-bidi: plaintext; text-align: start;
  line-height: 1.7; }
.kh-guide p { margin: .4em 0; }
.kh-guide td, .kh-guide th { border-top: 1px solid #8884; padding: .3em .5em; vertical-align: top; }
</style>"""
_EXAMPLES = re.compile(r"<details>.*?</details>", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def instructions(guidelines: Path) -> str:
    """One page of HTML, right to left, of a folder of Markdown files in the order of their names.

    The annotated examples under each table are left out: they are for those who read JSON. Links
    are text, for a click on one takes the labelling page away and what is not submitted on it.
    Label Studio strikes out what it does not allow, ``id`` and ``target`` among it; nothing of
    that is here.

    Raises:
        KhabarError: if there is no Markdown file in the folder.
    """
    pages = sorted(guidelines.glob("*.md"))
    if not pages:
        raise KhabarError(f"{guidelines}: there are no guidelines (*.md) in it")
    markdown = MarkdownIt("commonmark").enable("table")
    sections = (f"<section>{markdown.render(_shown(page))}</section>" for page in pages)
    body = _LINK.sub(lambda link: _as_text(link[1], link[2]), "\n".join(sections))
    return f'{_STYLE}<div class="kh-guide" dir="rtl">{body}</div>'


def _shown(page: Path) -> str:
    return _EXAMPLES.sub("", page.read_text(encoding="utf-8"))


def _as_text(target: str, words: str) -> str:
    return f"{words} ({target})" if "://" in target and words != target else words
