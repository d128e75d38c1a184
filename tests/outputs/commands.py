"""The command lines that are tried."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from tests.outputs.site import Call, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.outputs.site import Answers, Site

__all__ = ["advice", "author", "pdf", "terminal"]

TESTS = Path(__file__).parent.parent
MISSPELLED = {"file": "rules/derivations.yaml", "find": "skin_tone: [V, VI]", "replace": "skin_tonne: [V, VI]"}
UNTIDY = {"file": "rules/derivations.yaml", "find": "skin_tone: [V, VI]", "replace": "skin_tone:   [ V,VI ]"}
BAD_ANSWERS = (
    '{"scar_types": ["rollin"], "skin_ton": "II", "budget": ["flexible"]}',
    '{"scar_types": []}',
    "[1, 2]",
    "a: [",
    "",
)


def advise(name: str, answers: Answers, *words: str, columns: int = 80, writes: bool = False) -> Call:
    """The advice for a person."""
    said = ("advise", "--rules", "rules", "--answers", "-", *words)
    file, changes = f"{name} {' '.join(words)} {columns}", () if writes else None
    return Call(file, said, json.dumps(answers), columns, changes=changes)


def advice(site: Site) -> Iterator[Call]:
    """The advice in every format but PDF, and what is said of wrong answers."""
    values = site.values
    for number, (name, answers) in enumerate(site.people.items()):
        for words in ((), ("--format", "json"), ("--format", "html"), ("--matters", values[number % len(values)])):
            yield advise(name, answers, *words)
        yield advise(name, answers, columns=40)
    for name, answers in site.few.items():
        yield advise(name, answers, "--format", "html", "--paper", "letter")
        yield advise(name, answers, "--format", "html", *(word for value in values for word in ("--matters", value)))
        yield advise(name, answers, "--matters", "nonsense")
        for form in ("text", "json", "html"):
            yield advise(name, answers, "--format", form, "--output", "advice", writes=True)
        yield Call(f"{name} of the rules that came along", ("advise", "--answers", "-"), json.dumps(answers))
    for number, text in enumerate(BAD_ANSWERS):
        yield Call(f"bad answers {number}", ("advise", "--rules", "rules", "--answers", "-"), text)
    yield Call("no answers", ("advise", "--answers", "nowhere.yaml"))


def pdf(site: Site) -> Iterator[Call]:
    """The text of the hand-out as PDF."""
    for name, answers in site.people.items():
        yield advise(name, answers, "--format", "pdf", "--output", "handout", writes=True)
    for name, answers in site.few.items():
        yield advise(name, answers, "--format", "pdf", "--output", "handout", "--paper", "letter", writes=True)


def terminal(site: Site) -> Iterator[Call]:
    """Consultations with numbered options, and what has colours in a terminal."""
    told = ("advise", "--rules", "rules", "--answers", "-")
    for name, answers in site.few.items():
        typed = consultation(site, answers)
        yield Call(f"{name} consultation", ("--plain", "--rules", "rules"), typed, terminal=True, changes=())
        yield Call(f"{name} advice", told, json.dumps(answers) + "\n", terminal=True)
    for rules in ("rules", "changed"):
        for command in ("check", "test", "coverage"):
            yield Call(f"{rules} {command}", ("rules", command, "--rules", rules), terminal=True)
    yield Call("stopped", ("--plain", "--rules", "rules"), "1\nreview\n", terminal=True)


def consultation(site: Site, answers: Answers) -> str:
    """What someone types who asks why, errs, looks at one mark, answers, and then tries all that the menu offers."""
    lines = ["back", "nonsense", "I don't know which kind", "2", "1", "3"]
    for question in site.questions:
        given = answers.get(question["question"])
        numbers = {option["option"]: str(n) for n, option in enumerate(question["options"], 1)}
        if isinstance(given, list):
            marked = [",".join(numbers[one] for one in given)]
            lines += ["?", *(marked if given else ["None of these", "Yes, none of these"])]
        elif given is not None:
            lines += ["?", numbers[given]]
    lines += ["Show the advice", "Why this one", "1", "Why not that one", "1"]
    lines += ["Change an answer: what moves?", "2", "1", "The answer as it was", "What matters to you", "1,2"]
    lines += ["Compare options", "1,2", "Save to a file", "Text", "", "Show the advice again", "Leave", ""]
    return "\n".join(lines)


def author(site: Site) -> Iterator[Call]:
    """The commands for whoever writes rules: over three rule bases, over bad rules, and those that write files."""
    formats = {
        **dict.fromkeys(("check", "test"), ("text", "json", "github", "junit")),
        **dict.fromkeys(("coverage", "mutate"), ("text", "json")),
        "docs": ("html", "markdown"),
    }
    for rules in ("rules", "changed", "plants"):
        at = ("--rules", rules)
        for command, named in formats.items():
            yield from (Call(f"{rules} {command} {f}", ("rules", command, *at, "--format", f)) for f in named)
        yield from (Call(f"{rules} questions {f}", ("questions", *at, "--format", f)) for f in ("text", "json"))
        yield Call(f"{rules} watch", ("rules", "watch", "--once", *at))
        yield Call(f"{rules} fmt", ("rules", "fmt", "--check", *at))
        yield Call(f"{rules} schema", ("rules", "schema", "--out", "schemas", "--write-lines", *at), changes=())
    for form in ("text", "json", "markdown"):
        for old, new in (("HEAD", "changed"), ("changed", "rules"), ("rules", "rules")):
            yield Call(f"diff {old} {new} {form}", ("rules", "diff", old, new, "--format", form))
    for form, treatment in product(("text", "json"), site.treatments):
        words = ("rules", "explain", treatment, "--answers", "-", "--format", form)
        for name, answers in site.few.items():
            yield Call(f"explain {name} {treatment} {form}", words, json.dumps(answers))
    for code in [*re.findall(r"[A-Z]\d{3}", site.said("rules", "explain-code", "none")), "none"]:
        yield from (Call(f"{code} {f}", ("rules", "explain-code", code, "--format", f)) for f in ("text", "json"))
    yield from helps(site, ())
    yield from writing()
    for path in sorted((TESTS / "rulefiles" / "bad").glob("*.yaml")):
        changes = [{**change, "file": f"plants/{change['file']}"} for change in read(path)["changes"]]
        yield Call(f"bad {path.stem}", ("rules", "check", "--rules", "plants"), changes=changes)
    for number, defect in enumerate(read(TESTS / "rules" / "seeded" / "defects.yaml")):
        if "find" in defect:
            change = {**defect, "file": f"rules/{defect['file']}"}
            yield from (Call(f"defect {number} {c}", ("rules", c), changes=[change]) for c in ("check", "test"))


def helps(site: Site, words: tuple[str, ...]) -> Iterator[Call]:
    """The help of a command and of every command below it."""
    yield Call(f"help {' '.join(words)}", (*words, "--help"))
    for name in re.findall(r"^  ([a-z-]+)  ", site.said(*words, "--help").partition("\nCommands:\n")[2], re.MULTILINE):
        yield from helps(site, (*words, name))


def writing() -> Iterator[Call]:
    """Commands that write files, and command lines that are wrong."""
    for words, changes in {
        "rules check --fix": [MISSPELLED],
        "rules check --fix --dry-run": [MISSPELLED],
        "rules check --format json": [MISSPELLED],
        "rules test --update --rules changed": [],
        "rules fmt": [UNTIDY],
        "rules fmt --check": [UNTIDY],
        "rules docs --out page.html": [],
        "rules new tyres": [],
        "rules new treatment warm_bath": [],
        "rules new treatment subcision": [],
        "rules check --rules nowhere": [],
        "rules diff rules nowhere": [],
        "rules explain nobody --answers nowhere": [],
        "rules chekc": [],
        "--plain questions": [],
        "--version": [],
        "forget": [],
        "": [],
    }.items():
        yield Call(f"line {words}", words.split(), changes=changes)
