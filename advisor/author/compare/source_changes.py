"""Finds what the files of two rule bases say differently: item by item (rules, warnings, notes, questions, claims)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from advisor.model.conditions import All, AnyOf, Is, Not, Suggests
from advisor.model.decision_aid import DecisionAid, Value
from advisor.model.illustrations import Drawing, Mark
from advisor.model.rulebase import Identification, RuleBase, Source, WouldNeed
from advisor.model.rules import Binding, Question
from advisor.model.wording import condition_words, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.diagnostics.source import Position

__all__ = ["FieldChange", "ItemChange", "ItemKey", "changed_items"]

ItemKey = tuple[str, str]  # what it is, and its id
DECIDES = frozenset(  # the fields that can change an outcome, not only its wording
    {
        *("when", "binding", "grade", "points", "fact", "value", "setting", "needs", "stressed_when", "urgent_when"),
        *("ask_when", "several", "options"),
    }
)
_SKIP = ("id", "position", "text_position", "fits", "rules_out", "adjusts", "warnings", "treatment", "source", "like")
_INNER_ITEMS: Mapping[type, tuple[str, ...]] = {
    DecisionAid: ("nothing", "values"),
    Identification: ("questions", "rules"),
    Question: ("options",),
    Source: ("claims",),
    Value: ("says",),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, both values as text. ``decides`` where it can change an outcome, not only its wording."""

    field: str
    before: str
    after: str
    decides: bool


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item added, removed or changed; ``position`` is where it stands, or stood, its path from the rules folder."""

    what: str
    id: str
    how: Literal["added", "removed", "changed"]
    position: Position | None
    edits: tuple[FieldChange, ...] = ()

    @property
    def decides(self) -> bool:
        """Returns whether the change can change an outcome."""
        return self.how != "changed" or any(edit.decides for edit in self.edits)


def changed_items(old: RuleBase, new: RuleBase) -> tuple[ItemChange, ...]:
    """Returns every item that differs: those of the new rule base in its order, then those that are gone."""
    before, after = dict(_items(old)), dict(_items(new))
    changes: list[ItemChange] = []
    for (what, name), item in after.items():
        if (what, name) not in before:
            changes.append(ItemChange(what, name, "added", _position(new, item)))
        elif edits := tuple(_edits(old, before[what, name], new, item)):
            changes.append(ItemChange(what, name, "changed", _position(new, item), edits))
    gone = [(key, item) for key, item in before.items() if key not in after]
    return (*changes, *(ItemChange(*key, "removed", _position(old, item)) for key, item in gone))


def _position(rulebase: RuleBase, item: Any) -> Position | None:
    """Where an item stands, its path counted from the folder of the rules; None where it has no position."""
    position: Position | None = getattr(item, "position", None)
    if position is None:
        return None
    path = position.source.path.removeprefix(f"{rulebase.root}/")
    return replace(position, source=replace(position.source, path=path))


def _items(rulebase: RuleBase) -> Iterator[tuple[ItemKey, Any]]:
    """Every item, under what it is and its id."""
    yield ("rule base", rulebase.id), rulebase
    yield ("disclaimer", rulebase.disclaimer.id), rulebase.disclaimer
    yield from _named("grade", rulebase.grades)
    yield from _named("setting", rulebase.settings)
    yield from _asked("question", rulebase.questions)
    yield from _named("rule", rulebase.derivations)
    for treatment in rulebase.treatments:
        yield ("treatment", treatment.id), treatment
        yield from _named("rule", (*treatment.fits, *treatment.rules_out, *treatment.adjusts))
        yield from _named("warning", treatment.warnings)
    yield from _named("note", rulebase.notes)
    if rulebase.pictures:
        yield from _named("drawing", rulebase.pictures.drawings.values())
        yield from _named("picture", rulebase.pictures.all_pictures())
    for source in rulebase.sources:
        yield ("source", source.id), source
        yield from _named("claim", source.claims)
    if rulebase.identification:
        yield ("identification", ""), rulebase.identification
        yield from _asked("question of identification", rulebase.identification.questions)
        yield from _named("rule of identification", rulebase.identification.rules)
    if rulebase.deciding:
        yield ("deciding", ""), rulebase.deciding
        yield ("doing nothing", ""), rulebase.deciding.nothing
        for value in rulebase.deciding.values:
            yield ("value", value.id), value
            yield from _named("saying", value.says)


def _named(what: str, items: Iterable[Any]) -> Iterator[tuple[ItemKey, Any]]:
    return (((what, item.id), item) for item in items)


def _asked(what: str, questions: Iterable[Question]) -> Iterator[tuple[ItemKey, Any]]:
    for question in questions:
        yield (what, question.id), question
        for option in question.options:
            yield (f"option of {question.id}", option.id), option


def _edits(old: RuleBase, before: Any, new: RuleBase, after: Any) -> Iterator[FieldChange]:
    if type(before) is not type(after):
        yield FieldChange("list", type(before).__name__, type(after).__name__, decides=True)
    names = [field.name for field in fields(after) if field.name not in _skipped(after)]
    for name in names:
        was, now = getattr(before, name, None), getattr(after, name)
        if isinstance(now, Drawing) and now.id == getattr(was, "id", ""):
            continue  # an item of its own
        if was != now:
            yield FieldChange(name, _value_words(old, was), _value_words(new, now), name in DECIDES)


def _skipped(item: Any) -> tuple[str, ...]:
    """The fields of an item that are items of their own, or have no text of their own."""
    if isinstance(item, RuleBase):
        own = ("name", "version", "date", "authors", "intended_use", "kinds", "impossible")
        return tuple(field.name for field in fields(item) if field.name not in own)
    return (*_SKIP, *_INNER_ITEMS.get(type(item), ()))


def _value_words(rulebase: RuleBase, value: Any) -> str:
    """The value of a field in words for an author."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case All() | AnyOf() | Is() | Not() | Suggests():
            return condition_words(rulebase, value)
        case Binding():
            kinds, depths = value.kinds, value.depths
            kinds_said = joined(sorted(kinds), "or") if kinds is not None else f"any {rulebase.kinds.called}"
            return f"{kinds_said}, {joined(sorted(depths), 'or')}" if depths is not None else kinds_said
        case WouldNeed():
            return f"{value.question}: {value.option} ({value.text})"
        case Drawing():
            return value.id
        case Mark():
            return f"{value.role} {_value_words(rulebase, value.at)}{f' ({value.text})' if value.text else ''}"
        case (int(x), int(y)):
            return f"[{x}, {y}]"
        case tuple() | frozenset():
            return "; ".join(_value_words(rulebase, part) for part in value)
        case _:
            return str(value)
