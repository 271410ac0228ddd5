"""The labelling page as a person uses it: by eye (the DOM) and by hand (mouse and keys)."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

FIND_TEXT = """
const find = () => [...document.querySelectorAll('.lsf-richtext__container')]
    .find(one => !one.closest('.ant-collapse'));
"""
"""The text to annotate; the panel about the article is another rich text on the same page."""

HIGHLIGHTS = (
    "() => {"
    + FIND_TEXT
    + """
    const found = {};
    for (const piece of find()?.querySelectorAll('.htx-highlight') ?? []) {
        const name = [...piece.classList].find(one => /^htx-highlight-.+-[0-9]+$/.test(one));
        const region = name.slice('htx-highlight-'.length).replace(/-[0-9]+$/, '');
        found[region] ??= {text: '', painted: true};
        // Pieces of one region that enclose each other would be counted twice.
        if (!piece.parentElement.closest('.' + CSS.escape(name)))
            found[region].text += [...piece.childNodes].map(one => read(one)).join('');
        const paint = getComputedStyle(piece).backgroundColor;
        found[region].painted &&= paint !== 'rgba(0, 0, 0, 0)' && paint !== 'transparent';
    }
    function read(node) {
        if (node.nodeType === Node.TEXT_NODE) return node.data;
        if (node.tagName === 'BR') return '\\n';
        return [...node.childNodes].map(read).join('');
    }
    return found;
}"""
)

TEXT = (
    "() => {"
    + FIND_TEXT
    + """
    const read = node => node.nodeType === Node.TEXT_NODE ? node.data
        : node.tagName === 'BR' ? '\\n' : [...node.childNodes].map(read).join('');
    return read(find());
}"""
)

CHARACTER = (
    "([offset]) => {"
    + FIND_TEXT
    + """
    const walker = document.createTreeWalker(find(), NodeFilter.SHOW_ALL);
    let passed = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.tagName === 'BR') passed += 1;
        if (node.nodeType !== Node.TEXT_NODE) continue;
        const letters = [...node.data];
        if (offset >= passed + letters.length) { passed += letters.length; continue; }
        const before = letters.slice(0, offset - passed).join('').length;
        const range = document.createRange();
        range.setStart(node, before);
        range.setEnd(node, before + letters[offset - passed].length);
        const box = range.getBoundingClientRect();
        if (!scrolled(box)) node.parentElement.scrollIntoView({block: 'center'});
        const now = range.getBoundingClientRect();
        return {left: now.left, right: now.right, y: (now.top + now.bottom) / 2,
                letter: letters[offset - passed]};
    }
    function scrolled(box) { return box.top > 200 && box.bottom < innerHeight - 420; }
    return null;
}"""
)
"""The box on the screen of the code point at an offset, scrolled into sight."""


LETTERS = (
    "() => {"
    + FIND_TEXT
    + """
    const found = {};
    for (const piece of find().querySelectorAll('.htx-highlight[data-label]')) {
        const name = [...piece.classList].find(one => /^htx-highlight-.+-[0-9]+$/.test(one));
        const shown = getComputedStyle(piece, '::after');
        found[name.slice('htx-highlight-'.length).replace(/-[0-9]+$/, '')] =
            shown.display === 'none' ? '' : JSON.parse(shown.content);
    }
    return found;
}"""
)

LETTER_BOX = (
    "([region]) => {"
    + FIND_TEXT
    + """
    const piece = find().querySelector(`[class*="htx-highlight-${region}-"][data-label]`);
    piece?.scrollIntoView({block: 'center'});
    const boxes = [...piece?.getClientRects() ?? []];
    if (!boxes.length) return null;
    const lowest = Math.max(...boxes.map(one => one.top));
    const line = boxes.filter(one => one.bottom > lowest);
    const last = line.reduce((one, other) => other.left < one.left ? other : one);
    return {x: last.left + 11, y: (last.top + last.bottom) / 2 - 5};
}"""
)


@dataclass(frozen=True)
class Highlight:
    """A region as it is seen: its words, and whether they have a color."""

    text: str
    painted: bool


class LabellingPage:
    """One browser page with a logged-in person before it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open_list(self, project: int, tasks: int) -> None:
        """Open a project's list of tasks and wait until it shows so many.

        Tasks are opened from the list, as people do it: a link straight to a task races with the
        list behind it, and now and then the page comes up without the task's predictions.
        """
        self.page.goto(f"{self.url}/projects/{project}/data", wait_until="domcontentloaded")
        expect(self._rows()).to_have_count(tasks, timeout=60_000)

    def open(self, row: int, text: str, regions: int) -> None:
        """Click a row of the list; wait for the task's text and for its regions to be painted."""
        self._rows().nth(row).click()
        self.page.wait_for_function(
            f"text => document.querySelector('.lsf-richtext__line') && ({TEXT})() === text",
            arg=text,
            timeout=60_000,
        )
        self.page.locator("button:visible", has_text="Submit").wait_for()
        self.wait_for_regions(regions)

    def wait_for_regions(self, count: int) -> None:
        """Wait until at least so many regions are painted: that happens a moment after the text."""
        self.page.wait_for_function(
            f"count => Object.values(({HIGHLIGHTS})()).filter(one => one.painted).length >= count",
            arg=count,
        )

    def text(self) -> str:
        """The text as the page shows it."""
        return self.page.evaluate(TEXT)

    def highlights(self) -> dict[str, Highlight]:
        """The regions seen in the text, by id."""
        found = self.page.evaluate(HIGHLIGHTS)
        return {name: Highlight(one["text"], one["painted"]) for name, one in found.items()}

    def draw(self, key: str, start: int, end: int) -> str:
        """Choose a label by its key and drag over code points [start, end); the new region's id."""
        before = set(self.highlights())
        self.page.keyboard.press("Escape")
        self.page.keyboard.press(key)
        self._drag(start, end)
        self.wait_for_regions(len(before) + 1)
        (made,) = set(self.highlights()) - before
        return made

    def click(self, offset: int) -> None:
        """Click the character at an offset."""
        box = self._box(offset)
        self.page.mouse.click((box["left"] + box["right"]) / 2, box["y"])

    def letters(self) -> dict[str, str]:
        """The letter that stands behind a version, by region."""
        found = self.page.evaluate(LETTERS)
        return {name: letter for name, letter in found.items() if letter}

    def click_letter(self, region: str) -> None:
        """Click the letter behind a version: it is the region's last, at its left edge."""
        box = self.page.evaluate(LETTER_BOX, [region])
        assert box is not None, f"the page shows no letter of {region}"
        self.page.mouse.click(box["x"], box["y"])
        self.page.locator(".lsf-detailed-region:visible", has_text=region).wait_for()

    def delete(self) -> None:
        """Delete the selected region, and wait until it is gone."""
        before = len(self.highlights())
        self.page.keyboard.press("Backspace")
        self.page.wait_for_function(
            f"count => Object.keys(({HIGHLIGHTS})()).length < count", arg=before
        )

    def choose(self, title: str, name: str) -> None:
        """Tick a choice in the field of a title."""
        field = self.page.locator(".kh-field:visible").filter(
            has=self.page.get_by_text(title, exact=True)
        )
        field.locator("label", has_text=name).click()

    def relate(self, source: int, target: int) -> None:
        """Draw a relation between the regions under two characters, as Alt+R does."""
        self.click(source)
        self.page.keyboard.press("Alt+r")
        self.click(target)

    def name_relation(self, name: str) -> None:
        """Give the relation that was drawn last its label, in the panel of relations."""
        self.page.locator(".lsf-panel-tabs__tab:visible", has_text="Relations").click()
        item = self.page.locator(".lsf-relations__item:visible").last
        item.hover()
        item.get_by_label("Show Relation Labels").click()
        item.get_by_test_id("select-trigger").click()
        self.page.get_by_role("option", name=name, exact=True).click()
        self.page.keyboard.press("Escape")

    def submit(self) -> None:
        """Press Submit and wait until the server has it and the page knows that."""
        with self.page.expect_response(
            lambda one: "/annotations" in one.url and one.request.method in {"POST", "PATCH"}
        ) as answer:
            self.page.locator("button:visible", has_text="Submit").click()
        assert answer.value.ok, answer.value.text()
        # The page reads the task again now; whoever opens another one too early is thrown back.
        self.page.locator("button:visible", has_text="Update").wait_for()
        self.page.wait_for_load_state("networkidle")

    def shot(self, path: Path) -> None:
        """Save a picture of the page."""
        self.page.screenshot(path=path)

    def _rows(self):
        return self.page.locator(".lsf-table__row-wrapper")

    def _box(self, offset: int) -> dict:
        box = self.page.evaluate(CHARACTER, [offset])
        assert box is not None, f"the page shows no character {offset}"
        return box

    def _drag(self, start: int, end: int) -> None:
        self._box(start)
        first, last = self._box(start), self._box(end - 1)
        here = self._edge(first, leading=True), first["y"]
        there = self._edge(last, leading=False), last["y"]
        self.page.mouse.move(*here)
        self.page.mouse.down()
        self.page.mouse.move((here[0] + there[0]) / 2, (here[1] + there[1]) / 2, steps=4)
        self.page.mouse.move(*there, steps=6)
        self.page.mouse.up()

    @staticmethod
    def _edge(box: dict, *, leading: bool) -> float:
        """The edge at which a character begins or ends: Arabic begins on the right."""
        letter = box["letter"]
        leftward = not (letter.isascii() and letter.isalnum())
        inside = min(0.5, (box["right"] - box["left"]) / 4)
        if leading == leftward:
            return box["right"] - inside
        return box["left"] + inside
