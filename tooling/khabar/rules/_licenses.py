"""Licenses by their SPDX ids: those that texts and data are published under."""

import re
from difflib import get_close_matches

_CREATIVE_COMMONS = tuple(
    f"CC-{terms}-{version}"
    for terms in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
    for version in ("1.0", "2.0", "2.5", "3.0", "4.0")
)
_OTHERS = """
CC-BY-3.0-IGO CC-BY-SA-3.0-IGO CC-BY-NC-SA-3.0-IGO CC-BY-NC-ND-3.0-IGO CC0-1.0 CC-PDDC PDDL-1.0
ODbL-1.0 ODC-By-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 OGL-UK-1.0 OGL-UK-2.0
OGL-UK-3.0 OGL-Canada-2.0 etalab-2.0 DL-DE-BY-2.0 DL-DE-ZERO-2.0 GFDL-1.1-or-later GFDL-1.2-or-later
GFDL-1.3-or-later GFDL-1.3-only FreeBSD-DOC Apache-2.0 MIT BSD-2-Clause BSD-3-Clause ISC Unlicense
0BSD GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later LGPL-3.0-or-later
AGPL-3.0-or-later MPL-2.0 EUPL-1.2 LAL-1.3 C-UDA-1.0 O-UDA-1.0 NOASSERTION NONE
"""
_KNOWN = {one.lower(): one for one in (*_CREATIVE_COMMONS, *_OTHERS.split())}
_OWN = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_OPERATORS = re.compile(r"\s+(?:AND|OR)\s+")
_FORBIDDING = re.compile(r"-ND(?:-|$)|^NONE$|all[ -]rights[ -]reserved|proprietary", re.IGNORECASE)


def known(license_: str) -> bool:
    """Whether a license is a known id, or known ids joined by AND or OR.

    Example:
        >>> known("CC-BY-4.0"), known("CC-BY-4.0 OR LicenseRef-terms"), known("CC BY 4.0")
        (True, True, False)
    """
    parts = _OPERATORS.split(license_.strip("()"))
    return all(one.lower() in _KNOWN or _OWN.fullmatch(one) for one in parts)


def nearest(license_: str) -> str | None:
    """The known id most like a license, if one is at all like it."""
    close = get_close_matches(re.sub(r"[\s_]+", "-", license_.lower()), _KNOWN, n=1, cutoff=0.7)
    return _KNOWN[close[0]] if close else None


def forbids_changes(license_: str) -> bool:
    """Whether a license, in all its alternatives, forbids to pass on a changed text."""
    return all(_FORBIDDING.search(one.strip("() ")) for one in license_.split(" OR "))
