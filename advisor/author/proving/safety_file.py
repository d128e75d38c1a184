"""Reads ``safety.yaml``: the properties that must hold for every possible person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.properties import Monotone, Order, Property, Within
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import error
from advisor.enumeration.answer_space import digits_of
from advisor.loading.condition_reader import ConditionReader
from advisor.loading.fields import HYPHENS, Fields, choice_hint, read_scalars
from advisor.loading.notes_file import treatment_selector
from advisor.loading.references import References
from advisor.loading.rule_entries import RESTS_ON, Head, read_head, read_list
from advisor.loading.symbols import symbol_table_of
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode, read_file

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.author.proving.properties import What
    from advisor.diagnostics.findings import Finding
    from advisor.enumeration.answer_space import Digit
    from advisor.model.rulebase import RuleBase
    from advisor.syntax.tree import Node

__all__ = ["PROPERTY_SHAPES", "read_safety"]

PROPERTY_SHAPES = ("never", "always", "above", "monotone")
_WHAT: tuple[What, ...] = ("suggests", "offers", "not_recommended", "warns", "stresses", "notes", "urgent", "plans")
_OFFERED: tuple[What, ...] = ("suggests", "offers")
_BESIDE = {"never": ("in",), "always": ("in",), "above": ("in", "when"), "monotone": ()}
OVERALL = "overall"


def read_safety(rulebase: RuleBase, path: Path, shown_as: str) -> tuple[Property, ...]:
    """The properties of a file, in its order; none when there is no such file. Raises RuleBaseInvalid."""
    if not path.exists():
        return ()
    findings: list[Finding] = []
    reader = _SafetyReader(rulebase, findings)
    node = read_file(path, shown_as)
    found = [
        one
        for item in read_list(node, "properties are a list", "begin each with `- property: ...`", reader.references)
        for one in reader.properties(item)
    ]
    if findings:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return tuple(found)


class _SafetyReader:
    def __init__(self, rulebase: RuleBase, findings: list[Finding]) -> None:
        self.rulebase, self.findings = rulebase, findings
        self.references = References(symbol_table_of(rulebase), findings, {})
        self.select = treatment_selector(rulebase.treatments)
        self.reader = ConditionReader(self.references, self.select)

    def properties(self, item: Node) -> list[Property]:
        """The property of an entry; none after a mistake."""
        known = ("property", *PROPERTY_SHAPES, "in", "when", "because", *RESTS_ON)
        fields = Fields.of(item, "a property", known, self.findings)
        if fields is None:
            return []
        found = [form for form in PROPERTY_SHAPES if fields.get(form) is not None]
        if len(found) != 1:
            hint = f"write one of {', '.join(PROPERTY_SHAPES)}"
            said = "says nothing that must hold" if not found else f"says both `{found[0]}` and `{found[1]}`"
            self.findings.append(error("R006", f"{fields.name} {said}", fields.position, "", hint))
            return []
        for key in ("when", "in"):
            if fields.get(key) is not None and key not in _BESIDE[found[0]]:
                at, where = (
                    fields.key_position(key),
                    f"write it within `{found[0]}: {{...}}`" if key == "when" else "leave it out",
                )
                self.findings.append(
                    error("R005", f"`{key}` has no place beside `{found[0]}`", at, "not heeded here", where)
                )
        match found[0]:
            case "above":
                return self._above(fields)
            case "monotone":
                return self._monotone(fields)
            case form:
                return self._body(fields, form)

    def _head(self, fields: Fields) -> Head:
        return read_head(fields, "property", self.references, HYPHENS, "property")

    def _because(self, fields: Fields) -> str:
        return fields.text("because", required=False)

    def _body(self, fields: Fields, form: str) -> list[Property]:
        body = fields.inner(form, ("when", *_WHAT))
        if body is None:
            return []
        kinds = self._kinds(fields) if fields.get("in") is not None else None
        parts = {what: self._within(what, node, kinds) for what in _WHAT if (node := body.get(what)) is not None}
        given = tuple(part for what, part in parts.items() if form == "always" and what in _OFFERED)
        holds = tuple(part for what, part in parts.items() if part not in given)
        if form == "always" and not holds:
            given, holds = (), given
        if not holds:
            hint = f"add one of {', '.join(_WHAT)}"
            self.findings.append(error("R006", f"`{form}` names nothing", body.position, "", hint))
        return [
            Property(
                **self._head(fields),
                because=self._because(fields),
                form="never" if form == "never" else "always",
                when=self.reader.condition(body.get("when")),
                given=given,
                holds=holds,
            )
        ]

    def _kinds(self, fields: Fields) -> frozenset[str]:
        """The kinds whose plans are meant, behind ``in``; ``overall`` is none of them."""
        where = fields.scalars("in", required=True)
        for kind in where:
            if kind.text != OVERALL:
                self.references.check_value(self.rulebase.kinds.question, kind)
        return frozenset(kind.text for kind in where)

    def _within(self, what: What, node: Node, kinds: frozenset[str] | None) -> Within:
        if what in ("suggests", "offers", "not_recommended"):
            return Within(what, self._treatments(node), kinds)
        known = {
            "plans": self.rulebase.kind_question.option_ids,
            "warns": [w.id for t in self.rulebase.treatments for w in t.warnings],
            "stresses": [w.id for t in self.rulebase.treatments for w in t.warnings if w.stressed_when],
            "notes": [note.id for note in self.rulebase.notes],
            "urgent": [note.id for note in self.rulebase.notes if note.urgent_when],
        }[what]
        names = read_scalars(node, f"`{what}`", self.findings)
        for name in names:
            if name.text not in known:
                hint = (
                    choice_hint(name.text, known, "known here:")
                    if len(known) < 20
                    else choice_hint(name.text, known, "")
                )
                message = f"there is nothing called `{name.text}` for `{what}`"
                self.findings.append(error("R012", message, name.position, "nothing declares this", hint))
        return Within(what, frozenset(name.text for name in names))

    def _treatments(self, node: Node) -> frozenset[str]:
        """Treatments named in a list, chosen by fields, or all but some (``except``)."""
        if not isinstance(node, MappingNode):
            names = read_scalars(node, "`suggests`", self.findings)
            for name in names:
                self.references.check("treatment", name)
            return frozenset(name.text for name in names)
        excepted = node.get("except")
        rest = MappingNode(tuple(entry for entry in node.entries if entry[0].text != "except"), node.position)
        left_out: frozenset[str] = self._treatments(excepted) if excepted is not None else frozenset()
        chosen = self.select(self.reader.selector(rest)) if rest.entries else frozenset(self.rulebase.treatment_by_id)
        return chosen - left_out

    def _above(self, fields: Fields) -> list[Property]:
        first, second = self._pair(fields)
        kinds = self._kinds(fields)
        orders = [
            Order(one, other, None if kind == OVERALL else kind)
            for kind in sorted(kinds)
            for one in sorted(first)
            for other in sorted(second - {one})
        ]
        when = self.reader.condition(fields.get("when"))
        return [
            Property(**self._head(fields), because=self._because(fields), form="above", orders=tuple(orders), when=when)
        ]

    def _pair(self, fields: Fields) -> tuple[frozenset[str], frozenset[str]]:
        """The treatments above, and those below: a pair, or `{these: ..., those: ...}`."""
        node = fields.get("above")
        if (
            isinstance(node, SequenceNode)
            and len(node.items) == 2
            and all(isinstance(i, ScalarNode) for i in node.items)
        ):
            return self._treatments(node.items[0]), self._treatments(node.items[1])
        if isinstance(node, MappingNode):
            body = fields.inner("above", ("these", "those"))
            these, those = (body.need("these"), body.need("those")) if body else (None, None)
            if these is not None and those is not None:
                return self._treatments(these), self._treatments(those)
            return frozenset(), frozenset()
        hint = "write `above: [first, second]`, or `above: {these: [...], those: [...]}`"
        self.findings.append(error("R004", "`above` takes two treatments", fields.key_position("above"), "", hint))
        return frozenset(), frozenset()

    def _monotone(self, fields: Fields) -> list[Property]:
        body = fields.inner("monotone", ("changing", "along", "never_adds", "when"))
        if body is None:
            return []
        changing, along, adds = (
            body.scalar("changing"),
            body.scalars("along", required=True),
            body.need("never_adds"),
        )
        if changing is None or adds is None or not self.references.check("question", changing):
            return []
        question = self.rulebase.question_by_id[changing.text]
        if question.several or question.id not in {d.name for d in self._digits()}:
            hint = "choose a question that is always asked and takes one answer"
            message = f"`{question.id}` cannot be changed along its options"
            self.findings.append(error("R007", message, changing.position, "not such a question", hint))
            return []
        known = [option for option in along if self.references.check_value(question.id, option)]
        if len(known) < 2:
            at = body.key_position("along")
            self.findings.append(error("R004", "`along` takes two options or more", at, "", "write `along: [a, b]`"))
            return []
        monotone = Monotone(question.id, tuple(option.text for option in known), self._treatments(adds))
        when = self.reader.condition(body.get("when"))
        return [
            Property(**self._head(fields), because=self._because(fields), form="monotone", monotone=monotone, when=when)
        ]

    def _digits(self) -> tuple[Digit, ...]:
        return digits_of(self.rulebase.questions)
