"""Every check over a rule base: what it finds, and the verdict on each property of ``safety.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from advisor.author import checks
from advisor.author.checking.ignores import apply, read_ignores
from advisor.author.proving.dead_rules import dead_rules_of
from advisor.author.proving.properties import prove

if TYPE_CHECKING:
    from advisor.author.proving.proof import Proof
    from advisor.author.proving.properties import Verdict
    from advisor.author.proving.subject import Check, Subject
    from advisor.diagnostics.findings import Finding

__all__ = ["CHECKS", "CheckReport", "run_checks"]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checks found, sorted by place, and the verdicts on the properties in the order of their file.

    ``every`` is the number of answer combinations all of which were covered; 0 when nothing could be proved, and then
    ``size_note`` says why and there are no verdicts.
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


def _found() -> tuple[Check, ...]:
    modules = [import_module(f"{checks.__name__}.{module.name}") for module in iter_modules(checks.__path__)]
    return tuple(sorted((cast("Check", module) for module in modules), key=lambda check: check.CODE))


CHECKS: tuple[Check, ...] = _found()  # every module of advisor.author.checks, in the order of the codes


def run_checks(subject: Subject) -> CheckReport:
    """Runs every check; findings that ``ignores.yaml`` keeps with a reason are left out.

    A rule base too large to prove is no error: ``size_note`` says so. Raises RuleBaseInvalid for mistakes in
    ``ignores.yaml``.
    """
    proof = subject.proof
    ignores = read_ignores(subject.root)
    found = dict.fromkeys(finding for check in CHECKS for finding in check.find(subject))  # each once, in this order
    left = apply(found, ignores, {check.CODE for check in CHECKS if _is_complete(check, proof)})
    return CheckReport(
        findings=tuple(sorted(left, key=lambda finding: finding.sort_key)),
        verdicts=prove(proof, subject.properties) if proof else (),
        every=proof.every if proof else 0,
        size_note=str(subject.too_large) if subject.too_large else "",
    )


def _is_complete(check: Check, proof: Proof | None) -> bool:
    """Whether a check made every finding it can make. Only then is an ignored finding that it did not make unused."""
    if proof is None:
        return not getattr(check, "NEEDS_PROOF", False)
    return not (dead_rules_of(proof).broken and getattr(check, "YIELDS_TO_DEAD_RULES", False))
