"""One rule base through several engines: ours, stock experta, CLIPS through clipspy, and a function of plain Python.

All get the same productions: conditions bound to a kind, in the order of their stages. Each is built into a function
from one person's answers to its result, and each result names the productions that fired.

Left out, although they install: business-rules and rule-engine know no facts that a rule concludes, so the chaining
would be ours; zen-engine evaluates a graph that the author puts in order, so the stages would be ours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import product
from typing import TYPE_CHECKING, Any

from advisor.engine._experta import NOT, ExpertaRule, Fact, KnowledgeEngine, P

# isort: split
from experta import AND, OR, L  # only after the import above, which lends it a name that Python dropped

from advisor.engine.consultation import Consultation
from advisor.engine.inference import Inference
from advisor.model.conditions import All, AnyOf, Condition, Is, Not, leaves

try:
    import clips
except ImportError:
    clips = None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.engine.compilation import Production
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers

    Consult = Callable[[Answers], Any]
    Leaf = tuple[Is, bool]  # True: negated

SALIENCE = 100  # of the first stage; later ones have less
CLIPS = "CLIPS (C), through clipspy"
CHUNK = 10  # productions that share a list in CLIPS


@dataclass(frozen=True)
class Contender:
    """An engine: how it is built from rules, and the ids (``production_id``) of what fired in one of its results."""

    name: str
    build: Callable[[RuleBase, Sequence[Production]], Consult]
    fired: Callable[[Any, Sequence[Production]], Iterable[str]]


def production_id(production: Production) -> str:
    """What tells a production from all others, in the words of the trace."""
    return f"{production.id}: {production.yields.concludes}"


def _numbered(result: Iterable[int], productions: Sequence[Production]) -> Iterable[str]:
    return (production_id(productions[number]) for number in result)


def _advice(rulebase: RuleBase, productions: Sequence[Production]) -> Consult:
    return Consultation(rulebase).advise


def _inference(rulebase: RuleBase, productions: Sequence[Production]) -> Consult:
    inference = Inference((question.id for question in rulebase.questions), productions)
    return lambda answers: inference.run(answers.given)


def _stock_experta(rulebase: RuleBase, productions: Sequence[Production]) -> Consult:
    """experta as its users write rules: methods of an engine, with P for several values; nothing of it replaced.

    Every rule has a salience of its own: of several activations with the same facts and the same salience experta
    cannot take the right one back, and a rule fires although what it needs absent is there.
    """
    several = {question.id for question in rulebase.questions if question.several}
    asked = set(rulebase.question_by_id)
    answered = type("Answered", (Fact,), {})
    derived = type("Derived", (Fact,), {})

    @cache
    def test(question: str, values: frozenset[str], negated: bool) -> Any:
        if question in several:
            return P(lambda given: values.isdisjoint(given) is negated)
        if len(values) == 1:
            return ~L(*values) if negated else L(*values)
        return P(lambda given: (given in values) is not negated)

    def pattern(together: Sequence[Leaf]) -> list[Any]:
        fields: dict[str, Any] = {}
        facts = []
        for leaf, negated in together:
            if leaf.fact in asked:
                wanted = test(leaf.fact, leaf.values, negated)
                fields[leaf.fact] = fields[leaf.fact] & wanted if leaf.fact in fields else wanted
            else:
                (value,) = leaf.values
                fact = derived(name=leaf.fact, value=value)
                facts.append(NOT(fact) if negated else fact)
        return [answered(**fields), *facts]

    def rule(number: int, production: Production) -> ExpertaRule:
        def fire(engine: Any) -> None:
            engine.fired.append(number)
            if production.derives:
                engine.declare(derived(name=production.derives[0], value=production.derives[1]))

        patterns = [pattern(together) for together in _alternatives(production.when)]
        needed = patterns[0] if len(patterns) == 1 else [OR(*(AND(*each) for each in patterns))]
        return ExpertaRule(*needed, salience=len(productions) - number)(fire)

    methods = {f"rule{number}": rule(number, production) for number, production in enumerate(productions)}
    engine = type("Stock", (KnowledgeEngine,), methods)()

    def consult(answers: Answers) -> list[int]:
        engine.fired = []
        engine.reset()
        given = answers.given
        engine.declare(answered(**{q: given[q] if q in several else next(iter(given[q])) for q in given}))
        engine.run()
        return engine.fired

    return consult


def _clips(rulebase: RuleBase, productions: Sequence[Production]) -> Consult:
    """One template with a slot for each question, or for each option of one with several; derived facts in order.

    What fired is put into lists of a few productions each and read back as one text: of the ways tried (a Python
    function called, facts read one by one, one long list) the fastest by far. It takes about half of the time.
    """
    several = frozenset(question.id for question in rulebase.questions if question.several)
    options = {question.id: frozenset(question.option_ids) for question in rulebase.questions if not question.several}
    options |= {
        f"{q}-{option}": frozenset({"yes", "no"}) for q in several for option in rulebase.question_by_id[q].option_ids
    }

    def pattern(together: Sequence[Leaf]) -> str:
        slots: dict[str, frozenset[str]] = {}
        facts = []
        for leaf, negated in together:
            (value, *_) = leaf.values
            slot, wanted = (f"{leaf.fact}-{value}", {"yes"}) if leaf.fact in several else (leaf.fact, leaf.values)
            if slot in options:
                slots[slot] = slots.get(slot, options[slot]) & (options[slot] - wanted if negated else wanted)
            else:
                facts.append(f"(not ({leaf.fact} {value}))" if negated else f"({leaf.fact} {value})")
        tests = " ".join(f"({slot} {'|'.join(sorted(values)) or 'never'})" for slot, values in slots.items())
        return " ".join([f"(answers {tests})", *facts])

    environment = clips.Environment()
    lists = range(len(productions) // CHUNK + 1)
    environment.build(f"(deftemplate answers {' '.join(f'(slot {slot})' for slot in options)})")
    for each in lists:
        environment.build(f"(defglobal ?*fired{each}* = (create$))")
    together = " ".join(f"?*fired{each}*" for each in lists)
    environment.build(f"(deffunction fired () (implode$ (create$ {together})))")
    for number, production in enumerate(productions):
        patterns = [pattern(each) for each in _alternatives(production.when, several)]
        needed = patterns[0] if len(patterns) == 1 else f"(or {' '.join(f'(and {each})' for each in patterns)})"
        fired = f"?*fired{number // CHUNK}*"
        derives = "(assert ({} {}))".format(*production.derives) if production.derives else ""
        environment.build(
            f"(defrule r{number} (declare (salience {SALIENCE - production.stage})) {needed}"
            f" => (bind {fired} (create$ {fired} {number})) {derives})"
        )
    template, fired_numbers = environment.find_template("answers"), environment.find_function("fired")
    symbols = {word: clips.Symbol(word) for values in options.values() for word in values}

    def consult(answers: Answers) -> list[int]:
        given = answers.given
        environment.reset()
        slots = {q: symbols[next(iter(given[q]))] for q in given if q not in several}
        for question in several:
            for option in rulebase.question_by_id[question].option_ids:
                slots[f"{question}-{option}"] = symbols["yes" if option in given[question] else "no"]
        template.assert_fact(**slots)
        environment.run()
        return [int(number) for number in fired_numbers().split()]

    return consult


def _plain_python(rulebase: RuleBase, productions: Sequence[Production]) -> Consult:
    """An ``if`` for each production, in an order in which every fact is settled before it is asked for."""
    several = {question.id for question in rulebase.questions if question.several}
    asked = set(rulebase.question_by_id)
    needs: defaultdict[str, set[str]] = defaultdict(set)
    for rule in rulebase.derivations:
        needs[rule.fact] |= {leaf.fact for leaf, _ in leaves(rule.when) if isinstance(leaf, Is)}
    order = {fact: number for number, fact in enumerate(TopologicalSorter(needs).static_order())}

    def test(condition: Condition) -> str:
        match condition:
            case Not(part):
                return f"not {test(part)}"
            case All(parts):
                return f"({' and '.join(map(test, parts)) or 'True'})"
            case AnyOf(parts):
                return f"({' or '.join(map(test, parts)) or 'False'})"
            case Is(fact, values) if fact in several:
                return f"({' or '.join(f'{value!r} in {fact}' for value in sorted(values))})"
            case Is(fact, values):
                return f"({fact} in {set(values)!r})"
        raise AssertionError(condition)

    lines = ["def consult(answers):", " given, fired = answers.given, []", " fire = fired.append"]
    lines += [f" {q} = given[{q!r}]" if q in several else f" ({q},) = given[{q!r}]" for q in asked]
    lines += [f" {fact} = ''" for fact in needs]

    def turn(number: int) -> int:
        derives = productions[number].derives
        return order[derives[0]] if derives else len(order)

    for number in sorted(range(len(productions)), key=turn):
        lines += [f" if {test(productions[number].when)}:", f"  fire({number})"]
        if derives := productions[number].derives:
            lines.append("  {} = {!r}".format(*derives))
    space: dict[str, Any] = {}
    exec("\n".join([*lines, " return fired"]), space)
    return space["consult"]


def _alternatives(
    condition: Condition, split: frozenset[str] = frozenset(), *, negated: bool = False
) -> list[tuple[Leaf, ...]]:
    """The condition as alternatives of leaves that hold together; of the facts in ``split`` a leaf names one value."""
    match condition:
        case Not(part):
            return _alternatives(part, split, negated=not negated)
        case Is(fact, values) if fact in split and len(values) > 1:
            each = tuple(Is(fact, frozenset({value})) for value in sorted(values))
            return _alternatives(AnyOf(each), split, negated=negated)
        case Is():
            return [((condition, negated),)]
        case All(parts) | AnyOf(parts):
            found = [_alternatives(part, split, negated=negated) for part in parts]
            if isinstance(condition, AnyOf) is not negated:
                return [one for some in found for one in some]
            return [tuple(leaf for some in chosen for leaf in some) for chosen in product(*found)]
    raise AssertionError(condition)


CONTENDERS = (
    Contender("plain Python, an `if` for each rule", _plain_python, _numbered),
    *([Contender(CLIPS, _clips, _numbered)] if clips else []),
    Contender(
        "the advisor, inference alone", _inference, lambda run, _: (production_id(one.production) for one in run.fired)
    ),
    Contender(
        "the advisor, whole advice", _advice, lambda advice, _: (f"{one.rule}: {one.concludes}" for one in advice.trace)
    ),
    Contender("stock experta", _stock_experta, _numbered),
)
