"""How the hand-out of every example person is printed: `python -m tests.benchmarks.pages`.

For each case, with all values marked: the pages it takes on A4, the type in points, how much is said shorter, lines for
notes; and what the HTML expects for a browser. Takes some minutes.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from advisor.cases.cases import open_cases
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.render.handout import PRINT_SETTINGS, Handout
from advisor.render.pdf import laid_out

RULES = Path(__file__).parent.parent.parent / "rules"


def main() -> None:
    """Prints a line for each case, and how many take how many pages."""
    rulebase = load_rules(RULES)
    consultation = Consultation(rulebase)
    values = tuple(value.id for value in rulebase.deciding.values) if rulebase.deciding else ()
    counted: Counter[int] = Counter()
    for case in open_cases(rulebase, RULES):
        advice = consultation.advise(case.answers)
        handout = Handout(advice, on=date(2026, 1, 1), values=values)
        fitting = [how for how in PRINT_SETTINGS if len(laid_out(handout.html(how)).pages) <= 2]
        how = fitting[-1] if fitting else PRINT_SETTINGS[0]
        pages = len(laid_out(handout.html(how)).pages)
        counted[pages] += 1
        print(f"{pages} pages  {how.size:4} pt  short {how.short}  {how.lines:2} lines  {case.name}", flush=True)
    print(", ".join(f"{number} on {pages} pages" for pages, number in sorted(counted.items())))


if __name__ == "__main__":
    main()
