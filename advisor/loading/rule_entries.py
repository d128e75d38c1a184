"""What every rule has in common, and derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.diagnostics.findings import Related, error
from advisor.diagnostics.source import columns
from advisor.loading.condition_reader import WORDS, Reader
from advisor.loading.fields import HYPHENS, LETTERS, UNDERSCORES, Fields, likely, shape, spelled
from advisor.model.rules import Basis, Derivation, Said
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.diagnostics.source import Position
    from advisor.loading.fields import Spelling
    from advisor.loading.symbols import References
    from advisor.syntax.tree import Node

__all__ = [
    "MOST_LABEL_COLUMNS",
    "RESTS_ON",
    "RULE",
    "Head",
    "Support",
    "check_label",
    "derivations",
    "entry_list",
    "head",
    "identity",
    "rule_head",
    "said",
    "support",
]

MOST_LABEL_COLUMNS = 34  # with its mark and number a label then fits a terminal of 40
RESTS_ON = ("basis", "claims")
RULE = ("rule", "because", *RESTS_ON)
_BASES: dict[str, Basis] = {"source": "source", "house judgement": "house judgement"}


class Support(TypedDict):
    """What something rests on."""

    basis: Basis
    claims: tuple[str, ...]


class Head(Support):
    """The id of an entry, the place of the key that names it, and what it rests on."""

    id: str
    position: Position


class RuleHead(Head):
    """The head of a rule, with its reason in words."""

    because: str


def support(fields: Fields, references: References) -> Support:
    """The basis and claims of an entry; a finding when it rests on nothing."""
    findings = references.findings
    claims = fields.scalars("claims")
    for claim in claims:
        references.claim(claim)
    said = fields.scalar("basis", required=False)
    basis: Basis = "source"
    if said and said.text not in _BASES:
        hint = likely(said.text, _BASES, "it can be")
        findings.append(error("R007", f"`basis` cannot be `{said.text}`", said.position, "not a word for this", hint))
    elif said:
        basis = _BASES[said.text]
    if not claims and basis == "source" and _is_bare(fields):
        message = f"{fields.name} rests on nothing"
        hint = "name the claims (`claims: [...]`), or write `basis: house judgement`"
        findings.append(error("R015", message, fields.position, "no claims", hint))
    return Support(basis=basis, claims=tuple(claim.text for claim in claims))


def said(whole: Fields, key: str, references: References, *, plain: bool = False) -> Said:
    """A text with its basis and claims, written as a mapping; where ``plain`` is allowed, a bare text is our own."""
    if plain and isinstance(whole.get(key), ScalarNode):
        return Said(whole.text(key), "house judgement", ())
    fields = whole.inner(key, ("text", *RESTS_ON))
    if fields is None:
        return Said()
    return Said(fields.text("text"), **support(fields, references))


def _is_bare(fields: Fields) -> bool:
    """Whether no claims are written, not even wrong ones (which have findings of their own)."""
    node = fields.get("claims")
    if node is None:
        said = fields.get("basis")
        return not fields.meant("claims") and (not fields.meant("basis") or _is_source(said))
    return isinstance(node, SequenceNode) and not node.items


def _is_source(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.text == "source"


def identity(fields: Fields, key: str, references: References, spelling: Spelling, sort: str) -> str:
    """The id of an entry, spelled and declared once; empty after a mistake."""
    found = fields.identifier(key, spelling)
    if found is None:
        return ""
    if found.text in (*WORDS, references.vocabulary.kind_word, references.vocabulary.depth_word):
        message = f"`{found.text}` cannot be the name of a {sort}"
        hint = "conditions use this word themselves; choose another"
        references.findings.append(error("R009", message, found.position, "a word of the language", hint))
        return ""
    references.declare(sort, found.text, found.position)
    return found.text


def head(fields: Fields, key: str, references: References, spelling: Spelling, sort: str) -> Head:
    """What every entry has: id, place, basis and claims."""
    name = identity(fields, key, references, spelling, sort)
    return Head(id=name, position=fields.key_position(key), **support(fields, references))


def rule_head(fields: Fields, references: References) -> RuleHead:
    """What every rule has: id, place, reason, basis and claims."""
    return RuleHead(because=fields.text("because"), **head(fields, "rule", references, HYPHENS, "rule"))


def check_label(label: str, node: ScalarNode, references: References) -> None:
    """A finding when a label is too wide for a line of the narrowest terminal."""
    if columns(label) > MOST_LABEL_COLUMNS:
        message = f"the label is {columns(label)} columns wide, more than {MOST_LABEL_COLUMNS}"
        hint = "shorten it, and say the rest in `help`"
        references.findings.append(error("R019", message, node.position, "too wide for a small terminal", hint))


def entry_list(node: Node | None, what: str, hint: str, references: References) -> tuple[Node, ...]:
    """The entries of a file (or a key) that is a list; a finding when it is none."""
    if node is None or isinstance(node, SequenceNode):
        return node.items if node else ()
    references.findings.append(shape(what, node, hint))
    return ()


def derivations(node: Node | None, references: References, proposes: References | None = None) -> Iterator[Derivation]:
    """The derivations of a list; with ``proposes`` each has to conclude a kind that those references know."""
    what, hint = "derivations are a list of rules", "begin each with `- rule: ...`"
    for item in entry_list(node, what, hint, references):
        fields = Fields.of(item, "a derivation", (*RULE, "when", "then"), references.findings)
        if fields is None:
            continue
        when = Reader(references).condition(fields.need("when"))
        fact, value = _then(fields, references, proposes)
        yield Derivation(**rule_head(fields, references), when=when, fact=fact, value=value)


def _then(fields: Fields, references: References, proposes: References | None) -> tuple[str, str]:
    findings, vocabulary = references.findings, references.vocabulary
    node = fields.need("then")
    if node is None:
        return "", ""
    if isinstance(node, MappingNode) and len(node.entries) > 1:
        message, second = "`then` concludes one thing", node.entries[1][0].position
        findings.append(error("R004", message, second, "a second one", "give it a rule of its own"))
        return "", ""
    if not isinstance(node, MappingNode) or not node.entries or not isinstance(node.entries[0][1], ScalarNode):
        findings.append(shape("`then` is a mapping of one fact to one value", node, "write `then: {fact: value}`"))
        return "", ""
    ((fact, value),) = node.entries
    assert isinstance(value, ScalarNode)
    if proposes:
        kinds = proposes.vocabulary.kind_question
        if fact.text == kinds:
            proposes.value(kinds, value)
        elif kinds in proposes.vocabulary.questions:
            message, hint = f"here rules conclude `{kinds}`, not `{fact.text}`", f"write `then: {{{kinds}: ...}}`"
            findings.append(error("R010", message, fact.position, "not what is looked for", hint))
    elif fact.text in vocabulary.questions:
        first = Related(vocabulary.questions.places[fact.text], "asked here")
        message = f"`{fact.text}` is a question, so it cannot be concluded as well"
        findings.append(error("R008", message, fact.position, "concluded here", "give the fact another name", [first]))
    elif fact.text in (*WORDS, vocabulary.kind_word, vocabulary.depth_word):
        hint = "conditions use this word themselves; choose another"
        message = f"`{fact.text}` cannot be the name of a fact"
        findings.append(error("R009", message, fact.position, "a word of the language", hint))
    else:
        spelled(fact, UNDERSCORES, findings)
        spelled(value, LETTERS, findings)
    return fact.text, value.text
