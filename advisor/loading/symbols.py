"""What the rule files declare and where, and whether a name used somewhere is among it.

Names are gathered from the trees before anything is read in earnest, so that files may refer to each other freely.
What a broken file would have declared is unknown: then no use of such a name is called a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Related, error, listed_names, nearest
from advisor.loading.fields import LETTERS, UNDERSCORES
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.loading.folder import RuleFiles
    from advisor.model.rulebase import RuleBase
    from advisor.syntax.tree import Node

__all__ = ["DeclaredNames", "References", "SymbolTable", "gather", "symbol_table_of"]


@dataclass(frozen=True, slots=True)
class DeclaredNames:
    """Names of one sort and where each is declared; not ``complete`` when there may be more."""

    places: dict[str, Position] = field(default_factory=dict)
    complete: bool = True

    def __contains__(self, name: str) -> bool:
        return name in self.places

    def hint(self, name: str, otherwise: str) -> str:
        """The help line for a name that is not among them."""
        like = nearest(name, self.places)
        if like:
            return f"did you mean `{like}`? (declared at {self.places[like]})"
        return f"{otherwise} {listed_names(self.places)}" if 0 < len(self.places) <= 20 else ""


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """Every name that the files of one rule set declare.

    ``values`` holds the options of each question and the values concluded of each fact. ``scar`` and ``depth`` stand
    here for whatever words the rule base has for a kind and its depth (empty when it could not be read).
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

    def with_rules(
        self, questions: DeclaredNames, facts: DeclaredNames, values: dict[str, DeclaredNames]
    ) -> SymbolTable:
        """The same for a rule set with questions and facts of its own (identification)."""
        return SymbolTable(
            questions,
            facts,
            values,
            self.treatments,
            self.claims,
            self.grades,
            self.settings,
            self.kind_word,
            self.depth_word,
            self.kind_question,
            self.depth_questions,
            self.kinds_known,
        )


def gather(files: RuleFiles) -> tuple[SymbolTable, SymbolTable]:
    """The names of the advice's rule set, and those of identification."""
    rulebase = files.one("rulebase.yaml")
    questionnaire = files.one("questionnaire.yaml")
    identification = files.one("identification.yaml")
    kinds = _child(rulebase, "kinds")
    depth = _child(kinds, "depth")
    depth_questions = _child(depth, "questions")
    questions, options = _questions(questionnaire)
    facts, concluded = _facts(files.one("derivations.yaml"))
    sources = [_child(source, "claims") for source in files.within("sources")]
    advice = SymbolTable(
        questions=questions,
        facts=facts,
        values={**concluded, **options},
        treatments=_united(
            [_head(node, "treatment") for node in files.within("treatments")], files.complete("treatments")
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
    seen, seen_options = _questions(_child(identification, "questions"))
    proposed, proposals = _facts(_child(identification, "rules"))
    return advice, advice.with_rules(seen, proposed, {**proposals, **seen_options})


def symbol_table_of(rulebase: RuleBase) -> SymbolTable:
    """The names of a rule base that has been loaded, for files that are read beside it."""
    values = {q.id: DeclaredNames({o.id: o.position for o in q.options}) for q in rulebase.questions}
    facts: dict[str, Position] = {}
    for rule in rulebase.derivations:
        facts.setdefault(rule.fact, rule.position)
        values.setdefault(rule.fact, DeclaredNames({})).places.setdefault(rule.value, rule.position)
    kinds = rulebase.kinds
    return SymbolTable(
        questions=DeclaredNames({question.id: question.position for question in rulebase.questions}),
        facts=DeclaredNames(facts),
        values=values,
        treatments=DeclaredNames({treatment.id: treatment.position for treatment in rulebase.treatments}),
        claims=DeclaredNames({claim.id: claim.position for claim in rulebase.claim_by_id.values()}),
        grades=DeclaredNames({grade.id: grade.position for grade in rulebase.grades}),
        settings=DeclaredNames({setting.id: setting.position for setting in rulebase.settings}),
        kind_word=kinds.called,
        depth_word=kinds.depth_called,
        kind_question=kinds.question,
        depth_questions=dict(kinds.depth_questions),
        kinds_known=True,
    )


class References:
    """Looks names up while files are read; every use of an unknown name is added to ``findings``."""

    def __init__(
        self, vocabulary: SymbolTable, findings: list[Finding], declared: dict[tuple[str, str], Position]
    ) -> None:
        self.vocabulary, self.findings, self._declared = vocabulary, findings, declared

    def declare(self, sort: str, name: str, position: Position) -> None:
        """Notes that a name of a sort stands here; a finding when it stood before."""
        first = self._declared.setdefault((sort, name), position)
        if first is not position:
            self.findings.append(
                error(
                    "R008",
                    f"there are two {sort}s called `{name}`",
                    position,
                    "the second",
                    "give one of them another name",
                    [Related(first, "the first")],
                )
            )

    def fact(self, used: ScalarNode) -> bool:
        """Whether there is a question or a concluded fact of this name."""
        v = self.vocabulary
        if used.text in v.questions or used.text in v.facts:
            return True
        if v.questions.complete and v.facts.complete and v.kinds_known:
            both = DeclaredNames({**v.facts.places, **v.questions.places})
            hint = both.hint(used.text, "the questions and facts are")
            message = f"there is no question or fact `{used.text}`"
            self.findings.append(error("R010", message, used.position, "nothing declares this", hint))
        return False

    def question(self, used: ScalarNode) -> bool:
        """Whether there is a question of this name."""
        names = self.vocabulary.questions
        if used.text in names:
            return True
        if names.complete:
            hint = names.hint(used.text, "the questions are")
            self.findings.append(
                error("R010", f"there is no question `{used.text}`", used.position, "nothing declares this", hint)
            )
        return False

    def value(self, fact: str, used: ScalarNode) -> bool:
        """Whether a question has this option, or a fact is ever concluded to be so."""
        names = self.vocabulary.values.get(fact)
        if names is None or used.text in names:
            return True
        if names.complete:
            if fact in self.vocabulary.questions:
                message, label, all_of = (
                    f"{fact} has no option `{used.text}`",
                    "not an option of this question",
                    "options",
                )
            else:
                message, label, all_of = f"{fact} is never `{used.text}`", "no rule concludes this", "values"
            self.findings.append(
                error("R012", message, used.position, label, names.hint(used.text, f"the {all_of} are"))
            )
        return False

    def treatment(self, used: ScalarNode) -> bool:
        """Whether a file describes this treatment."""
        return self._known(
            used, self.vocabulary.treatments, "R013", "there is no treatment", "no file describes this", "treatments"
        )

    def claim(self, used: ScalarNode) -> bool:
        """Whether a source makes this claim."""
        return self._known(used, self.vocabulary.claims, "R014", "there is no claim", "no source makes this", "claims")

    def grade(self, used: ScalarNode) -> bool:
        """Whether the rule base has this grade."""
        return self._known(
            used, self.vocabulary.grades, "R007", "there is no grade", "not a grade of this rule base", "grades"
        )

    def setting(self, used: ScalarNode) -> bool:
        """Whether the rule base has this setting."""
        return self._known(
            used, self.vocabulary.settings, "R007", "there is no setting", "not a setting of this rule base", "settings"
        )

    def _known(self, used: ScalarNode, names: DeclaredNames, code: str, missing: str, label: str, plural: str) -> bool:
        if used.text in names:
            return True
        if names.complete:
            hint = names.hint(used.text, f"the {plural} are")
            self.findings.append(error(code, f"{missing} `{used.text}`", used.position, label, hint))
        return False


def _child(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, MappingNode) else None


def _word(node: Node | None, key: str) -> str:
    found = _child(node, key)
    return found.text if isinstance(found, ScalarNode) else ""


def _is_clear(kinds: Node | None, depth: Node | None) -> bool:
    """Whether it is said without a mistake which words bind, so that no other word can be meant for one."""
    if not isinstance(kinds, MappingNode) or not _word(kinds, "called") or not _word(kinds, "question"):
        return False
    if any(key.text not in ("called", "question", "depth") for key, _ in kinds.entries):
        return False
    return depth is None or bool(_word(depth, "called"))


def _keys(node: Node | None) -> DeclaredNames:
    if not isinstance(node, MappingNode):
        return DeclaredNames(complete=False)
    places = {key.text: key.position for key, _ in node.entries}
    return DeclaredNames(places, all(LETTERS.fits(name) for name in places))


def _head(node: Node, key: str) -> DeclaredNames:
    found = _child(node, key)
    if not isinstance(found, ScalarNode):
        return DeclaredNames(complete=False)
    return DeclaredNames(
        {found.text: found.position}, LETTERS.fits(found.text) is not None
    )  # misspelled, it was meant otherwise


def _listed(node: Node | None, key: str) -> DeclaredNames:
    """The names that the entries of a list give themselves under a key."""
    if not isinstance(node, SequenceNode):
        return DeclaredNames(complete=False)
    return _united((_head(item, key) for item in node.items), complete=True)


def _united(names: Iterable[DeclaredNames], complete: bool) -> DeclaredNames:
    every = list(names)
    places = {name: place for some in reversed(every) for name, place in some.places.items()}
    # a name given twice was meant for something else: what that would be called is unknown
    whole = complete and all(some.complete for some in every) and len(places) == sum(len(some.places) for some in every)
    return DeclaredNames(dict(sorted(places.items())), whole)


def _questions(node: Node | None) -> tuple[DeclaredNames, dict[str, DeclaredNames]]:
    """Questions in the order of the file, and the options of each."""
    places: dict[str, Position] = {}
    options: dict[str, DeclaredNames] = {}
    whole = isinstance(node, SequenceNode)
    for item in node.items if isinstance(node, SequenceNode) else ():
        name = _child(item, "question")
        if isinstance(name, ScalarNode):
            whole = whole and name.text not in places and UNDERSCORES.fits(name.text) is not None
            places.setdefault(name.text, name.position)
            options.setdefault(name.text, _keys(_child(item, "options")))
        else:
            whole = False
    return DeclaredNames(places, whole), options


def _facts(node: Node | None) -> tuple[DeclaredNames, dict[str, DeclaredNames]]:
    """Facts that rules conclude, and the values they conclude of each."""
    places: dict[str, Position] = {}
    values: dict[str, dict[str, Position]] = {}
    whole = isinstance(node, SequenceNode)
    for item in node.items if isinstance(node, SequenceNode) else ():
        then = _child(item, "then")
        entries = then.entries if isinstance(then, MappingNode) else ()
        whole = whole and bool(entries)
        for key, value in entries:
            whole = whole and UNDERSCORES.fits(key.text) is not None
            places.setdefault(key.text, key.position)
            found = values.setdefault(key.text, {})
            if isinstance(value, ScalarNode):
                found.setdefault(value.text, value.position)
    return DeclaredNames(places, whole), {fact: DeclaredNames(found, whole) for fact, found in values.items()}
