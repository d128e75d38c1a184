"""``advisor rules diff``: for whom what changes, in groups, with the rule behind it; revisions and approvals."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.compare.approvals import read_approved
from advisor.author.compare.revisions import opened_state
from advisor.author.compare.rule_diff import RuleDiff, diff_rules, judge_diff
from advisor.author.compare.summaries import cover
from advisor.author.reports.diff_report import comparison_json, comparison_markdown, comparison_text
from advisor.cli.main import cli
from advisor.diagnostics.errors import RuleBaseInvalid, UsageError
from advisor.diagnostics.findings import findings_text
from advisor.enumeration.answer_space import Space
from advisor.enumeration.outcomes import Outcomes, space_of
from advisor.loading.loader import load_rules
from tests.conftest import PLANTS

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

TRAY_PICTURE = "  damp_tray: {drawing: fed, text: A plant stands on a damp tray., claims: [B5]}\n"
SOAKED = """\
- rule: may-be-soaked
  when: {watering: [often, not_sure]}
  then: {soaked: yes}
  because: Its soil may be too wet.
  basis: house judgement
"""
NOT_CUT = """\
rules_out:
  - rule: cut-tips-soaked
    trouble: brown_tips
    when: {soaked: yes}
    because: A soaked plant stands no cut.
    basis: house judgement
  - rule: cut-tips-lice
    trouble: brown_tips
    when: {troubles: lice, spending: none}
    because: Lice get into a cut.
    basis: house judgement
"""
DRIP = """\
- note: let-it-drip
  section: general
  order: 50
  when: {soaked: yes}
  text: Let the pot drip.
  basis: house judgement
"""
LOOSER = ("derivations.yaml", "watering: [often, not_sure]", "watering: often")
POINTS = ("treatments/cut_tips.yaml", "points: 5", "points: -35")
WORDS = ("treatments/rinse.yaml", "Cold water may hurt a weak plant.", "Cold water may hurt.")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house plants with rule-outs that can be loosened, by way of a fact."""
    folder = Path(shutil.copytree(PLANTS, tmp_path_factory.mktemp("before") / "rules"))
    for name, more in (("derivations.yaml", SOAKED), ("treatments/cut_tips.yaml", NOT_CUT), ("notes.yaml", DRIP)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(more)
    return folder


@pytest.fixture(scope="module")
def old(before: Path) -> RuleBase:
    return load_rules(before)


@pytest.fixture
def rules(before: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(before, tmp_path / "rules"))


def _edit(rules: Path, *edits: tuple[str, str, str]) -> Path:
    for name, before, after in edits:
        text = (rules / name).read_text(encoding="utf-8")
        assert before in text
        (rules / name).write_text(text.replace(before, after), encoding="utf-8")
    return rules


def _compared(old: RuleBase, rules: Path, *edits: tuple[str, str, str]) -> RuleDiff:
    return diff_rules(old, load_rules(_edit(rules, *edits)))


def test_nothing_changes_between_the_same_rules(before: Path, old: RuleBase) -> None:
    comparison = diff_rules(old, load_rules(before))
    every = Outcomes(old).every.bit_count()
    assert (comparison.every, comparison.differing, comparison.changes, comparison.items) == (every, 0, (), ())
    assert comparison_text(comparison) == (
        "proved: nothing changes in what is suggested, in which order, warned of or noted, "
        f"for all {every} answer combinations.\n"
    )


def test_a_loosened_rule_is_told_in_groups_with_the_rule_and_an_example(old: RuleBase, rules: Path) -> None:
    shown = comparison_text(_compared(old, rules, LOOSER))
    assert (
        "fails   Cutting off the tips: not recommended -> suggested\n"
        "  for 12 answer combinations, 8.3 % of all\n"
        "    troubles without lice, brown_spread few, watering not_sure, anything else: 8\n"
        "    brown_spread few, watering not_sure, spending some, anything else: 4 more\n"
        "  example: troubles: [brown_tips]; brown_spread: few; watering: not_sure; spending: none\n"
        "  --> rule may-be-soaked changed (derivations.yaml:21)\n"
    ) in shown
    assert "changes let-it-drip: shown -> not shown\n" in shown
    assert "    when was: watering: Often or Not sure\n" in shown
    assert "    - {treatment: cut_tips, to: suggested, because: ...}\n" in shown


def test_counts_are_those_of_looking_at_every_profile(old: RuleBase, rules: Path) -> None:
    new = load_rules(_edit(rules, LOOSER, POINTS))
    comparison = diff_rules(old, new)
    old_lists, new_lists = Outcomes(old), Outcomes(new)
    differing = 0
    for change in (change for change in comparison.changes if change.aspect == "place"):
        left = old_lists.lists[change.before][change.subject]
        mask = left & new_lists.lists[change.after][change.subject]
        assert change.count == mask.bit_count() == sum(g.count for g in change.groups.groups) + change.groups.left
        differing |= mask
    assert {change.subject for change in comparison.changes if change.aspect == "place"} == {"cut_tips"}
    assert differing.bit_count() <= comparison.differing < comparison.every


def test_points_change_the_order_and_name_whom_it_was_changed_against(old: RuleBase, rules: Path) -> None:
    comparison = _compared(old, rules, POINTS)
    assert {(change.aspect, change.subject, change.kind, change.after) for change in comparison.changes} == {
        ("order", "cut_tips", "brown_tips", "lower"),
        ("order", "cut_tips", "", "lower"),
    }
    for change in comparison.changes:
        assert [item.id for item in change.behind] == ["cut-tips-strong"]
        assert "rinse" in change.others


def test_a_text_is_listed_and_changes_no_outcome(old: RuleBase, rules: Path) -> None:
    comparison = _compared(old, rules, WORDS)
    assert comparison.differing == 0
    (item,) = comparison.items
    assert (item.what, item.id, item.how, item.decides) == ("warning", "rinse-cold-water", "changed", False)
    assert "    text was: Cold water may hurt a weak plant.\n         now: Cold water may hurt.\n" in (
        comparison_text(comparison)
    )


def test_a_dropped_warning_and_a_dropped_grade_are_told(old: RuleBase, rules: Path) -> None:
    stress = ("treatments/damp_tray.yaml", "    stressed_when: {wet: yes}\n", "")
    grade = ("treatments/damp_tray.yaml", "grade: named_for", "grade: may_help")
    found = {(c.aspect, c.subject, c.before, c.after) for c in _compared(old, rules, stress, grade).changes}
    assert ("stress", "damp-tray-wet-feet", "stressed", "not stressed") in found
    assert ("grade", "damp_tray", "named_for", "may_help") in found


def test_a_treatment_that_is_gone_is_told(old: RuleBase, rules: Path) -> None:
    (rules / "treatments" / "damp_tray.yaml").unlink()
    _edit(rules, ("pictures.yaml", TRAY_PICTURE, ""))
    comparison = diff_rules(old, load_rules(rules))
    assert {change.after for change in comparison.changes if change.aspect == "place"} == {"not there"}
    assert ("treatment", "damp_tray", "removed") in {(i.what, i.id, i.how) for i in comparison.items}


def test_what_helps_to_decide_is_compared_text_by_text(old: RuleBase, rules: Path) -> None:
    _edit(
        rules,
        ("deciding.yaml", "label: Little work", "label: Small work"),
        (
            "deciding.yaml",
            "treatments: less_water\n        stands: for",
            "treatments: less_water\n        stands: mixed",
        ),
        ("deciding.yaml", "The book gives no numbers.", "The book counts nothing."),
        ("rulebase.yaml", "Nothing has to be bought.", "You buy nothing."),
    )
    comparison = diff_rules(old, load_rules(rules))
    assert comparison.differing == 0
    changed = {(i.what, i.id): [edit.field for edit in i.edits] for i in comparison.items}
    assert changed == {
        ("setting", "kitchen"): ["cost"],
        ("deciding", ""): ["chances"],
        ("value", "little_work"): ["label"],
        ("saying", "little_work=less_water"): ["stands"],
    }


def test_a_drawing_is_told_of_once_and_its_pictures_are_not(tmp_path: Path) -> None:
    new = Path(shutil.copytree(PLANTS, tmp_path / "new"))
    _edit(new, ("pictures.yaml", "surface: [[0, 60], [200, 60]]", "surface: [[0, 50], [200, 50]]"))
    items = diff_rules(load_rules(PLANTS), load_rules(new)).items
    assert {(item.what, item.how) for item in items} == {("drawing", "changed")}
    assert items[0].edits[0].before == "[0, 60]; [200, 60]"
    again = Path(shutil.copytree(PLANTS, tmp_path / "again"))
    _edit(again, ("pictures.yaml", "less_water: {drawing: bed", "less_water: {drawing: stem"))
    (item,) = diff_rules(load_rules(PLANTS), load_rules(again)).items
    assert (item.what, item.id, item.edits[0].before, item.edits[0].after) == ("picture", "less_water", "bed", "stem")


def test_an_option_or_question_of_one_side_is_left_out_and_said(tmp_path: Path) -> None:
    new = Path(shutil.copytree(PLANTS, tmp_path / "new"))
    file = new / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    extra = "\n- question: pot\n  ask: Which pot?\n  why: It may hold water.\n  options: {clay: Clay, glass: Glass}\n"
    file.write_text(text.rstrip("\n") + "\n" + extra + "  basis: house judgement\n", encoding="utf-8")
    before = diff_rules(load_rules(PLANTS), load_rules(PLANTS))
    after = diff_rules(load_rules(PLANTS), load_rules(new))
    assert after.notes == ("only the new rules ask pot: compared for every answer to it",)
    assert (after.every, after.differing) == (before.every * 2, 0)
    back = diff_rules(load_rules(new), load_rules(PLANTS))
    assert back.notes == ("only the old rules ask pot: compared for every answer to it",)
    wider = Path(shutil.copytree(new, tmp_path / "wider"))
    _edit(wider, ("questionnaire.yaml", "glass: Glass}", "glass: Glass, tin: Tin}"))
    widened = diff_rules(load_rules(new), load_rules(wider))
    assert widened.notes == ("only the new rules have pot: tin; left out of what is compared",)
    assert widened.every == after.every


def test_what_cannot_be_compared_says_why_and_fails(before: Path, old: RuleBase, rules: Path) -> None:
    text = (before / "questionnaire.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "ask_when: {troubles: yellow_leaves}" in line)
    wider = line.replace("yellow_leaves}", "[yellow_leaves, lice]}")
    comparison = diff_rules(old, load_rules(_edit(rules, ("questionnaire.yaml", line, wider))))
    assert comparison.obstacles == ("yellow_spread is asked in other cases than before",)
    assert "proved" not in comparison_text(comparison)
    run = CliRunner().invoke(cli, ["rules", "diff", str(before), str(rules)], standalone_mode=False)
    assert run.return_value == 1
    assert run.output.startswith(
        "The outcomes could not be compared; only what the files say was.\n"
        "not compared: yellow_spread is asked in other cases than before\n"
    )


def test_a_space_too_large_is_said_to_be(before: Path, old: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    size = space_of(old).size
    monkeypatch.setattr(Space.__init__, "__kwdefaults__", {"limit": 100})
    (obstacle,) = diff_rules(old, load_rules(before)).obstacles
    assert obstacle.startswith(f"too large to prove: {size} answer combinations, and the limit is 100;")


def test_an_approval_lets_a_loosened_rule_pass(before: Path, old: RuleBase, rules: Path) -> None:
    comparison = _compared(old, rules, LOOSER)
    assert judge_diff(comparison, ()).fails
    entry = "- {treatment: cut_tips, to: suggested, because: The book now says so.}\n"
    (rules / "approved.yaml").write_text(entry, encoding="utf-8")
    approvals = read_approved(load_rules(rules), rules / "approved.yaml", "approved.yaml")
    assert not judge_diff(comparison, approvals).fails
    assert "  approved: The book now says so.\n" in comparison_text(comparison, approvals)
    run = CliRunner().invoke(cli, ["rules", "diff", str(before), str(rules)], standalone_mode=False)
    assert run.return_value == 0
    assert "note: approved.yaml allows cut_tips to be suggested, and nothing here needs it" in (
        comparison_text(diff_rules(old, old), approvals)
    )


def test_out_of_reach_alone_does_not_approve_a_suggestion(old: RuleBase, rules: Path) -> None:
    comparison = _compared(old, rules, LOOSER)
    entry = "- {treatment: cut_tips, to: beyond_budget, because: Only to be told of.}\n"
    (rules / "approved.yaml").write_text(entry, encoding="utf-8")
    (left,) = judge_diff(
        comparison, read_approved(load_rules(rules), rules / "approved.yaml", "approved.yaml")
    ).unapproved
    assert left.after == "suggested"


def test_mistakes_in_approvals_are_findings(old: RuleBase, rules: Path) -> None:
    entries = "- {treatment: cut_tps, to: suggested, because: x}\n- {treatment: rinse, to: gone}\n"
    (rules / "approved.yaml").write_text(entries, encoding="utf-8")
    with pytest.raises(RuleBaseInvalid) as caught:
        read_approved(old, rules / "approved.yaml", "approved.yaml")
    shown = findings_text(caught.value.findings)
    assert [finding.code for finding in caught.value.findings] == ["R013", "R006", "R007"], shown


def _git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *named, *arguments], check=True, capture_output=True)


def test_a_revision_is_read_from_git(before: Path, rules: Path) -> None:
    _git(rules.parent, "init", "-q")
    _git(rules.parent, "add", "rules")
    _git(rules.parent, "commit", "-qm", "first")
    _edit(rules, WORDS)
    run = CliRunner().invoke(cli, ["rules", "diff", "HEAD", str(rules), "--rules", str(rules)], standalone_mode=False)
    assert run.return_value == 0
    assert "warning rinse-cold-water changed (treatments/rinse.yaml:" in run.output
    (rules / "notes.yaml").write_text("- note: [", encoding="utf-8")
    _git(rules.parent, "commit", "-qam", "broken")
    broken = CliRunner().invoke(cli, ["rules", "diff", "HEAD", str(before), "--rules", str(rules)])
    assert isinstance(broken.exception, RuleBaseInvalid)
    assert f"  --> {rules.as_posix()} at HEAD/notes.yaml:" in findings_text(broken.exception.findings)
    with pytest.raises(UsageError) as caught, opened_state("nowhere", rules):
        pass
    assert str(caught.value) == f"`nowhere` is neither a folder nor a revision that git knows in {rules.as_posix()}"
    (rules.parent / "other").mkdir()
    with pytest.raises(UsageError) as caught, opened_state("HEAD", rules.parent / "other"):
        pass
    assert str(caught.value) == f"at `HEAD` git has no folder {(rules.parent / 'other').as_posix()}"


def test_without_git_or_a_repository_it_says_so(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(rules.parent.parent))
    with pytest.raises(UsageError) as caught, opened_state("HEAD", rules):
        pass
    assert str(caught.value) == f"`HEAD` is no folder, and {rules.as_posix()} is not in a git repository"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError) as caught, opened_state("HEAD", rules):
        pass
    assert str(caught.value) == "`HEAD` is no folder, and git, which could know it, is not installed"
    with pytest.raises(UsageError) as caught, opened_state("HEAD", rules / "none"):
        pass
    assert str(caught.value) == (
        f"`HEAD` is no folder, and {(rules / 'none').as_posix()} is none either, so there is no git to ask"
    )


def test_a_pull_request_and_a_program_are_told_the_same(old: RuleBase, rules: Path) -> None:
    comparison = _compared(old, rules, LOOSER)
    told = json.loads(comparison_json(comparison))
    assert (told["differing"], told["fails"]) == (comparison.differing, True)
    assert len(told["changes"]) == len(comparison.changes)
    for item in (*told["items"], *(item for change in told["changes"] for item in change["behind"])):
        assert item["place"] is None or item["place"].keys() == {"path", "line", "column"}
    assert "derivations.yaml" in {item["place"]["path"] for item in told["items"] if item["place"]}
    markdown = comparison_markdown(comparison)
    assert markdown.startswith("## What these rules change\n\nSomething changes for ")
    assert (
        "| **fails** Cutting off the tips: not recommended -\\> suggested | 12 (8.3 %) | "
        "troubles without lice, brown\\_spread few, "
    ) in markdown
    assert markdown.count("\n| ") == len(comparison.changes) + len({c.aspect for c in comparison.changes})


def test_groups_hold_the_mask_and_nothing_else(old: RuleBase, rules: Path) -> None:
    options = ("questionnaire.yaml", "seldom: Seldom, not_sure", "seldom: Seldom, daily: Daily, never: Never, not_sure")
    for outcomes in (Outcomes(old), Outcomes(load_rules(_edit(rules, options), pictures=False))):
        for table in outcomes.lists.values():
            for mask in table.values():
                found = cover(outcomes.space, mask)
                assert sum(group.count for group in found.groups) + found.left == mask.bit_count()
                assert all(group.count for group in found.groups)
    wet = outcomes.space.fact("watering", "often") | outcomes.space.fact("watering", "daily")
    assert [group.text for group in cover(outcomes.space, wet).groups] == ["watering often or daily, anything else"]
    assert [group.text for group in cover(outcomes.space, outcomes.every).groups] == ["anything"]
    dry = outcomes.every & ~wet & ~outcomes.space.fact("troubles", "lice")
    said = "troubles without lice, watering neither often nor daily, anything else"
    assert [group.text for group in cover(outcomes.space, dry).groups] == [said]
