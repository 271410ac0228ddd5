"""JUnit XML: a test case for each file with findings; it fails if there are errors.

Readers of the format take one failure a case, so all errors of a file stand in one. Warnings and
info stand in the output of the case.
"""

from collections.abc import Iterable
from typing import TextIO
from xml.etree import ElementTree as ET

from khabar.problem import Finding
from khabar.reports._escapes import printable
from khabar.reports._isolates import isolated, with_isolates
from khabar.reports._paths import relative

NAME = "junit"


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write one suite; with no findings it has one case, which passes."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        place = finding.place
        file = relative(place.file) if place else finding.article or "-"
        files.setdefault(file, []).append(finding)
    cases = [_case(file, group) for file, group in files.items()] or [_element("no findings")]
    failures = sum(case.find("failure") is not None for case in cases)
    said = {"name": "khabar check", "tests": str(len(cases)), "failures": str(failures)}
    suites = ET.Element("testsuites", said)
    ET.SubElement(suites, "testsuite", said | {"errors": "0", "skipped": "0"}).extend(cases)
    ET.indent(suites)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(suites, encoding="unicode") + "\n")


def _case(file: str, findings: list[Finding]) -> ET.Element:
    case = _element(printable(file))
    errors = [one for one in findings if one.severity == "error"]
    others = [one for one in findings if one.severity != "error"]
    if errors:
        first = f"{errors[0].code} {with_isolates(errors[0].message)}"
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        said = {"message": printable(first + more), "type": errors[0].code}
        ET.SubElement(case, "failure", said).text = _lines(errors)
    if others:
        ET.SubElement(case, "system-out").text = _lines(others)
    return case


def _element(name: str) -> ET.Element:
    return ET.Element("testcase", classname="khabar.check", name=name, time="0")


def _lines(findings: list[Finding]) -> str:
    return printable("".join(map(_line, findings)))


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"{place.line}:{place.column}: " if place else ""
    message = with_isolates(finding.message)
    words = f" — {isolated(finding.excerpt)}" if finding.excerpt else ""
    return f"{where}{finding.severity} {finding.code} {finding.name}: {message}{words}\n"
