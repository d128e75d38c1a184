"""Reads source files: who wrote a source, when, and its claims in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.loading.fields import LETTERS, Fields, choice_hint, folded
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import read_id
from advisor.model.rulebase import Claim, Source

if TYPE_CHECKING:
    from advisor.loading.references import References
    from advisor.syntax.tree import Node

__all__ = ["read_source"]


def read_source(node: Node, references: References) -> Source | None:
    """Returns the source of one file; None when the file is no mapping of this sort."""
    fields = Fields.of(node, "a source", KEYS["source"], references.findings)
    if fields is None:
        return None
    name = read_id(fields, "source", references, LETTERS, "source")
    cited = fields.texts("references")
    entries = Fields.each(fields.items("claims"), "a claim", KEYS["claim"], references.findings)
    claims = [_read_claim(entry, name, cited, references) for entry in entries]
    return Source(
        id=name,
        title=fields.text("title"),
        author=fields.text("author"),
        publisher=fields.text("publisher"),
        date=fields.date("date"),
        about=fields.text("about"),
        references=cited,
        claims=tuple(sorted(claims, key=lambda claim: claim.id)),
        position=fields.key_position("source"),
    )


def _read_claim(fields: Fields, source: str, cited: tuple[str, ...], references: References) -> Claim:
    cites = fields.scalars("cites")
    for reference in cites:
        if folded(reference.text) not in cited:
            hint = choice_hint(reference.text, cited, "the references are")
            message = f"the source lists no reference `{folded(reference.text)}`"
            fields.report("R014", message, reference.position, "not among `references`", hint)
    return Claim(
        id=read_id(fields, "claim", references, LETTERS, "claim"),
        source=source,
        text=fields.text("text"),
        kind=fields.text("kind"),
        priority=fields.text("priority"),
        section=fields.text("section"),
        cites=tuple(folded(reference.text) for reference in cites),
        not_shown=fields.text("not_shown"),
        position=fields.key_position("claim"),
    )
