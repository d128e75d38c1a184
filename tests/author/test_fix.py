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
from tests.conftest import PLANTS


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PLANTS, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def change(rules: Path, file: str, find: str, replace: str) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, replace, 1), encoding="utf-8")


def snapshot(rules: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(rules.rglob("*.yaml"))}


TIPS = "treatments/cut_tips.yaml"


@pytest.mark.parametrize(("code", "file", "right", "wrong"), [
    ("R012", TIPS, "when: {trouble: brown_tips, spread: few}", "when: {trouble: brown_tip, spread: few}"),
    ("R010", TIPS, "{trouble: brown_tips, strong: yes}", "{trouble: brown_tips, strng: yes}"),
    ("R005", TIPS, "    because: A strong", "    becuase: A strong"),
    ("R007", TIPS, "setting: kitchen", "setting: kichen"),
    ("R007", TIPS, "severity: caution", 'severity: "cautoin"'),
    ("R007", TIPS, "basis: house judgement", "basis: house judgment"),
    ("R007", TIPS, "grade: may_help", "grade: may_hepl"),
    ("R012", "derivations.yaml", "yellow_spread: [most, not_sure]", "yellow_spread: [most, not_sur]"),
    ("R013", "safety.yaml", "offers: cut_tips,", "offers: cut_tps,"),
    ("R010", "safety.yaml", "when: {watering: seldom}", "when: {waterng: seldom}"),
    ("R013", "cases/plants.yaml", "suggested: [rinse, less", "suggested: [rinsse, less"),
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
    assert right.replace("caution", '"caution"' if '"' in wrong else "caution") in text
    changed = [name for name, data in snapshot(rules).items() if data != before[name]]
    assert changed == [f"rules/{file}"]


def test_the_diff(rules: Path) -> None:
    change(rules, TIPS, "strong: yes}", "strng: yes}")
    assert diff(rules, plan_fixes(rules, mistakes(rules))) == (
        "--- rules/treatments/cut_tips.yaml\n"
        "+++ rules/treatments/cut_tips.yaml\n"
        "@@ -16,7 +16,7 @@\n"
        "     claims: [B6]\n"
        " adjusts:\n"
        "   - rule: cut-tips-strong\n"
        "-    when: {trouble: brown_tips, strng: yes}\n"
        "+    when: {trouble: brown_tips, strong: yes}\n"
        "     points: 5\n"
        "     because: A strong plant stands a cut well.\n"
        "     basis: house judgement\n"
    )


@pytest.mark.parametrize(("file", "right", "wrong"), [
    (TIPS, "claims: [B6]", "claims: [B66]"),  # which claim?
    (TIPS, "grade: may_help", "grade: helps"),  # nothing is like it
    (TIPS, "severity: caution", "severity: caution\n    severty: serious"),  # it stands there
    (TIPS, "spread: few}", "spread: feww}"),  # too short to be sure of
    ("safety.yaml", "warns: cut-tips-clean-blade", "warns: clean-blade"),
])  # fmt: skip
def test_what_is_not_clear_is_left(rules: Path, file: str, right: str, wrong: str) -> None:
    change(rules, file, right, wrong)
    found = mistakes(rules)
    assert found
    assert plan_fixes(rules, found) == ()


def test_two_words_in_one_line_and_line_ends_kept(rules: Path) -> None:
    path = rules / "derivations.yaml"
    change(
        rules,
        "derivations.yaml",
        "{troubles: lice}, {yellow_spread: [most",
        "{troubles: licce}, {yellow_spread: [mostt",
    )
    data = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(data)
    fixes = plan_fixes(rules, mistakes(rules))
    assert [(fix.old, fix.new) for fix in fixes] == [("licce", "lice"), ("mostt", "most")]
    apply_fixes(fixes)
    assert path.read_bytes() == data.replace(b"licce", b"lice").replace(b"mostt", b"most")
    load_rules(rules)


def test_a_word_that_changed_meanwhile_is_left(rules: Path) -> None:
    change(rules, TIPS, "strong: yes}", "strng: yes}")
    fixes = plan_fixes(rules, mistakes(rules))
    change(rules, TIPS, "strng: yes}", "well: yes}")
    before = snapshot(rules)
    apply_fixes(fixes)
    assert snapshot(rules) == before


def test_nothing_to_fix(rules: Path) -> None:
    assert mistakes(rules) == ()
    assert plan_fixes(rules, ()) == ()
    assert diff(rules, ()) == ""


class TestCommand:
    def test_a_dry_run_shows_and_changes_nothing(self, rules: Path) -> None:
        change(rules, TIPS, "strong: yes}", "strng: yes}")
        before = snapshot(rules)
        result = CliRunner().invoke(cli, ["rules", "check", "--fix", "--dry-run"])
        assert isinstance(result.exception, FindingsError)
        assert (
            "-    when: {trouble: brown_tips, strng: yes}\n+    when: {trouble: brown_tips, strong: yes}\n"
            in result.stderr
        )
        assert snapshot(rules) == before

    def test_what_shows_only_after_the_first_fix_is_fixed_too(self, rules: Path) -> None:
        before = snapshot(rules)
        change(rules, TIPS, "strong: yes}", "strng: yes}")
        change(rules, "safety.yaml", "offers: cut_tips,", "offers: cut_tps,")
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
