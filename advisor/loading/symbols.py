"""The names that the rule files declare, with the position of each declaration.

All names are gathered from the trees before the entries are read, so that files may refer to each other in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import listed_names, nearest
from advisor.loading.fields import LETTERS, UNDERSCORES
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.diagnostics.source import Position
    from advisor.loading.folder import RuleFiles
    from advisor.model.rulebase import Claim, Grade, RuleBase, Setting
    from advisor.model.rules import Option, Question, Treatment
    from advisor.syntax.tree import Node

__all__ = ["DeclaredNames", "SymbolTable", "gather_symbols", "symbol_table_of"]


@dataclass(frozen=True, slots=True)
class DeclaredNames:
    """The names of one sort with the position of each; not ``complete`` when a broken file may declare more."""

    positions: dict[str, Position] = field(default_factory=dict)
    complete: bool = True

    def __contains__(self, name: str) -> bool:
        return name in self.positions

    def hint(self, name: str, otherwise: str) -> str:
        """Returns the help line for an unknown name: the most similar one, or all, up to 20, after ``otherwise``."""
        if like := nearest(name, self.positions):
            return f"did you mean `{like}`? (declared at {self.positions[like]})"
        return f"{otherwise} {listed_names(self.positions)}" if 0 < len(self.positions) <= 20 else ""


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """Every name that the files of one rule set declare.

    ``values`` has the options of each question and the values of each derived fact. ``kind_word`` and ``depth_word``
    are the words for a kind and its depth in rules (for scars: ``scar``, ``depth``), empty when they are not given or
    could not be read; ``kinds_known`` is false when a mistake leaves unclear which words these are.
    """

    questions: DeclaredNames
    facts: DeclaredNames
    values: dict[str, DeclaredNames]
    treatments: DeclaredNames
    claims: DeclaredNames
    grades: DeclaredNames
    settings: DeclaredNames
    kind_word: str
    depth_word: str
    kind_question: str
    depth_questions: dict[str, str]
    kinds_known: bool


def gather_symbols(files: RuleFiles) -> tuple[SymbolTable, SymbolTable]:
    """Returns the names of the rule set for advice, and those of the rule set for identification."""
    rulebase = files.get("rulebase.yaml")
    identification = files.get("identification.yaml")
    kinds = _child(rulebase, "kinds")
    depth = _child(kinds, "depth")
    depth_questions = _child(depth, "questions")
    questions, options = _questions(files.get("questionnaire.yaml"))
    facts, concluded = _facts(files.get("derivations.yaml"))
    sources = [_child(source, "claims") for source in files.in_folder("sources")]
    advice = SymbolTable(
        questions=questions,
        facts=facts,
        values={**concluded, **options},
        treatments=_united(
            [_named(node, "treatment") for node in files.in_folder("treatments")], files.complete("treatments")
        ),
        claims=_united([_listed(node, "claim") for node in sources], files.complete("sources")),
        grades=_keys(_child(rulebase, "grades")),
        settings=_keys(_child(rulebase, "settings")),
        kind_word=_word(kinds, "called"),
        depth_word=_word(depth, "called"),
        kind_question=_word(kinds, "question"),
        depth_questions={
            key.text: value.text
            for key, value in (depth_questions.entries if isinstance(depth_questions, MappingNode) else ())
            if isinstance(value, ScalarNode)
        },
        kinds_known=_is_clear(kinds, depth),
    )
    questions, options = _questions(_child(identification, "questions"))
    facts, concluded = _facts(_child(identification, "rules"))
    return advice, replace(advice, questions=questions, facts=facts, values={**concluded, **options})


def symbol_table_of(rulebase: RuleBase) -> SymbolTable:
    """Returns the names of a loaded rule base, to check a file that is read later."""
    values = {question.id: _ids(question.options) for question in rulebase.questions}
    facts: dict[str, Position] = {}
    for rule in rulebase.derivations:
        facts.setdefault(rule.fact, rule.position)
        values.setdefault(rule.fact, DeclaredNames()).positions.setdefault(rule.value, rule.position)
    kinds = rulebase.kinds
    return SymbolTable(
        questions=_ids(rulebase.questions),
        facts=DeclaredNames(facts),
        values=values,
        treatments=_ids(rulebase.treatments),
        claims=_ids(rulebase.claim_by_id.values()),
        grades=_ids(rulebase.grades),
        settings=_ids(rulebase.settings),
        kind_word=kinds.called,
        depth_word=kinds.depth_called,
        kind_question=kinds.question,
        depth_questions=dict(kinds.depth_questions),
        kinds_known=True,
    )


def _ids(entries: Iterable[Option | Question | Treatment | Claim | Grade | Setting]) -> DeclaredNames:
    return DeclaredNames({entry.id: entry.position for entry in entries})


def _child(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, MappingNode) else None


def _word(node: Node | None, key: str) -> str:
    found = _child(node, key)
    return found.text if isinstance(found, ScalarNode) else ""


def _is_clear(kinds: Node | None, depth: Node | None) -> bool:
    """Returns whether the words for kind and depth are given without a mistake, so that no other word can be meant."""
    if not isinstance(kinds, MappingNode) or not _word(kinds, "called") or not _word(kinds, "question"):
        return False
    if any(key.text not in ("called", "question", "depth") for key, _ in kinds.entries):
        return False
    return depth is None or bool(_word(depth, "called"))


def _keys(node: Node | None) -> DeclaredNames:
    if not isinstance(node, MappingNode):
        return DeclaredNames(complete=False)
    positions = {key.text: key.position for key, _ in node.entries}
    return DeclaredNames(positions, all(LETTERS.matches(name) for name in positions))


def _named(node: Node, key: str) -> DeclaredNames:
    """Returns the name that an entry has under a key."""
    found = _child(node, key)
    if not isinstance(found, ScalarNode):
        return DeclaredNames(complete=False)
    # a misspelled name was meant to be another one, not known here
    return DeclaredNames({found.text: found.position}, LETTERS.matches(found.text) is not None)


def _listed(node: Node | None, key: str) -> DeclaredNames:
    """Returns the names that the entries of a list have under a key."""
    if not isinstance(node, SequenceNode):
        return DeclaredNames(complete=False)
    return _united((_named(item, key) for item in node.items), complete=True)


def _united(names: Iterable[DeclaredNames], complete: bool) -> DeclaredNames:
    parts = list(names)
    positions = {name: position for part in reversed(parts) for name, position in part.positions.items()}
    # a name that is given twice was once meant to be another one, not known here
    once = len(positions) == sum(len(part.positions) for part in parts)
    return DeclaredNames(dict(sorted(positions.items())), complete and once and all(part.complete for part in parts))


def _questions(node: Node | None) -> tuple[DeclaredNames, dict[str, DeclaredNames]]:
    """Returns the questions in the order of the file, and the options of each."""
    positions: dict[str, Position] = {}
    options: dict[str, DeclaredNames] = {}
    complete = isinstance(node, SequenceNode)
    for item in node.items if isinstance(node, SequenceNode) else ():
        name = _child(item, "question")
        if isinstance(name, ScalarNode):
            complete = complete and name.text not in positions and UNDERSCORES.matches(name.text) is not None
            positions.setdefault(name.text, name.position)
            options.setdefault(name.text, _keys(_child(item, "options")))
        else:
            complete = False
    return DeclaredNames(positions, complete), options


def _facts(node: Node | None) -> tuple[DeclaredNames, dict[str, DeclaredNames]]:
    """Returns the facts that rules conclude, and the values they conclude of each."""
    positions: dict[str, Position] = {}
    values: dict[str, dict[str, Position]] = {}
    complete = isinstance(node, SequenceNode)
    for item in node.items if isinstance(node, SequenceNode) else ():
        then = _child(item, "then")
        entries = then.entries if isinstance(then, MappingNode) else ()
        complete = complete and bool(entries)
        for key, value in entries:
            complete = complete and UNDERSCORES.matches(key.text) is not None
            positions.setdefault(key.text, key.position)
            found = values.setdefault(key.text, {})
            if isinstance(value, ScalarNode):
                found.setdefault(value.text, value.position)
    return DeclaredNames(positions, complete), {fact: DeclaredNames(found, complete) for fact, found in values.items()}
