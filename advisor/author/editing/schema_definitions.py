"""The definitions that the schemas of rule files are made of: the names of a rule base, conditions, every entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from advisor.author.editing.entry_schema import ENTRY_SCHEMAS
from advisor.cases.observed import BEYOND, OVERALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.author.editing.entry_schema import EntryKey, EntrySchema
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["Json", "definitions"]

Json: TypeAlias = dict[str, Any]

_TEXT: Json = {"type": ["string", "number"]}
_POINT: Json = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
_DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_SHOWN = {"warns": "warning", "stresses": "warning", "notes": "note", "urgent": "note", "plans": "kind"}


def definitions(rulebase: RuleBase, *, seen: bool = False) -> dict[str, Json]:
    """Every definition by name. With ``seen``, conditions ask for what is seen (identification), not for answers."""
    own = _Definitions(rulebase, seen=seen)
    return {**own.names(), **own.conditions(), **own.others(), **{name: own.form(name) for name in ENTRY_SCHEMAS}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


def _enum(names: Iterable[str]) -> Json:
    """One of some names; where one is a number, YAML reads it so."""
    found = list(dict.fromkeys(names))
    numbers = [int(name) for name in found if name.isascii() and name.isdigit()]
    return {"enum": [*found, *numbers]} if found else {"not": {}}


def _some(item: Json) -> Json:
    """One of these, or a list of them."""
    return {"anyOf": [item, {"type": "array", "items": item, "uniqueItems": True}]}


def _mapping(properties: Mapping[str, Json], *, least: int = 1, required: Iterable[str] = ()) -> Json:
    found: Json = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if least:
        found["minProperties"] = least
    needed = list(required)
    return {**found, "required": needed} if needed else found


class _Definitions:
    def __init__(self, rulebase: RuleBase, *, seen: bool) -> None:
        self.rulebase = rulebase
        told = rulebase.identification
        self.questions: tuple[Question, ...] = told.questions if seen and told else rulebase.questions
        self.seen = seen
        rules = told.rules if seen and told else rulebase.derivations
        self.facts: dict[str, dict[str, None]] = {}
        for rule in rules if not seen else ():
            self.facts.setdefault(rule.fact, {})[rule.value] = None
        self.kinds = rulebase.kind_question.option_ids

    def names(self) -> dict[str, Json]:
        """The names that the rule base declares, by sort."""
        rulebase = self.rulebase
        warnings = [warning.id for treatment in rulebase.treatments for warning in treatment.warnings]
        options = [option for question in rulebase.questions for option in question.option_ids]
        found = {
            "question": (question.id for question in rulebase.questions),
            "option": options,
            "kind": self.kinds,
            "place": (*self.kinds, OVERALL),
            "treatment": rulebase.treatment_by_id,
            "claim": rulebase.claim_by_id,
            "grade": rulebase.grade_by_id,
            "setting": rulebase.setting_by_id,
            "warning": warnings,
            "note": [note.id for note in rulebase.notes],
            "rule": [rule.id for rule in rulebase.rules],
        }
        return {f"{sort}_name": _enum(names) for sort, names in found.items()}

    def conditions(self) -> dict[str, Json]:
        """Conditions: on answers, on facts too, those that bind, and those that look at what is suggested."""
        answers = {q.id: {**_some(_enum(q.option_ids)), "description": q.ask} for q in self.questions}
        facts = {**answers, **{fact: _some(_enum(values)) for fact, values in self.facts.items()}}
        kinds = self.rulebase.kinds
        binds = {kinds.called: _some(_ref("kind_name"))}
        if kinds.depth_called:
            asked = [self.rulebase.question_by_id[question] for question in kinds.depth_questions.values()]
            binds[kinds.depth_called] = _some(_enum(option for q in asked for option in q.option_ids))
        self.binds = binds
        chosen = _mapping({"setting": _some(_ref("setting_name")), "breaks_skin": _some(_enum(("yes", "no")))})
        suggests = {"anyOf": [_some(_ref("treatment_name")), chosen]}
        return {
            "asking": self._condition("asking", answers),
            "condition": self._condition("condition", facts),
            "bound": self._condition("condition", {**binds, **facts}),
            "told": self._condition("told", {**facts, "suggests": suggests}),
        }

    def _condition(self, inner: str, properties: Mapping[str, Json]) -> Json:
        several: Json = {"type": "array", "items": _ref(inner), "minItems": 1}
        return _mapping({**properties, "any": several, "all": several, "not": _ref(inner)})

    def others(self) -> dict[str, Json]:
        """What stands in properties and cases alone."""
        names = {"setting": _some(_ref("setting_name")), "breaks_skin": _some(_enum(("yes", "no")))}
        selection = {
            "anyOf": [_some(_ref("treatment_name")), _mapping({**names, "except": _ref("selection")})],
        }
        holds = {name: _ref("selection") for name in ("suggests", "offers", "not_recommended")}
        shown = {name: _some(_ref(f"{sort}_name")) for name, sort in _SHOWN.items()}
        both: Json = {"these": _ref("selection"), "those": _ref("selection")}
        pair: Json = {"type": "array", "items": _ref("treatment_name"), "minItems": 2, "maxItems": 2}
        monotone: Json = {
            "changing": _ref("question_name"),
            "along": {"type": "array", "items": _ref("option_name"), "minItems": 2},
            "never_adds": _ref("selection"),
            "when": _ref("told"),
        }
        return {
            "selection": selection,
            "holds": _mapping({"when": _ref("told"), **holds, **shown}),
            "above": {"anyOf": [pair, _mapping(both, required=both)]},
            "monotone": _mapping(monotone, required=("changing", "along", "never_adds")),
        }

    def form(self, name: str) -> Json:
        """One entry."""
        form: EntrySchema = ENTRY_SCHEMAS[name]
        properties: dict[str, Json] = {}
        for key in form.keys:
            if key.takes == "binds":
                properties.update({word: {**value, "description": key.says} for word, value in self.binds.items()})
            else:
                properties[key.name] = {"description": key.says, "allOf": [self._value(name, key)]}
        found = _mapping(properties, least=0, required=(key.name for key in form.keys if key.needed))
        if name == "rule_out":
            found["anyOf"] = [{"required": [word]} for word in self.binds]
        return found

    def _value(self, form: str, key: EntryKey) -> Json:
        takes = key.takes
        if takes in ("condition", "bound", "told", "holds", "above", "monotone"):
            asking = form == "question" or (form == "property" and takes == "condition")
            return _ref(("asking" if form == "question" else "told") if asking else takes)
        if takes == "conditions":
            return {"type": "array", "items": _ref("asking")}
        if takes in ("list", "entries", "inner", "said"):
            return self._nested(takes, key.words[0])
        simple: dict[str, Json] = {
            "id": _TEXT,
            "text": _TEXT,
            "drawing": {"type": "string"},
            "day": _DAY,
            "number": {"type": "integer", "minimum": -100, "maximum": 100},
            "word": _enum(key.words),
            "texts": _some(_TEXT),
            "option": _TEXT,
            "colour": {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
            "points": {"type": "array", "items": _POINT, "minItems": 1},
        }
        if takes in simple:
            return simple[takes]
        if takes in ("name", "names"):
            named = _ref(f"{key.words[0]}_name")
            return named if takes == "name" else _some(named)
        return self._special(takes)

    def _nested(self, takes: str, form: str) -> Json:
        if takes == "list":
            return {"type": "array", "items": _ref(form)}
        if takes == "entries":
            return {"type": "object", "minProperties": 1, "additionalProperties": _ref(form)}
        return {"anyOf": [_TEXT, _ref(form)]} if takes == "said" else _ref(form)

    def _special(self, takes: str) -> Json:
        """Values of a shape of their own."""
        treatments = _ref("treatment_name")
        places = dict.fromkeys((*self.kinds, OVERALL, BEYOND))
        match takes:
            case "options":
                either = {"anyOf": [_TEXT, _ref("option")]}
                return {"type": "object", "minProperties": 1, "additionalProperties": either}
            case "then" if self.seen:
                return {**_mapping({self.rulebase.kinds.question: _ref("kind_name")}), "maxProperties": 1}
            case "then":
                return {"type": "object", "additionalProperties": _TEXT, "minProperties": 1, "maxProperties": 1}
            case "by_treatment":
                return _mapping(dict.fromkeys(self.rulebase.treatment_by_id, _ref("picture")))
            case "by_option":
                told = self.rulebase.identification
                asked = (*self.rulebase.questions, *(told.questions if told else ()))
                return _mapping({q.id: _mapping(dict.fromkeys(q.option_ids, _ref("picture"))) for q in asked})
            case "depths":
                return _mapping(dict.fromkeys(self.kinds, _ref("question_name")))
            case "answers":
                given = {q.id: _enum(q.option_ids) for q in self.rulebase.questions}
                several = {q.id: _some(given[q.id]) for q in self.rulebase.questions if q.several}
                return _mapping({**given, **several}, least=0)
            case "pairs":
                return {"type": "array", "items": {"type": "array", "items": treatments, "minItems": 2}}
            case "plans":
                return _mapping(dict.fromkeys(self.kinds, _some(treatments)))
            case "ranks":
                ranks = _mapping({key: {"type": "integer", "minimum": 1} for key in self.rulebase.treatment_by_id})
                return _mapping(dict.fromkeys(places, ranks))
            case "grades":
                graded = _mapping(dict.fromkeys(self.rulebase.treatment_by_id, _ref("grade_name")))
                return _mapping(dict.fromkeys(self.kinds, graded))
        return _mapping({t.id: _some(_enum(_rules(t))) for t in self.rulebase.treatments})  # reasons


def _rules(treatment: Any) -> list[str]:
    return [rule.id for rule in (*treatment.fits, *treatment.rules_out, *treatment.adjusts)]
