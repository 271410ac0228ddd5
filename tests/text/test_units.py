"""Offsets in code points and UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text import Utf16Offsets
from strategies import texts


@given(text=texts(), data=st.data())
def test_there_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    offsets = Utf16Offsets(text)
    there = offsets.from_code_points(offset)
    assert there == len(text[:offset].encode("utf-16-le")) // 2
    assert offsets.to_code_points(there) == offset


def test_the_middle_of_a_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="between the halves"):
        Utf16Offsets("خ😀ب").to_code_points(2)


@pytest.mark.parametrize("offset", [-1, 5])
def test_outside_is_refused(offset: int) -> None:
    offsets = Utf16Offsets("خ😀ب")
    with pytest.raises(ValueError, match="outside a text of 4 UTF-16 units"):
        offsets.to_code_points(offset)
    with pytest.raises(ValueError, match="outside a text of 3 code points"):
        offsets.from_code_points(offset)
