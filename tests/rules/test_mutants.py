"""Whatever is changed in a rule, one of its cases notices."""

import pytest

from rules.mutants import asked, complaints, equivalent, mutants


def test_every_kind_of_change_is_made() -> None:
    source = """
def one(found, more=True):
    for at in found:
        if at < 1:
            continue
        yield at if more or at in found else [x for x in found if x]
"""
    last = "one | yield (at if more or at in found else [x for x in found if x])"
    assert [one.name for one in mutants(source)] == [
        "one: return at once",
        "one: not True",
        "one | if at < 1:: not (at < 1)",
        "one | if at < 1:: <= in at < 1",
        "one | continue: break",
        "one | if at < 1:: 1 + 1",
        "one | if at < 1:: 1 - 1",
        f"{last}: not (more or at in found)",
        f"{last}: and for or in more or at in found",
        f"{last}: not in in at in found",
        f"{last}: not (x)",
    ]


@pytest.mark.long
@pytest.mark.parametrize("code", asked())
def test_no_change_goes_unseen(code: str) -> None:
    assert complaints(code) == []


def test_every_exemption_has_a_reason() -> None:
    assert all(reason for said in equivalent().values() for reason in said.values())
