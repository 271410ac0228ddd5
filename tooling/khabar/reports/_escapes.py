"""Characters that a line, an XML document or a UTF-8 stream has no room for, written out."""

import re

_ALIEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_NOT_TEXT = re.compile(f"[{_ALIEN}]")
_NOT_LINE = re.compile(f"[{_ALIEN}\n\r\t\u2028\u2029]")


def printable(words: str) -> str:
    r"""Words without control characters and half surrogates: what XML and UTF-8 take.

    Example:
        >>> printable("a\x1b[0m\n")
        'a<U+001B>[0m\n'
    """
    return _NOT_TEXT.sub(_named, words)


def one_line(words: str) -> str:
    r"""Words that stay on one line, whatever they hold.

    Example:
        >>> one_line("a\nb")
        'a<U+000A>b'
    """
    return _NOT_LINE.sub(_named, words)


def _named(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"
