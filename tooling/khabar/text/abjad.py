"""Letters that count, as Arabic lists do."""

_ORDER = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"


def abjad(number: int) -> str:
    """What stands before the item of a list, from 1; a number where the letters end.

    Example:
        >>> abjad(3)
        'ج'
    """
    return _ORDER[number - 1] if number <= len(_ORDER) else str(number)
