"""``khabar rule``: what the rules are, and the page of one."""

from typing import Annotated

import typer

from khabar.rules import FAMILIES, Rule, chosen


def command(
    code: Annotated[
        str | None, typer.Argument(help="A code or name, or the beginning of a code.")
    ] = None,
) -> None:
    """List the rules of `khabar check`, or show the page of one."""
    found = chosen([code] if code else [])
    if len(found) == 1:
        typer.echo(_head(found[0]))
        typer.echo(found[0].doc)
        return
    family = ""
    for one in found:
        if one.code[:3] != family:
            family = one.code[:3]
            typer.echo(f"{family}xx {FAMILIES[family]}")
        typer.echo(f"  {one.code} {one.severity:7} {_fix(one):4} {one.name}")


def _head(rule: Rule) -> str:
    return f"{rule.severity}, looks at one {rule.scope}, fix: {rule.fix}"


def _fix(rule: Rule) -> str:
    return "" if rule.fix == "none" else "fix"
