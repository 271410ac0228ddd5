"""Names of people, counted together in whatever spelling they come."""

from collections.abc import Mapping

from khabar.text import fold


def folded(names: Mapping[str, int], among: Mapping[str, int] | None = None) -> dict[str, int]:
    """How often each name comes, spellings with the same matching key taken together.

    The name stands as it is most often written. The most frequent come first, then by name.

    Args:
        names: by name, how often it comes.
        among: all names, if these are some of them and shall be spelled as all are.

    Example:
        >>> folded({"إبراهيم": 2, "ابراهيم": 1, "سلمى": 3, "سلمی": 1})
        {'سلمى': 4, 'إبراهيم': 3}
    """
    usual: dict[str, tuple[int, str]] = {}
    for name, times in (names if among is None else among).items():
        key, spelling = _key(name), (-times, name)
        usual[key] = min(usual.get(key, spelling), spelling)
    found: dict[str, int] = {}
    for name, times in names.items():
        spelled = usual[_key(name)][1]
        found[spelled] = found.get(spelled, 0) + times
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _key(name: str) -> str:
    return " ".join(fold(name).split())
