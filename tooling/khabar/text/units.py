"""Offsets in code points and in UTF-16 units, both ways through one class.

JavaScript, Java and C# count UTF-16 units, in which a letter beyond U+FFFF takes two.
"""

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Converts offsets into one text between code points and UTF-16 units.

    Only a text with astral letters pays for the conversion: for the rest both units agree.

    Example:
        >>> offsets = Utf16Offsets("خبر 😀 جديد")
        >>> offsets.from_code_points(6), offsets.to_code_points(7)
        (7, 6)
    """

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.length_utf16 = len(text.encode("utf-16-le", "surrogatepass")) // 2
        astral: list[int] = []
        if self.length != self.length_utf16:
            astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._astral = astral
        self._astral_utf16 = [at + index for index, at in enumerate(astral)]

    def from_code_points(self, offset: int) -> int:
        """The UTF-16 offset of a code point offset.

        Raises:
            ValueError: if the offset lies outside the text.
        """
        if not 0 <= offset <= self.length:
            raise ValueError(f"offset {offset} lies outside a text of {self.length} code points")
        return offset + bisect_left(self._astral, offset)

    def to_code_points(self, offset_utf16: int) -> int:
        """The code point offset of a UTF-16 offset.

        Raises:
            ValueError: if the offset lies outside the text or between the halves of a letter.
        """
        if not 0 <= offset_utf16 <= self.length_utf16:
            raise ValueError(
                f"offset {offset_utf16} lies outside a text of {self.length_utf16} UTF-16 units"
            )
        before = bisect_left(self._astral_utf16, offset_utf16)
        if before and self._astral_utf16[before - 1] == offset_utf16 - 1:
            raise ValueError(f"offset {offset_utf16} lies between the halves of a surrogate pair")
        return offset_utf16 - before
