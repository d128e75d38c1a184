"""The explanation of every finding by its code: what it means, a small example and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from advisor.author.checking.ignores import IGNORE_PAGES
from advisor.author.checking.runner import CHECKS
from advisor.diagnostics.findings import TITLES

__all__ = ["CodeExplanation", "code_explanations"]


@dataclass(frozen=True, slots=True)
class CodeExplanation:
    """The explanation of one code. In ``text`` an indented line is an example and stays as it is."""

    code: str
    title: str
    text: str


@cache
def code_explanations() -> dict[str, CodeExplanation]:
    """Every page by code, sorted: A (answers), R (rule files), S (what the rules say together)."""
    found = {
        code: CodeExplanation(code, _ANSWER_TITLES.get(code) or TITLES[code], text) for code, text in _PAGES.items()
    }
    found |= {check.CODE: CodeExplanation(check.CODE, check.TITLE, check.PAGE) for check in CHECKS}
    found |= {code: CodeExplanation(code, title, text) for code, (title, text) in IGNORE_PAGES.items()}
    return dict(sorted(found.items()))


_ANSWER_TITLES = {
    "A001": "an answer to a question that there is not",
    "A002": "an answer that is not an option",
    "A003": "a question without an answer",
    "A004": "an answer in the wrong shape",
    "A005": "a form with a field that no page of ours has",
}

_PAGES = {
    "A001": """\
An answers file (or the answers of a case) names a question that the rule base does not ask.

Example:
    spendin: some

Remedy: spell it as in questionnaire.yaml; `advisor questions` shows every question and option.
    spending: some
""",
    "A002": """\
The question is there, but it has no such option.

Example:
    spending: a bit

Remedy: write the id of an option, not its label; `advisor questions` shows them.
    spending: some
""",
    "A003": """\
The other answers lead to a question that has no answer here. Only a question with a default may be left out.

Example:
    troubles: [yellow_leaves]
and nothing for `yellow_spread`, which is asked of whoever reports yellow leaves.

Remedy: add the answer; `not_sure` is an answer wherever the question has it.
    yellow_spread: not_sure
""",
    "A004": """\
Answers are a mapping from questions to options. A question that takes several answers has a list; any other has one
word.

Example:
    spending: [none, some]

Remedy: write one word, or a list where several answers can be given.
    spending: some
""",
    "A005": """\
The page that `advisor present` shows got a form back with a field, or a value in one, that none of its pages sends.
Nothing of such a form is used.

Example: a form with `colour=red`.

Remedy: begin again from the first page. Programs give answers to `advisor advise --answers -` instead.
""",
    "R001": """\
A file or folder that every rule base has is not there, is empty, too large, in another encoding, or may not be read.

Example: the folder has no notes.yaml.

Remedy: add the file. Where there is nothing to say, `[]` is an empty list. Save every file as UTF-8.
""",
    "R002": """\
The file cannot be read as YAML. Most often a text holds `: `, a bracket or a quote is not closed, or the indentation
changes within one entry.

Example:
    because: One thing: it helps.

Remedy: put the text in quotes, close what is open, and indent with spaces.
    because: "One thing: it helps."
""",
    "R003": """\
YAML can do more than rule files need: aliases, anchors, tags, several documents in a file. None of it is used here, so
that every word means what it says. No key may stand twice in one mapping, since only one of the two would count.

Example:
    points: 5
    points: 3

Remedy: write the thing out, and keep one of two keys.
""",
    "R004": """\
A list, a mapping or a text was expected here, and something else stands there.

Example:
    when: [{spending: some}, {spending: none}]

Remedy: write the shape that the message names.
    when: {any: [{spending: some}, {spending: none}]}
""",
    "R005": """\
The entry has a key that is not known. It would say nothing, so it is a mistake. Most often it is misspelled.

Example:
    claim: [B001]

Remedy: spell the key as rules/README.md does. `advisor rules check --fix` does so where only one key can be meant.
    claims: [B001]
""",
    "R006": """\
Something that the entry must say is missing: its reason, its options, what it binds.

Example:
    - rule: rinse-lice
      when: {trouble: lice}
      grade: named_for

Remedy: add the key that the message names.
      because: Rinsing takes lice off the leaves.
""",
    "R007": """\
Only a few words can stand here (a grade, a setting, a severity, a basis, yes or no), and this is none of them.

Example:
    severity: grave

Remedy: take one of the words that the message names.
    severity: serious
""",
    "R008": """\
Two things have the same name, so no one could tell which is meant. Or one word stands twice in a list.

Example: two treatments have a rule called `first-choice`.

Remedy: give one of them another name. Names of rules are unique over all files.
""",
    "R009": """\
Ids of questions, options, facts and treatments are small letters, digits and `_`; those of rules, warnings, notes and
properties have `-` in place of `_`. Words of the language (`any`, `all`, `not`, `suggests`) cannot be ids.

Example:
    - rule: Rinse Lice

Remedy: write the id that the message names.
    - rule: rinse-lice
""",
    "R010": """\
A condition looks at a question or a fact. No question is called so, and no derivation concludes such a fact.

Example:
    when: {spendin: some}

Remedy: correct the spelling, or write the question or the derivation.
    when: {spending: some}
""",
    "R012": """\
The question has no such option, or no derivation ever gives the fact this value. The condition could never hold.

Example:
    when: {spending: plenty}

Remedy: take an option of the question; the message names the nearest and where it is declared.
    when: {spending: some}
""",
    "R013": """\
A treatment is named that no file in treatments/ describes. In cases and properties it may also be a warning, a note or
a kind.

Example:
    suggests: rinsing

Remedy: correct the spelling, or write the file.
    suggests: rinse
""",
    "R014": """\
A claim is cited that no source makes, or a claim names a reference that its source does not list.

Example:
    claims: [B009]

Remedy: correct the number, or add the claim to the file in sources/.
""",
    "R015": """\
Every text and rule rests on claims of a source, or says that it is our own judgement. This one does neither.

Example:
    - rule: rinse-lice
      because: Rinsing takes lice off the leaves.

Remedy: cite the claim, or say that it is a judgement.
      claims: [B002]
""",
    "R016": """\
The words that bind one reported kind and its depth stand at the top of a condition, and only in rules of treatments.
They cannot stand inside `any`, `all` or `not`, nor where no kind can be bound. `suggests` stands in notes only.

Example:
    when: {any: [{trouble: lice}, {spending: some}]}

Remedy: bind at the top, or ask for the question behind the word.
    when: {any: [{troubles: lice}, {spending: some}]}
""",
    "R017": """\
A derivation hangs on the absence of a fact that, in the end, hangs on its own conclusion. What follows would depend on
which rule comes first.

Example:
    - rule: well
      when: {not: {ill: yes}}
      then: {well: yes}
    - rule: ill
      when: {not: {well: yes}}
      then: {ill: yes}

Remedy: let one of them look at answers only.
""",
    "R018": """\
Whether a question is asked may depend on earlier answers only: not on later ones, and not on facts.

Example: the first question has `ask_when: {second_question: yes}`.

Remedy: change the order of the questions, or the condition.
""",
    "R019": """\
A label or a drawing is wider than the narrowest screen can show: 34 columns for a label, 38 for a drawing.

Example:
    label: A label that goes on and on for much too long

Remedy: shorten it; what does not fit belongs in `help`.
""",
    "R020": """\
A whole number within a range is expected.

Example:
    points: a lot

Remedy: write the number in digits.
    points: 5
""",
    "R021": """\
A text is empty, a day is not written as one, or a text holds a character that is not seen or moves the cursor.

Example:
    date: 16 August 2021

Remedy: say something, delete what cannot be seen, and write days as year, month and day.
    date: 2021-08-16
""",
    "R022": """\
The file has a name or a place that is never read, so what it says would be lost without a word.

Example: rules/note.yaml

Remedy: give it the name that the message suggests. Files of treatments, sources and cases end in `.yaml`.
""",
    "R023": """\
Under `impossible` stand answers that no one can give together; the proofs leave them out. Only answers can be named
there, not what is concluded from them, and somebody must be left: of nobody nothing can be proved. An example person
under cases/ cannot give them either.

Example:
    impossible:
      - {money: yes}
where `money` is concluded from the answers.

Remedy: name the answers themselves, or narrow the combination.
    impossible:
      - {spending: some, troubles: lice}
""",
    "R024": """\
A drawing of pictures.yaml is made of points on a canvas 200 wide and 100 high, from `[0, 0]` at the top left. A surface
goes from the left edge to the right one. Each mark takes as many points as its role needs. A colour is written as `#`
and six of 0-9 and a-f, in quotes. A drawing is `like` one that stands above it. Every answer to the question of the
palettes has colours, or it would be drawn in those of another; only `not_sure` may go without, and is then drawn in the
middle ones of those `shown`.

Example:
    surface: [[0, 42], [240, 42]]

Remedy: keep to the canvas, and to what the message says.
    surface: [[0, 42], [200, 42]]
""",
}
