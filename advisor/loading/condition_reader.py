"""Conditions (``when`` and its like) and what binds one reported kind, from their trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from advisor.diagnostics.findings import error
from advisor.loading.fields import YES_NO, folded, likely, scalars, shape
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests
from advisor.model.rules import Binding
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.diagnostics.source import Position
    from advisor.loading.symbols import References
    from advisor.syntax.tree import Node

__all__ = ["WORDS", "Reader", "Select"]

Select: TypeAlias = "Callable[[tuple[tuple[str, str], ...]], frozenset[str]]"

WORDS = ("all", "any", "not", "suggests")  # no question, fact or kind can be called so

_FORMS = "write `{question: option}`, or `any: [...]`, `all: [...]` or `not: ...` of such"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads conditions of one rule set.

    ``select`` gives the treatments that (field, value) pairs choose; without it ``suggests`` cannot stand at all.
    ``binds`` says where words that bind can stand instead of inside a condition (empty: nowhere near).
    """

    references: References
    select: Select | None = None
    binds: str = ""

    def condition(self, node: Node | None) -> Condition:
        """The condition of a node, in which nothing is bound; without a node it always holds."""
        return ALWAYS if node is None else self._condition(node)

    def bound(self, node: Node | None) -> tuple[Binding | None, Condition]:
        """A condition that may bind a kind at its top, parted into binding and the rest."""
        if not isinstance(node, MappingNode):
            return None, self.condition(node)
        vocabulary = self.references.vocabulary
        words = [word for word in (vocabulary.kind_word, vocabulary.depth_word) if word]
        rest = tuple((key, value) for key, value in node.entries if key.text not in words)
        binding = self.binding(node.get(words[0]) if words else None, node.get(words[1]) if words[1:] else None)
        if binding and not rest:
            return binding, ALWAYS
        return binding, self._condition(MappingNode(rest, node.position))

    def binding(self, kinds: Node | None, depths: Node | None) -> Binding | None:
        """What the values behind the words for kind and depth bind; None when neither is there."""
        if kinds is None and depths is None:
            return None
        vocabulary, findings = self.references.vocabulary, self.references.findings
        named = scalars(kinds, f"`{vocabulary.kind_word}`", findings) if kinds is not None else ()
        known = [kind for kind in named if self.references.value(vocabulary.kind_question, kind)]
        deep = scalars(depths, f"`{vocabulary.depth_word}`", findings) if depths is not None else ()
        for node in (kinds, depths):
            if isinstance(node, SequenceNode) and not node.items:
                findings.append(shape("a binding names at least one", node, "name one, or leave it out"))
        if depths is not None:
            self._check_depths(known if kinds is not None else None, deep)
        return Binding(
            kinds=frozenset(kind.text for kind in named) if kinds is not None else None,
            depths=frozenset(depth.text for depth in deep) if depths is not None else None,
            positions=tuple((value.text, value.position) for value in (*named, *deep)),
        )

    def _check_depths(self, kinds: list[ScalarNode] | None, depths: tuple[ScalarNode, ...]) -> None:
        """Each kind bound together with a depth has one, and each depth is an option for at least one of them."""
        vocabulary = self.references.vocabulary
        asked = vocabulary.depth_questions
        for kind in kinds or ():
            if kind.text not in asked and vocabulary.kinds_known:
                message = f"no {vocabulary.depth_word} is asked for {kind.text}, so this never holds for it"
                hint = f"bind it in a rule without `{vocabulary.depth_word}`"
                self.references.findings.append(error("R016", message, kind.position, "has none", hint))
        questions = [asked[kind] for kind in asked if kinds is None or kind in {named.text for named in kinds}]
        for depth in depths:
            options = [vocabulary.values[question] for question in questions if question in vocabulary.values]
            if options and all(names.complete and depth.text not in names for names in options):
                self.references.value(questions[0], depth)

    def _condition(self, node: Node) -> Condition:
        if not isinstance(node, MappingNode) or not node.entries:
            hint = "write `any: [...]` or `all: [...]` of them" if isinstance(node, SequenceNode) else _FORMS
            self.references.findings.append(shape("a condition is a mapping", node, hint))
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
            self.references.findings.append(shape(f"`{key.text}` is a list of conditions", value, hint))
            return ()
        return tuple(self._condition(item) for item in value.items)

    def _is(self, key: ScalarNode, value: Node) -> Condition:
        references = self.references
        vocabulary = references.vocabulary
        if key.text and key.text in (vocabulary.kind_word, vocabulary.depth_word):
            message = f"`{key.text}` binds a reported {vocabulary.kind_word}, and cannot do so here"
            hint = self.binds or f"ask for the answer itself, as in `{vocabulary.kind_question}: ...`"
            references.findings.append(error("R016", message, key.position, "nothing can be bound here", hint))
            return ALWAYS
        known = references.fact(key)
        if isinstance(value, SequenceNode) and not value.items:
            hint = f"name an option, or leave `{key.text}` out"
            references.findings.append(shape(f"`{key.text}` is compared with at least one option", value, hint))
        values = scalars(value, f"`{folded(key.text)}`", references.findings)
        if known:
            for one in values:
                references.value(key.text, one)
        found = tuple((one.text, one.position) for one in values)
        return Is(key.text, frozenset(text for text, _ in found), position=key.position, value_positions=found)

    def _suggests(self, key: ScalarNode, value: Node) -> Condition:
        references = self.references
        if self.select is None:
            hint = "only notes can look at what is suggested"
            references.findings.append(
                error("R016", "`suggests` cannot stand here", key.position, "not known yet", hint)
            )
            return ALWAYS
        found: list[tuple[str, Position]] = []
        if isinstance(value, MappingNode):
            selector = self.selector(value, found)
            return Suggests(self.select(selector), selector, position=key.position, value_positions=tuple(found))
        for one in scalars(value, "`suggests`", references.findings):
            references.treatment(one)
            found.append((one.text, one.position))
        if isinstance(value, SequenceNode) and not value.items:
            references.findings.append(shape("`suggests` is a list of treatments", value, "name at least one"))
        names = frozenset(text for text, _ in found)
        return Suggests(names, position=key.position, value_positions=tuple(found))

    def selector(
        self, node: MappingNode, found: list[tuple[str, Position]] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """The (field, value) pairs that choose treatments; each value's place is added to ``found``."""
        places = found if found is not None else []
        return tuple(pair for field, value in node.entries for pair in self._chosen(field, value, places))

    def _chosen(self, field: ScalarNode, node: Node, found: list[tuple[str, Position]]) -> list[tuple[str, str]]:
        """The (field, value) pairs of one field that treatments are chosen by."""
        references = self.references
        values = scalars(node, f"`{folded(field.text)}`", references.findings)
        if field.text == "setting":
            for one in values:
                references.setting(one)
        elif field.text == "breaks_skin":
            for one in values:
                if one.text not in YES_NO:
                    message = f"`breaks_skin` cannot be `{one.text}`"
                    label, hint = "not a word for this", likely(one.text, YES_NO, "it can be")
                    references.findings.append(error("R007", message, one.position, label, hint))
        else:
            message = f"treatments are not chosen by `{field.text}`"
            hint = "choose them by `breaks_skin` or `setting`, or name them in a list"
            references.findings.append(error("R005", message, field.position, "not known here", hint))
        found.extend((one.text, one.position) for one in values)
        return [(field.text, one.text) for one in values]
