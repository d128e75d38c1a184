"""Reads conditions (``when``, ``ask_when`` and the like) and bindings from their trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from advisor.loading.fields import YES_NO, choice_hint, folded, read_scalars, wrong_shape
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests
from advisor.model.rules import Binding
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.loading.references import References
    from advisor.syntax.tree import Node

__all__ = ["WORDS", "ConditionReader", "Select"]

Select: TypeAlias = "Callable[[tuple[tuple[str, str], ...]], frozenset[str]]"

WORDS = ("all", "any", "not", "suggests")  # no question, fact or kind can have these names

_FORMS = "write `{question: option}`, or `any: [...]`, `all: [...]` or `not: ...` of such"


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions of one rule set; mistakes become findings of ``references``.

    ``select`` returns the ids of the treatments that (field, value) pairs choose; without it ``suggests`` is a mistake.
    ``binds`` is the hint for a binding word inside a condition (empty: nothing can be bound at all).
    """

    references: References
    select: Select | None = None
    binds: str = ""

    def condition(self, node: Node | None) -> Condition:
        """Returns the condition of a node, in which nothing can be bound; without a node, one that always holds."""
        return ALWAYS if node is None else self._condition(node)

    def bound_condition(self, node: Node | None) -> tuple[Binding | None, Condition]:
        """Returns the binding at the top of a condition, if there is one, and the rest of the condition."""
        if not isinstance(node, MappingNode):
            return None, self.condition(node)
        symbols = self.references.symbols
        words = [word for word in (symbols.kind_word, symbols.depth_word) if word]
        rest = tuple((key, value) for key, value in node.entries if key.text not in words)
        binding = self.binding(node.get(words[0]) if words else None, node.get(words[1]) if words[1:] else None)
        if binding and not rest:
            return binding, ALWAYS
        return binding, self._condition(MappingNode(rest, node.position))

    def binding(self, kinds: Node | None, depths: Node | None) -> Binding | None:
        """Returns the binding to the values of the words for kind and depth; None when both are missing."""
        if kinds is None and depths is None:
            return None
        symbols, findings = self.references.symbols, self.references.findings
        named = read_scalars(kinds, f"`{symbols.kind_word}`", findings) if kinds is not None else ()
        known = [kind for kind in named if self.references.check_value(symbols.kind_question, kind)]
        deep = read_scalars(depths, f"`{symbols.depth_word}`", findings) if depths is not None else ()
        for node in (kinds, depths):
            if isinstance(node, SequenceNode) and not node.items:
                findings.append(wrong_shape("a binding names at least one", node, "name one, or leave it out"))
        if depths is not None:
            self._check_depths(known if kinds is not None else None, deep)
        return Binding(
            kinds=frozenset(kind.text for kind in named) if kinds is not None else None,
            depths=frozenset(depth.text for depth in deep) if depths is not None else None,
            positions=tuple((value.text, value.position) for value in (*named, *deep)),
        )

    def _check_depths(self, kinds: list[ScalarNode] | None, depths: tuple[ScalarNode, ...]) -> None:
        """Reports each kind that has no depth although one is bound, and each depth that no kind has as an option."""
        symbols = self.references.symbols
        asked = symbols.depth_questions
        for kind in kinds or ():
            if kind.text not in asked and symbols.kinds_known:
                message = f"no {symbols.depth_word} is asked for {kind.text}, so this never holds for it"
                hint = f"bind it in a rule without `{symbols.depth_word}`"
                self.references.report("R016", message, kind.position, "has none", hint)
        questions = [asked[kind] for kind in asked if kinds is None or kind in {named.text for named in kinds}]
        for depth in depths:
            options = [symbols.values[question] for question in questions if question in symbols.values]
            if options and all(names.complete and depth.text not in names for names in options):
                self.references.check_value(questions[0], depth)

    def _condition(self, node: Node) -> Condition:
        if not isinstance(node, MappingNode) or not node.entries:
            hint = "write `any: [...]` or `all: [...]` of them" if isinstance(node, SequenceNode) else _FORMS
            self.references.findings.append(wrong_shape("a condition is a mapping", node, hint))
            return ALWAYS
        parts = tuple(self._part(key, value) for key, value in node.entries)
        return parts[0] if len(parts) == 1 else All(parts)

    def _part(self, key: ScalarNode, value: Node) -> Condition:
        match key.text:
            case "all":
                return All(self._parts(key, value))
            case "any":
                return AnyOf(self._parts(key, value))
            case "not":
                return Not(self._condition(value))
            case "suggests":
                return self._suggests(key, value)
            case _:
                return self._is(key, value)

    def _parts(self, key: ScalarNode, value: Node) -> tuple[Condition, ...]:
        if not isinstance(value, SequenceNode) or not value.items:
            hint = f"write `{key.text}: [{{question: option}}, ...]`"
            self.references.findings.append(wrong_shape(f"`{key.text}` is a list of conditions", value, hint))
            return ()
        return tuple(self._condition(item) for item in value.items)

    def _is(self, key: ScalarNode, value: Node) -> Condition:
        references, symbols = self.references, self.references.symbols
        if key.text and key.text in (symbols.kind_word, symbols.depth_word):
            message = f"`{key.text}` binds a reported {symbols.kind_word}, and cannot do so here"
            hint = self.binds or f"ask for the answer itself, as in `{symbols.kind_question}: ...`"
            references.report("R016", message, key.position, "nothing can be bound here", hint)
            return ALWAYS
        known = references.check_fact(key)
        if isinstance(value, SequenceNode) and not value.items:
            hint = f"name an option, or leave `{key.text}` out"
            references.findings.append(wrong_shape(f"`{key.text}` is compared with at least one option", value, hint))
        words = read_scalars(value, f"`{folded(key.text)}`", references.findings)
        if known:
            for word in words:
                references.check_value(key.text, word)
        positions = tuple((word.text, word.position) for word in words)
        return Is(key.text, frozenset(dict(positions)), position=key.position, value_positions=positions)

    def _suggests(self, key: ScalarNode, value: Node) -> Condition:
        references = self.references
        if self.select is None:
            hint = "only notes can look at what is suggested"
            references.report("R016", "`suggests` cannot stand here", key.position, "not known yet", hint)
            return ALWAYS
        if isinstance(value, MappingNode):
            chosen = [pair for field, node in value.entries for pair in self._chosen(field, node)]
            selector = tuple((field, word.text) for field, word in chosen)
            positions = tuple((word.text, word.position) for _, word in chosen)
            return Suggests(self.select(selector), selector, position=key.position, value_positions=positions)
        words = read_scalars(value, "`suggests`", references.findings)
        for word in words:
            references.check("treatment", word)
        if isinstance(value, SequenceNode) and not value.items:
            references.findings.append(wrong_shape("`suggests` is a list of treatments", value, "name at least one"))
        positions = tuple((word.text, word.position) for word in words)
        return Suggests(frozenset(dict(positions)), position=key.position, value_positions=positions)

    def selector(self, node: MappingNode) -> tuple[tuple[str, str], ...]:
        """Returns the (field, value) pairs of a mapping that chooses treatments."""
        return tuple((name, word.text) for field, value in node.entries for name, word in self._chosen(field, value))

    def _chosen(self, field: ScalarNode, node: Node) -> list[tuple[str, ScalarNode]]:
        """Returns the name of a field that chooses treatments with each of its values."""
        references = self.references
        words = read_scalars(node, f"`{folded(field.text)}`", references.findings)
        if field.text == "setting":
            for word in words:
                references.check("setting", word)
        elif field.text == "breaks_skin":
            for word in words:
                if word.text not in YES_NO:
                    message, label = f"`breaks_skin` cannot be `{word.text}`", "not a word for this"
                    references.report(
                        "R007", message, word.position, label, choice_hint(word.text, YES_NO, "it can be")
                    )
        else:
            message = f"treatments are not chosen by `{field.text}`"
            hint = "choose them by `breaks_skin` or `setting`, or name them in a list"
            references.report("R005", message, field.position, "not known here", hint)
        return [(field.text, word) for word in words]
