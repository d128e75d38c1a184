"""Misspelled names are corrected only where one name is clearly nearest, and nothing else is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.author.editing.fixes import apply_fixes, diff, mistakes, plan_fixes
from advisor.cli.main import cli
from advisor.diagnostics.errors import FindingsError
from advisor.loading.loader import load_rules
from tests.conftest import RULES


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def change(rules: Path, file: str, find: str, replace: str) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, replace, 1), encoding="utf-8")


def snapshot(rules: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(rules.rglob("*.yaml"))}


LASER = "treatments/laser_resurfacing.yaml"


@pytest.mark.parametrize(("code", "file", "right", "wrong"), [
    ("R012", LASER, "scar: [ice_pick, boxcar, rolling]", "scar: [ice_pick, boxcarr, rolling]"),
    ("R010", LASER, "when: {dark_skin: yes}", "when: {dark_skn: yes}"),
    ("R005", LASER, "    because: >-", "    becuase: >-"),
    ("R007", LASER, "setting: professional", "setting: profesional"),
    ("R007", LASER, "severity: caution", 'severity: "cautoin"'),
    ("R007", LASER, "basis: house judgement", "basis: house judgment"),
    ("R007", LASER, "grade: may_help", "grade: may_hepl"),
    ("R012", "derivations.yaml", "not_sure, scar_types: dark_spots", "not_sure, scar_types: dark_spot"),
    ("R013", "safety.yaml", "offers: punch_excision\n", "offers: punch_excison\n"),
    ("R010", "safety.yaml", "- {prone_to_hyperpigmentation: yes}", "- {prone_to_hyperpigmentaton: yes}"),
    ("R013", "cases/deep.yaml", "suggested: [", "suggested: [dermabrason, "),
])  # fmt: skip
def test_one_word_is_put_right(rules: Path, code: str, file: str, right: str, wrong: str) -> None:
    change(rules, file, right, wrong)
    before = snapshot(rules)
    found = mistakes(rules)
    assert [finding.code for finding in found] == [code]
    (fix,) = fixes = plan_fixes(rules, found)
    shown = diff(rules, fixes)
    assert snapshot(rules) == before, "showing changes nothing"
    lines = [line for line in shown.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert len(lines) == 2 and fix.old in lines[0] and fix.new in lines[1]
    apply_fixes(fixes)
    assert mistakes(rules) == ()
    text = (rules / file).read_text(encoding="utf-8")
    if "dermabrason" not in wrong:
        assert right.replace("caution", '"caution"' if '"' in wrong else "caution") in text
    changed = [name for name, data in snapshot(rules).items() if data != before[name]]
    assert changed == [f"rules/{file}"]


def test_the_diff(rules: Path) -> None:
    change(rules, LASER, "when: {dark_skin: yes}", "when: {dark_skn: yes}")
    assert diff(rules, plan_fixes(rules, mistakes(rules))) == (
        "--- rules/treatments/laser_resurfacing.yaml\n"
        "+++ rules/treatments/laser_resurfacing.yaml\n"
        "@@ -31,7 +31,7 @@\n"
        "     claims: [C055, C106]\n"
        " adjusts:\n"
        "   - rule: laser-dark-skin\n"
        "-    when: {dark_skn: yes}\n"
        "+    when: {dark_skin: yes}\n"
        "     points: -5\n"
        "     because: In darker skin laser may change the colour of the skin, so we place it lower for you.\n"
        "     basis: house judgement\n"
    )


@pytest.mark.parametrize(("file", "right", "wrong"), [
    (LASER, "claims: [C055, C106]", "claims: [C055, C1066]"),  # which claim?
    (LASER, "grade: may_help", "grade: helps"),  # nothing is like it
    ("treatments/subcision.yaml", "severity: caution", "severity: caution\n    severty: serious"),  # it stands there
    ("derivations.yaml", "skin_tone: [V, VI]", "skin_tone: [V, IVI]"),  # too short to be sure of
    ("safety.yaml", "warns: medium-peel-depth", "warns: superficial-depth"),
])  # fmt: skip
def test_what_is_not_clear_is_left(rules: Path, file: str, right: str, wrong: str) -> None:
    change(rules, file, right, wrong)
    found = mistakes(rules)
    assert found
    assert plan_fixes(rules, found) == ()


def test_two_words_in_one_line_and_line_ends_kept(rules: Path) -> None:
    path = rules / "derivations.yaml"
    change(rules, "derivations.yaml", "[ice_pick, boxcar, rolling]", "[ice_pik, boxcarr, rolling]")
    data = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(data)
    fixes = plan_fixes(rules, mistakes(rules))
    assert [(fix.old, fix.new) for fix in fixes] == [("ice_pik", "ice_pick"), ("boxcarr", "boxcar")]
    apply_fixes(fixes)
    assert path.read_bytes() == data.replace(b"ice_pik", b"ice_pick").replace(b"boxcarr", b"boxcar")
    load_rules(rules)


def test_a_word_that_changed_meanwhile_is_left(rules: Path) -> None:
    change(rules, LASER, "when: {dark_skin: yes}", "when: {dark_skn: yes}")
    fixes = plan_fixes(rules, mistakes(rules))
    change(rules, LASER, "{dark_skn: yes}", "{prone: yes}")
    before = snapshot(rules)
    apply_fixes(fixes)
    assert snapshot(rules) == before


def test_nothing_to_fix(rules: Path) -> None:
    assert mistakes(rules) == ()
    assert plan_fixes(rules, ()) == ()
    assert diff(rules, ()) == ""


class TestCommand:
    def test_a_dry_run_shows_and_changes_nothing(self, rules: Path) -> None:
        change(rules, LASER, "when: {dark_skin: yes}", "when: {dark_skn: yes}")
        before = snapshot(rules)
        result = CliRunner().invoke(cli, ["rules", "check", "--fix", "--dry-run"])
        assert isinstance(result.exception, FindingsError)
        assert "-    when: {dark_skn: yes}\n+    when: {dark_skin: yes}\n" in result.stderr
        assert snapshot(rules) == before

    def test_what_shows_only_after_the_first_fix_is_fixed_too(self, rules: Path) -> None:
        before = snapshot(rules)
        change(rules, LASER, "when: {dark_skin: yes}", "when: {dark_skn: yes}")
        change(rules, "safety.yaml", "offers: punch_excision\n", "offers: punch_excison\n")
        result = CliRunner().invoke(cli, ["rules", "check", "--fix", "--format", "json"], catch_exceptions=False)
        assert result.stderr.count("@@") == 4
        assert result.stdout.startswith("{")
        assert snapshot(rules) == before

    def test_without_mistakes_it_is_a_check(self, rules: Path) -> None:
        plain = CliRunner().invoke(cli, ["rules", "check"])
        fixed = CliRunner().invoke(cli, ["rules", "check", "--fix"])
        assert (plain.exit_code, plain.output) == (fixed.exit_code, fixed.output)

    def test_dry_run_goes_with_fix(self, rules: Path) -> None:
        result = CliRunner().invoke(cli, ["rules", "check", "--dry-run"])
        assert str(result.exception) == "--dry-run goes with --fix"
