"""Reads ``safety.yaml``: the properties that must hold for every profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.author.proving.properties import Assertion, Monotone, Order, Property
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import error
from advisor.enumeration.answer_space import digits_of
from advisor.loading.condition_reader import ConditionReader
from advisor.loading.fields import HYPHENS, Fields, choice_hint, read_scalars
from advisor.loading.grammar import KEYS
from advisor.loading.notes_file import treatment_selector
from advisor.loading.references import References
from advisor.loading.rule_entries import read_head, read_list
from advisor.loading.symbols import symbol_table_of
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode, read_file

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.author.proving.properties import What
    from advisor.diagnostics.findings import Finding
    from advisor.model.rulebase import RuleBase
    from advisor.syntax.tree import Node

__all__ = ["PROPERTY_SHAPES", "read_safety"]

PROPERTY_SHAPES = ("never", "always", "above", "monotone")
_WHAT: tuple[What, ...] = ("suggests", "offers", "not_recommended", "warns", "stresses", "notes", "urgent", "plans")
_OFFERED: tuple[What, ...] = ("suggests", "offers")
_BESIDE = {"never": ("in",), "always": ("in",), "above": ("in", "when"), "monotone": ()}
OVERALL = "overall"


def read_safety(rulebase: RuleBase, path: Path, shown_as: str) -> tuple[Property, ...]:
    """Returns the properties of a file, in its order; none when there is no such file. Raises RuleBaseInvalid."""
    if not path.exists():
        return ()
    findings: list[Finding] = []
    reader = _SafetyReader(rulebase, findings)
    node = read_file(path, shown_as)
    entries = read_list(node, "properties are a list", "begin each with `- property: ...`", reader.references)
    properties = [found for entry in entries if (found := reader.property(entry)) is not None]
    if findings:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return tuple(properties)


class _SafetyReader:
    def __init__(self, rulebase: RuleBase, findings: list[Finding]) -> None:
        self.rulebase, self.findings = rulebase, findings
        self.references = References(symbol_table_of(rulebase), findings, {})
        self.select = treatment_selector(rulebase.treatments)
        self.reader = ConditionReader(self.references, self.select)

    def property(self, entry: Node) -> Property | None:
        """Returns the property of an entry; None after a mistake."""
        fields = Fields.of(entry, "a property", KEYS["property"], self.findings)
        if fields is None:
            return None
        forms = [form for form in PROPERTY_SHAPES if fields.get(form) is not None]
        if len(forms) != 1:
            hint = f"write one of {', '.join(PROPERTY_SHAPES)}"
            mistake = f"says both `{forms[0]}` and `{forms[1]}`" if forms else "says nothing that must hold"
            self.findings.append(error("R006", f"{fields.name} {mistake}", fields.position, "", hint))
            return None
        (form,) = forms
        for key in ("when", "in"):
            if fields.get(key) is not None and key not in _BESIDE[form]:
                hint = f"write it within `{form}: {{...}}`" if key == "when" else "leave it out"
                message = f"`{key}` has no place beside `{form}`"
                self.findings.append(error("R005", message, fields.key_position(key), "not heeded here", hint))
        match form:
            case "above":
                return self._above(fields)
            case "monotone":
                return self._monotone(fields)
            case _:
                return self._asserting(fields, form)

    def _property(self, fields: Fields, **own: Any) -> Property:
        """Returns a property with what every form has, and with what is its own."""
        rest = read_head(fields, "property", self.references, HYPHENS, "property")
        return Property(**rest, because=fields.text("because"), **own)

    def _asserting(self, fields: Fields, form: str) -> Property | None:
        """Returns a property of the form never or always."""
        body = fields.inner(form, dict.fromkeys(("when", *_WHAT), False))
        if body is None:
            return None
        kinds = self._kinds(fields) if fields.get("in") is not None else None
        assertions = [self._assertion(what, node, kinds) for what in _WHAT if (node := body.get(what)) is not None]
        given = tuple(one for one in assertions if form == "always" and one.what in _OFFERED)
        holds = tuple(one for one in assertions if one not in given)
        if form == "always" and not holds:
            given, holds = (), given
        if not holds:
            hint = f"add one of {', '.join(_WHAT)}"
            self.findings.append(error("R006", f"`{form}` names nothing", body.position, "", hint))
        when = self.reader.condition(body.get("when"))
        return self._property(fields, form=form, when=when, given=given, holds=holds)

    def _kinds(self, fields: Fields) -> frozenset[str]:
        """Returns the kinds whose plans ``in`` names; ``overall`` may stand among them and is no kind."""
        where = fields.scalars("in")
        for kind in where:
            if kind.text != OVERALL:
                self.references.check_value(self.rulebase.kinds.question, kind)
        return frozenset(kind.text for kind in where)

    def _assertion(self, what: What, node: Node, kinds: frozenset[str] | None) -> Assertion:
        if what in ("suggests", "offers", "not_recommended"):
            return Assertion(what, self._treatments(node), kinds)
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
        return Assertion(what, frozenset(name.text for name in names))

    def _treatments(self, node: Node) -> frozenset[str]:
        """Returns treatments named in a list, chosen by their fields, or all but some (``except``)."""
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

    def _above(self, fields: Fields) -> Property:
        upper, lower = self._pair(fields)
        fields.require("in")
        orders = tuple(
            Order(first, second, None if kind == OVERALL else kind)
            for kind in sorted(self._kinds(fields))
            for first in sorted(upper)
            for second in sorted(lower - {first})
        )
        return self._property(fields, form="above", orders=orders, when=self.reader.condition(fields.get("when")))

    def _pair(self, fields: Fields) -> tuple[frozenset[str], frozenset[str]]:
        """Returns the treatments above, and those below: of a pair, or of `{these: ..., those: ...}`."""
        match fields.get("above"):
            case SequenceNode(items=(ScalarNode() as upper, ScalarNode() as lower)):
                return self._treatments(upper), self._treatments(lower)
            case MappingNode():
                body = fields.inner("above", {"these": True, "those": True})
                these, those = (body.value("these"), body.value("those")) if body else (None, None)
                if these is not None and those is not None:
                    return self._treatments(these), self._treatments(those)
            case _:
                hint = "write `above: [first, second]`, or `above: {these: [...], those: [...]}`"
                at = fields.key_position("above")
                self.findings.append(error("R004", "`above` takes two treatments", at, "", hint))
        return frozenset(), frozenset()

    def _monotone(self, fields: Fields) -> Property | None:
        body = fields.inner("monotone", {"changing": True, "along": True, "never_adds": True, "when": False})
        if body is None:
            return None
        changing, along, adds = body.scalar("changing"), body.scalars("along"), body.value("never_adds")
        if changing is None or adds is None or not self.references.check("question", changing):
            return None
        question = self.rulebase.question_by_id[changing.text]
        if question.several or question.id not in {digit.name for digit in digits_of(self.rulebase.questions)}:
            hint = "choose a question that is always asked and takes one answer"
            message = f"`{question.id}` cannot be changed along its options"
            self.findings.append(error("R007", message, changing.position, "not such a question", hint))
            return None
        options = tuple(option.text for option in along if self.references.check_value(question.id, option))
        if len(options) < 2:
            at = body.key_position("along")
            self.findings.append(error("R004", "`along` takes two options or more", at, "", "write `along: [a, b]`"))
            return None
        monotone = Monotone(question.id, options, self._treatments(adds))
        return self._property(fields, form="monotone", monotone=monotone, when=self.reader.condition(body.get("when")))
