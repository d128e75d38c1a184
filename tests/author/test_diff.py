"""``advisor rules diff``: for whom what changes, in groups, with the rule behind it; revisions and approvals."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

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
from tests.conftest import RULES

OLD = load_rules(RULES)
STEM_CELL_PICTURE = """\
  stem_cell_therapy:
    drawing: cells-in
    text: A needle injects cells, drawn as small rings, into a scar. They come from your own body.
    claims: [C091, C092]
"""
PLANTS = Path(__file__).parent.parent / "rulefiles" / "good" / "houseplants"
DARK = ("derivations.yaml", "skin_tone: [V, VI]", "skin_tone: [VI]")
POINTS = ("treatments/subcision.yaml", "points: -5", "points: -35")
WORDS = ("treatments/subcision.yaml", "Some people may get raised (hypertrophic) scars from it.", "Scars may rise.")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def _edit(rules: Path, *edits: tuple[str, str, str]) -> Path:
    for name, before, after in edits:
        text = (rules / name).read_text(encoding="utf-8")
        assert before in text
        (rules / name).write_text(text.replace(before, after), encoding="utf-8")
    return rules


def _compared(rules: Path, *edits: tuple[str, str, str]) -> RuleDiff:
    return diff_rules(OLD, load_rules(_edit(rules, *edits)))


def test_nothing_changes_between_the_same_rules() -> None:
    comparison = diff_rules(OLD, load_rules(RULES))
    every = Outcomes(OLD).every.bit_count()
    assert (comparison.every, comparison.differing, comparison.changes, comparison.items) == (every, 0, (), ())
    assert comparison_text(comparison) == (
        "proved: nothing changes in what is suggested, in which order, warned of or noted, "
        f"for all {every} answer combinations.\n"
    )


def test_a_loosened_rule_is_told_in_groups_with_the_rule_and_an_example(rules: Path) -> None:
    shown = comparison_text(_compared(rules, DARK))
    assert (
        "fails   Punch excision: not recommended -> suggested\n"
        "  for 4800 answer combinations, 3.8 % of all\n"
        "    scar_types with ice_pick, skin_tone V, prone_to_hyperpigmentation no, "
        "budget some_professional or flexible, anything else: 3200\n"
        "    scar_types with ice_pick and without dark_spots, skin_tone V, prone_to_hyperpigmentation no or not_sure, "
        "budget some_professional or flexible, anything else: 1600 more\n"
        "  example: scar_types: [ice_pick]; ice_pick_depth: shallow; skin_tone: V; prone_to_hyperpigmentation: no; "
        "budget: some_professional; new_deep_pimple: yes\n"
        "  --> rule dark-skin changed (derivations.yaml:47)\n"
    ) in shown
    assert "changes skin-tone-silence: shown -> not shown\n" in shown
    assert "    when was: skin tone: brown (V) or dark brown to black (VI)\n" in shown
    assert "    - {treatment: punch_excision, to: suggested, because: ...}\n" in shown


def test_counts_are_those_of_looking_at_every_profile(rules: Path) -> None:
    new = load_rules(_edit(rules, DARK, POINTS))
    comparison = diff_rules(OLD, new)
    old_lists, new_lists = Outcomes(OLD), Outcomes(new)
    differing = 0
    for change in (change for change in comparison.changes if change.aspect == "place"):
        left = old_lists.lists[change.before][change.subject]
        mask = left & new_lists.lists[change.after][change.subject]
        assert change.count == mask.bit_count() == sum(g.count for g in change.groups.groups) + change.groups.left
        differing |= mask
    assert {change.subject for change in comparison.changes if change.aspect == "place"} == {"punch_excision"}
    assert differing.bit_count() <= comparison.differing < comparison.every


def test_points_change_the_order_and_name_whom_it_was_changed_against(rules: Path) -> None:
    comparison = _compared(rules, POINTS)
    assert {(change.aspect, change.subject, change.kind, change.after) for change in comparison.changes} == {
        ("order", "subcision", "rolling", "lower"),
        ("order", "subcision", "", "lower"),
    }
    for change in comparison.changes:
        assert [item.id for item in change.behind] == ["subcision-beside-raised-scars"]
        assert "dermal_filler" in change.others


def test_a_text_is_listed_and_changes_no_outcome(rules: Path) -> None:
    comparison = _compared(rules, WORDS)
    assert comparison.differing == 0
    (item,) = comparison.items
    assert (item.what, item.id, item.how, item.decides) == ("warning", "subcision-raised-scarring", "changed", False)
    assert (
        "    text was: Some people may get raised (hypertrophic) scars from it.\n         now: Scars may rise.\n"
        in (comparison_text(comparison))
    )


def test_a_dropped_warning_and_a_dropped_grade_are_told(rules: Path) -> None:
    raised = ("treatments/subcision.yaml", "    stressed_when: {raised: yes}\n", "")
    grade = ("treatments/subcision.yaml", "grade: named_for", "grade: may_help")
    found = {(c.aspect, c.subject, c.before, c.after) for c in _compared(rules, raised, grade).changes}
    assert ("stress", "subcision-raised-scarring", "stressed", "not stressed") in found
    assert ("grade", "subcision", "named_for", "may_help") in found


def test_a_treatment_that_is_gone_is_told(rules: Path) -> None:
    (rules / "treatments" / "stem_cell_therapy.yaml").unlink()
    (rules / "deciding.yaml").unlink()  # it speaks of the treatment
    _edit(rules, ("pictures.yaml", STEM_CELL_PICTURE, ""))
    comparison = diff_rules(OLD, load_rules(rules))
    assert {change.after for change in comparison.changes if change.aspect == "place"} == {"not there"}
    assert ("treatment", "stem_cell_therapy", "removed") in {(i.what, i.id, i.how) for i in comparison.items}


def test_what_helps_to_decide_is_compared_text_by_text(rules: Path) -> None:
    _edit(
        rules,
        ("deciding.yaml", "label: Low cost", "label: Little money"),
        (
            "deciding.yaml",
            "treatments: natural_oils\n        stands: for",
            "treatments: natural_oils\n        stands: mixed",
        ),
        ("deciding.yaml", "The source gives no counts.", "The source counts nothing."),
        ("rulebase.yaml", "The source gives no price.", "It gives no price."),
    )
    comparison = diff_rules(OLD, load_rules(rules))
    assert comparison.differing == 0
    changed = {(i.what, i.id): [edit.field for edit in i.edits] for i in comparison.items}
    assert changed == {
        ("setting", "professional"): ["cost"],
        ("deciding", ""): ["chances"],
        ("value", "cost"): ["label"],
        ("saying", "needles=natural_oils"): ["stands"],
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


def test_what_cannot_be_compared_says_why_and_fails(rules: Path) -> None:
    text = (RULES / "questionnaire.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "ask_when: {scar_types: rolling}" in line)
    wider = line.replace("rolling}", "[rolling, keloid]}")
    comparison = diff_rules(OLD, load_rules(_edit(rules, ("questionnaire.yaml", line, wider))))
    assert comparison.obstacles == ("rolling_depth is asked in other cases than before",)
    assert "proved" not in comparison_text(comparison)
    run = CliRunner().invoke(cli, ["rules", "diff", str(RULES), str(rules)], standalone_mode=False)
    assert run.return_value == 1
    assert run.output.startswith(
        "The outcomes could not be compared; only what the files say was.\n"
        "not compared: rolling_depth is asked in other cases than before\n"
    )


def test_a_space_too_large_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    size = space_of(OLD).size
    monkeypatch.setattr(Space.__init__, "__kwdefaults__", {"limit": 1000})
    (obstacle,) = diff_rules(OLD, load_rules(RULES)).obstacles
    assert obstacle.startswith(f"too large to prove: {size} answer combinations, and the limit is 1000;")


def test_an_approval_lets_a_loosened_rule_pass(rules: Path) -> None:
    comparison = _compared(rules, DARK)
    assert judge_diff(comparison, ()).fails
    entry = "- {treatment: punch_excision, to: suggested, because: The source now says so.}\n"
    (rules / "approved.yaml").write_text(entry, encoding="utf-8")
    approvals = read_approved(load_rules(rules), rules / "approved.yaml", "approved.yaml")
    assert not judge_diff(comparison, approvals).fails
    assert "  approved: The source now says so.\n" in comparison_text(comparison, approvals)
    run = CliRunner().invoke(cli, ["rules", "diff", str(RULES), str(rules)], standalone_mode=False)
    assert run.return_value == 0
    assert "note: approved.yaml allows punch_excision to be suggested, and nothing here needs it" in (
        comparison_text(diff_rules(OLD, OLD), approvals)
    )


def test_out_of_reach_alone_does_not_approve_a_suggestion(rules: Path) -> None:
    comparison = _compared(rules, DARK)
    entry = "- {treatment: punch_excision, to: beyond_budget, because: Only to be told of.}\n"
    (rules / "approved.yaml").write_text(entry, encoding="utf-8")
    (left,) = judge_diff(
        comparison, read_approved(load_rules(rules), rules / "approved.yaml", "approved.yaml")
    ).unapproved
    assert left.after == "suggested"


def test_mistakes_in_approvals_are_findings(rules: Path) -> None:
    entries = "- {treatment: punch_excison, to: suggested, because: x}\n- {treatment: subcision, to: gone}\n"
    (rules / "approved.yaml").write_text(entries, encoding="utf-8")
    with pytest.raises(RuleBaseInvalid) as caught:
        read_approved(OLD, rules / "approved.yaml", "approved.yaml")
    shown = findings_text(caught.value.findings)
    assert [finding.code for finding in caught.value.findings] == ["R013", "R006", "R007"], shown


def _git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *named, *arguments], check=True, capture_output=True)


def test_a_revision_is_read_from_git(rules: Path) -> None:
    _git(rules.parent, "init", "-q")
    _git(rules.parent, "add", "rules")
    _git(rules.parent, "commit", "-qm", "first")
    _edit(rules, WORDS)
    run = CliRunner().invoke(cli, ["rules", "diff", "HEAD", str(rules), "--rules", str(rules)], standalone_mode=False)
    assert run.return_value == 0
    assert "warning subcision-raised-scarring changed (treatments/subcision.yaml:" in run.output
    (rules / "notes.yaml").write_text("- note: [", encoding="utf-8")
    _git(rules.parent, "commit", "-qam", "broken")
    broken = CliRunner().invoke(cli, ["rules", "diff", "HEAD", str(RULES), "--rules", str(rules)])
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


def test_a_pull_request_and_a_program_are_told_the_same(rules: Path) -> None:
    comparison = _compared(rules, DARK)
    told = json.loads(comparison_json(comparison))
    assert (told["differing"], told["fails"]) == (comparison.differing, True)
    assert len(told["changes"]) == len(comparison.changes)
    for item in (*told["items"], *(item for change in told["changes"] for item in change["behind"])):
        assert item["place"] is None or item["place"].keys() == {"path", "line", "column"}
    assert "derivations.yaml" in {item["place"]["path"] for item in told["items"] if item["place"]}
    markdown = comparison_markdown(comparison)
    assert markdown.startswith("## What these rules change\n\nSomething changes for ")
    assert "| **fails** Punch excision: not recommended -\\> suggested | 4800 (3.8 %) | scar\\_types with " in markdown
    assert markdown.count("\n| ") == len(comparison.changes) + len({c.aspect for c in comparison.changes})


def test_groups_hold_the_mask_and_nothing_else() -> None:
    outcomes = Outcomes(OLD)
    for table in outcomes.lists.values():
        for mask in table.values():
            found = cover(outcomes.space, mask)
            assert sum(group.count for group in found.groups) + found.left == mask.bit_count()
            assert all(group.count for group in found.groups)
    dark = outcomes.space.fact("skin_tone", "V") | outcomes.space.fact("skin_tone", "VI")
    assert [group.text for group in cover(outcomes.space, dark).groups] == ["skin_tone V or VI, anything else"]
    assert [group.text for group in cover(outcomes.space, outcomes.every).groups] == ["anything"]
    light = outcomes.every & ~dark & ~outcomes.space.fact("scar_types", "keloid")
    said = "scar_types without keloid, skin_tone neither V nor VI, anything else"
    assert [group.text for group in cover(outcomes.space, light).groups] == [said]
