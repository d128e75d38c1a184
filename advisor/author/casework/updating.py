"""Rewrites expectations of case files that were not met to the advice of today; comments and other cases stay.

Only the lines of a case that failed are written anew (by ruamel.yaml, which keeps comments), so that the difference
shows what changed and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from advisor.cases.expectations import OPPOSITE
from advisor.cases.observed import LISTS, OVERALL
from advisor.diagnostics.errors import AdvisorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.author.casework.case_runs import CaseReport, CaseResult
    from advisor.cases.cases import Case
    from advisor.cases.expectations import Failure
    from advisor.cases.observed import Observed

__all__ = ["Update", "updates"]

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")  # ids hold no `#`, so nothing else looks like one


@dataclass(frozen=True, slots=True)
class Update:
    """A case file (its path as messages show it) with the text before and after."""

    path: str
    before: str
    after: str


def updates(report: CaseReport, cases: Iterable[Case], texts: dict[str, str]) -> Iterator[Update]:
    """Returns what to write: one update for each file with a failed case.

    ``cases`` are all cases of the files, ``texts`` the texts of the files by path. Raises AdvisorError for a case that
    cannot be rewritten where it stands.
    """
    starts: dict[str, list[int]] = {}
    for case in cases:
        starts.setdefault(case.position.source.path, []).append(case.position.line)
    failed: dict[str, list[CaseResult]] = {}
    for result in report.failed:
        failed.setdefault(result.case.position.source.path, []).append(result)
    for path, results in sorted(failed.items()):
        lines = texts[path].splitlines(keepends=True)
        for result in sorted(results, key=lambda one: -one.case.position.line):
            first = result.case.position.line
            last = min((line for line in starts[path] if line > first), default=len(lines) + 1)
            lines[first - 1 : last - 1] = [_rewritten("".join(lines[first - 1 : last - 1]), result)]
        yield Update(path, texts[path], "".join(lines))


def _rewritten(block: str, result: CaseResult) -> str:
    """Returns the lines of one case with its expectations corrected; what stands before `expect` is kept as it is."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 118
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        line, column = yaml.load(block)[0].lc.key("expect")
        lines = block.splitlines(keepends=True)
        last = max(number for number, text in enumerate(lines) if text.strip() and not text.lstrip().startswith("#"))
        lines, tail = lines[: last + 1], lines[last + 1 :]
        head, rest = lines[:line], [text.removeprefix(" " * column) for text in lines[line:]]
        found = yaml.load("".join(rest))
        expect = found["expect"]
    except (YAMLError, LookupError, TypeError, AttributeError):
        raise AdvisorError(
            f"the case `{result.case.name}` cannot be rewritten where it stands; begin it, and its `expect`, "
            f"on lines of their own ({result.case.position})"
        ) from None
    for miss in result.missed:
        _correct(expect, miss.failure, result.observed)
    for key in [key for key, value in expect.items() if key != "only" and not value]:
        del expect[key]
    out = StringIO()
    yaml.dump(found, out)
    written = [f"{' ' * column}{text.rstrip()}".rstrip() for text in out.getvalue().splitlines()]
    kept = [comment for text in written for comment in _COMMENT.findall(text)]
    lost = [comment for text in rest for comment in _COMMENT.findall(text) if comment not in kept]
    written += [f"{' ' * (column + 2)}{comment}" for comment in lost]  # what they stood behind is gone
    return "".join([*head, *(f"{text}\n" for text in written), *tail])


def _correct(expect: CommentedMap, failure: Failure, observed: Observed) -> None:
    """Corrects one expectation in place, by the advice that the person gets."""
    what, values = failure.expectation.what, failure.expectation.values
    match what:
        case "only":
            expect["only"] = _flow(observed.listed("suggested"))
        case "order":
            _correct_order(expect["order"], values, observed.ranks[OVERALL])
        case "plans":
            kind, *wanted = values
            _set(expect[what], kind, _flow([name for name in observed.plans.get(kind, ()) if name in wanted]))
        case "reasons":
            _set(expect[what], values[0], _flow(sorted(observed.reasons[values[0]])))
        case "ranks" | "grades":
            table = observed.ranks if what == "ranks" else observed.grades
            inner = expect[what][values[0]]
            _set(inner, values[1], table.get(values[0], {}).get(values[1]))
            if not inner:
                del expect[what][values[0]]
        case _:
            for name in failure.names:
                _take(expect, what, name)
                _add(expect, observed.places[name] if what in LISTS else OPPOSITE[what], name)


def _correct_order(orders: CommentedSeq, values: Sequence[str], ranks: Mapping[str, int]) -> None:
    """Puts treatments into the order they stand in now; takes the entry out when that is no strict order."""
    place = next((place for place, order in enumerate(orders) if list(order) == list(values)), None)
    if place is None:
        return
    known = sorted((name for name in values if name in ranks), key=lambda name: ranks[name])
    if len(known) > 1 and len({ranks[name] for name in known}) == len(known):
        orders[place] = _flow(known)
    else:
        del orders[place]


def _set(mapping: CommentedMap, key: str, value: object) -> None:
    """Sets a key, or takes it out when there is nothing to say."""
    if value:
        mapping[key] = value
    else:
        del mapping[key]


def _take(expect: CommentedMap, what: str, name: str) -> None:
    found = expect[what]
    if isinstance(found, list):
        found.remove(name)
    else:
        expect[what] = _flow(())


def _add(expect: CommentedMap, what: str, name: str) -> None:
    found = expect.get(what)
    if not isinstance(found, list):
        expect[what] = found = _flow([found] if found else [])
    if name not in found:
        found.append(name)


def _flow(names: Iterable[str]) -> CommentedSeq:
    listed = CommentedSeq(names)
    listed.fa.set_flow_style()
    return listed
