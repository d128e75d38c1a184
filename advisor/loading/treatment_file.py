"""Reads treatment files: what a treatment is, its fits, rule-outs and adjustments, and its warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.loading.condition_reader import ConditionReader
from advisor.loading.fields import HYPHENS, UNDERSCORES, Fields
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import read_head, read_rule_head
from advisor.model.rules import SEVERITIES, Adjustment, Binding, Fit, RuleOut, Treatment, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from advisor.loading.grammar import Keys
    from advisor.loading.references import References
    from advisor.syntax.tree import Node

    T = TypeVar("T", Fit, RuleOut, Adjustment, TreatmentWarning)

__all__ = ["read_treatment"]

_UNBOUND = Binding()


def read_treatment(node: Node, references: References) -> Treatment | None:
    """Returns the treatment of one file; None when the file is no mapping of this sort."""
    fields = Fields.of(node, "a treatment", KEYS["treatment"], references.findings)
    if fields is None:
        return None
    head = read_head(fields, "treatment", references, UNDERSCORES, "treatment")
    setting = fields.scalar("setting")
    if setting:
        references.check("setting", setting)
    invasiveness = fields.number("invasiveness", 0, 3)
    reader = _Rules(fields, references, head["id"])
    return Treatment(
        **head,
        name=fields.text("name"),
        setting=setting.text if setting else "",
        invasiveness=invasiveness,
        breaks_skin=fields.flag("breaks_skin", default=invasiveness > 0),
        what=fields.text("what"),
        how_well=fields.text("how_well"),
        recovery=fields.text("recovery"),
        unsaid=fields.text("unsaid"),
        questions=fields.texts("questions"),
        fits=reader.each("fits", "a fit", KEYS["fit"], reader.fit),
        rules_out=reader.each("rules_out", "a rule-out", reader.rule_out_keys, reader.rule_out),
        adjusts=reader.each("adjusts", "an adjustment", KEYS["adjustment"], reader.adjustment),
        warnings=reader.each("warnings", "a warning", KEYS["warning"], reader.warning),
    )


class _Rules:
    """Reads the rules and warnings of one treatment."""

    def __init__(self, fields: Fields, references: References, treatment: str) -> None:
        self._fields, self._references, self._treatment = fields, references, treatment
        self._plain = ConditionReader(references)
        self._binding = ConditionReader(references, binds="write it at the top of `when`, beside the other conditions")
        self._beside = ConditionReader(references, binds="write it beside `when`, not in it")
        symbols = references.symbols
        self.binds = tuple(word for word in (symbols.kind_word, symbols.depth_word) if word)
        self.rule_out_keys = {**KEYS["rule_out"], **dict.fromkeys(self.binds, False)}

    def each(self, key: str, what: str, known: Keys, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Returns every entry of the list under a key, sorted by id; ``read`` reads one entry."""
        # while the words that bind are not known, any key of a rule-out may be one
        more = key == "rules_out" and not self._references.symbols.kinds_known
        entries = Fields.each(self._fields.items(key), what, known, self._references.findings, more=more)
        return tuple(sorted((read(fields) for fields in entries), key=lambda rule: rule.id))

    def fit(self, fields: Fields) -> Fit:
        """Returns a fit, which must bind a kind in its condition."""
        symbols = self._references.symbols
        node = fields.value("when")
        binding, when = self._binding.bound_condition(node)
        if node is not None and symbols.kinds_known and (binding is None or binding.kinds is None):
            word = symbols.kind_word
            message = f"{fields.name} says for no {word} that it fits"
            hint = f"name it in `when`: `when: {{{word}: ...}}`"
            fields.report("R006", message, fields.key_position("when"), f"no `{word}`", hint)
        grade = fields.scalar("grade")
        if grade:
            self._references.check("grade", grade)
        return Fit(
            **read_rule_head(fields, self._references),
            when=when,
            treatment=self._treatment,
            binding=binding or _UNBOUND,
            grade=grade.text if grade else "",
        )

    def rule_out(self, fields: Fields) -> RuleOut:
        """Returns a rule-out, which binds a kind beside its condition."""
        symbols = self._references.symbols
        depth_word = symbols.depth_word
        binding = self._beside.binding(
            fields.get(symbols.kind_word) if symbols.kind_word else None,
            fields.get(depth_word) if depth_word else None,
        )
        if binding is None and symbols.kinds_known and not any(fields.meant(word) for word in self.binds):
            message = f"{fields.name} says for no {symbols.kind_word} that it is ruled out"
            hint = f"add `{symbols.kind_word}: ...`" + (f" or `{depth_word}: ...`" if depth_word else "")
            label = " or ".join(f"`{word}`" for word in self.binds)
            fields.report("R006", message, fields.position, f"no {label}", hint)
        return RuleOut(
            **read_rule_head(fields, self._references),
            when=self._beside.condition(fields.get("when")),
            treatment=self._treatment,
            binding=binding or _UNBOUND,
        )

    def adjustment(self, fields: Fields) -> Adjustment:
        """Returns an adjustment, which may bind a kind in its condition."""
        binding, when = self._binding.bound_condition(fields.value("when"))
        return Adjustment(
            **read_rule_head(fields, self._references),
            when=when,
            treatment=self._treatment,
            points=fields.number("points"),
            binding=binding,
        )

    def warning(self, fields: Fields) -> TreatmentWarning:
        """Returns a warning, which may bind a kind in its condition."""
        binding, when = self._binding.bound_condition(fields.get("when"))
        stressed = fields.get("stressed_when")
        severity = fields.word("severity", SEVERITIES)
        return TreatmentWarning(
            **read_head(fields, "warning", self._references, HYPHENS, "warning"),
            treatment=self._treatment,
            severity=next(known for known in SEVERITIES if known == severity),
            text=fields.text("text"),
            when=when,
            binding=binding,
            stressed_when=self._plain.condition(stressed) if stressed is not None else None,
        )
