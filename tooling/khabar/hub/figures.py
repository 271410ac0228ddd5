"""Pictures of a dataset's counts: bar charts as SVG, the same bytes for the same numbers."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

_WIDTH = 720
_ROW = 26
_TOP = 46
_BARS_FROM, _BARS_TO = 250, 650
_HEIGHT = 260
_BAR, _INK, _FAINT, _PAPER = "#2a6f8f", "#1c2327", "#68737a", "#ffffff"
_FONT = "'Noto Naskh Arabic','Segoe UI',Tahoma,'DejaVu Sans',sans-serif"
_WIDEST = 78
_TICKS = 8


class Bar(Struct, frozen=True):
    """One bar: its label, a second one in Arabic, and how long it is."""

    name: str
    arabic: str
    count: int


def bars(title: str, rows: Sequence[Bar]) -> str:
    """A chart of lying bars, one under the other, as an SVG document.

    Example:
        >>> bars("Mentions", [Bar("PER", "شخص", 3)]).count("<rect")
        2
    """
    longest = max(one.count for one in rows)
    parts = [_bar(one, longest, _TOP + at * _ROW) for at, one in enumerate(rows)]
    return _drawn(title, _TOP + len(rows) * _ROW + 14, parts)


def _bar(one: Bar, longest: int, top: int) -> str:
    length = max(1, round((_BARS_TO - _BARS_FROM) * one.count / longest))
    middle = top + _ROW - 9
    return (
        f'<text x="20" y="{middle}" fill="{_INK}">{escape(one.name)}</text>'
        f'<text x="{_BARS_FROM - 14}" y="{middle}" fill="{_FAINT}" direction="rtl" '
        f'text-anchor="start">{escape(one.arabic)}</text>'
        f'<rect x="{_BARS_FROM}" y="{top + 3}" width="{length}" height="{_ROW - 8}" '
        f'fill="{_BAR}"/>'
        f'<text x="{_BARS_FROM + length + 8}" y="{middle}" fill="{_INK}">{one.count:,}</text>'
    )


def columns(title: str, axis: str, rows: Sequence[tuple[str, int]]) -> str:
    """A chart of standing bars side by side, as a histogram has them, as an SVG document.

    Args:
        title: what is counted.
        axis: what the labels under the bars are.
        rows: label and count of each bar, from the left.

    Example:
        >>> columns("Articles", "words", [("0", 1), ("50", 4)]).count("<rect")
        3
    """
    highest = max(count for _, count in rows)
    step = min(_WIDEST, (_WIDTH - 80) / len(rows))
    floor = _HEIGHT - 54
    every = -(-len(rows) // _TICKS)
    parts = []
    for at, (name, count) in enumerate(rows):
        height = round((floor - _TOP - 16) * count / highest)
        left = 40 + at * step
        parts.append(
            f'<rect x="{left + 1:.1f}" y="{floor - height}" width="{max(1.0, step - 2):.1f}" '
            f'height="{height}" fill="{_BAR}"><title>{escape(name)}: {count:,}</title></rect>'
        )
        if at % every == 0:
            parts.append(_centered(left + step / 2, floor + 18, name, _FAINT))
        if count == highest:
            parts.append(_centered(left + step / 2, floor - height - 6, f"{count:,}", _INK))
    parts.append(_centered(_WIDTH / 2, _HEIGHT - 14, axis, _FAINT))
    return _drawn(title, _HEIGHT, parts)


def _centered(x: float, y: float, text: str, color: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.0f}" fill="{color}" text-anchor="middle">{escape(text)}</text>'
    )


def _drawn(title: str, height: int, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" font-family="{_FONT}" font-size="14">'
    )
    paper = f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>'
    heading = (
        f'<text x="20" y="28" fill="{_INK}" font-size="16" font-weight="bold">'
        f"{escape(title)}</text>"
    )
    said = f"<title>{escape(title)}</title>"
    return "\n".join([head, said, paper, heading, *parts, "</svg>"]) + "\n"
