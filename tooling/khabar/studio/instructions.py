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
    from page to page lead to their place in the whole; links to files that are not there are text.

    Raises:
        KhabarError: if there is no Markdown file in the folder.
    """
    pages = sorted(guidelines.glob("*.md"))
    if not pages:
        raise KhabarError(f"{guidelines}: there are no guidelines (*.md) in it")
    markdown = MarkdownIt("commonmark").enable("table")
    sections = (
        f'<section id="kh-{page.stem}">{markdown.render(_shown(page))}</section>' for page in pages
    )
    names = {page.name for page in pages}
    body = _LINK.sub(lambda link: _within(link[1], link[2], names), "\n".join(sections))
    return f'{_STYLE}<div class="kh-guide" dir="rtl">{body}</div>'


def _shown(page: Path) -> str:
    return _EXAMPLES.sub("", page.read_text(encoding="utf-8"))


def _within(target: str, words: str, names: set[str]) -> str:
    if "://" in target:
        return f'<a href="{target}" target="_blank" rel="noopener">{words}</a>'
    name = target.partition("#")[0]
    if name in names:
        return f'<a href="#kh-{name.removesuffix(".md")}">{words}</a>'
    return words
