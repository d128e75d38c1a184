"""Treatment files: what a treatment is, when it fits, when it is ruled out, what moves it, what it warns of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import error
from advisor.loading.condition_reader import Reader
from advisor.loading.fields import HYPHENS, UNDERSCORES, Fields
from advisor.loading.rule_entries import RESTS_ON, RULE, head, rule_head
from advisor.model.rules import SEVERITIES, Adjustment, Binding, Fit, RuleOut, Treatment, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from advisor.loading.symbols import References
    from advisor.syntax.tree import Node

    T = TypeVar("T", Fit, RuleOut, Adjustment, TreatmentWarning)

__all__ = ["treatment"]

_TEXTS = ("what", "how_well", "recovery", "unsaid")
_LISTS = ("fits", "rules_out", "adjusts", "warnings")
_KNOWN = ("treatment", "name", "setting", "invasiveness", "breaks_skin", *_TEXTS, "questions", *RESTS_ON, *_LISTS)
_UNBOUND = Binding()


def treatment(node: Node, references: References) -> Treatment | None:
    """The treatment of one file."""
    fields = Fields.of(node, "a treatment", _KNOWN, references.findings)
    if fields is None:
        return None
    named = head(fields, "treatment", references, UNDERSCORES, "treatment")
    setting = fields.scalar("setting")
    if setting:
        references.setting(setting)
    invasiveness = fields.number("invasiveness", 0, 3)
    reader = _Rules(fields, references, named["id"])
    return Treatment(
        **named,
        name=fields.text("name"),
        setting=setting.text if setting else "",
        invasiveness=invasiveness,
        breaks_skin=fields.flag("breaks_skin", default=invasiveness > 0),
        what=fields.text("what"),
        how_well=fields.text("how_well"),
        recovery=fields.text("recovery"),
        unsaid=fields.text("unsaid"),
        questions=fields.texts("questions", required=True),
        fits=reader.each("fits", "a fit", (*RULE, "when", "grade"), reader.fit),
        rules_out=reader.each("rules_out", "a rule-out", (*RULE, "when", *reader.binds), reader.rule_out),
        adjusts=reader.each("adjusts", "an adjustment", (*RULE, "when", "points"), reader.adjustment),
        warnings=reader.each("warnings", "a warning", _WARNING, reader.warning),
    )


_WARNING = ("warning", "severity", "text", "when", "stressed_when", *RESTS_ON)


class _Rules:
    """Reads the lists of one treatment file."""

    def __init__(self, fields: Fields, references: References, treatment: str) -> None:
        self._fields, self._references, self._treatment = fields, references, treatment
        self._plain = Reader(references)
        self._binding = Reader(references, binds="write it at the top of `when`, beside the other conditions")
        self._beside = Reader(references, binds="write it beside `when`, not in it")
        vocabulary = references.vocabulary
        self._known = vocabulary.kinds_known
        self.binds = tuple(word for word in (vocabulary.kind_word, vocabulary.depth_word) if word)

    def each(self, key: str, what: str, known: tuple[str, ...], read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Every entry of one list, by id."""
        found = []
        for item in self._fields.items(key):
            fields = Fields.of(
                item, what, known, self._references.findings, more=key == "rules_out" and not self._known
            )
            if fields:
                found.append(read(fields))
        return tuple(sorted(found, key=lambda rule: rule.id))

    def fit(self, fields: Fields) -> Fit:
        """A fit, which binds the kinds it names."""
        vocabulary, findings = self._references.vocabulary, self._references.findings
        node = fields.need("when")
        binding, when = self._binding.bound(node)
        if node is not None and vocabulary.kinds_known and (binding is None or binding.kinds is None):
            word = vocabulary.kind_word
            message = f"{fields.name} says for no {word} that it fits"
            hint = f"name it in `when`: `when: {{{word}: ...}}`"
            findings.append(error("R006", message, fields.key_position("when"), f"no `{word}`", hint))
        grade = fields.scalar("grade")
        if grade:
            self._references.grade(grade)
        return Fit(
            **rule_head(fields, self._references),
            when=when,
            treatment=self._treatment,
            binding=binding or _UNBOUND,
            grade=grade.text if grade else "",
        )

    def rule_out(self, fields: Fields) -> RuleOut:
        """A rule-out, which binds beside its condition."""
        vocabulary, findings = self._references.vocabulary, self._references.findings
        depth_word = vocabulary.depth_word
        binding = self._beside.binding(
            fields.get(vocabulary.kind_word) if vocabulary.kind_word else None,
            fields.get(depth_word) if depth_word else None,
        )
        if binding is None and vocabulary.kinds_known and not any(fields.meant(word) for word in self.binds):
            message = f"{fields.name} says for no {vocabulary.kind_word} that it is ruled out"
            hint = f"add `{vocabulary.kind_word}: ...`" + (f" or `{depth_word}: ...`" if depth_word else "")
            label = " or ".join(f"`{word}`" for word in self.binds)
            findings.append(error("R006", message, fields.position, f"no {label}", hint))
        return RuleOut(
            **rule_head(fields, self._references),
            when=self._beside.condition(fields.get("when")),
            treatment=self._treatment,
            binding=binding or _UNBOUND,
        )

    def adjustment(self, fields: Fields) -> Adjustment:
        """An adjustment, which may bind."""
        binding, when = self._binding.bound(fields.need("when"))
        return Adjustment(
            **rule_head(fields, self._references),
            when=when,
            treatment=self._treatment,
            points=fields.number("points"),
            binding=binding,
        )

    def warning(self, fields: Fields) -> TreatmentWarning:
        """A warning, which may bind."""
        binding, when = self._binding.bound(fields.get("when"))
        stressed = fields.get("stressed_when")
        severity = fields.word("severity", SEVERITIES)
        return TreatmentWarning(
            **head(fields, "warning", self._references, HYPHENS, "warning"),
            treatment=self._treatment,
            severity=next(known for known in SEVERITIES if known == severity),
            text=fields.text("text"),
            when=when,
            binding=binding,
            stressed_when=self._plain.condition(stressed) if stressed is not None else None,
        )
