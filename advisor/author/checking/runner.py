"""Runs every check over a rule base and proves its properties."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from advisor.author import checks
from advisor.author.checking.ignores import apply_ignores, read_ignores
from advisor.author.proving.properties import prove

if TYPE_CHECKING:
    from advisor.author.proving.proof import Proof
    from advisor.author.proving.properties import Verdict
    from advisor.author.proving.subject import Check, Subject
    from advisor.diagnostics.findings import Finding

__all__ = ["CHECKS", "CheckReport", "run_checks"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checks found, sorted by place, and the verdict on each property, in the order of ``safety.yaml``.

    ``every`` is the number of answer combinations, for all of which the verdicts hold. It is 0 when there are too many
    for a proof; then ``size_note`` says so and there are no verdicts.
    """

    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    every: int
    size_note: str

    @property
    def passes(self) -> bool:
        """Returns whether no error was found and every property holds."""
        errors = any(finding.severity == "error" for finding in self.findings)
        return not errors and all(verdict.holds for verdict in self.verdicts)


def _all_checks() -> tuple[Check, ...]:
    modules = [import_module(f"{checks.__name__}.{module.name}") for module in iter_modules(checks.__path__)]
    return tuple(sorted((cast("Check", module) for module in modules), key=lambda check: check.CODE))


CHECKS: tuple[Check, ...] = _all_checks()  # every module of advisor.author.checks, in the order of the codes


def run_checks(subject: Subject) -> CheckReport:
    """Runs every check and drops the findings that ``ignores.yaml`` lists; an entry that matches none is a finding.

    Raises RuleBaseInvalid for mistakes in ``ignores.yaml``. A rule base that is too large to prove raises nothing.
    """
    proof = subject.proof
    ignores = read_ignores(subject.root)
    found = dict.fromkeys(finding for check in CHECKS for finding in check.find(subject))  # each once, in this order
    kept = apply_ignores(found, ignores, {check.CODE for check in CHECKS if _is_complete(check, proof)})
    return CheckReport(
        findings=tuple(sorted(kept, key=lambda finding: finding.sort_key)),
        verdicts=prove(proof, subject.properties) if proof else (),
        every=proof.every if proof else 0,
        size_note=str(subject.too_large) if subject.too_large else "",
    )


def _is_complete(check: Check, proof: Proof | None) -> bool:
    """Returns whether a check ran in full. Only then is an entry of ``ignores.yaml`` that it did not match unused."""
    if proof is None:
        return not getattr(check, "NEEDS_PROOF", False)
    return not (proof.dead_rules.broken and getattr(check, "YIELDS_TO_DEAD_RULES", False))
