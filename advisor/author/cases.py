"""Example people and the advice they must get: read from ``cases/``, held against the advice they do get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.answers import Answers, read
from advisor.errors import AnswersInvalid, RuleBaseInvalid
from advisor.findings import Finding, nearest
from advisor.rulefile import Mapping, Node, Scalar, Sequence, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from advisor.result import Advice
    from advisor.rulebase import RuleBase
    from advisor.source import Position

__all__ = ["Case", "Expectation", "Failure", "failures", "read_cases"]

LISTS = ("suggested", "beyond_budget", "not_recommended", "not_applicable")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of what a case expects: ``what`` is its key, ``value`` the ids it names."""

    what: str
    values: tuple[str, ...]
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One example person, with checked answers and what the advice must hold."""

    name: str
    answers: Answers
    expects: tuple[Expectation, ...]
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that the advice does not meet: what was expected, what was got instead."""

    expectation: Expectation
    expected: str
    got: str


def read_cases(rulebase: RuleBase, folder: Path, shown_as: str) -> tuple[Case, ...]:
    """Every case of the ``*.yaml`` files in a folder, by file name and place.

    Raises RuleBaseInvalid with every mistake in every file.
    """
    findings: list[Finding] = []
    found: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            node = read_file(path, f"{shown_as}/{path.name}")
        except RuleBaseInvalid as error:
            findings.extend(error.findings)
            continue
        if not isinstance(node, Sequence):
            findings.append(
                _finding("R004", "a case file is a list of cases", node.position, "begin with `- case: ...`")
            )
            continue
        found.extend(case for item in node.items if (case := _case(rulebase, item, findings)))
    findings.extend(_repeated(found))
    if findings:
        raise RuleBaseInvalid(sorted(findings, key=lambda finding: finding.sort_key))
    return tuple(found)


def failures(case: Case, advice: Advice) -> tuple[Failure, ...]:
    """Every expectation of a case that its advice does not meet, in the order of the file."""
    return tuple(failure for expectation in case.expects if (failure := _failure(expectation, advice)))


def _case(rulebase: RuleBase, node: Node, findings: list[Finding]) -> Case | None:
    fields = _fields(node, {"case", "answers", "expect"}, findings)
    if fields is None:
        return None
    for name in ("case", "answers", "expect"):
        if name not in fields:
            findings.append(_finding("R006", f"the case has no `{name}`", node.position, f"add `{name}: ...`"))
            return None
    try:
        answers = read(rulebase, fields["answers"])
    except AnswersInvalid as error:
        findings.extend(error.findings)
        return None
    expects = tuple(_expectations(rulebase, fields["expect"], findings))
    named = fields["case"]
    return Case(named.text if isinstance(named, Scalar) else "", answers, expects, node.position)


def _fields(node: Node, known: Iterable[str], findings: list[Finding]) -> dict[str, Node] | None:
    if not isinstance(node, Mapping):
        findings.append(
            _finding("R004", "a mapping was expected here", node.position, f"with {', '.join(sorted(known))}")
        )
        return None
    for key, _ in node.entries:
        if key.text not in known:
            like = nearest(key.text, known)
            hint = f"did you mean `{like}`?" if like else f"the keys are: {', '.join(sorted(known))}"
            findings.append(_finding("R005", f"there is no key `{key.text}` here", key.position, hint))
    return {key.text: value for key, value in node.entries}


def _expectations(rulebase: RuleBase, node: Node, findings: list[Finding]) -> Iterator[Expectation]:
    for what, value in (_fields(node, _KNOWN, findings) or {}).items():
        known = _names(rulebase, what)
        if what == "order":
            pairs = value.items if isinstance(value, Sequence) else (value,)
            for pair in pairs:
                yield Expectation(what, _ids(pair, known, what, findings), pair.position)
        elif what == "plans":
            for kind, plan in value.entries if isinstance(value, Mapping) else ():
                _check_name(kind, rulebase.kind_question.option_ids, "kind", findings)
                yield Expectation(what, (kind.text, *_ids(plan, known, what, findings)), plan.position)
        elif what in _KNOWN:
            yield Expectation(what, _ids(value, known, what, findings), value.position)


def _ids(node: Node, known: Iterable[str], what: str, findings: list[Finding]) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    found = [item for item in items if isinstance(item, Scalar)]
    if len(found) != len(items):
        findings.append(_finding("R004", f"`{what}` is a list of ids", node.position, "write the ids in brackets"))
    for item in found:
        _check_name(item, known, what, findings)
    return tuple(item.text for item in found)


def _check_name(item: Scalar, known: Iterable[str], what: str, findings: list[Finding]) -> None:
    names = list(known)
    if item.text not in names:
        like = nearest(item.text, names)
        hint = f"did you mean `{like}`?" if like else ""
        findings.append(_finding("R013", f"nothing called `{item.text}` can stand under `{what}`", item.position, hint))


def _names(rulebase: RuleBase, what: str) -> tuple[str, ...]:
    if what in ("warnings", "stressed", "no_warnings"):
        return tuple(warning.id for treatment in rulebase.treatments for warning in treatment.warnings)
    if what in ("notes", "no_notes", "urgent"):
        return tuple(note.id for note in rulebase.notes)
    return tuple(rulebase.treatment_by_id)


def _repeated(cases: Iterable[Case]) -> Iterator[Finding]:
    seen: set[str] = set()
    for case in cases:
        if case.name in seen:
            yield _finding("R008", f"there are two cases called `{case.name}`", case.position, "give one another name")
        seen.add(case.name)


def _finding(code: str, message: str, position: Position, hint: str) -> Finding:
    return Finding(code=code, severity="error", message=message, position=position, hint=hint)


def _places(advice: Advice) -> dict[str, tuple[str, ...]]:
    return {
        "suggested": tuple(s.treatment for s in advice.suggestions),
        "beyond_budget": tuple(s.treatment for s in advice.beyond_budget),
        "not_recommended": tuple(s.treatment for s in advice.not_recommended),
        "not_applicable": tuple(s.treatment for s in advice.not_applicable),
    }


def _place_of(advice: Advice, treatment: str) -> str:
    return next(name for name, treatments in _places(advice).items() if treatment in treatments)


def _subset(name: str) -> Callable[[Expectation, Advice], Failure | None]:
    def judge(expectation: Expectation, advice: Advice) -> Failure | None:
        missing = [treatment for treatment in expectation.values if treatment not in _places(advice)[name]]
        got = ", ".join(f"{treatment}: {_place_of(advice, treatment)}" for treatment in missing)
        return Failure(expectation, f"{name}: {', '.join(missing)}", got) if missing else None

    return judge


def _only(expectation: Expectation, advice: Advice) -> Failure | None:
    got = _places(advice)["suggested"]
    if set(got) == set(expectation.values):
        return None
    return Failure(expectation, f"only: {', '.join(sorted(expectation.values))}", ", ".join(sorted(got)) or "none")


def _order(expectation: Expectation, advice: Advice) -> Failure | None:
    scores = {suggestion.treatment: suggestion.score for suggestion in advice.suggestions}
    for above, below in zip(expectation.values, expectation.values[1:], strict=False):
        if scores.get(above, 0) <= scores.get(below, 0) or below not in scores:
            got = ", ".join(f"{name}: {scores.get(name, 'not suggested')}" for name in (above, below))
            return Failure(expectation, f"{above} above {below}", got)
    return None


def _plan(expectation: Expectation, advice: Advice) -> Failure | None:
    kind, *wanted = expectation.values
    plan = advice.plans.get(kind, ())
    got = [treatment for treatment in plan if treatment in wanted]
    return None if got == wanted else Failure(expectation, f"{kind}: {', '.join(wanted)}", ", ".join(plan) or "no plan")


def _shown(
    pick: Callable[[Advice], Iterable[str]], *, absent: bool = False
) -> Callable[[Expectation, Advice], Failure | None]:
    def judge(expectation: Expectation, advice: Advice) -> Failure | None:
        got = set(pick(advice))
        wrong = [name for name in expectation.values if (name in got) is absent]
        if not wrong:
            return None
        return Failure(expectation, f"{expectation.what}: {', '.join(wrong)}", ", ".join(sorted(got)) or "none")

    return judge


def _warnings(advice: Advice) -> Iterator[str]:
    return (w.id for s in (*advice.suggestions, *advice.beyond_budget) for w in s.warnings)


def _stressed(advice: Advice) -> Iterator[str]:
    return (w.id for s in (*advice.suggestions, *advice.beyond_budget) for w in s.warnings if w.stressed)


_KNOWN: dict[str, Callable[[Expectation, Advice], Failure | None]] = {
    **{name: _subset(name) for name in LISTS},
    "only": _only,
    "order": _order,
    "plans": _plan,
    "warnings": _shown(_warnings),
    "no_warnings": _shown(_warnings, absent=True),
    "stressed": _shown(_stressed),
    "notes": _shown(lambda advice: (note.id for note in advice.notes)),
    "no_notes": _shown(lambda advice: (note.id for note in advice.notes), absent=True),
    "urgent": _shown(lambda advice: (note.id for note in advice.urgent)),
}


def _failure(expectation: Expectation, advice: Advice) -> Failure | None:
    return _KNOWN[expectation.what](expectation, advice)
