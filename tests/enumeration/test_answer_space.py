"""The numbered answer space against the plain meaning of conditions, and its arithmetic against whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.diagnostics.errors import TooLarge
from advisor.diagnostics.source import Position, SourceText
from advisor.enumeration.answer_space import Space, digits_of
from advisor.enumeration.outcomes import Scores
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, truth
from advisor.model.rules import Derivation, Option, Question
from advisor.questionnaire.flow import asked_questions
from tests.people import everyone_of

HERE = Position(SourceText("test", ("",)), 1, 1)


def question(name: str, *options: str, when: Condition = ALWAYS, several: bool = False) -> Question:
    made = tuple(Option(id=option, label=option, short=option, position=HERE) for option in options)
    return Question(id=name, ask="", help="", why="", options=made, several=several, ask_when=when, position=HERE)


def derivation(name: str, when: Condition, fact: str, value: str) -> Derivation:
    return Derivation(id=name, when=when, fact=fact, value=value, position=HERE)


QUESTIONS = (
    question("kinds", "a", "b", "c", several=True),
    question("depth_a", "low", "high", when=Is("kinds", frozenset({"a"}))),
    question("tone", "x", "y", "z"),
    question("more", "yes", "no", when=All((Is("tone", frozenset({"x"})), Not(Is("kinds", frozenset({"b"})))))),
    question("marks", "m", "n", when=Is("more", frozenset({"yes"})), several=True),
)


def test_a_question_asked_for_one_option_shares_its_digit() -> None:
    assert [(digit.name, digit.radix) for digit in digits_of(QUESTIONS)] == [
        ("kinds=a", 3),
        ("kinds=b", 2),
        ("kinds=c", 2),
        ("tone", 3),
        ("more", 3),
        ("marks=m", 2),
        ("marks=n", 2),
    ]


def test_the_profiles_are_exactly_what_the_questionnaire_can_lead_to() -> None:
    space = Space(QUESTIONS)
    numbered = [space.profile(number) for number in space.numbers(space.every)]
    reached = list(everyone_of(QUESTIONS))

    def key(person: dict[str, frozenset[str]]) -> list[tuple[str, list[str]]]:
        return sorted((name, sorted(options)) for name, options in person.items())

    assert sorted(map(key, numbered)) == sorted(map(key, reached))
    assert [space.number(person) for person in numbered] == list(space.numbers(space.every))
    for person in numbered:
        assert set(person) == {q.id for q in asked_questions(QUESTIONS, person)}


FACTS = {q.id: q.option_ids for q in QUESTIONS} | {"f": ("yes",), "g": ("p", "q")}


def leaf(names: list[str]) -> st.SearchStrategy[Condition]:
    return st.sampled_from(names).flatmap(
        lambda name: st.frozensets(st.sampled_from(FACTS[name]), min_size=1).map(lambda values: Is(name, values))
    )


def conditions(names: list[str]) -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, max_size=3).map(tuple)
        return parts.map(All) | parts.map(AnyOf) | inner.map(Not)

    return st.recursive(leaf(names), grow, max_leaves=6)


ANSWERED = [q.id for q in QUESTIONS]


@settings(max_examples=60)
@given(conditions(ANSWERED), conditions([*ANSWERED, "f"]), conditions([*ANSWERED, "f", "g"]))
def test_masks_mean_what_conditions_mean(first: Condition, second: Condition, asked_for: Condition) -> None:
    space = Space(QUESTIONS, [derivation("2", second, "g", "p"), derivation("1", first, "f", "yes")])
    mask = space.mask(asked_for)
    for number in space.numbers(space.every):
        facts = dict(space.profile(number))

        def value(name: str, facts: dict[str, frozenset[str]] = facts) -> frozenset[str]:
            return facts.get(name, frozenset())

        if truth(first, value):
            facts["f"] = frozenset({"yes"})
        if truth(second, value):
            facts["g"] = frozenset({"p"})
        assert bool(mask >> number & 1) is truth(asked_for, value)


def test_impossible_combinations_are_outside_every() -> None:
    both = All((Is("tone", frozenset({"z"})), Is("kinds", frozenset({"c"}))))
    space = Space(QUESTIONS, impossible=[both])
    assert space.every == Space(QUESTIONS).every & ~Space(QUESTIONS).mask(both)
    assert space.mask(both) == 0


def test_a_space_over_the_limit_is_refused_with_its_size_and_costliest_questions() -> None:
    assert Space(QUESTIONS, limit=432).size == 432
    with pytest.raises(TooLarge):
        Space(QUESTIONS, limit=431)
    with pytest.raises(TooLarge) as caught:
        Space(QUESTIONS, limit=100)
    assert str(caught.value) == (
        "too large to prove: 432 answer combinations, and the limit is 100; the questions that cost most are"
        " kinds=a (3), tone (3) and more (3)"
    )


SIZE = 12
MASKS = st.integers(min_value=0, max_value=(1 << SIZE) - 1)


@given(st.lists(st.tuples(st.integers(-40, 40), MASKS), max_size=6), st.lists(st.tuples(st.integers(-40, 40), MASKS)))
def test_bit_sliced_scores_are_whole_numbers(one: list[tuple[int, int]], two: list[tuple[int, int]]) -> None:
    where = (1 << SIZE) - 1

    def added(parts: list[tuple[int, int]], base: int, on: int) -> tuple[Scores, list[int]]:
        scores, plain = Scores.from_masks(on, {base: on}), [base] * SIZE
        for points, mask in parts:
            scores = scores.plus(points, mask & on)
            plain = [value + points * (mask >> i & 1) for i, value in enumerate(plain)]
        return scores, plain

    left, plain_left = added(one, 20, where & 0b111111110011)
    right, plain_right = added(two, 10, where & 0b001111111111)
    for i in {*range(SIZE)} - {2, 3}:
        assert left.at(i) == plain_left[i]
    above, best = left.above(right), left.best(right)
    for i in range(SIZE):
        in_left, in_right = i not in (2, 3), i <= 9
        assert bool(above >> i & 1) is (in_left and in_right and plain_left[i] > plain_right[i])
        candidates = [plain_left[i]] * in_left + [plain_right[i]] * in_right
        assert best.at(i) == max(candidates)


def test_scores_may_be_below_zero_and_above() -> None:
    scores = Scores.from_masks(0b111, {5: 0b100, -5: 0b001, 0: 0b010})
    assert [scores.at(i) for i in range(3)] == [-5, 0, 5]
    assert [scores.plus(-7, 0b101).at(i) for i in range(3)] == [-12, 0, -2]


@settings(max_examples=30)
@given(conditions(ANSWERED), st.integers(0, 6))
def test_freeing_a_digit_keeps_only_what_holds_whatever_its_value(condition: Condition, place: int) -> None:
    space = Space(QUESTIONS)
    mask = space.mask(condition)
    freed = space.for_every_value(mask, place)
    radix = space.digits[place].radix
    stride = 1
    for digit in space.digits[:place]:
        stride *= digit.radix
    for number in space.numbers(space.every):
        base = number - number // stride % radix * stride
        others = [base + value * stride for value in range(radix)]
        whole = all(mask >> other & 1 for other in others if space.every >> other & 1)
        assert bool(freed >> number & 1) is whole
