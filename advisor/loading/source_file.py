"""Source files: who wrote a source, when, and its claims in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import error
from advisor.loading.fields import LETTERS, Fields, folded, likely
from advisor.loading.rule_entries import identity
from advisor.model.rulebase import Claim, Source

if TYPE_CHECKING:
    from advisor.loading.symbols import References
    from advisor.syntax.tree import Node

__all__ = ["source"]

_KNOWN = ("source", "title", "author", "publisher", "date", "about", "references", "claims")
_CLAIM = ("claim", "text", "kind", "priority", "section", "cites", "not_shown")


def source(node: Node, references: References) -> Source | None:
    """The source of one file."""
    fields = Fields.of(node, "a source", _KNOWN, references.findings)
    if fields is None:
        return None
    name = identity(fields, "source", references, LETTERS, "source")
    cited = fields.texts("references")
    fields.need("claims")
    claims = []
    for item in fields.items("claims"):
        entry = Fields.of(item, "a claim", _CLAIM, references.findings)
        if entry:
            claims.append(_claim(entry, name, cited, references))
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


def _claim(fields: Fields, source: str, cited: tuple[str, ...], references: References) -> Claim:
    cites = fields.scalars("cites")
    for one in cites:
        if folded(one.text) not in cited:
            hint = likely(one.text, cited, "the references are")
            message = f"the source lists no reference `{folded(one.text)}`"
            references.findings.append(error("R014", message, one.position, "not among `references`", hint))
    return Claim(
        id=identity(fields, "claim", references, LETTERS, "claim"),
        source=source,
        text=fields.text("text"),
        kind=fields.text("kind"),
        priority=fields.text("priority"),
        section=fields.text("section", required=False),
        cites=tuple(folded(one.text) for one in cites),
        not_shown=fields.text("not_shown", required=False),
        position=fields.key_position("claim"),
    )
