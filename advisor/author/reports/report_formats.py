"""What several reports are written in: GitHub workflow commands, JUnit XML, and text inside Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.diagnostics.source import Position

__all__ = ["JunitCase", "junit_xml", "markdown_text", "workflow_command"]


def workflow_command(level: str, title: str, message: str, at: Position | None = None, **more: object) -> str:
    """Returns ``::error file=,line=,col=,title=::message``, with what GitHub would misread escaped.

    ``level`` is ``error`` or ``warning``; ``more`` holds further properties, such as ``endColumn``.
    """

    def data(text: object) -> str:
        return str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    place = {"file": at.source.path, "line": at.line, "col": at.column} if at else {}
    given = {name: data(value) for name, value in {**place, **more, "title": title}.items() if value}
    properties = (f"{name}={value.replace(':', '%3A').replace(',', '%2C')}" for name, value in given.items())
    return f"::{level} {','.join(properties)}::{data(message)}"


@dataclass(frozen=True, slots=True)
class JunitCase:
    """One test case. It failed when there is a ``failure`` (one line; ``details`` has more), or it was ``skipped``."""

    name: str
    failure: str = ""
    details: str = ""
    output: str = ""
    skipped: str = ""


def junit_xml(suites: Mapping[str, Sequence[JunitCase]], **attributes: object) -> str:
    """Returns a JUnit report: a suite for each name, with its cases; ``attributes`` are those of the root element."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(attributes)}>"]
    for name, cases in suites.items():
        failures, skipped = sum(bool(case.failure) for case in cases), sum(bool(case.skipped) for case in cases)
        counts = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped}
        lines.append(f"  <testsuite{_attributes({'name': name, **counts})}>")
        lines += [f"    {_test_case(name, case)}" for case in cases]
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _test_case(suite: str, case: JunitCase) -> str:
    failure = _element("failure", _xml_text(case.details), {"message": case.failure}) if case.failure else ""
    output = _element("system-out", _xml_text(case.output), {}) if case.output else ""
    skipped = _element("skipped", "", {"message": case.skipped}) if case.skipped else ""
    return _element("testcase", failure + output + skipped, {"classname": suite, "name": case.name})


def _element(tag: str, inner: str, attributes: Mapping[str, object]) -> str:
    """An element around XML that is escaped already."""
    head = tag + _attributes(attributes)
    return f"<{head}>{inner}</{tag}>" if inner else f"<{head}/>"


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(_printable(str(value)))}" for name, value in attributes.items())


def _xml_text(text: str) -> str:
    return escape(_printable(text))


def _printable(text: str) -> str:
    """The text with ``?`` for what XML 1.0 cannot hold, however it is escaped."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)


def markdown_text(text: str) -> str:
    """Returns the text in one line, escaped so that Markdown shows it as it is, inside a table too."""
    return re.sub(r"([\\`*_|<>\[\]]|^#)", r"\\\1", text).replace("\n", " ")
