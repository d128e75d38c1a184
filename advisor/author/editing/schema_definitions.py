"""The definitions in the JSON Schemas of rule files: the names of a rule base, conditions, and every sort of entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from advisor.cases.observed import BEYOND, OVERALL
from advisor.loading.grammar import GRAMMAR, KEYS
from advisor.model.illustrations import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["Json", "definitions"]

Json: TypeAlias = dict[str, Any]

_TEXT: Json = {"type": ["string", "number"]}
_SHOWN = {"warns": "warning", "stresses": "warning", "notes": "note", "urgent": "note", "plans": "kind"}


def definitions(rulebase: RuleBase, *, seen: bool = False) -> dict[str, Json]:
    """Returns every definition by name.

    With ``seen`` those for ``identification.yaml``, in which conditions are on what is seen and not on answers.
    """
    own = _Definitions(rulebase, seen=seen)
    entries = {sort: own.entry(sort) for sort in GRAMMAR}
    return {**own.names(), **own.conditions(), **own.parts_of_properties(), **entries}


def _ref(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


def _enum(names: Iterable[str]) -> Json:
    """One of some names; a number may be written without quotes, and YAML then reads it as one."""
    found = list(dict.fromkeys(names))
    numbers = [int(name) for name in found if name.isascii() and name.isdigit()]
    return {"enum": [*found, *numbers]} if found else {"not": {}}


def _array(item: Json, least: int = 0) -> Json:
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def _one_or_list(item: Json) -> Json:
    return {"anyOf": [item, {"type": "array", "items": item, "uniqueItems": True}]}


def _by_name(value: Json) -> Json:
    """A mapping from names that the author chooses."""
    return {"type": "object", "minProperties": 1, "additionalProperties": value}


def _mapping(properties: Mapping[str, Json], *, least: int = 1, required: Iterable[str] = ()) -> Json:
    """A mapping that has no other keys than these, and at least so many of them."""
    found: Json = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if least:
        found["minProperties"] = least
    needed = list(required)
    return {**found, "required": needed} if needed else found


def _same(keys: Iterable[str], value: Json) -> Json:
    """A mapping in which every key takes the same."""
    return _mapping(dict.fromkeys(keys, value))


_SIMPLE: dict[str, Json] = {
    "id": _TEXT,
    "text": _TEXT,
    "option": _TEXT,
    "texts": _one_or_list(_TEXT),
    "drawing": {"type": "string"},
    "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "number": {"type": "integer", "minimum": -100, "maximum": 100},
    "colour": {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    "points": _array({**_array({"type": "integer", "minimum": 0}, 2), "maxItems": 2}, 1),
    "role": _enum(ROLES),
    "conditions": _array(_ref("asking")),
}


class _Definitions:
    def __init__(self, rulebase: RuleBase, *, seen: bool) -> None:
        self.rulebase = rulebase
        self.seen = seen
        self.kinds = rulebase.kind_question.option_ids
        self.treatments = tuple(rulebase.treatment_by_id)
        self.properties_of_treatments = {
            "setting": _one_or_list(_ref("setting_name")),
            "breaks_skin": _one_or_list(_enum(("yes", "no"))),
        }
        kinds = rulebase.kinds
        self.binds = {kinds.called: _one_or_list(_ref("kind_name"))}
        if kinds.depth_called:
            questions = [rulebase.question_by_id[question] for question in kinds.depth_questions.values()]
            self.binds[kinds.depth_called] = _one_or_list(_enum(id_ for q in questions for id_ in q.option_ids))

    def names(self) -> dict[str, Json]:
        """The names that the rule base declares, by sort."""
        rulebase = self.rulebase
        found: dict[str, Iterable[str]] = {
            "question": (question.id for question in rulebase.questions),
            "option": (option for question in rulebase.questions for option in question.option_ids),
            "kind": self.kinds,
            "place": (*self.kinds, OVERALL),
            "treatment": self.treatments,
            "claim": rulebase.claim_by_id,
            "grade": rulebase.grade_by_id,
            "setting": rulebase.setting_by_id,
            "warning": (warning.id for treatment in rulebase.treatments for warning in treatment.warnings),
            "note": (note.id for note in rulebase.notes),
            "rule": (rule.id for rule in rulebase.rules),
        }
        return {f"{sort}_name": _enum(names) for sort, names in found.items()}

    def conditions(self) -> dict[str, Json]:
        """Conditions: on answers, on facts too, those that may bind, and those that look at what is suggested."""
        rulebase = self.rulebase
        questions: tuple[Question, ...] = rulebase.questions
        concluded: dict[str, list[str]] = {}
        if self.seen:
            questions = rulebase.identification.questions if rulebase.identification else questions
        else:
            for rule in rulebase.derivations:
                concluded.setdefault(rule.fact, []).append(rule.value)
        answers = {q.id: {**_one_or_list(_enum(q.option_ids)), "description": q.ask} for q in questions}
        facts = {**answers, **{fact: _one_or_list(_enum(values)) for fact, values in concluded.items()}}
        suggests = {"anyOf": [_one_or_list(_ref("treatment_name")), _mapping(self.properties_of_treatments)]}
        return {
            "asking": _condition("asking", answers),
            "condition": _condition("condition", facts),
            "bound": _condition("condition", {**self.binds, **facts}),
            "told": _condition("told", {**facts, "suggests": suggests}),
        }

    def parts_of_properties(self) -> dict[str, Json]:
        """What stands only in properties."""
        selection = _ref("selection")
        chosen = _mapping({**self.properties_of_treatments, "except": selection})
        holds = dict.fromkeys(("suggests", "offers", "not_recommended"), selection)
        shown = {name: _one_or_list(_ref(f"{sort}_name")) for name, sort in _SHOWN.items()}
        both = {"these": selection, "those": selection}
        monotone = {
            "changing": _ref("question_name"),
            "along": _array(_ref("option_name"), 2),
            "never_adds": selection,
            "when": _ref("told"),
        }
        pair = {**_array(_ref("treatment_name"), 2), "maxItems": 2}
        return {
            "selection": {"anyOf": [_one_or_list(_ref("treatment_name")), chosen]},
            "holds": _mapping({"when": _ref("told"), **holds, **shown}),
            "above": {"anyOf": [pair, _mapping(both, required=both)]},
            "monotone": _mapping(monotone, required=("changing", "along", "never_adds")),
        }

    def entry(self, sort: str) -> Json:
        """One sort of entry."""
        properties: dict[str, Json] = {}
        for key, (_, takes, says, *words) in GRAMMAR[sort].items():
            if takes == "binds":
                properties.update({word: {**value, "description": says} for word, value in self.binds.items()})
            else:
                properties[key] = {"description": says, "allOf": [self._value(sort, takes, words)]}
        found = _mapping(properties, least=0, required=(key for key, required in KEYS[sort].items() if required))
        if sort == "rule_out":
            found["anyOf"] = [{"required": [word]} for word in self.binds]
        return found

    def _value(self, sort: str, takes: str, words: Sequence[str]) -> Json:
        """What a key of an entry takes."""
        if takes in _SIMPLE:
            return _SIMPLE[takes]
        if takes == "condition":
            return _ref({"question": "asking", "property": "told"}.get(sort, "condition"))
        if takes in ("bound", "told", "holds", "above", "monotone"):
            return _ref(takes)
        sort_taken = words[0] if words else ""
        entry, name = _ref(sort_taken), _ref(f"{sort_taken}_name")
        shapes = {
            "word": _enum(words),
            "name": name,
            "names": _one_or_list(name),
            "inner": entry,
            "said": {"anyOf": [_TEXT, entry]},
            "list": _array(entry),
            "entries": _by_name(entry),
            "options": _by_name({"anyOf": [_TEXT, entry]}),
        }
        return shapes[takes] if takes in shapes else self._special(takes)

    def _special(self, takes: str) -> Json:
        """Values whose keys are names of the rule base, and some others of a shape of their own."""
        rulebase, treatment = self.rulebase, _ref("treatment_name")
        match takes:
            case "then" if self.seen:
                return {**_mapping({rulebase.kinds.question: _ref("kind_name")}), "maxProperties": 1}
            case "then":
                return {"type": "object", "additionalProperties": _TEXT, "minProperties": 1, "maxProperties": 1}
            case "by_treatment":
                return _same(self.treatments, _ref("picture"))
            case "by_option":
                seen = rulebase.identification.questions if rulebase.identification else ()
                return _mapping({q.id: _same(q.option_ids, _ref("picture")) for q in (*rulebase.questions, *seen)})
            case "depths":
                return _same(self.kinds, _ref("question_name"))
            case "answers":
                given = {q.id: _enum(q.option_ids) for q in rulebase.questions}
                several = {q.id: _one_or_list(given[q.id]) for q in rulebase.questions if q.several}
                return _mapping({**given, **several}, least=0)
            case "pairs":
                return _array(_array(treatment, 2))
            case "plans":
                return _same(self.kinds, _one_or_list(treatment))
            case "ranks":
                ranks = _same(self.treatments, {"type": "integer", "minimum": 1})
                return _same((*self.kinds, OVERALL, BEYOND), ranks)
            case "grades":
                return _same(self.kinds, _same(self.treatments, _ref("grade_name")))
            case "reasons":
                rules = {t.id: (*t.fits, *t.rules_out, *t.adjusts) for t in rulebase.treatments}
                return _mapping({id_: _one_or_list(_enum(rule.id for rule in own)) for id_, own in rules.items()})
        raise AssertionError(f"no key of an entry takes {takes}")


def _condition(inner: str, properties: Mapping[str, Json]) -> Json:
    several = _array(_ref(inner), 1)
    return _mapping({**properties, "any": several, "all": several, "not": _ref(inner)})
