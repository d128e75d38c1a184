"""The part of the grammar for what stands beside the rules: deciding, sources, pictures, cases and the author's files.

``grammar.py`` says how it is written. What entries of both parts share is here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BESIDE", "SUPPORT"]

SUPPORT: Mapping[str, tuple[str, ...]] = {
    "basis": ("may", "word", "What it rests on, where no source says it.", "source", "house judgement"),
    "claims": ("may", "names", "The claims of sources that it rests on.", "claim"),
}

BESIDE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "deciding": {
        "condition": ("must", "text", "What it is about, in plain words."),
        "decision": ("must", "text", "The decision to be made."),
        "chances": ("must", "said", "What is known in numbers; said of each option alike.", "said"),
        "doing_nothing": ("must", "inner", "The option of having no treatment.", "doing_nothing"),
        "values": ("must", "list", "What may matter to a person.", "value"),
        "ready": ("must", "texts", "Questions to oneself before one decides."),
        "updates": ("must", "said", "How and when the rules are looked at again.", "said"),
        "funding": ("must", "said", "Who pays for the rules and the source, and who has ties.", "said"),
    },
    "doing_nothing": {
        "name": ("must", "text", "What people call it."),
        "what": ("must", "text", "What it means to have no treatment."),
        "how_well": ("must", "text", "What the source says of what happens then."),
        "harms": ("must", "text", "What the source says of harm."),
        "recovery": ("must", "text", "What living with it is like."),
        "where": ("must", "text", "Where it is had."),
        "cost": ("must", "text", "What the source says of the cost."),
        "unsaid": ("must", "text", "What the source leaves open."),
        "questions": ("must", "texts", "What to ask a professional."),
        **SUPPORT,
    },
    "value": {
        "value": ("must", "id", "The value's own name: small letters, digits and `_`."),
        "label": ("must", "text", "What may matter, in at most 34 columns."),
        "help": ("must", "text", "What it means, in one sentence."),
        "unsaid": ("must", "text", "What is said of each treatment that nothing is said of."),
        "says": ("must", "list", "What a source says of treatments in this light.", "saying"),
    },
    "saying": {
        "treatments": ("must", "names", "The treatments that it is said of; each once under a value.", "treatment"),
        "stands": ("must", "word", "Whether it speaks for them, against them, or both.", "for", "against", "mixed"),
        "text": ("must", "text", "What is said, in words that a patient can read."),
        **SUPPORT,
    },
    "source": {
        "source": ("must", "id", "The source's own name."),
        "title": ("must", "text", "Its title."),
        "author": ("must", "text", "Who wrote it."),
        "publisher": ("must", "text", "Who published it."),
        "date": ("must", "day", "The day of the version read: 2021-08-16."),
        "about": ("must", "text", "What it is."),
        "references": ("may", "texts", "What it refers to."),
        "claims": ("must", "list", "What it says, in our own words.", "claim"),
    },
    "claim": {
        "claim": ("must", "id", "The claim's own name."),
        "text": ("must", "text", "What the source says, in our own words."),
        "kind": ("must", "text", "What sort of statement it is."),
        "priority": ("must", "text", "How much it matters."),
        "section": ("may", "text", "Where in the source it stands."),
        "cites": ("may", "texts", "What the source refers to for it."),
        "not_shown": ("may", "text", "Why no one is shown it, if so."),
    },
    "pictures": {
        "palettes": ("must", "inner", "The colours, by the answer to a question.", "palettes"),
        "drawings": ("must", "entries", "Drawings by name; each can be used by several pictures.", "picture_drawing"),
        "options": ("may", "by_option", "The picture of an option, by question and option."),
        "treatments": ("may", "by_treatment", "The picture of what a treatment does.", "picture"),
    },
    "palettes": {
        "question": ("must", "name", "The question whose answers have colours.", "question"),
        "shown": ("must", "names", "The answers to show pictures in until the person has answered.", "option"),
        "colours": ("must", "entries", "The colours of an answer.", "palette"),
    },
    "palette": {
        "surface": ("must", "colour", 'The top layer: "#c68642".'),
        "deep": ("must", "colour", "What lies below it."),
        "line": ("must", "colour", "The outline."),
        "mark": ("must", "colour", "A spot of another colour."),
    },
    "picture_drawing": {
        "like": ("may", "id", "A drawing above this one: its surface, and its marks before those given here."),
        "line": ("may", "word", "How the points are joined.", "straight", "curved"),
        "surface": ("may", "points", "The surface from the left edge to the right one: [[0, 42], [200, 42]]."),
        "marks": ("may", "list", "What is drawn on it, those behind first.", "mark"),
    },
    "mark": {
        "role": ("must", "role", "What it is, which decides how it is drawn."),
        "line": ("may", "word", "How the points are joined.", "straight", "curved"),
        "at": ("must", "points", "Its points: [[x, y], [x, y]], from the top left, 200 wide and 100 high."),
        "size": ("may", "number", "How big it is, where the role has a size."),
        "text": ("may", "text", "The words of a label."),
    },
    "picture": {
        "drawing": ("must", "id", "The name of a drawing."),
        "depth": ("may", "number", "How much of the surface's ups and downs is shown, in percent; without it 100."),
        "text": ("must", "text", "What is drawn, for whoever cannot see it."),
        **SUPPORT,
    },
    "case": {
        "case": ("must", "text", "The example person, in a few words."),
        "show": ("may", "word", "Whether this person is offered as an example on the page.", "yes", "no"),
        "answers": ("must", "answers", "What this person answers."),
        "expect": ("must", "inner", "What the advice must hold.", "expect"),
    },
    "expect": {
        "suggested": ("may", "names", "Treatments that must be suggested.", "treatment"),
        "beyond_budget": ("may", "names", "Treatments that must be beyond budget.", "treatment"),
        "not_recommended": ("may", "names", "Treatments that must be not recommended.", "treatment"),
        "not_applicable": ("may", "names", "Treatments that must be not applicable.", "treatment"),
        "only": ("may", "names", "Treatments that must be only.", "treatment"),
        "order": ("may", "pairs", "Treatments, the first above the second.", "treatment"),
        "plans": ("may", "plans", "For a kind, treatments that stand in its plan in this order.", "treatment"),
        "ranks": ("may", "ranks", "For a kind, or `overall`, the rank of treatments."),
        "grades": ("may", "grades", "For a kind, the grade of treatments."),
        "reasons": ("may", "reasons", "For a treatment, the rules that speak for or against it."),
        "warnings": ("may", "names", "Warnings that must be shown.", "warning"),
        "no_warnings": ("may", "names", "Warnings that must not be shown.", "warning"),
        "stressed": ("may", "names", "Warnings that must be stressed.", "warning"),
        "no_stressed": ("may", "names", "Warnings that must not be stressed.", "warning"),
        "notes": ("may", "names", "Notes that must be shown.", "note"),
        "no_notes": ("may", "names", "Notes that must not be shown.", "note"),
        "urgent": ("may", "names", "Notes that must stand at the top.", "note"),
        "no_urgent": ("may", "names", "Notes that must not stand at the top.", "note"),
    },
    "property": {
        "property": ("must", "id", "The property's own name: small letters, digits and `-`."),
        "never": ("may", "holds", "What holds for no one."),
        "always": ("may", "holds", "What holds for everyone, or for whom `when` holds."),
        "above": ("may", "above", "Two treatments, the first with more points than the second."),
        "monotone": ("may", "monotone", "Going along an answer's options never adds these."),
        "in": ("may", "names", "The plans that are meant, or `overall`.", "place"),
        "when": ("may", "condition", "For whom this must hold."),
        "because": ("may", "text", "Why it must hold."),
        **SUPPORT,
    },
    "ignore": {
        "code": ("must", "text", "The code of the finding that is kept."),
        "at": ("must", "text", "The name of the rule or text that it is about."),
        "because": ("must", "text", "Why it is kept."),
    },
    "approval": {
        "treatment": ("must", "name", "The treatment that was ruled out before.", "treatment"),
        "to": ("must", "word", "Where it may stand now.", "suggested", "beyond_budget"),
        "because": ("must", "text", "Why that is meant."),
    },
}
