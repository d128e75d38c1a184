"""The sorts of rule files and of their entries: the keys of each, in the order in which they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.model.illustrations import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENTRY_SCHEMAS", "FILES", "EntryKey", "EntrySchema", "entry_schema_of"]


@dataclass(frozen=True, slots=True)
class EntryKey:
    """One key of an entry.

    ``takes`` is the sort of its value: ``id``, ``text``, ``texts``, ``word`` (one of ``words``), ``number``, ``day``,
    ``names`` (a list of names of the sort in ``words``), ``name`` (one of them), ``condition``, ``conditions`` (a list
    of them, on answers alone), ``bound`` (a condition that may bind), ``selects`` (treatments), ``colour``,
    ``points``, ``by_option`` (pictures), or ``list``, ``entries``, ``by_treatment``, ``inner`` and ``said`` (which may
    also be a bare text) of the form in ``words``.
    """

    name: str
    takes: str
    says: str
    words: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class EntrySchema:
    """One sort of entry. ``*`` among the keys stands for the words that bind, which each rule base chooses."""

    keys: tuple[EntryKey, ...]
    ordered: bool = True  # else the author chooses the order

    @property
    def order(self) -> tuple[str, ...]:
        """The keys in the order in which they are written."""
        return tuple(key.name for key in self.keys)

    def inside(self, name: str) -> str:
        """The form of what stands under a key; empty when it has none."""
        found = next((key for key in self.keys if key.name == name), None)
        nested = ("list", "entries", "options", "by_treatment", "inner", "said")
        return found.words[0] if found and found.takes in nested else ""


def _must(name: str, takes: str, says: str, *words: str) -> EntryKey:
    return EntryKey(name, takes, says, words, needed=True)


def _may(name: str, takes: str, says: str, *words: str) -> EntryKey:
    return EntryKey(name, takes, says, words)


_BASIS = _may("basis", "word", "What it rests on, where no source says it.", "source", "house judgement")
_CLAIMS = _may("claims", "names", "The claims of sources that it rests on.", "claim")
_RESTS_ON = (_BASIS, _CLAIMS)
_RULE = _must("rule", "id", "The rule's own name: small letters, digits and `-`.")
_BECAUSE = _must("because", "text", "Why, in words that a patient can read.")
_BINDS = EntryKey("*", "binds", "The reported kinds that this is about.")
_NAMED = ("suggested", "beyond_budget", "not_recommended", "not_applicable", "only")

ENTRY_SCHEMAS: Mapping[str, EntrySchema] = {
    "rulebase": EntrySchema((
        _must("rulebase", "id", "The rule base's own name."),
        _must("name", "text", "What people call it."),
        _must("version", "text", "Its version, in quotes."),
        _must("date", "day", "The day of this version: 2021-08-16."),
        _must("authors", "texts", "Who wrote it."),
        _must("intended_use", "text", "Whom it is for, and what it does not do."),
        _must("disclaimer", "inner", "What every advice ends with.", "disclaimer"),
        _must("grades", "entries", "How well a source supports a treatment, with points.", "grade"),
        _must("settings", "entries", "Where a treatment is had, and what that needs.", "setting"),
        _must("kinds", "inner", "What rules bind: one option of a question, and its depth.", "kinds"),
        _may("impossible", "conditions", "Answers that cannot occur together: a list of conditions on answers."),
    )),
    "disclaimer": EntrySchema((_must("text", "text", "The text."), *_RESTS_ON)),
    "grade": EntrySchema((
        _must("points", "number", "A whole number: it orders treatments and measures nothing."),
        _must("label", "text", "A few words."),
        _must("means", "text", "What it means."),
    )),
    "setting": EntrySchema((
        _must("label", "text", "A few words."),
        _may("needs", "condition", "When it is within reach; without it, always."),
        _may("would_need", "inner", "The answer that would bring it within reach.", "would_need"),
        _may("cost", "inner", "What a source says of the cost of what is had there.", "said"),
    )),
    "said": EntrySchema((_must("text", "text", "The text."), *_RESTS_ON)),
    "would_need": EntrySchema((
        _must("question", "name", "A question.", "question"),
        _must("option", "name", "One of its options.", "option"),
        _must("text", "text", "What it would need, in words."),
    )),
    "kinds": EntrySchema((
        _must("called", "id", "The word for one kind, which rules use."),
        _must("question", "name", "The question whose options are the kinds.", "question"),
        _may("depth", "inner", "What is asked about each kind.", "depth"),
    )),
    "depth": EntrySchema((
        _must("called", "id", "The word for it, which rules use."),
        _must("questions", "depths", "For each kind the question that asks for it."),
    )),
    "question": EntrySchema((
        _must("question", "id", "The question's own name: small letters, digits and `_`."),
        _may("choose", "word", "How many options can be chosen.", "one", "several"),
        _may("ask_when", "condition", "Asked only when this holds; it looks at earlier questions."),
        _must("ask", "text", "The question as it is asked."),
        _may("help", "text", "Help for answering it."),
        _must("why", "text", "Why it is asked."),
        _BASIS,
        _may("default", "option", "The answer when it is left out of an answers file."),
        _CLAIMS,
        _may("changeable", "word", "Whether a person can choose the answer.", "yes", "no"),
        _must("options", "options", "The answers: `name: label`, or a mapping.", "option"),
    )),
    "option": EntrySchema((
        _must("label", "text", "At most 34 columns."),
        _may("short", "text", "Its name within a sentence; without it the label."),
        _may("help", "text", "How to tell it."),
        _may("drawing", "drawing", "Lines of characters, at most 38 columns wide."),
    )),
    "derivation": EntrySchema((
        _RULE,
        _must("when", "condition", "When it follows."),
        _must("then", "then", "The fact that follows: `{fact: value}`."),
        _BECAUSE,
        *_RESTS_ON,
    )),
    "identification": EntrySchema((
        _must("intro", "text", "What is said before the first question."),
        _must("could_not_tell", "text", "What is said when no kind was found."),
        *_RESTS_ON,
        _must("questions", "list", "What is seen.", "question"),
        _must("rules", "list", "What it looks like.", "derivation"),
    )),
    "treatment": EntrySchema((
        _must("treatment", "id", "The treatment's own name: small letters, digits and `_`."),
        _must("name", "text", "What people call it."),
        _must("setting", "name", "Where it is had.", "setting"),
        _must("invasiveness", "number", "0 on the surface, to 3 for the deepest."),
        _may("breaks_skin", "word", "Whether it does; without it yes from 1 up.", "yes", "no"),
        _must("what", "text", "What is done."),
        _must("how_well", "text", "What the source says of the effect."),
        _must("recovery", "text", "What the source says of the time after it."),
        _must("unsaid", "text", "What the source leaves open."),
        _must("questions", "texts", "What to ask a professional."),
        *_RESTS_ON,
        _may("fits", "list", "When it fits, and how well the source supports it.", "fit"),
        _may("rules_out", "list", "When it is not recommended.", "rule_out"),
        _may("adjusts", "list", "What moves it up or down.", "adjustment"),
        _may("warnings", "list", "What it warns of.", "warning"),
    )),
    "fit": EntrySchema((
        _RULE,
        _must("when", "bound", "The kind it fits, with what else must hold."),
        _must("grade", "name", "How well the source supports it there.", "grade"),
        _BECAUSE,
        *_RESTS_ON,
    )),
    "rule_out": EntrySchema((_RULE, _BINDS, _may("when", "condition", "What else must hold."), _BECAUSE, *_RESTS_ON)),
    "adjustment": EntrySchema((
        _RULE,
        _must("when", "bound", "When it is moved."),
        _must("points", "number", "How far: up, or with `-` down."),
        _BECAUSE,
        *_RESTS_ON,
    )),
    "warning": EntrySchema((
        _must("warning", "id", "The warning's own name: small letters, digits and `-`."),
        _must("severity", "word", "How grave it is.", "limit", "caution", "serious"),
        _may("when", "bound", "When it is shown; without it, always."),
        _must("text", "text", "The warning, in words that a patient can read."),
        _may("stressed_when", "condition", "When it is shown with stress."),
        *_RESTS_ON,
    )),
    "note": EntrySchema((
        _must("note", "id", "The note's own name: small letters, digits and `-`."),
        _must("section", "word", "Where it is shown.", "general", "prevention"),
        _must("order", "number", "Smaller numbers come first."),
        _may("lead", "word", "Whether it stands before the options.", "yes", "no"),
        _may("when", "told", "When it is shown; without it, always."),
        _may("urgent_when", "told", "When it also stands at the very top."),
        _must("text", "text", "The note, in words that a patient can read."),
        *_RESTS_ON,
    )),
    "deciding": EntrySchema((
        _must("condition", "text", "What it is about, in plain words."),
        _must("decision", "text", "The decision to be made."),
        _must("chances", "said", "What is known in numbers; said of each option alike.", "said"),
        _must("doing_nothing", "inner", "The option of having no treatment.", "doing_nothing"),
        _must("values", "list", "What may matter to a person.", "value"),
        _must("ready", "texts", "Questions to oneself before one decides."),
        _must("updates", "said", "How and when the rules are looked at again.", "said"),
        _must("funding", "said", "Who pays for the rules and the source, and who has ties.", "said"),
    )),
    "doing_nothing": EntrySchema((
        _must("name", "text", "What people call it."),
        _must("what", "text", "What it means to have no treatment."),
        _must("how_well", "text", "What the source says of what happens then."),
        _must("harms", "text", "What the source says of harm."),
        _must("recovery", "text", "What living with it is like."),
        _must("where", "text", "Where it is had."),
        _must("cost", "text", "What the source says of the cost."),
        _must("unsaid", "text", "What the source leaves open."),
        _must("questions", "texts", "What to ask a professional."),
        *_RESTS_ON,
    )),
    "value": EntrySchema((
        _must("value", "id", "The value's own name: small letters, digits and `_`."),
        _must("label", "text", "What may matter, in at most 34 columns."),
        _must("help", "text", "What it means, in one sentence."),
        _must("unsaid", "text", "What is said of each treatment that nothing is said of."),
        _must("says", "list", "What a source says of treatments in this light.", "saying"),
    )),
    "saying": EntrySchema((
        _must("treatments", "names", "The treatments that it is said of; each once under a value.", "treatment"),
        _must("stands", "word", "Whether it speaks for them, against them, or both.", "for", "against", "mixed"),
        _must("text", "text", "What is said, in words that a patient can read."),
        *_RESTS_ON,
    )),
    "source": EntrySchema((
        _must("source", "id", "The source's own name."),
        _must("title", "text", "Its title."),
        _must("author", "text", "Who wrote it."),
        _must("publisher", "text", "Who published it."),
        _must("date", "day", "The day of the version read: 2021-08-16."),
        _must("about", "text", "What it is."),
        _may("references", "texts", "What it refers to."),
        _must("claims", "list", "What it says, in our own words.", "claim"),
    )),
    "claim": EntrySchema((
        _must("claim", "id", "The claim's own name."),
        _must("text", "text", "What the source says, in our own words."),
        _must("kind", "text", "What sort of statement it is."),
        _must("priority", "text", "How much it matters."),
        _may("section", "text", "Where in the source it stands."),
        _may("cites", "texts", "What the source refers to for it."),
        _may("not_shown", "text", "Why no one is shown it, if so."),
    )),
    "pictures": EntrySchema((
        _must("palettes", "inner", "The colours, by the answer to a question.", "palettes"),
        _must("drawings", "entries", "Drawings by name; each can be used by several pictures.", "picture_drawing"),
        _may("options", "by_option", "The picture of an option, by question and option."),
        _may("treatments", "by_treatment", "The picture of what a treatment does.", "picture"),
    )),
    "palettes": EntrySchema((
        _must("question", "name", "The question whose answers have colours.", "question"),
        _must("shown", "names", "The answers to show pictures in until the person has answered.", "option"),
        _must("colours", "entries", "The colours of an answer.", "palette"),
    )),
    "palette": EntrySchema((
        _must("surface", "colour", "The top layer: \"#c68642\"."),
        _must("deep", "colour", "What lies below it."),
        _must("line", "colour", "The outline."),
        _must("mark", "colour", "A spot of another colour."),
    )),
    "picture_drawing": EntrySchema((
        _may("like", "id", "A drawing above this one: its surface, and its marks before those given here."),
        _may("line", "word", "How the points are joined.", "straight", "curved"),
        _may("surface", "points", "The surface from the left edge to the right one: [[0, 42], [200, 42]]."),
        _may("marks", "list", "What is drawn on it, those behind first.", "mark"),
    )),
    "mark": EntrySchema((
        _must("role", "word", "What it is, which decides how it is drawn.", *ROLES),
        _may("line", "word", "How the points are joined.", "straight", "curved"),
        _must("at", "points", "Its points: [[x, y], [x, y]], from the top left, 200 wide and 100 high."),
        _may("size", "number", "How big it is, where the role has a size."),
        _may("text", "text", "The words of a label."),
    )),
    "picture": EntrySchema((
        _must("drawing", "id", "The name of a drawing."),
        _may("depth", "number", "How much of the surface's ups and downs is shown, in percent; without it 100."),
        _must("text", "text", "What is drawn, for whoever cannot see it."),
        *_RESTS_ON,
    )),
    "case": EntrySchema((
        _must("case", "text", "The example person, in a few words."),
        _may("show", "word", "Whether this person is offered as an example on the page.", "yes", "no"),
        _must("answers", "answers", "What this person answers."),
        _must("expect", "inner", "What the advice must hold.", "expect"),
    )),
    "expect": EntrySchema((
        *(_may(name, "names", f"Treatments that must be {name.replace('_', ' ')}.", "treatment") for name in _NAMED),
        _may("order", "pairs", "Treatments, the first above the second.", "treatment"),
        _may("plans", "plans", "For a kind, treatments that stand in its plan in this order.", "treatment"),
        _may("ranks", "ranks", "For a kind, or `overall`, the rank of treatments."),
        _may("grades", "grades", "For a kind, the grade of treatments."),
        _may("reasons", "reasons", "For a treatment, the rules that speak for or against it."),
        _may("warnings", "names", "Warnings that must be shown.", "warning"),
        _may("no_warnings", "names", "Warnings that must not be shown.", "warning"),
        _may("stressed", "names", "Warnings that must be stressed.", "warning"),
        _may("no_stressed", "names", "Warnings that must not be stressed.", "warning"),
        _may("notes", "names", "Notes that must be shown.", "note"),
        _may("no_notes", "names", "Notes that must not be shown.", "note"),
        _may("urgent", "names", "Notes that must stand at the top.", "note"),
        _may("no_urgent", "names", "Notes that must not stand at the top.", "note"),
    ), ordered=False),
    "property": EntrySchema((
        _must("property", "id", "The property's own name: small letters, digits and `-`."),
        _may("never", "holds", "What holds for no one."),
        _may("always", "holds", "What holds for everyone, or for whom `when` holds."),
        _may("above", "above", "Two treatments, the first with more points than the second."),
        _may("monotone", "monotone", "Going along an answer's options never adds these."),
        _may("in", "names", "The plans that are meant, or `overall`.", "place"),
        _may("when", "condition", "For whom this must hold."),
        _may("because", "text", "Why it must hold."),
        *_RESTS_ON,
    )),
    "ignore": EntrySchema((
        _must("code", "text", "The code of the finding that is kept."),
        _must("at", "text", "The name of the rule or text that it is about."),
        _must("because", "text", "Why it is kept."),
    )),
    "approval": EntrySchema((
        _must("treatment", "name", "The treatment that was ruled out before.", "treatment"),
        _must("to", "word", "Where it may stand now.", "suggested", "beyond_budget"),
        _must("because", "text", "Why that is meant."),
    )),
}  # fmt: skip

# the form of a whole file, by its path within the folder of rules, and whether it is a list of such
FILES: Mapping[str, tuple[str, bool]] = {
    "rulebase.yaml": ("rulebase", False),
    "questionnaire.yaml": ("question", True),
    "derivations.yaml": ("derivation", True),
    "identification.yaml": ("identification", False),
    "deciding.yaml": ("deciding", False),
    "notes.yaml": ("note", True),
    "pictures.yaml": ("pictures", False),
    "safety.yaml": ("property", True),
    "ignores.yaml": ("ignore", True),
    "approved.yaml": ("approval", True),
    "treatments": ("treatment", False),
    "sources": ("source", False),
    "cases": ("case", True),
}


def entry_schema_of(path: str) -> tuple[str, bool] | None:
    """The form of a file by its path within the folder (``treatments/x.yaml``), and whether it is a list; or None."""
    folder, _, name = path.rpartition("/")
    return FILES.get(folder if folder else name) if name.endswith(".yaml") else None
