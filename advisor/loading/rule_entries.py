"""Reads what all entries of rule files have in common, and derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from advisor.diagnostics.findings import Related
from advisor.diagnostics.source import columns
from advisor.loading.condition_reader import WORDS, ConditionReader
from advisor.loading.fields import HYPHENS, LETTERS, UNDERSCORES, Fields, check_spelling, wrong_shape
from advisor.loading.grammar import KEYS
from advisor.model.rules import AttributedText, Basis, Derivation
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from advisor.diagnostics.source import Position
    from advisor.loading.fields import Spelling
    from advisor.loading.references import References
    from advisor.syntax.tree import Node

__all__ = [
    "MOST_LABEL_COLUMNS",
    "Head",
    "Support",
    "check_label",
    "read_attributed_text",
    "read_derivations",
    "read_head",
    "read_id",
    "read_label",
    "read_list",
    "read_rule_head",
    "read_support",
]

MOST_LABEL_COLUMNS = 34  # with its bullet and number such a label fits a terminal of 40 columns
_BASES: dict[str, Basis] = {"source": "source", "house judgement": "house judgement"}


class Support(TypedDict):
    """The basis and the claims that an entry rests on."""

    basis: Basis
    claims: tuple[str, ...]


class Head(Support):
    """What every entry has: its id, the position of the key that gives the id, basis and claims."""

    id: str
    position: Position


class RuleHead(Head):
    """What every rule has: a head, and its reason in words."""

    because: str


def read_support(fields: Fields, references: References) -> Support:
    """Returns the basis and claims of an entry; reports one that has no claims and is no house judgement."""
    claims = fields.scalars("claims")
    for claim in claims:
        references.check("claim", claim)
    basis = _BASES[fields.word("basis", _BASES, default="source")]
    if not claims and basis == "source" and _has_no_claims(fields):
        hint = "name the claims (`claims: [...]`), or write `basis: house judgement`"
        fields.report("R015", f"{fields.name} rests on nothing", fields.position, "no claims", hint)
    return Support(basis=basis, claims=tuple(claim.text for claim in claims))


def _has_no_claims(fields: Fields) -> bool:
    """Returns whether no claims are written, not even wrong ones, and no wrong basis; those have their own findings."""
    claims, basis = fields.get("claims"), fields.get("basis")
    if claims is not None:
        return isinstance(claims, SequenceNode) and not claims.items
    is_source = isinstance(basis, ScalarNode) and basis.text == "source"
    return not fields.meant("claims") and (is_source or not fields.meant("basis"))


def read_attributed_text(whole: Fields, key: str, references: References, *, plain: bool = False) -> AttributedText:
    """Returns the text, basis and claims under a key; with ``plain`` a bare text is taken as house judgement."""
    if plain and isinstance(whole.get(key), ScalarNode):
        return AttributedText(whole.text(key), "house judgement", ())
    fields = whole.part(key, KEYS["said"])
    return AttributedText(fields.text("text"), **read_support(fields, references))


def read_id(fields: Fields, key: str, references: References, spelling: Spelling, sort: str) -> str:
    """Returns the id of an entry and declares it as one of its sort (``rule``); empty after a mistake."""
    found = fields.identifier(key, spelling)
    if found is None or not _check_is_free(found, sort, references):
        return ""
    references.declare(sort, found.text, found.position)
    return found.text


def _check_is_free(found: ScalarNode, sort: str, references: References) -> bool:
    """Returns whether an id is none of the words of conditions; reports one that is."""
    if found.text not in (*WORDS, references.symbols.kind_word, references.symbols.depth_word):
        return True
    message = f"`{found.text}` cannot be the name of a {sort}"
    hint = "conditions use this word themselves; choose another"
    references.report("R009", message, found.position, "a word of the language", hint)
    return False


def read_head(fields: Fields, key: str, references: References, spelling: Spelling, sort: str) -> Head:
    """Returns what every entry has: id, position, basis and claims."""
    name = read_id(fields, key, references, spelling, sort)
    return Head(id=name, position=fields.key_position(key), **read_support(fields, references))


def read_rule_head(fields: Fields, references: References) -> RuleHead:
    """Returns what every rule has: id, position, basis, claims and reason."""
    return RuleHead(because=fields.text("because"), **read_head(fields, "rule", references, HYPHENS, "rule"))


def read_label(fields: Fields, references: References) -> str:
    """Returns the text under the key ``label``, with a finding when it is too wide."""
    label, node = fields.text("label"), fields.get("label")
    if node is not None:
        check_label(label, node.position, references)
    return label


def check_label(label: str, position: Position, references: References) -> None:
    """Reports a label that is too wide for a line of a terminal of 40 columns."""
    if columns(label) > MOST_LABEL_COLUMNS:
        message = f"the label is {columns(label)} columns wide, more than {MOST_LABEL_COLUMNS}"
        hint = "shorten it, and say the rest in `help`"
        references.report("R019", message, position, "too wide for a small terminal", hint)


def read_list(node: Node | None, what: str, hint: str, references: References) -> tuple[Node, ...]:
    """Returns the entries of a list; reports a node that is none with the message ``what`` (``notes are a list``)."""
    if node is None or isinstance(node, SequenceNode):
        return node.items if node else ()
    references.findings.append(wrong_shape(what, node, hint))
    return ()


def read_derivations(
    node: Node | None, references: References, proposes: References | None = None
) -> tuple[Derivation, ...]:
    """Returns the derivations of a list, sorted by id; with ``proposes`` each must conclude a kind known there."""
    found = []
    items = read_list(node, "derivations are a list of rules", "begin each with `- rule: ...`", references)
    for fields in Fields.each(items, "a derivation", KEYS["derivation"], references.findings):
        when = ConditionReader(references).condition(fields.value("when"))
        fact, value = _read_conclusion(fields, references, proposes)
        found.append(Derivation(**read_rule_head(fields, references), when=when, fact=fact, value=value))
    return tuple(sorted(found, key=lambda rule: rule.id))


def _read_conclusion(fields: Fields, references: References, proposes: References | None) -> tuple[str, str]:
    node = fields.value("then")
    if node is None:
        return "", ""
    entries = node.entries if isinstance(node, MappingNode) else ()
    if len(entries) > 1:
        message, hint = "`then` concludes one thing", "give it a rule of its own"
        fields.report("R004", message, entries[1][0].position, "a second one", hint)
        return "", ""
    if not entries or not isinstance(entries[0][1], ScalarNode):
        message = "`then` is a mapping of one fact to one value"
        references.findings.append(wrong_shape(message, node, "write `then: {fact: value}`"))
        return "", ""
    fact, value = entries[0]
    assert isinstance(value, ScalarNode)
    questions = references.symbols.questions
    if proposes:
        kinds = proposes.symbols.kind_question
        if fact.text == kinds:
            proposes.check_value(kinds, value)
        elif kinds in proposes.symbols.questions:
            message, hint = f"here rules conclude `{kinds}`, not `{fact.text}`", f"write `then: {{{kinds}: ...}}`"
            fields.report("R010", message, fact.position, "not what is looked for", hint)
    elif fact.text in questions:
        message = f"`{fact.text}` is a question, so it cannot be concluded as well"
        first = Related(questions.positions[fact.text], "asked here")
        references.report("R008", message, fact.position, "concluded here", "give the fact another name", first)
    elif _check_is_free(fact, "fact", references):
        check_spelling(fact, UNDERSCORES, references.findings)
        check_spelling(value, LETTERS, references.findings)
    return fact.text, value.text
