"""Checks of texts and sources: each finding on a changed copy of the good rules, and none where nothing is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.author.checking.ignores import apply_ignores, read_ignores
from advisor.author.checks import (
    claims_not_acted_on,
    promises_in_texts,
    reading_level,
    unequal_text_lengths,
    uninformative_reasons,
    unmarked_judgements,
    unused_claims,
)
from advisor.author.prose.promises import cure_patterns, promise_kind_words, promises_in
from advisor.author.prose.reading_age import reading_age, syllables
from advisor.author.prose.texts import texts
from advisor.author.proving.subject import Subject, open_subject
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding, finding_text
from tests.conftest import PLANTS, RULES

if TYPE_CHECKING:
    from advisor.author.proving.subject import Check
    from advisor.model.rulebase import RuleBase

GOOD = Path(__file__).parent.parent / "rulefiles" / "sketch" / "houseplants"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(GOOD, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


@pytest.fixture(scope="module")
def shipped() -> Subject:
    return open_subject(RULES)


def change(rules: Path, file: str, find: str, replace: str) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert text.count(find) == 1, text
    path.write_text(text.replace(find, replace), encoding="utf-8")


def added(check: Check, rules: Path, *changes: tuple[str, str, str]) -> list[Finding]:
    """What a check finds after the changes and did not find before."""
    before = {finding.message for finding in check.find(open_subject(rules))}
    for file, find, replace in changes:
        change(rules, file, find, replace)
    return [finding for finding in check.find(open_subject(rules)) if finding.message not in before]


def test_an_unused_claim(rules: Path) -> None:
    claim = "  - {claim: B4, text: Lice come in spring., kind: general, priority: context}\n"
    path = rules / "sources" / "book.yaml"
    path.write_text(path.read_text(encoding="utf-8") + claim, encoding="utf-8")
    (found_,) = [finding for finding in unused_claims.find(open_subject(rules)) if finding.about == "B4"]
    assert finding_text(found_) == (
        "warning[S010]: nothing that is shown rests on the claim B4\n"
        "  --> rules/sources/book.yaml:12:6\n"
        "   |\n"
        "12 |   - {claim: B4, text: Lice come in spring., kind: general, priority: context}\n"
        "   |      ^^^^^ cited by nothing\n"
        "help: cite it where it is told (`claims: [B4]`), or say why not: `not_shown: ...`"
    )
    change(rules, "sources/book.yaml", "priority: context}", "priority: context, not_shown: Off the subject.}")
    assert [finding.about for finding in unused_claims.find(open_subject(rules))] == ["B3"]


def test_a_claim_said_to_be_not_shown_that_is(rules: Path) -> None:
    (found,) = unused_claims.find(open_subject(rules))
    assert finding_text(found) == (
        "warning[S010]: the claim B3 is marked as not shown, and `new-soil-yellow` rests on it\n"
        "  --> rules/sources/book.yaml:11:6  said to be not shown\n"
        "  --> rules/treatments/new_soil.yaml:13:5  cites it\n"
        "help: take `not_shown` away, or B3 out of `new-soil-yellow`"
    )


@pytest.mark.parametrize(
    ("priority", "kind", "told"),
    [
        ("safety", "definition", True),
        ("core", "warning", True),
        ("core", "definition", False),
        ("context", "warning", False),
    ],
)
def test_a_claim_that_nothing_acts_on(rules: Path, priority: str, kind: str, told: bool) -> None:
    path = rules / "sources" / "book.yaml"
    claim = f"  - {{claim: B4, text: Cold water harms., kind: {kind}, priority: {priority}}}\n"
    path.write_text(path.read_text(encoding="utf-8") + claim, encoding="utf-8")
    found = added(claims_not_acted_on, rules, ("treatments/rinse.yaml", "?]\nclaims: [B2]", "?]\nclaims: [B2, B4]"))
    said = f"nothing acts on the claim B4 ({priority}): only the texts of `rinse` cite it"
    assert [finding.message for finding in found] == ([said] if told else [])
    warning = "stressed_when: {not: {well: yes}}\n"
    change(rules, "treatments/rinse.yaml", warning, f"{warning}    claims: [B4]\n")
    assert list(claims_not_acted_on.find(open_subject(rules))) == []


def test_a_text_that_is_hard_to_read(rules: Path) -> None:
    hard = "Epidermal regeneration necessitates considerable recuperation subsequent to intervention there."
    (found,) = added(reading_level, rules, ("treatments/rinse.yaml", "Let the plant drip.", hard))
    assert (found.severity, found.label, str(found.position)) == (
        "warning",
        "9 words",
        "rules/treatments/rinse.yaml:7:1",
    )
    assert found.message.startswith("`recovery` of `rinse` takes a reading age of ")


def test_names_and_short_texts_do_not_count() -> None:
    text = "Chemabrasion and hyperpigmentation are words that no one can say for you."
    plain, named = reading_age(text), reading_age(text, {"chemabrasion", "hyperpigmentation"})
    assert plain is not None and named is not None
    assert named < 12 < plain
    assert reading_age("Considerable recuperation necessitates interdisciplinary intervention.") is None


def test_the_reading_age_is_that_of_the_formula() -> None:
    """Ten words, one sentence, eleven syllables."""
    age = reading_age("The skin may need a very long time to heal.")
    assert age == pytest.approx(0.39 * 10 + 11.8 * 11 / 10 - 15.59 + 5)


@pytest.mark.parametrize(("word", "count"), [
    ("scar", 1), ("scars", 1), ("needle", 2), ("treated", 2), ("healed", 1), ("places", 2), ("names", 1),
    ("collagen", 3), ("professional", 4), ("the", 1), ("people", 2), ("area", 3), ("skin's", 1), ("x", 1),
    ("special", 2), ("patient", 2), ("medicine", 3), ("types", 1), ("notices", 3),
])  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ("It helps.", "the reason of `rinse-lice` has only 2 words"),
        ("Rinse the leaves: rinsing lice.", "the reason of `rinse-lice` only repeats its name"),
    ],
)
def test_a_reason_that_says_nothing(rules: Path, because: str, said: str) -> None:
    (found,) = added(
        uninformative_reasons,
        rules,
        ("treatments/rinse.yaml", "because: Rinsing takes lice away.", f'because: "{because}"'),
    )
    assert (found.message, found.severity, str(found.position)) == (said, "error", "rules/treatments/rinse.yaml:15:5")


def test_the_same_reason_twice(rules: Path) -> None:
    (found,) = added(
        uninformative_reasons,
        rules,
        ("treatments/new_soil.yaml", "Get rid of the lice first.", "Brown tips come from dry air."),
    )
    assert finding_text(found) == (
        "warning[S013]: `new-soil-lice` gives the very same reason as `new-soil-brown-tips`\n"
        "  --> rules/treatments/new_soil.yaml:28:5  the second time here\n"
        "  --> rules/treatments/new_soil.yaml:22:5  the first time here\n"
        "help: say what is true of this rule only, or make the two one rule"
    )


def test_a_judgement_that_is_not_marked(rules: Path) -> None:
    (found,) = added(
        unmarked_judgements, rules, ("treatments/rinse.yaml", "Rinsing takes lice away.", "We place rinsing first.")
    )
    assert finding_text(found) == (
        "error[S014]: `rinse-lice` says `We place`, and is shown as what the source says\n"
        "  --> rules/treatments/rinse.yaml:15:5\n"
        "   |\n"
        "15 |     because: We place rinsing first.\n"
        "   |     ^^^^^^^ our own\n"
        "help: write `basis: house judgement`, or tell only what the source says"
    )
    change(rules, "treatments/rinse.yaml", "first.\n", "first.\n    basis: house judgement\n")
    assert list(unmarked_judgements.find(open_subject(rules))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We take every week to be often.", True),
        ("Look at your plants. We take weekly to be often, which is our own judgement.", False),
        ("Look at your plants often.", False),
    ],
)
def test_a_note_may_say_itself_what_is_our_own(rules: Path, text: str, told: bool) -> None:
    found = added(unmarked_judgements, rules, ("notes.yaml", "Look at your plants often.", text))
    assert [finding.about for finding in found] == (["look-often"] if told else [])


def test_points_by_the_source_need_an_effect(rules: Path) -> None:
    lice = "because: Get rid of the lice first.\n    basis: house judgement"
    (found,) = added(
        unmarked_judgements,
        rules,
        ("treatments/new_soil.yaml", lice, "because: Get rid of the lice first.\n    claims: [B1]"),
    )
    assert found.message == "`new-soil-lice` moves points by the source, and none of its claims speaks of an effect"
    assert (found.label, str(found.position)) == ("claims of kind general", "rules/treatments/new_soil.yaml:27:5")
    change(rules, "sources/book.yaml", "kind: general", "kind: limit")
    assert list(unmarked_judgements.find(open_subject(rules))) == []


def test_unequal_texts_need_a_middle(rules: Path) -> None:
    many = " ".join(["It helps."] * 40)
    change(rules, "treatments/rinse.yaml", "It takes most of the lice away.", many)
    assert list(unequal_text_lengths.find(open_subject(rules))) == []
    text = (rules / "treatments" / "new_soil.yaml").read_text(encoding="utf-8")
    third = text.replace("new_soil", "old_soil").replace("new-soil", "old-soil")
    (rules / "treatments" / "old_soil.yaml").write_text(third, encoding="utf-8")
    (found,) = unequal_text_lengths.find(open_subject(rules))
    assert found.message == "`how_well` of `rinse` is much longer than the others'"
    assert found.label == "80 words; the middle of all treatments is 6"


def test_every_text_has_its_own_place(shipped: Subject) -> None:
    """The line of a finding is the line that begins the text."""
    for text in texts(shipped.rulebase):
        line = text.position.source.lines[text.position.line - 1]
        assert line[text.position.column - 1 :].startswith((f"{text.key}:", "disclaimer:")), text


def test_the_shipped_texts(shipped: Subject) -> None:
    """Reasons, claims and lengths are in order; a text that is hard to read, or unmarked, is listed until mended."""
    for check in (unused_claims, uninformative_reasons, unequal_text_lengths, promises_in_texts):
        assert [finding_text(finding) for finding in check.find(shipped)] == []


class TestIgnores:
    def find(self, about: str) -> Finding:
        return Finding(code="S012", severity="warning", message="hard", about=about)

    def test_nothing_without_a_file(self, rules: Path) -> None:
        assert read_ignores(rules) == ()

    def test_matching_findings_are_dropped(self, rules: Path) -> None:
        (rules / "ignores.yaml").write_text("- {code: S012, at: a, because: A name.}\n", encoding="utf-8")
        open_subject(rules)  # the folder knows the file
        assert apply_ignores([self.find("a"), self.find("b")], read_ignores(rules)) == (self.find("b"),)

    def test_what_matches_nothing_or_has_no_reason(self, rules: Path) -> None:
        entries = "- {code: S012, at: gone, because: A name.}\n- {code: S012, at: a}\n"
        (rules / "ignores.yaml").write_text(entries, encoding="utf-8")
        kept, gone, bare = apply_ignores([self.find("a")], read_ignores(rules))
        assert kept == self.find("a")
        assert finding_text(gone) == (
            "warning[S018]: there is no S012 at `gone` to ignore\n"
            "  --> rules/ignores.yaml:1:4\n"
            "  |\n"
            "1 | - {code: S012, at: gone, because: A name.}\n"
            "  |    ^^^^ matches nothing\n"
            "help: delete this entry, or correct its code or id"
        )
        assert (bare.message, bare.hint) == (
            "S012 at `a` is not ignored: no reason is given",
            "add `because: ...`",
        )

    def test_nothing_is_said_of_checks_that_did_not_run(self, rules: Path) -> None:
        (rules / "ignores.yaml").write_text("- {code: S012, at: gone, because: A name.}\n", encoding="utf-8")
        assert apply_ignores([], read_ignores(rules), codes={"S001"}) == ()

    def test_the_id_may_be_read_off_the_line(self, rules: Path) -> None:
        (rules / "ignores.yaml").write_text("- {code: S001, at: rinse-lice, because: Meant.}\n", encoding="utf-8")
        position = open_subject(rules).rulebase.treatments[1].fits[0].position
        finding = Finding(code="S001", severity="error", message="never fires", position=position)
        assert apply_ignores([finding], read_ignores(rules)) == ()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("code: S012\n", "ignores.yaml is a list"),
            ("- {code: R012, at: a, because: b}\n", "`R012` is not a code that can be ignored"),
            ("- {code: S012, because: b}\n", "has no `at`"),
            ("- {code: S012, at: [a], because: b}\n", "`at` takes one value"),
            ("- {code: S012, at: a, because: [b]}\n", "`because` takes one value"),
            ("- {code: S012, at: a, becuase: b}\n", "an ignore has no key `becuase`"),
            ("- just words\n", "an ignore is a mapping"),
        ],
    )
    def test_mistakes(self, rules: Path, text: str, said: str) -> None:
        (rules / "ignores.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(RuleBaseInvalid) as caught:
            read_ignores(rules)
        assert said in str(caught.value)


CAUGHT = {
    "This will surely cure your scars for good, guaranteed and without risk.": {
        "promises a result", "promises a cure", "says there is no risk",
    },
    "You should choose this. It is the best and safe for everyone.": {
        "tells someone what to choose", "calls it the best", "says that it is safe",
    },
    "The skin is perfectly smooth afterwards and the scar is gone.": {"promises a result"},
    "It is 100 % safe and cures all scars.": {"promises a result", "promises a cure", "says that it is safe"},
    "You must have this.": {"tells someone what to choose"},
    "It always works. It is risk-free.": {"promises a result", "says there is no risk"},
    "It is not a cream, but it has no risk.": {"says there is no risk"},
    "It costs $ 200.": {"names a price"},
    "It costs 1,500 euros, and that is not much.": {"names a price"},
    "Six sessions are enough.": {"counts sessions"},
    "It takes 3 to 5 visits.": {"counts sessions"},
    "The scars go away for good.": {"promises a cure"},
    "It gets rid of all scars and is completely safe.": {"promises a cure", "says that it is safe"},
    "It heals every trouble.": {"promises a cure"},
    "They are gone once and for all.": {"promises a cure"},
    "Clear skin for sure.": {"promises a result"},
    "It will work.": {"promises a result"},
    "Pits vanish in two weeks.": {"promises a result", "says how soon it works"},
    "You look better within 10 to 14 days.": {"says how soon it works"},
    "It has no side effects.": {"says there is no risk"},
    "It is painless.": {"says there is no pain"},
    "It does not hurt.": {"says there is no pain"},
    "It works in 95 % of people.": {"names a chance in numbers"},
    "8 out of 10 people would have it again.": {"names a chance in numbers"},
    "It costs EUR 200.": {"names a price"},
    "It costs 1.000,- kr.": {"names a price"},
    "It costs about 300.": {"names a price"},
    "It is free.": {"names a price"},
    "It is free of charge": {"names a price"},
}  # fmt: skip
LEFT_ALONE = [
    "It stays in your skin for good.",
    "That does not mean that it is safe for everyone.",
    "That does not mean that there is no risk.",
    "The source names no risk for lighter skin.",
    "No treatment cures scars, and none is 100 % safe.",
    "We can promise no good result.",
    "Is this the best treatment for me?",
    "For the best result, laser can be added later.",
    "A professional can find the best plan for you.",
    "The results were looked at after three months of treatment.",
    "The source warns of two treatments for dark skin.",
    "The source gives no price.",
    "You are free to choose, and the pot is free of soil.",
    "That does not mean that it is free.",
    "The source names no side effects.",
    "Come back in two weeks.",
    "Redness may disappear in a few days.",
    "More studies are needed before anyone can say for sure.",
    "Use a cream of 10 % acid, three times as much.",
    "In one study pits disappeared, and skin looked better within 12 weeks.",
]


@pytest.mark.parametrize("text", CAUGHT)
def test_promises_orders_prices_and_counts_are_found(text: str) -> None:
    assert {promise.does for promise in promises_in(text)} == CAUGHT[text]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_denied_or_left_open_is_no_promise(text: str) -> None:
    assert list(promises_in(text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It removes spots.", ["removes spots"]),
        ("It will clear up all old spots.", ["clear up all old spots"]),
        ("It erases them.", ["erases them"]),
        ("A spot heals.", ["spot heals"]),
        ("Nothing removes spots fully.", []),
        ("It may remove some spots, and is meant to clear spots.", []),
        ("It removes what is around the spots.", []),
        ("The skin beside the spots heals when the spots heal.", []),
    ],
)
def test_what_becomes_of_the_kinds_is_looked_for_by_their_names(text: str, words: list[str]) -> None:
    assert [promise.words for promise in promises_in(text, cures=cure_patterns({"spot"}))] == words
    assert list(promises_in(text)) == []


def test_kinds_are_called_by_the_rule_base(plants: RuleBase) -> None:
    assert promise_kind_words(plants) == {"animal", "leave", "tip", "trouble"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It costs $500, or more.", "$500"),
        ("It costs EUR 1 200.", "EUR 1 200"),
        ("It is 1.000,- kr. at most.", "1.000,- kr"),
        ("Some pay 90 €.", "90 €"),
        ("It works in 62.5 % of people.", "62.5 %"),
    ],
)
def test_a_price_or_a_chance_is_quoted_whole(text: str, words: str) -> None:
    found = next(promises_in(text))
    assert (found.words, text[found.start : found.end].rstrip(".")) == (words, words)


def test_words_for_a_result_are_found_in_pictures_only() -> None:
    text = "The skin is smooth, and the spot is gone."
    assert list(promises_in(text)) == []
    found = [(promise.words, promise.does) for promise in promises_in(text, picture=True)]
    assert found == [("smooth", "shows a result"), ("gone", "shows a result")]


def test_a_text_that_promises(rules: Path) -> None:
    (found,) = added(
        promises_in_texts, rules, ("treatments/rinse.yaml", "It takes most of the lice away.", "It is risk-free.")
    )
    assert finding_text(found) == (
        "warning[S023]: `how_well` of `rinse` says there is no risk: “risk-free”\n"
        "  --> rules/treatments/rinse.yaml:6:17\n"
        "  |\n"
        "6 | how_well: It is risk-free.\n"
        "  |                 ^^^^^^^^^ this stands in the text\n"
        "help: take it out; say what the source says and how far it goes, and what it leaves open"
    )


@pytest.mark.parametrize(
    ("file", "find", "replace", "line", "about"),
    [
        (
            "deciding.yaml",
            "what: You do nothing for now.",
            "what: >-\n    It is not risk-free, and nothing is.\n    But this is risk-free. You do nothing for now.",
            "    But this is ^risk-free. You do nothing for now.",
            "doing_nothing",
        ),
        ("pictures.yaml", 'text: "wet & dry"', 'text: "it\'s $90"', 'text: "it\'s ^$90"}', "fed"),
        (
            "treatments/new_soil.yaml",
            "questions:\n  - ",
            "questions:\n  - Is it?\n  - 'It''s what we do. It is ^free.'\n  - ",
            "  - 'It''s what we do. It is ^free.'",
            "new_soil",
        ),
        ("rulebase.yaml", "label: may help,", "label: always helps,", "label: ^always helps", "may_help"),
        (
            "rulebase.yaml",
            "For people who would like their plants to live.",
            ">-\n  For people who care for\n  sure of plants.",
            "who care ^for",
            "houseplants",
        ),
        (
            "deciding.yaml",
            "text: Less is done than before.",
            "text: It costs ^$50. Less is done than before.",
            "It costs ^$50.",
            "little_work=less_water",
        ),
    ],
)
def test_a_finding_points_at_the_words(
    tmp_path: Path, file: str, find: str, replace: str, line: str, about: str
) -> None:
    shutil.copytree(PLANTS, tmp_path / "rules")
    change(tmp_path / "rules", file, find, replace.replace("^", ""))
    (found,) = promises_in_texts.find(open_subject(tmp_path / "rules"))
    assert found.about == about
    assert found.position
    shown = found.position.source.lines[found.position.line - 1]
    at = found.position.column - 1
    assert line in f"{shown[:at]}^{shown[at:]}"
    quoted = found.message.partition("“")[2].rstrip("”")
    assert quoted.startswith(shown[at : at + found.position.width])


def test_a_finding_points_at_the_key_where_the_words_are_not_found(rules: Path) -> None:
    (found,) = added(
        promises_in_texts, rules, ("treatments/rinse.yaml", "It takes most of the lice away.", '"It is risk\\x2dfree."')
    )
    assert str(found.position) == "rules/treatments/rinse.yaml:6:1"


def test_a_chance_may_stand_where_numbers_belong(tmp_path: Path) -> None:
    shutil.copytree(PLANTS, tmp_path / "rules")
    change(tmp_path / "rules", "deciding.yaml", "The book gives no numbers.", "It works in 60 % of plants.")
    assert list(promises_in_texts.find(open_subject(tmp_path / "rules"))) == []
    change(
        tmp_path / "rules",
        "deciding.yaml",
        "Nothing has to be bought",
        "It works in 60 % of plants. Nothing has to be bought",
    )
    (found,) = promises_in_texts.find(open_subject(tmp_path / "rules"))
    assert found.hint == "take the number out; what is known in numbers is said under `chances` in deciding.yaml"


def test_a_price_is_to_be_taken_out(rules: Path) -> None:
    (found,) = added(
        promises_in_texts, rules, ("treatments/rinse.yaml", "It takes most of the lice away.", "It costs $500.")
    )
    assert "“$500”" in found.message
    assert found.hint.startswith("take the price out")


@pytest.mark.parametrize(
    ("file", "find", "replace"),
    [
        ("rulebase.yaml", "It may help.", "It is the best."),
        ("rulebase.yaml", "For people who would like", "This cures plants of people who would like"),
        ("questionnaire.yaml", "help: Put a finger into the soil before", "help: You should take this before"),
        ("identification.yaml", "Look at one leaf.", "You must use one leaf."),
        ("deciding.yaml", "Nothing has to be bought for it.", "It costs 200 dollars."),
        ("deciding.yaml", "label: Little work", "label: Little work, without risk"),
        ("notes.yaml", "Look at your plants often.", "Looking always works."),
        ("pictures.yaml", "The brown tips of a plant are cut off.", "The brown tips are gone."),
        ("pictures.yaml", 'text: "wet & dry"', "text: safe for all"),
        ("derivations.yaml", "because: ", "because: It is 100 % safe. "),
        ("treatments/cut_tips.yaml", "text: A dirty blade", "text: Six cuts cure the plant. A dirty blade"),
        ("treatments/new_soil.yaml", "questions:\n  - ", "questions:\n  - It is risk-free. "),
    ],
)
def test_every_text_that_is_shown_is_looked_at(tmp_path: Path, file: str, find: str, replace: str) -> None:
    shutil.copytree(PLANTS, tmp_path / "rules")
    path = tmp_path / "rules" / file
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, replace, 1), encoding="utf-8")
    assert list(promises_in_texts.find(open_subject(tmp_path / "rules"))) != []
