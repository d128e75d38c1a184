"""The same rules through several engines, side by side: `python -m tests.benchmarks.compare`; some three minutes.

Every engine must lead every person to the same, or no figure is shown. One process, the engines in turn, gc off; CPU
time, medians over people. `--write` puts the table into the README.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from advisor.engine.productions import production_stages
from advisor.model.advice import Advice
from advisor.model.rules import Adjustment, Fit, RuleOut, TreatmentWarning
from advisor.questionnaire.answers import check_answers
from tests.benchmarks.contenders import CLIPS, CONTENDERS, Contender, clips, production_id
from tests.large import large_rulebase
from tests.session import README

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.engine.compilation import Production
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers

SIZES = {100: 40, 1000: 24, 3000: 12}  # rules, and for how many people
ROUNDS = 3  # consultations of each person; the first is of someone unseen
TOGETHER = 8  # people whom one engine sees in a row, so that each runs with warm caches
FEWEST, BUDGET = 2, 3.0  # people each engine sees; the seconds after which it sees no more of them
MARKED = re.compile(r"(<!-- speed -->\n).*?(<!-- /speed -->)", re.DOTALL)


def people(rulebase: RuleBase, count: int) -> list[Answers]:
    """Random people, no two alike."""
    chance = random.Random(count)
    found: dict[str, Answers] = {}
    while len(found) < count:
        raw: dict[str, object] = {}
        for question in rulebase.questions:
            ids = question.option_ids
            raw[question.id] = [o for o in ids if chance.random() < 0.5] if question.several else chance.choice(ids)
        found[str(raw)] = check_answers(rulebase, raw)
    return list(found.values())


def scores_of(rulebase: RuleBase, fired: Sequence[Production]) -> dict[tuple[str, str], int]:
    """The score of each treatment for each kind that it fits and is not ruled out for."""
    fits: dict[tuple[str, str], int] = {}
    points: Counter[tuple[str, str | None]] = Counter()
    ruled_out = set()
    for one in fired:
        match one.yields.item:
            case Fit(treatment=treatment, grade=grade):
                key = (treatment, one.yields.kind)
                fits[key] = max(fits.get(key, 0), rulebase.grade_by_id[grade].points)
            case RuleOut(treatment=treatment):
                ruled_out.add((treatment, one.yields.kind))
            case Adjustment(treatment=treatment):
                points[treatment, one.yields.kind] += one.yields.item.points
    return {
        (treatment, kind): best + points[treatment, kind] + points[treatment, None]
        for (treatment, kind), best in fits.items()
        if (treatment, kind) not in ruled_out
    }


def disagreement(
    rulebase: RuleBase, productions: Sequence[Production], results: Sequence[tuple[Contender, Any]]
) -> str:
    """Says what the results for one person differ in from the first; empty when they agree.

    An advice must have the scores that follow from what the first says fired. Its trace leaves out what
    only concerns treatments that are not offered.
    """
    (first, result), *others = results
    named = set(first.fired(result, productions))
    fired = [production for production in productions if production_id(production) in named]
    scores = scores_of(rulebase, fired)
    offered = {treatment for treatment, _ in scores}
    for contender, other in others:
        expected = named
        if isinstance(other, Advice):
            shown = {(s.treatment, fit.kind): fit.score for s in other.suggestions for fit in s.fits}
            if shown != scores:
                return f"{contender.name}: the scores are not those that follow from {first.name}: {shown} {scores}"
            unshown = (Adjustment, TreatmentWarning)
            expected = {
                production_id(one)
                for one in fired
                if not isinstance(one.yields.item, unshown) or one.yields.item.treatment in offered
            }
        if differ := expected ^ set(contender.fired(other, productions)):
            return f"{contender.name} and {first.name} differ in {sorted(differ)}"
    return ""


@dataclass
class Times:
    """Seconds of one engine at one size: building it, and each person's consultations, the first one first."""

    built: float
    people: list[list[float]] = field(default_factory=list)

    @property
    def seen(self) -> float:
        """The median consultation of a person seen before."""
        return median(time for times in self.people for time in times[1:])

    @property
    def unseen(self) -> float:
        """The median first consultation, as a multiple of that."""
        return median(times[0] for times in self.people) / self.seen

    def consult(self, ask: Callable[[Answers], Any], some: Sequence[Answers], rounds: int) -> list[Any]:
        """Asks for some people in a row, so many times; the results, fewer than people when it takes too long."""
        results: list[Any] = []
        asked: list[tuple[Answers, list[float]]] = []
        for person in some:
            if len(self.people) < FEWEST or sum(map(sum, self.people)) < BUDGET:
                took, result = _timed(ask, person)
                results.append(result)
                self.people.append([took])
                asked.append((person, self.people[-1]))
        for _ in range(rounds - 1):
            for person, times in asked:
                times.append(_timed(ask, person)[0])
        return results


def _timed(call: Callable[..., Any], *arguments: object) -> tuple[float, Any]:
    start = process_time()
    result = call(*arguments)
    return process_time() - start, result


def measure(rules: int, count: int, rounds: int = ROUNDS) -> dict[str, Times]:
    """The times of every engine by name. Raises SystemExit where two lead a person to different things."""
    rulebase = large_rulebase(rules)
    productions = [production for stage in production_stages(rulebase) for production in stage]
    stranger, *others = people(rulebase, count + 1)
    times: dict[Contender, Times] = {}
    asks: dict[Contender, Callable[[Answers], Any]] = {}
    gc.disable()
    for contender in CONTENDERS:
        took, asks[contender] = _timed(contender.build, rulebase, productions)
        first, again = (_timed(asks[contender], stranger)[0] for _ in range(2))
        times[contender] = Times(took + first - again)  # some are only built once they are asked
    gc.freeze()
    for turn, begin in enumerate(range(0, count, TOGETHER)):
        some = others[begin : begin + TOGETHER]
        results = {}
        for contender in (*CONTENDERS[turn % len(CONTENDERS) :], *CONTENDERS[: turn % len(CONTENDERS)]):
            results[contender] = times[contender].consult(asks[contender], some, rounds)
            gc.collect()
        for number, person in enumerate(some):
            found = [(one, results[one][number]) for one in CONTENDERS if number < len(results[one])]
            if differ := disagreement(rulebase, productions, found):
                raise SystemExit(f"{rules} rules, {dict(person.given)}: {differ}")
    gc.unfreeze()
    gc.enable()
    return {contender.name: its for contender, its in times.items()}


def table(measured: Mapping[int, Mapping[str, Times]]) -> str:
    """The times as a Markdown table, with ratios to CLIPS."""
    sizes = list(measured)
    lines = [
        f"| one consultation | {' | '.join(f'{rules:,} rules' for rules in sizes)} "
        f"| {sizes[0]:,} to {sizes[-1]:,} | unseen | built, {' / '.join(f'{rules:,}' for rules in sizes)} |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    for contender in CONTENDERS:
        its = [measured[rules][contender.name] for rules in sizes]
        ratios = [each.seen / measured[rules][CLIPS].seen for each, rules in zip(its, sizes, strict=True)]
        cells = [f"{_ms(each.seen)} ms, {_short(ratio)}×" for each, ratio in zip(its, ratios, strict=True)]
        built = " / ".join(_ms(each.built) for each in its)
        more = (f"{_short(its[-1].seen / its[0].seen)}×", f"{_short(max(each.unseen for each in its))}×")
        lines.append(f"| {' | '.join((contender.name, *cells, *more))} | {built} ms |")
    return "\n".join(lines) + "\n"


def _ms(seconds: float) -> str:
    return _short(seconds * 1000)


def _short(number: float) -> str:
    """A number with two digits that count, or all those before the point."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}" if number < 1 else f"{number:.1f}"


def with_table(readme: str, shown: str) -> str:
    """The README with that table between its marks."""
    return MARKED.sub(lambda found: found[1] + shown + found[2], readme)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; the exit code, 1 where clipspy is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    write = parser.parse_args(arguments).write
    if clips is None:
        print("clipspy is not installed; it comes with the extra `test`", file=sys.stderr)
        return 1
    shown = table({rules: measure(rules, count) for rules, count in SIZES.items()})
    print(shown, end="")
    if write:
        README.write_text(with_table(README.read_text(encoding="utf-8"), shown), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
