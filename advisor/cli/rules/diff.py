"""``advisor rules diff``: compares two folders, or git revisions, of rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from advisor.author.proving.safety_file import read_safety
from advisor.cli.rules.group import format_option, rules_option

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.author.compare.revisions import RuleState

__all__ = ["command"]


@click.command("diff")
@click.argument("old")
@click.argument("new")
@rules_option
@format_option("text", "json", "markdown")
def command(old: str, new: str, root: Path, form: str) -> int:
    """Compare two states of the rules: for how many answer combinations what changes.

    OLD and NEW are folders, or git revisions of the folder that --rules names: `advisor rules diff HEAD rules`. A
    treatment that was ruled out and is now offered fails, unless approved.yaml beside the new rules names it.
    """
    from advisor.author.compare.approvals import read_approved
    from advisor.author.compare.revisions import state
    from advisor.author.compare.rule_diff import diff_rules, judge_diff
    from advisor.author.reports.diff_report import comparison_json, comparison_markdown, comparison_text

    with state(old, root) as before, state(new, root) as after:
        comparison = diff_rules(before.rulebase, after.rulebase)
        comparison = replace(comparison, notes=(*comparison.notes, *_property_notes(before, after)))
        approvals = read_approved(after.rulebase, after.folder / "approved.yaml", f"{after.shown}/approved.yaml")
    show = {"text": comparison_text, "json": comparison_json, "markdown": comparison_markdown}[form]
    click.echo(show(comparison, approvals), nl=False)
    return 1 if judge_diff(comparison, approvals).fails or not comparison.compared else 0


def _property_notes(before: RuleState, after: RuleState) -> list[str]:
    """Returns a note for each property that is gone, demands something else, or is new."""
    old, new = (
        {
            entry.id: entry
            for entry in read_safety(state.rulebase, state.folder / "safety.yaml", f"{state.shown}/safety.yaml")
        }
        for state in (before, after)
    )
    gone = [
        f"the property `{name}` is gone from safety.yaml: nothing demands it any more"
        for name in old
        if name not in new
    ]
    other = [
        f"the property `{name}` demands something else now" for name in old if name in new and old[name] != new[name]
    ]
    return [*gone, *other, *(f"the property `{name}` is new" for name in new if name not in old)]
