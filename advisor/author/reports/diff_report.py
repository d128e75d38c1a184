"""The report of `advisor rules diff`: as text, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.compare.rule_diff import judge_diff
from advisor.author.proving.proof import combinations
from advisor.author.reports.figures import first_and_more, share
from advisor.author.reports.report_formats import markdown_text
from advisor.diagnostics.source import place_json
from advisor.model.wording import LIST_WORDS, joined, topic
from advisor.render.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.author.compare.approvals import Approval
    from advisor.author.compare.rule_diff import JudgedDiff, OutcomeDifference, RuleDiff
    from advisor.author.compare.source_changes import ItemChange

__all__ = ["comparison_json", "comparison_markdown", "comparison_text"]

_HEADINGS = {
    "place": "Where treatments stand",
    "grade": "How well the source supports a treatment, for one kind",
    "order": "The order of the suggestions",
    "warning": "Warnings attached",
    "stress": "Warnings stressed",
    "note": "Notes",
    "urgent": "What is urgent",
}
_NAMED = 4  # treatments named of those that the subject of a changed order now stands above or below


def comparison_text(comparison: RuleDiff, approvals: Iterable[Approval] = ()) -> str:
    """Returns the comparison as terminal text, ending with a line end."""
    judged = judge_diff(comparison, approvals)
    lines = [_summary(comparison)]
    lines += [f"not compared: {obstacle}" for obstacle in comparison.obstacles]
    lines += [f"note: {note}" for note in comparison.notes]
    for heading, changes in _by_aspect(comparison):
        lines += ["", heading]
        for change in changes:
            lines += ["", *_change(comparison, change, judged)]
    if comparison.items:
        lines += ["", "What is said differently in the files"]
        lines += [line for item in comparison.items for line in _item(item)]
    lines += _verdict(judged)
    return "\n".join(lines) + "\n"


def comparison_markdown(comparison: RuleDiff, approvals: Iterable[Approval] = ()) -> str:
    """Returns the comparison for a pull request: tables of the changes, then the changed texts."""
    judged = judge_diff(comparison, approvals)
    lines = ["## What these rules change", "", _summary(comparison)]
    lines += [f"- not compared: {obstacle}" for obstacle in comparison.obstacles]
    lines += [f"- {note}" for note in comparison.notes]
    for heading, changes in _by_aspect(comparison):
        lines += ["", f"### {heading}", "", "| what | answer combinations | for whom | rules |", "|---|---|---|---|"]
        lines += [_row(comparison, change, judged) for change in changes]
        lines += ["", "<details><summary>One example each</summary>", ""]
        lines += [f"- {markdown_text(_headline(change))}: `{change.example}`" for change in changes]
        lines += ["", "</details>"]
    if comparison.items:
        lines += ["", "### What is said differently in the files", ""]
        for item in comparison.items:
            lines.append(f"- {markdown_text(_item_line(item))}")
            for edit in item.edits:
                before, after = (markdown_text(text) or "(nothing)" for text in (edit.before, edit.after))
                lines.append(f"  - {topic(edit.field)}: {before} → {after}")
    verdict = _verdict(judged)
    if verdict:
        lines += ["", "### To be decided" if judged.fails else "### Approved", ""]
        lines += [f"- {markdown_text(line)}" for line in verdict if line]
    return "\n".join(lines) + "\n"


def comparison_json(comparison: RuleDiff, approvals: Iterable[Approval] = ()) -> str:
    """Returns the comparison as JSON text, ``schema`` 1."""
    judged = judge_diff(comparison, approvals)
    data = {
        "schema": 1,
        "old": comparison.old,
        "new": comparison.new,
        "compared": comparison.compared,
        "obstacles": list(comparison.obstacles),
        "notes": list(comparison.notes),
        "answer_combinations": comparison.every,
        "differing": comparison.differing,
        "changes": [_change_object(change, judged) for change in comparison.changes],
        "items": [_edits_object(item) for item in comparison.items],
        "unused_approvals": [{"treatment": entry.treatment, "to": entry.to} for entry in judged.unused],
        "fails": judged.fails or not comparison.compared,
    }
    return json_text(data)


def _summary(comparison: RuleDiff) -> str:
    if not comparison.compared:
        return "The outcomes could not be compared; only what the files say was."
    if not comparison.differing:
        proved = "proved: nothing changes in what is suggested, in which order, warned of or noted"
        return f"{proved}, for all {combinations(comparison.every)}."
    part = share(comparison.differing, comparison.every)
    return f"Something changes for {comparison.differing} of {combinations(comparison.every)} ({part})."


def _by_aspect(comparison: RuleDiff) -> Iterator[tuple[str, list[OutcomeDifference]]]:
    for aspect, heading in _HEADINGS.items():
        if found := [change for change in comparison.changes if change.aspect == aspect]:
            yield heading, found


def _change(comparison: RuleDiff, change: OutcomeDifference, judged: JudgedDiff) -> Iterator[str]:
    mark = "fails   " if change in judged.unapproved else "changes "
    yield f"{mark}{_headline(change)}"
    yield f"  for {combinations(change.count)}, {share(change.count, comparison.every)} of all"
    yield from (f"    {line}" for line in _groups(change))
    yield f"  example: {change.example}"
    for item in change.behind:
        yield f"  --> {_item_line(item)}"
    for approved, entry in judged.approved:
        if approved == change:
            yield f"  approved: {entry.because}"


def _headline(change: OutcomeDifference) -> str:
    about = f"{change.name} ({change.kind})" if change.kind else change.name
    if change.aspect == "order":
        where = f"in the plan for {change.kind}" if change.kind else "overall"
        others = joined(first_and_more(change.others, _NAMED))
        return f"{change.name} stands {change.after} than before, {where}: against {others}"
    if change.aspect == "place":
        return (
            f"{about}: {LIST_WORDS.get(change.before, change.before)} -> {LIST_WORDS.get(change.after, change.after)}"
        )
    return f"{about}: {change.before} -> {change.after}"


def _groups(change: OutcomeDifference) -> Iterator[str]:
    """Each group with how many profiles it adds to the groups before it."""
    groups = change.groups.groups
    if len(groups) == 1 and not change.groups.left:
        yield groups[0].text
        return
    for number, group in enumerate(groups):
        yield f"{group.text}: {group.count}{' more' if number else ''}"
    if change.groups.left:
        yield f"and {change.groups.left} more"


def _item(item: ItemChange) -> Iterator[str]:
    yield f"  {_item_line(item)}"
    for edit in item.edits:
        yield f"    {topic(edit.field)} was: {edit.before or '(nothing)'}"
        yield f"    {' ' * len(topic(edit.field))} now: {edit.after or '(nothing)'}"


def _item_line(item: ItemChange) -> str:
    at = item.position
    return " ".join(filter(None, (item.what, item.id, item.how, f"({at.source.path}:{at.line})" if at else "")))


def _verdict(judged: JudgedDiff) -> list[str]:
    lines = [
        f"fails: {change.name} was ruled out and is now {LIST_WORDS[change.after]} for {combinations(change.count)}"
        for change in judged.unapproved
    ]
    if lines:
        lines.append("help: rule it out again; or, if it is meant, say so in approved.yaml beside the new rules:")
        change = judged.unapproved[0]
        lines.append(f"    - {{treatment: {change.subject}, to: {change.after}, because: ...}}")
    lines += [
        f"note: approved.yaml allows {entry.treatment} to be {LIST_WORDS[entry.to]}, and nothing here needs it"
        for entry in judged.unused
    ]
    return ["", *lines] if lines else []


def _row(comparison: RuleDiff, change: OutcomeDifference, judged: JudgedDiff) -> str:
    mark = "**fails** " if change in judged.unapproved else ""
    count = f"{change.count} ({share(change.count, comparison.every)})"
    groups = "<br>".join(map(markdown_text, _groups(change)))
    rules = "<br>".join(markdown_text(_item_line(item)) for item in change.behind)
    return f"| {mark}{markdown_text(_headline(change))} | {count} | {groups} | {rules} |"


def _change_object(change: OutcomeDifference, judged: JudgedDiff) -> dict[str, object]:
    return {
        "aspect": change.aspect,
        "subject": change.subject,
        "kind": change.kind or None,
        "before": change.before,
        "after": change.after,
        "others": list(change.others),
        "answer_combinations": change.count,
        "groups": [{"answers": group.text, "answer_combinations": group.count} for group in change.groups.groups],
        "left_out": change.groups.left,
        "example": change.example,
        "behind": [_item_object(item) for item in change.behind],
        "fails": change in judged.unapproved,
    }


def _item_object(item: ItemChange) -> dict[str, object]:
    place = place_json(item.position) if item.position else None
    return {"what": item.what, "id": item.id, "how": item.how, "place": place}


def _edits_object(item: ItemChange) -> dict[str, object]:
    edits = [{"field": edit.field, "before": edit.before, "after": edit.after} for edit in item.edits]
    return {**_item_object(item), "edits": edits}
