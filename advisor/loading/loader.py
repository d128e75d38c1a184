"""Loads a folder of rule files as a checked, frozen rule base, and reports every mistake in all files at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid, TooLarge
from advisor.diagnostics.findings import error
from advisor.enumeration.answer_space import Space
from advisor.loading.decision_aid_file import read_decision_aid
from advisor.loading.folder import read_folder
from advisor.loading.notes_file import read_notes
from advisor.loading.questionnaire_file import read_identification, read_questions
from advisor.loading.references import References
from advisor.loading.rule_entries import read_derivations
from advisor.loading.rulebase_file import read_rulebase_fields
from advisor.loading.source_file import read_source
from advisor.loading.symbols import gather_symbols
from advisor.loading.treatment_file import read_treatment
from advisor.model.conditions import leaves
from advisor.model.rulebase import RuleBase
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.loading.folder import RuleFiles
    from advisor.model.conditions import Condition
    from advisor.model.rules import Question

__all__ = ["find_rules", "load_rules"]

_PACKAGE = Path(__file__).parent.parent
_PICTURES = "pictures.yaml"


def find_rules(option: str | None, environ: Mapping[str, str]) -> Path:
    """Returns the folder of rules: the option, else ``$ADVISOR_RULES``, else the rules installed with the package.

    The current folder is never used: rules that happen to be there must not change the advice. Raises RuleBaseInvalid
    when the option is empty or the package has no rules.
    """
    if option is not None:
        return _named(option)
    if named := environ.get("ADVISOR_RULES"):
        return Path(named)
    return _shipped()


def _named(folder: str | PathLike[str]) -> Path:
    """A folder as a path. Raises RuleBaseInvalid for an empty name, which would be the current folder."""
    if not os.fspath(folder):
        raise RuleBaseInvalid([error("R001", "the folder of rules has an empty name", None, hint="name the folder")])
    return Path(folder)


def _shipped() -> Path:
    """The folder of rules that came with the package."""
    packaged, checkout = _PACKAGE / "rules", _PACKAGE.parent
    if packaged.is_dir():
        return packaged
    if (checkout / "pyproject.toml").is_file():
        return checkout / "rules"
    hint = "install it again, or name a folder of rules"
    raise RuleBaseInvalid([error("R001", "the advisor came without rules", None, hint=hint)])


def load_rules(path: str | PathLike[str] | None = None, *, pictures: bool = True) -> RuleBase:
    """Reads a folder of rule files, checks them whole and returns them as one frozen rule base.

    Without ``path`` it reads the rules that came with the package, whatever ``$ADVISOR_RULES`` says. Without
    ``pictures`` the drawings are left unread, which saves a third of the time and changes no advice. Raises
    RuleBaseInvalid, whose ``findings`` hold every mistake of all files with its place.
    """
    root = _named(path) if path is not None else _shipped()
    findings: list[Finding] = []
    files = read_folder(root, findings, () if pictures else (_PICTURES,))
    rulebase = _rulebase(root, files, findings) if files else None
    if findings or rulebase is None:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return rulebase


def _rulebase(root: Path, files: RuleFiles, findings: list[Finding]) -> RuleBase | None:
    """Reads every file, adds each mistake to ``findings``, and returns the rule base; None when there are any."""
    symbols, identification_symbols = gather_symbols(files)
    declared: dict[tuple[str, str], Position] = {}
    references = References(symbols, findings, declared)
    seen = References(identification_symbols, findings, declared)
    questions = read_questions(files.get("questionnaire.yaml"), references)
    derivations = read_derivations(files.get("derivations.yaml"), references)
    identification = read_identification(files.get("identification.yaml"), seen, references)
    treatments = [found for node in files.in_folder("treatments") if (found := read_treatment(node, references))]
    sources = [source for node in files.in_folder("sources") if (source := read_source(node, references))]
    illustrations = None
    if (drawings := files.get(_PICTURES)) is not None:
        from advisor.loading.illustrations_file import read_illustrations  # imported only where pictures are shown

        illustrations = read_illustrations(drawings, references, seen if _may_identify(files) else None)
    node = files.get("rulebase.yaml")
    rulebase_fields = read_rulebase_fields(node, references) if node is not None else None
    decision_aid = read_decision_aid(files.get("deciding.yaml"), references)
    notes = read_notes(files.get("notes.yaml"), references, treatments)
    for rules in (derivations, identification.rules if identification else ()):
        try:
            strata(rules)
        except RuleBaseInvalid as cyclic:
            findings.extend(cyclic.findings)
    if rulebase_fields is not None and not findings:
        findings.extend(_all_impossible(questions, rulebase_fields["impossible"]))
    if rulebase_fields is None or findings:
        return None
    return RuleBase(
        **rulebase_fields,
        digest=files.digest,
        root=root.as_posix(),
        questions=questions,
        derivations=derivations,
        treatments=tuple(sorted(treatments, key=lambda treatment: treatment.id)),
        notes=notes,
        sources=tuple(sorted(sources, key=lambda source: source.id)),
        identification=identification,
        deciding=decision_aid,
        pictures=illustrations,
    )


def _may_identify(files: RuleFiles) -> bool:
    """Returns whether there are identification questions, perhaps in a file that could not be read."""
    return files.get("identification.yaml") is not None or not files.complete("identification.yaml")


def _all_impossible(questions: Sequence[Question], impossible: Sequence[Condition]) -> Iterator[Finding]:
    """Yields a finding when every answer combination is impossible, at the condition that excludes the last of them."""
    if not impossible:
        return
    try:
        space = Space(questions)
    except TooLarge:  # then nothing can be proved anyway, which the commands that prove report
        return
    left = space.every
    for condition in impossible:
        left &= ~space.mask(condition)
        if not left:
            position = next(leaf.position for leaf, _ in leaves(condition))
            message = f"every one of the {space.every.bit_count()} answer combinations is called impossible"
            hint = "narrow it: it names what no one can answer"
            yield error("R023", message, position, "with this none is left", hint)
            return
