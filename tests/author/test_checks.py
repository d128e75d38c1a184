"""Each check that reads the masks, on a small rule base with one place changed; and all of them on the shipped one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.checking.code_explanations import code_explanations
from advisor.author.checking.runner import CHECKS, run_checks
from advisor.author.proving.subject import open_subject
from advisor.cli.main import cli
from advisor.diagnostics.findings import finding_text
from advisor.enumeration.outcomes import space_of
from advisor.loading.loader import load_rules
from tests.conftest import PLANTS, RULES

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.model.rulebase import RuleBase

GOOD = RULES.parent / "tests" / "rulefiles" / "sketch" / "houseplants"
MASKS = {f"S{number:03}" for number in (*range(1, 10), 16, 17)}


class Rules:
    """A copy of rule files in which places are changed; what the checks then find that they did not find before."""

    def __init__(self, source: Path, root: Path) -> None:
        shutil.copytree(source, root)
        self.root = root
        self.before = {self._key(finding) for finding in run_checks(open_subject(root)).findings}

    @staticmethod
    def _key(finding: object) -> tuple[str, str]:
        return finding.code, finding.about  # type: ignore[attr-defined]

    def change(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new))

    def add(self, path: str, text: str) -> None:
        file = self.root / path
        file.write_text((file.read_text() if file.exists() else "") + text)

    def found(self) -> list[str]:
        """The new findings of the masks as shown, without the folder in front of their places."""
        findings = run_checks(open_subject(self.root)).findings
        new = [one for one in findings if one.code in MASKS and self._key(one) not in self.before]
        return [finding_text(one).replace(f"{self.root.as_posix()}/", "") for one in new]

    def codes(self) -> list[str]:
        return [text.partition("[")[2][:4] for text in self.found()]


@pytest.fixture
def plants(tmp_path: Path) -> Rules:
    return Rules(GOOD, tmp_path / "plants")


@pytest.fixture
def more_plants(tmp_path: Path) -> Rules:
    """The house plants with more treatments, rules and questions."""
    return Rules(PLANTS, tmp_path / "more_plants")


def fit(name: str, when: str, grade: str = "named_for") -> str:
    """A fit of rinsing, to stand before its others."""
    return f"fits:\n  - {{rule: {name}, when: {when}, grade: {grade}, because: It may., basis: house judgement}}\n"


def test_the_shipped_rules_have_no_error_from_the_masks_and_every_property_holds(rulebase: RuleBase) -> None:
    report = run_checks(open_subject(RULES))
    assert [f.message for f in report.findings if f.code in MASKS and f.severity == "error"] == []
    assert [verdict.property.id for verdict in report.verdicts if verdict.fails or not verdict.concerns] == []
    assert report.every == space_of(rulebase).every.bit_count()
    assert report.size_note == ""


def test_the_checks_stand_in_the_order_of_their_codes_and_each_is_explained() -> None:
    codes = [check.CODE for check in CHECKS]
    assert codes == sorted(set(codes))
    assert set(codes) >= MASKS
    explained = code_explanations()
    for check in CHECKS:
        text = explained[check.CODE].text
        assert "\nExample:\n    " in text and "\nRemedy: " in text, check.CODE


def test_s001_a_gap(plants: Rules) -> None:
    plants.change("treatments/rinse.yaml", "when: {trouble: lice}", "when: {trouble: lice, spending: some}")
    assert plants.found() == [
        "error[S001]: nothing is said about `lice` for 8 of 32 answer combinations\n"
        "  --> questionnaire.yaml:15:5\n"
        "   |\n"
        "15 |     lice: {label: Small green animals, help: They sit below the leaves.}\n"
        "   |     ^^^^ no treatment fits, and none is ruled out\n"
        "example: troubles lice, spending none, anything else\n"
        "help: add a treatment that fits there, or a rule-out that says why there is none"
    ]


def test_s002_two_grades_at_once(plants: Rules) -> None:
    plants.change("treatments/rinse.yaml", "fits:\n", fit("rinse-cheap", "{trouble: lice, spending: none}", "may_help"))
    assert plants.found() == [
        "error[S002]: two fits grade rinse differently for 8 of 32 answer combinations\n"
        "  --> treatments/rinse.yaml:13:5  says named_for\n"
        "  --> treatments/rinse.yaml:12:6  says may_help\n"
        "example: troubles lice, spending none, anything else\n"
        "help: narrow one of them; as it stands `rinse-lice` counts, which has more points"
    ]


def test_s002_a_fit_that_is_always_ruled_out(plants: Rules) -> None:
    rule_out = "\n  - {rule: no-soil, trouble: yellow_leaves, because: No., basis: house judgement}"
    plants.change("treatments/new_soil.yaml", "rules_out:", f"rules_out:{rule_out}")
    assert plants.found()[0] == (
        "error[S002]: `new-soil-yellow` never counts: new_soil is ruled out wherever it holds"
        " (24 of 32 answer combinations)\n"
        "  --> treatments/new_soil.yaml:13:5  says may_help\n"
        "  --> treatments/new_soil.yaml:19:6  rules new_soil out\n"
        "example: troubles yellow_leaves, yellow_spread few, anything else\n"
        "help: narrow the rule-out, or delete the fit"
    )
    assert "S008" not in plants.codes()
    assert not any("new-soil-yellow" in text for text in plants.found()[1:])


def test_s002_two_values_of_one_fact(plants: Rules) -> None:
    more = "{rule: poor, when: {troubles: lice}, then: {money: no}, because: Lice., basis: house judgement}"
    plants.add("derivations.yaml", f"- {more}\n")
    assert plants.found()[0] == (
        "error[S002]: `money` gets two values at once for 8 of 32 answer combinations\n"
        "  --> derivations.yaml:11:4  concludes no\n"
        "  --> derivations.yaml:1:3  concludes yes\n"
        "example: troubles lice, spending some, anything else\n"
        "help: narrow one of them, or make two facts of it"
    )


def test_s003_a_property_that_fails(plants: Rules) -> None:
    plants.add(
        "safety.yaml",
        "- property: no-soil-beside-lice\n  never: {suggests: new_soil, when: {troubles: lice}}\n  claims: [B3]\n",
    )
    assert plants.found() == [
        "error[S003]: two rules disagree for 6 of 32 answer combinations\n"
        "  --> treatments/new_soil.yaml:13:5  suggests new_soil\n"
        "  --> safety.yaml:1:3  forbids it\n"
        "example: troubles yellow_leaves and lice, yellow_spread few, spending some, anything else\n"
        "help: rule it out for these answers"
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "always: {offers: rinse, warns: rinse-cold-water}",
            "treatments/rinse.yaml:18:5  does not show rinse-cold-water",
        ),
        ("always: {when: {troubles: lice}, urgent: look-often}", None),
        ("always: {when: {spending: some}, notes: wash-the-pot}", "notes.yaml:1:3  does not show wash-the-pot"),
        ("never: {notes: wash-the-pot}", "notes.yaml:1:3  shows wash-the-pot"),
        ("above: [new_soil, rinse]\n  in: overall", "treatments/rinse.yaml:12:5  places rinse no lower than new_soil"),
        (
            "monotone: {changing: spending, along: [none, some], never_adds: new_soil}",
            "treatments/new_soil.yaml:13:5  suggests new_soil",
        ),
        ("always: {plans: [brown_tips]}", None),  # S001 says it
    ],
)
def test_s003_says_what_each_form_meets(plants: Rules, said: str, shown: str | None) -> None:
    plants.add("safety.yaml", f"- property: one\n  {said}\n  claims: [B1]\n")
    found = plants.found()
    assert [text.splitlines()[1] for text in found] == ([f"  --> {shown}"] if shown else [])


def test_s003_a_property_that_concerns_no_one(plants: Rules) -> None:
    plants.add(
        "safety.yaml",
        "- property: one\n  never: {suggests: rinse, when: {spending: none, money: yes}}\n  claims: [B1]\n",
    )
    assert plants.found() == [
        "error[S003]: the property `one` concerns none of 32 answer combinations\n"
        "  --> safety.yaml:1:3\n"
        "  |\n"
        "1 | - property: one\n"
        "  |   ^^^^^^^^ guards nothing\n"
        "help: correct its `when`, or the names in it"
    ]


def test_s004_a_rule_that_never_fires_is_reported_for_nothing_else(plants: Rules) -> None:
    plants.change("treatments/rinse.yaml", "fits:\n", fit("rinse-rich", "{trouble: lice, spending: none, money: yes}"))
    assert plants.found() == [
        "error[S004]: `rinse-rich` never fires: its condition holds for none of 32 answer combinations\n"
        "  --> treatments/rinse.yaml:12:6\n"
        "   |\n"
        "12 |   - {rule: rinse-rich, when: {trouble: lice, spending: none, money: yes}, grade: named_for, because:\n"
        "   |      ^^^^ holds for no one\n"
        "help: correct the condition, or delete the rule"
    ]


def test_s004_what_waits_for_a_fact_that_no_one_has_is_not_reported_again(plants: Rules) -> None:
    never = "{all: [{spending: none}, {spending: some}]}"
    plants.add(
        "derivations.yaml",
        f"- {{rule: odd, when: {never}, then: {{odd: yes}}, because: Odd., basis: house judgement}}\n",
    )
    plants.change("treatments/rinse.yaml", "fits:\n", fit("rinse-odd", "{trouble: lice, odd: yes}"))
    assert [text.splitlines()[0] for text in plants.found()] == [
        "error[S004]: `odd` never fires: its condition holds for none of 32 answer combinations"
    ]


def test_s005_a_rule_said_again_under_another_name(plants: Rules) -> None:
    again = (
        "\n  - {rule: rinse-again, when: {trouble: lice}, grade: named_for, because: Lice., claims: [B2]}\nwarnings:"
    )
    plants.change("treatments/rinse.yaml", "\nwarnings:", again)
    assert plants.found() == [
        "warning[S005]: without `rinse-again` everyone is told the same\n"
        "  --> treatments/rinse.yaml:17:6  changes nothing\n"
        "  --> treatments/rinse.yaml:12:5  says it already\n"
        "help: delete it, or correct its condition if something else is meant"
    ]


def test_s005_a_rule_that_two_others_cover_together_and_through_a_fact(more_plants: Rules) -> None:
    said = "trouble: brown_tips, because: No., claims: [B6]}\n"
    rules_out = (
        f"rules_out:\n  - {{rule: wet-or-lousy, when: {{any: [{{watering: often}}, {{troubles: lice}}]}}, {said}"
        f"  - {{rule: too-wet, when: {{wet: yes}}, {said}  - {{rule: too-lousy, when: {{troubles: lice}}, {said}"
    )
    more_plants.add("treatments/rinse.yaml", rules_out)
    texts = more_plants.found()
    assert [text.splitlines()[0] for text in texts] == [
        "warning[S005]: without `too-wet` everyone is told the same",
        "warning[S005]: without `too-lousy` everyone is told the same",
    ]


def test_s005_a_fact_that_nothing_looks_at(plants: Rules) -> None:
    plants.add(
        "derivations.yaml",
        "- {rule: lousy, when: {troubles: lice}, then: {lousy: yes}, because: Lice., basis: house judgement}\n",
    )
    (text,) = plants.found()
    assert text.startswith("warning[S005]: without `lousy` everyone is told the same\n")
    assert "nothing looks at what it concludes" in text


def test_s006_a_condition_that_another_implies(plants: Rules) -> None:
    plants.change("treatments/rinse.yaml", "when: {trouble: lice}", "when: {trouble: lice, troubles: lice}")
    assert plants.found() == [
        "warning[S006]: `troubles: lice` in `rinse-lice` changes nothing: without it everyone is told the same\n"
        "  --> treatments/rinse.yaml:13:27\n"
        "   |\n"
        "13 |     when: {trouble: lice, troubles: lice}\n"
        "   |                           ^^^^^^^^ changes nothing\n"
        "help: drop it, or correct it if something else is meant"
    ]


def test_s006_a_condition_that_keeps_two_grades_apart_is_of_use(more_plants: Rules) -> None:
    more_plants.change("treatments/cut_tips.yaml", "grade: may_help", "grade: named_for")
    weaker = (
        "{rule: tips-most, when: {trouble: brown_tips, spread: most}, grade: may_help, because: It may., claims: [B6]}"
    )
    more_plants.change("treatments/cut_tips.yaml", "fits:\n", f"fits:\n  - {weaker}\n")
    assert not any("`tips-most`" in text for text in more_plants.found())


def test_s007_a_question_that_changes_nothing(plants: Rules) -> None:
    plants.add(
        "questionnaire.yaml",
        "- question: balcony\n  ask: Is there a balcony?\n  why: We wonder.\n  basis: house judgement\n"
        "  options: {there_is: There is, there_is_none: There is none}\n",
    )
    (text,) = [text for text in plants.found() if "balcony" in text]
    assert text.startswith("warning[S007]: whatever is answered to `balcony`, everyone is told the same\n")


def test_s007_options_that_always_lead_to_the_same(plants: Rules) -> None:
    plants.change("questionnaire.yaml", "some: Some}", "some: Some, much: Much}")
    plants.change("derivations.yaml", "{spending: some}", "{spending: [some, much]}")
    plants.change("treatments/new_soil.yaml", "{spending: some}", "{money: yes}")
    (text,) = [text for text in plants.found() if "S007" in text]
    assert text.splitlines()[0] == "warning[S007]: `some` and `much` of `spending` always lead to the same"


def test_s007_an_option_that_nothing_looks_at(plants: Rules) -> None:
    plants.change(
        "questionnaire.yaml", "    brown_tips: Brown tips\n", "    brown_tips: Brown tips\n    mould: Mould\n"
    )
    texts = plants.found()
    assert any("whether `mould` is given to `troubles` or not, everyone is told the same" in text for text in texts)


def test_s008_a_treatment_that_is_never_suggested(plants: Rules) -> None:
    plants.change("rulebase.yaml", "needs: {money: yes}", "needs: {money: yes, spending: none}")
    (text,) = plants.found()  # and not its note, nor the derivation that only serves it
    assert text == (
        "error[S008]: new_soil is suggested for none of 32 answer combinations\n"
        "  --> treatments/new_soil.yaml:1:1\n"
        "  |\n"
        "1 | treatment: new_soil\n"
        "  | ^^^^^^^^^ its setting `shop` is never within reach where it fits\n"
        "help: correct what the setting needs in rulebase.yaml"
    )


def test_s009_a_warning_that_is_never_shown_and_a_stress_that_never_holds(plants: Rules) -> None:
    plants.change("treatments/rinse.yaml", "spread: most}", "spread: most, spending: some, not: {money: yes}}")
    (text,) = [text for text in plants.found() if "S009" in text]
    assert text.splitlines()[0] == (
        "error[S009]: the warning `rinse-cold-water` is shown for none of 32 answer combinations"
    )
    plants.change("treatments/rinse.yaml", ", spending: some, not: {money: yes}}", "}")
    plants.change("treatments/rinse.yaml", "{not: {well: yes}}", "{well: yes}")
    (text,) = [text for text in plants.found() if "S009" in text]
    assert text.splitlines()[0] == (
        "error[S009]: the warning `rinse-cold-water` is stressed for none of 32 answer combinations"
    )


def test_s009_notes(plants: Rules) -> None:
    plants.change("notes.yaml", "{suggests: {breaks_skin: yes, setting: shop}}", "{suggests: new_soil, spending: none}")
    plants.change("notes.yaml", "urgent_when: {suggests: rinse}", "urgent_when: {spending: none, money: yes}")
    assert [text.splitlines()[0] for text in plants.found() if "S009" in text] == [
        "error[S009]: the note `wash-the-pot` is shown for none of 32 answer combinations",
        "error[S009]: the note `look-often` is urgent for none of 32 answer combinations",
    ]


def test_s016_a_question_asked_to_no_purpose(more_plants: Rules) -> None:
    more_plants.change("notes.yaml", "when: {wet: yes}", "when: {wet: yes, troubles: brown_tips}")
    (text,) = [text for text in more_plants.found() if "S016" in text and "watering" in text]
    counts = text.splitlines()[0].removeprefix("warning[S016]: `watering` is asked to no purpose for ")
    assert counts == f"12 of {space_of(load_rules(more_plants.root)).every.bit_count()} answer combinations"


def test_s017_points_that_change_no_order(plants: Rules) -> None:
    adjusts = (
        "adjusts:\n  - {rule: rinse-up, when: {trouble: lice}, points: 1, because: A bit., claims: [B2]}\nwarnings:"
    )
    plants.change("treatments/rinse.yaml", "warnings:", adjusts)
    assert plants.found() == [
        "warning[S017]: the +1 points of `rinse-up` change no order, in no plan and not overall\n"
        "  --> treatments/rinse.yaml:18:6\n"
        "   |\n"
        "18 |   - {rule: rinse-up, when: {trouble: lice}, points: 1, because: A bit., claims: [B2]}\n"
        "   |      ^^^^ rinse stands where it would stand without them\n"
        "help: give it the points that are meant, or delete it"
    ]


def test_a_finding_that_is_ignored_with_a_reason_is_left_out(plants: Rules) -> None:
    assert ("S017", "new-soil-lice") in plants.before
    plants.add("ignores.yaml", "- {code: S017, at: new-soil-lice, because: More cures will come.}\n")
    findings = run_checks(open_subject(plants.root)).findings
    assert "S017" not in {one.code for one in findings}
    assert "S018" not in {one.code for one in findings}


def test_what_is_too_large_is_said_and_not_proved(plants: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.enumeration.answer_space.Space.__init__.__kwdefaults__", {"limit": 10})
    report = run_checks(open_subject(plants.root))
    assert (report.every, report.verdicts) == (0, ())
    assert report.size_note == (
        "too large to prove: 32 answer combinations, and the limit is 10; the questions that cost most are"
        " troubles=yellow_leaves (4), troubles=brown_tips (2) and troubles=lice (2)"
    )
    assert not {finding.code for finding in report.findings} & MASKS


@pytest.mark.parametrize("form", ["text", "json", "github", "junit"])
def test_the_command(form: str, plants: Rules) -> None:
    result = CliRunner().invoke(
        cli, ["rules", "check", "--rules", str(plants.root), "--format", form], standalone_mode=False
    )
    assert result.return_value == 1
    assert "nothing is said about `brown_tips` for 10 of 32 answer combinations" in result.output
