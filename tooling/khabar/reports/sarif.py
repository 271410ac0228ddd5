"""SARIF 2.1.0, which code scanning of GitHub and many editors read.

GitHub takes 25,000 results of a run: the worst are kept, and a notification says how many are left
out. Rules bring their pages along.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any, TextIO, get_args

from khabar import __version__
from khabar.problem import Finding, Place, Severity
from khabar.reports._distinct import Distinct
from khabar.reports._escapes import printable
from khabar.reports._isolates import isolated, with_isolates
from khabar.reports._paths import uri
from khabar.rules import FAMILIES, Rule, rules

NAME = "sarif"

_MOST = 25_000
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
_LINK = re.compile(r"[\[\]\\]")


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write one run with the worst findings and all rules."""
    kept, left_out = _worst(findings)
    fingerprints, numbers = Distinct(), {code: number for number, code in enumerate(rules())}
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(left_out)],
        "results": [_result(one, numbers.get(one.code), fingerprints.of(one)) for one in kept],
    }
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, stream, ensure_ascii=False)
    stream.write("\n")


def _worst(findings: Iterable[Finding]) -> tuple[list[Finding], Counter[Severity]]:
    """The worst findings, and how many of each severity are left out; holds no more than needed."""
    groups: dict[Severity, list[Finding]] = {one: [] for one in get_args(Severity)}
    left_out: Counter[Severity] = Counter()
    for finding in findings:
        left_out[finding.severity] += 1
        if len(groups[finding.severity]) < _MOST:
            groups[finding.severity].append(finding)
    kept = list(islice(chain.from_iterable(groups.values()), _MOST))
    left_out.subtract(one.severity for one in kept)
    return kept, left_out


def _driver() -> dict[str, Any]:
    descriptors = [_descriptor(rule) for rule in rules().values()]
    return {"name": "khabar", "version": __version__, "rules": descriptors}


def _descriptor(rule: Rule) -> dict[str, Any]:
    what, why = _flat(rule.part("What")), _flat(rule.part("Why"))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": what},
        "fullDescription": {"text": f"{what} {why[:1].upper()}{why[1:]}".strip()},
        "help": {"text": rule.doc, "markdown": _page(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [FAMILIES[rule.code[:3]]],
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _flat(words: str) -> str:
    return " ".join(words.split())


def _page(rule: Rule) -> str:
    """A rule's page in Markdown; examples keep their lines."""
    parts = [f"**{rule.code} {rule.name}**", rule.part("What")]
    for title in ("Why", "Bad", "Good", "Fix", "See"):
        if said := rule.part(title):
            fenced = f"**{title}**\n\n````\n{said}\n````"
            parts.append(fenced if title in ("Bad", "Good") else f"**{title}**: {said}")
    return "\n\n".join(parts)


def _invocation(left_out: Counter[Severity]) -> dict[str, Any]:
    total = left_out.total()
    if not total:
        return {"executionSuccessful": True}
    counts = ", ".join(f"{left_out[one]} of severity {one}" for one in get_args(Severity))
    said = f"room for {_MOST} findings; left out are {total}: {counts}"
    notification = {"level": "warning", "message": {"text": said}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [notification]}


def _result(finding: Finding, number: int | None, fingerprint: str) -> dict[str, Any]:
    """A finding; GitHub tells new ones from old ones by ``primaryLocationLineHash``."""
    message = with_isolates(finding.message)
    if finding.excerpt:
        message += f"\n{isolated(finding.excerpt)}"
    return {
        "ruleId": finding.code,
        **({} if number is None else {"ruleIndex": number}),
        "level": _LEVELS[finding.severity],
        "message": {"text": _unlinked(printable(message))},
        "locations": [_location(finding)],
        "partialFingerprints": {
            "khabarFinding/v1": fingerprint,
            "primaryLocationLineHash": fingerprint,
        },
    }


def _unlinked(message: str) -> str:
    """A message in which nothing of an article becomes a link: ``[words](address)``."""
    return _LINK.sub(lambda one: f"\\{one[0]}", message) if "](" in message else message


def _location(finding: Finding) -> dict[str, Any]:
    name = printable(f"{finding.article or ''}#{finding.pointer}")
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": name}]}
    if finding.place:
        location["physicalLocation"] = _physical(finding.place)
    return location


def _physical(place: Place) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"artifactLocation": {"uri": uri(place.file)}, "region": region}
