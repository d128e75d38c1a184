"""The page of `advisor rules docs`: every rule as a sentence, in sections, as HTML and as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.author.prose.sentences import Sentence, Sentences
from advisor.author.reports.report_formats import markdown_text
from advisor.model.wording import joined
from advisor.render.html import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.properties import Property
    from advisor.model.rulebase import RuleBase, Source
    from advisor.model.rules import Question, Treatment

__all__ = ["DocsPage", "DocsSection", "docs_html", "docs_markdown", "page_of"]

_TEMPLATES = Path(__file__).parent / "templates"
_JUDGED = "Where nothing else is said, a rule rests on the claims behind it; the others are marked as house judgement."
_GRADES = (
    "Each treatment with the rules that speak for it, against it, or move it, and with its warnings. The grades say "
    "how well a source supports a treatment; they do not measure how well it works."
)
_HOLDS = (
    "“advisor rules check” looks whether these hold for every combination of answers. The claims are those that they "
    "rest on, or, as house judgement, lean on."
)


@dataclass(frozen=True, slots=True)
class DocsSection:
    """One part of the page: its title, its paragraphs, its sentences, then the sections inside it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    sections: tuple[DocsSection, ...] = ()


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The whole page, and the ids of all claims, which its sentences refer to."""

    title: str
    sections: tuple[DocsSection, ...]
    claims: frozenset[str]


def page_of(rulebase: RuleBase, properties: tuple[Property, ...] = ()) -> DocsPage:
    """Returns the page of a rule base and of the properties it must have. Empty sections are left out."""
    say = Sentences(rulebase)
    treatments = tuple(_treatment(treatment, say) for treatment in rulebase.treatments)
    sections = (
        _about(rulebase, say),
        DocsSection("Treatments", (_GRADES,), tuple(_grades(rulebase)), treatments),
        DocsSection("What follows from the answers", sentences=tuple(map(say.derivation, rulebase.derivations))),
        DocsSection("Notes", sentences=tuple(map(say.note, rulebase.notes))),
        DocsSection("What must always hold", (_HOLDS,), tuple(map(say.property, properties))),
        DocsSection("Questions", sections=tuple(_question(question, say) for question in rulebase.questions)),
        DocsSection("Finding out which kind it is", sections=tuple(_identification(rulebase))),
        DocsSection("What helps to decide", sections=tuple(_deciding(rulebase, say))),
        DocsSection("Sources", sections=tuple(map(_source, rulebase.sources))),
    )
    return DocsPage(
        title=f"{rulebase.name}: all rules",
        sections=tuple(part for part in sections if part is sections[0] or part.sentences or part.sections),
        claims=frozenset(rulebase.claim_by_id),
    )


def docs_html(page: DocsPage) -> str:
    """Returns the page as one HTML file: light and dark, fit to print, without scripts; nothing else is fetched."""
    return Templates(_TEMPLATES).fill("docs.html", page=page, anchor=_anchor)


def docs_markdown(page: DocsPage) -> str:
    """Returns the page as Markdown; every claim is named as in the list of its source."""
    return Templates(_TEMPLATES).fill("docs.md", page=page, text=markdown_text)


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _about(rulebase: RuleBase, say: Sentences) -> DocsSection:
    version = f"Version {rulebase.version} of {rulebase.date}, by {joined(rulebase.authors)}."
    impossible = (f"Cannot occur: {say.condition(condition)}." for condition in rulebase.impossible)
    texts = (rulebase.intended_use, rulebase.disclaimer.text, version, _JUDGED, *impossible)
    return DocsSection("About these rules", texts)


def _grades(rulebase: RuleBase) -> Iterator[Sentence]:
    for grade in rulebase.grades:
        yield Sentence(grade.id, f"{grade.label} ({grade.points} points): {grade.means}", "house judgement")


def _treatment(treatment: Treatment, say: Sentences) -> DocsSection:
    texts = " ".join((treatment.what, treatment.how_well, treatment.recovery, treatment.unsaid))
    sentences = (
        Sentence(treatment.id, texts, treatment.basis, treatment.claims),
        *map(say.fit, treatment.fits),
        *map(say.rule_out, treatment.rules_out),
        *map(say.adjustment, treatment.adjusts),
        *map(say.warning, treatment.warnings),
    )
    return DocsSection(treatment.name, sentences=sentences)


def _question(question: Question, say: Sentences) -> DocsSection:
    options = (
        Sentence(option.id, f"{option.label}. {option.help}" if option.help else f"{option.label}.")
        for option in question.options
    )
    return DocsSection(question.ask, sentences=(say.question(question), *options))


def _identification(rulebase: RuleBase) -> Iterator[DocsSection]:
    identification = rulebase.identification
    if identification is None:
        return
    say = Sentences(rulebase, identification.questions)
    yield from (_question(question, say) for question in identification.questions)
    texts = (identification.intro, identification.could_not_tell)
    yield DocsSection("What it looks like", texts, tuple(map(say.derivation, identification.rules)))


def _deciding(rulebase: RuleBase, say: Sentences) -> Iterator[DocsSection]:
    """What a setting costs, the decision, doing nothing, and each value with what is said of treatments for it."""
    costs = [
        Sentence(setting.id, f"Cost: {setting.cost.text}", setting.cost.basis, setting.cost.claims)
        for setting in rulebase.settings
        if setting.cost.text
    ]
    if costs:
        yield DocsSection("Cost", sentences=tuple(costs))
    deciding = rulebase.deciding
    if deciding is None:
        return
    upkeep = (("chances", deciding.chances), ("updates", deciding.updates), ("funding", deciding.funding))
    statements = tuple(Sentence(key, *statement) for key, statement in upkeep)
    yield DocsSection(deciding.condition, (deciding.decision,), statements)
    none = deciding.nothing
    texts = (none.what, none.how_well, none.harms, none.recovery, none.where, none.cost, none.unsaid, *none.questions)
    yield DocsSection(none.name, sentences=(Sentence(none.id, " ".join(texts), none.basis, none.claims),))
    for value in deciding.values:
        sayings = tuple(
            Sentence(
                saying.id,
                f"{joined(say.treatments(saying.treatments))} ({saying.stands}): {saying.text}",
                saying.basis,
                saying.claims,
            )
            for saying in value.says
        )
        yield DocsSection(value.label, (f"{value.help} Of all others: {value.unsaid}",), sayings)
    yield DocsSection("Before one decides", deciding.ready)


def _source(source: Source) -> DocsSection:
    by = f"{source.author}, {source.publisher}, {source.date}."
    references = (f"It refers to: {', '.join(source.references)}.",) if source.references else ()
    claims = (
        Sentence(claim.id, claim.text + (f" (Not shown to anyone: {claim.not_shown})" if claim.not_shown else ""))
        for claim in source.claims
    )
    return DocsSection(source.title, (by, source.about, *references), tuple(claims))
