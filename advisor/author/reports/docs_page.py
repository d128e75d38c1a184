"""All rules of a rule base as one page: sections of sentences, and the sources they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.prose.sentences import Sentence, Sentences
from advisor.author.reports.diagram import diagram_of
from advisor.model.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.author.proving.properties import Property
    from advisor.author.reports.diagram import Diagram
    from advisor.model.rulebase import RuleBase, Source
    from advisor.model.rules import Question, Treatment

__all__ = ["DocsPage", "DocsSection", "page_of"]


@dataclass(frozen=True, slots=True)
class DocsSection:
    """One part of the page: a title, paragraphs, sentences with their names, then parts of its own."""

    title: str
    paragraphs: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    sections: tuple[DocsSection, ...] = ()


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The whole page. The first section is shown before the picture."""

    title: str
    about: DocsSection
    picture: Diagram
    sections: tuple[DocsSection, ...]
    claims: frozenset[str]


def page_of(rulebase: RuleBase, properties: tuple[Property, ...] = ()) -> DocsPage:
    """The page of a rule base and the properties it must have."""
    say = Sentences(rulebase)
    sections = [
        DocsSection(
            "Treatments", _GRADES, tuple(_grades(rulebase)), tuple(_treatment(one, say) for one in rulebase.treatments)
        ),
        DocsSection("What follows from the answers", sentences=tuple(map(say.derivation, rulebase.derivations))),
        DocsSection("Notes", sentences=tuple(map(say.note, rulebase.notes))),
        DocsSection("What must always hold", _HOLDS, tuple(map(say.property, properties))),
        DocsSection("Questions", sections=tuple(_question(one, say) for one in rulebase.questions)),
        DocsSection("Finding out which kind it is", sections=tuple(_identification(rulebase))),
        DocsSection("What helps to decide", sections=tuple(_deciding(rulebase))),
        DocsSection("Sources", sections=tuple(map(_source, rulebase.sources))),
    ]
    return DocsPage(
        title=f"{rulebase.name}: all rules",
        about=_about(rulebase, say),
        picture=diagram_of(rulebase),
        sections=tuple(one for one in sections if one.sentences or one.sections),
        claims=frozenset(rulebase.claim_by_id),
    )


_GRADES = (
    "Each treatment with the rules that speak for it, against it, or move it, and with its warnings. The grades say "
    "how well a source supports a treatment; they do not measure how well it works.",
)


_HOLDS = (
    "`advisor rules check` looks whether these hold for every combination of answers. The claims are those that they "
    "rest on, or, as house judgement, lean on.",
)


def _about(rulebase: RuleBase, say: Sentences) -> DocsSection:
    version = f"Version {rulebase.version} of {rulebase.date}, by {joined(rulebase.authors)}."
    judged = (
        "Where nothing else is said, a rule rests on the claims behind it; the others are marked as house judgement."
    )
    impossible = tuple(f"Cannot occur: {say.condition(one)}." for one in rulebase.impossible)
    texts = (rulebase.intended_use, rulebase.disclaimer.text, version, judged, *impossible)
    return DocsSection("About these rules", texts)


def _grades(rulebase: RuleBase) -> Iterable[Sentence]:
    for grade in rulebase.grades:
        yield Sentence(grade.id, f"{grade.label} ({grade.points} points): {grade.means}", "house judgement")


def _treatment(one: Treatment, say: Sentences) -> DocsSection:
    rules = (*map(say.fit, one.fits), *map(say.rule_out, one.rules_out), *map(say.adjustment, one.adjusts))
    texts = Sentence(one.id, " ".join((one.what, one.how_well, one.recovery, one.unsaid)), one.basis, one.claims)
    return DocsSection(one.name, sentences=(texts, *rules, *map(say.warning, one.warnings)))


def _question(one: Question, say: Sentences) -> DocsSection:
    options = (Sentence(option.id, " ".join(filter(None, (f"{option.label}.", option.help)))) for option in one.options)
    return DocsSection(one.ask, sentences=(say.question(one), *options))


def _identification(rulebase: RuleBase) -> Iterable[DocsSection]:
    found = rulebase.identification
    if found is not None:
        say = Sentences(rulebase, found.questions)
        yield from (_question(one, say) for one in found.questions)
        yield DocsSection(
            "What it looks like", (found.intro, found.could_not_tell), tuple(map(say.derivation, found.rules))
        )


def _deciding(rulebase: RuleBase) -> Iterable[DocsSection]:
    """The decision, doing nothing, each value with what is said in its light, and what a setting costs."""
    costs = [Sentence(s.id, f"Cost: {s.cost.text}", *s.cost[1:]) for s in rulebase.settings if s.cost.text]
    if costs:
        yield DocsSection("Cost", sentences=tuple(costs))
    deciding = rulebase.deciding
    if deciding is None:
        return
    upkeep = (("chances", deciding.chances), ("updates", deciding.updates), ("funding", deciding.funding))
    yield DocsSection(deciding.condition, (deciding.decision,), tuple(Sentence(key, *told) for key, told in upkeep))
    none = deciding.nothing
    said = (none.what, none.how_well, none.harms, none.recovery, none.where, none.cost, none.unsaid, *none.questions)
    yield DocsSection(none.name, sentences=(Sentence(none.id, " ".join(said), none.basis, none.claims),))
    say = Sentences(rulebase)
    for value in deciding.values:
        sayings = (
            Sentence(
                one.id, f"{joined(say.treatments(one.treatments))} ({one.stands}): {one.text}", one.basis, one.claims
            )
            for one in value.says
        )
        yield DocsSection(value.label, (f"{value.help} Of all others: {value.unsaid}",), tuple(sayings))
    yield DocsSection("Before one decides", deciding.ready)


def _source(source: Source) -> DocsSection:
    by = f"{source.author}, {source.publisher}, {source.date}."
    listed = (f"It refers to: {', '.join(source.references)}.",) if source.references else ()
    claims = (
        Sentence(claim.id, claim.text + (f" (Not shown to anyone: {claim.not_shown})" if claim.not_shown else ""))
        for claim in source.claims
    )
    return DocsSection(source.title, (by, source.about, *listed), tuple(claims))
