"""Words in the cells of tables in Markdown."""

import re

from khabar.reports._escapes import printable

_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>|~#&]")


def cell(words: str) -> str:
    r"""Words that Markdown leaves as they are, and that call nobody by an ``@``.

    Example:
        >>> print(cell("a|b\n_c_"))
        a\|b \_c\_
    """
    escaped = _PUNCTUATION.sub(lambda one: f"\\{one[0]}", printable(words))
    return " ".join(escaped.replace("@", "@<!-- -->").split())
