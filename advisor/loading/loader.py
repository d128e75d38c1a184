"""A folder of rule files into a checked, frozen rule base; every mistake in every file is reported at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid, TooLarge
from advisor.diagnostics.findings import Finding, error
from advisor.enumeration.answer_space import Space
from advisor.loading.decision_aid_file import read_decision_aid
from advisor.loading.folder import read_folder
from advisor.loading.notes_file import notes
from advisor.loading.questionnaire_file import identification, questions
from advisor.loading.rule_entries import derivations
from advisor.loading.rulebase_file import about
from advisor.loading.source_file import source
from advisor.loading.symbols import References, gather
from advisor.loading.treatment_file import treatment
from advisor.model.conditions import leaves
from advisor.model.rulebase import RuleBase
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    from advisor.diagnostics.source import Position
    from advisor.loading.folder import RuleFiles
    from advisor.model.conditions import Condition
    from advisor.model.rules import Derivation, Question

__all__ = ["find_rules", "load", "load_rules"]

_PACKAGE = Path(__file__).parent.parent
_PICTURES = "pictures.yaml"


def find_rules(option: str | None, environ: Mapping[str, str]) -> Path:
    """The folder of rules to use: the option's, else ``$ADVISOR_RULES``, else the copy that came with the package.

    The current folder is never looked at: rules that happen to lie there must not change the advice. Raises
    RuleBaseInvalid when the option is empty or the package came without rules.
    """
    if option is not None:
        if not option:
            raise RuleBaseInvalid([_nowhere("the folder of rules has an empty name", "name the folder")])
        return Path(option)
    if named := environ.get("ADVISOR_RULES"):
        return Path(named)
    return _shipped()


def _shipped() -> Path:
    """The folder of rules that came with the package."""
    packaged, checkout = _PACKAGE / "rules", _PACKAGE.parent
    if packaged.is_dir():
        return packaged
    if (checkout / "pyproject.toml").is_file():
        return checkout / "rules"
    raise RuleBaseInvalid([_nowhere("the advisor came without rules", "install it again, or name a folder of rules")])


def load_rules(path: str | PathLike[str] | None = None, *, pictures: bool = True) -> RuleBase:
    """Reads a folder of rule files, checks them whole and returns them as one frozen rule base.

    Without ``path`` it reads the rules that came with the package. ``pictures=False`` leaves the drawings unread, which
    saves a third of the time and changes no advice. Raises RuleBaseInvalid, whose ``findings`` hold every mistake of
    all files with its place.
    """
    root = Path(path) if path is not None else _shipped()
    findings: list[Finding] = []
    files = read_folder(root, findings, () if pictures else (_PICTURES,))
    rulebase = _rulebase(root, files, findings) if files else None
    if findings or rulebase is None:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return rulebase


load = load_rules


def _rulebase(root: Path, files: RuleFiles, findings: list[Finding]) -> RuleBase | None:
    """Reads every file; what is built may be wrong wherever something was added to ``findings``."""
    advice, seen = gather(files)
    declared: dict[tuple[str, str], Position] = {}
    references = References(advice, findings, declared)
    asked = questions(files.one("questionnaire.yaml"), references)
    concluded = _sorted(derivations(files.one("derivations.yaml"), references))
    known = References(seen, findings, declared)
    proposing = identification(files.one("identification.yaml"), known, references)
    treatments = [found for node in files.within("treatments") if (found := treatment(node, references))]
    sources = [one for node in files.within("sources") if (one := source(node, references))]
    drawn = None
    if (drawings := files.one(_PICTURES)) is not None:
        from advisor.loading.illustrations_file import read_illustrations  # only who shows them pays for them

        drawn = read_illustrations(drawings, references, known if _may_identify(files) else None)
    node = files.one("rulebase.yaml")
    told = about(node, references) if node is not None else None
    decided = read_decision_aid(files.one("deciding.yaml"), references)
    advised = notes(files.one("notes.yaml"), references, treatments)
    for rules in (concluded, proposing.rules if proposing else ()):
        try:
            strata(rules)
        except RuleBaseInvalid as circular:
            findings.extend(circular.findings)
    if told is not None and not findings:
        findings.extend(_nobody_left(asked, told["impossible"]))
    if told is None or findings:
        return None
    return RuleBase(
        **told,
        digest=files.digest,
        root=root.as_posix(),
        questions=asked,
        derivations=concluded,
        treatments=tuple(sorted(treatments, key=lambda one: one.id)),
        notes=advised,
        sources=tuple(sorted(sources, key=lambda one: one.id)),
        identification=proposing,
        deciding=decided,
        pictures=drawn,
    )


def _may_identify(files: RuleFiles) -> bool:
    """Whether there are questions of identification, though perhaps in a file that could not be read."""
    return files.one("identification.yaml") is not None or not files.complete("identification.yaml")


def _nobody_left(questions: Sequence[Question], impossible: Sequence[Condition]) -> Iterator[Finding]:
    """The combination with which every answer combination has become impossible: nothing could be proved of anyone."""
    if not impossible:
        return
    try:
        space = Space(questions)
    except TooLarge:  # then nothing is proved anyway, and whoever wants a proof is told why
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


def _sorted(rules: Iterable[Derivation]) -> tuple[Derivation, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.id))


def _nowhere(message: str, hint: str) -> Finding:
    return Finding(code="R001", severity="error", message=message, hint=hint)
