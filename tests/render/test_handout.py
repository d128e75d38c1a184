"""The hand-out: what stands in it and in which order, that it names nobody and fetches nothing, and how it is had."""

from __future__ import annotations

import builtins
import io
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from advisor.analysis.annotations import value_summaries
from advisor.cases.cases import open_cases
from advisor.diagnostics.errors import PdfUnavailable, UsageError
from advisor.engine.consultation import Consultation
from advisor.model.conditions import ALWAYS
from advisor.model.decision_aid import DecisionAid, DoingNothing, Value
from advisor.model.rules import AttributedText
from advisor.questionnaire.answers import check_answers
from advisor.render import pdf
from advisor.render.handout import PRINT_SETTINGS, Handout, PrintSettings, leading_questions
from advisor.render.summary import tiers
from advisor.terminal import menu
from advisor.terminal import session as terminal
from advisor.terminal.plain_prompts import Plain
from tests.command import advisor
from tests.conftest import RULES
from tests.keys import person, typed
from tests.people import answers_of, everyone_of
from tests.surfaces import DAY, flat, html_text, need_pdf, pdf_text
from tests.test_second_rulebase import PERSON, own_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.render.handout import Paper

ROOT = Path(__file__).parent.parent.parent
AT_HOME = {
    "troubles": ["yellow_leaves", "brown_tips", "lice"],
    "yellow_spread": "not_sure",
    "brown_spread": "most",
    "watering": "seldom",
    "spending": "none",
}
AT_THE_SHOP = {**AT_HOME, "yellow_spread": "most", "brown_spread": "few", "watering": "often", "spending": "some"}
ANSWERS = "troubles: [lice]\nwatering: often\n"


@pytest.fixture
def advice(plants: RuleBase) -> Advice:
    """An advice with something under each heading."""
    notes = tuple(replace(note, when=ALWAYS) if note.id == "buy-a-glass" else note for note in plants.notes)
    return _advised(replace(plants, notes=notes), AT_HOME)


@pytest.fixture(scope="module")
def longest(consultation: Consultation) -> Advice:
    """Of what is advised to the people of the shipped cases, that with the most options."""
    every = (consultation.advise(case.answers) for case in open_cases(consultation.rulebase, RULES))
    return max(every, key=lambda advice: len((*advice.suggestions, *advice.beyond_budget)))


@pytest.fixture(scope="module")
def printed(consultation: Consultation) -> Callable[[Paper], bytes]:
    """Makes the hand-out of a shipped example person on a paper, once."""
    shown = next(case for case in open_cases(consultation.rulebase, RULES) if case.show)
    advice = consultation.advise(shown.answers)
    return cache(lambda paper: Handout(advice, on=DAY, paper=paper).pdf())


@pytest.fixture
def able() -> None:
    """Skips where no PDF can be made, and says why."""
    need_pdf()


@pytest.fixture
def deciding(plants: RuleBase, advice: Advice) -> Advice:
    """An advice with all that helps a person decide, in words of the test."""
    at = plants.treatments[0].position
    rows = dict.fromkeys(("how_well", "harms", "recovery", "where", "cost", "unsaid"), "Row.")
    nothing = DoingNothing(
        id="nothing", position=at, claims=("B1",), name="Waiting", what="You wait.", questions=("And then?",), **rows
    )
    values = tuple(
        Value(id=name, position=at, label=f"Least {name}", help="Help.", unsaid="Unsaid.", says=())
        for name in ("pain", "cost", "delay")
    )
    ready = ("Do you know enough?", "Do you feel sure?")
    told = {"chances": "No figures are known.", "updates": "Read again.", "funding": "Nobody pays."}
    found = DecisionAid(
        condition="Condition.",
        decision="The choice is yours.",
        nothing=nothing,
        values=values,
        ready=ready,
        **{key: AttributedText(text, "source", ("B1",)) for key, text in told.items()},
        position=at,
    )
    return _with_aid(advice, found)


def _some(settings: Sequence[PrintSettings], *quick: int) -> list[object]:
    """Each of the settings; laying out takes half a second, so the quick run has only those at these places."""
    now = {place % len(settings) for place in quick}
    return [pytest.param(how, marks=() if n in now else pytest.mark.exhaustive) for n, how in enumerate(settings)]


def _advised(rulebase: RuleBase, answers: Mapping[str, object]) -> Advice:
    return Consultation(rulebase).advise(check_answers(rulebase, answers))


def _with_aid(advice: Advice, aid: DecisionAid | None) -> Advice:
    return replace(advice, rulebase=replace(advice.rulebase, deciding=aid))


def _said(advice: Advice, **more: object) -> str:
    return flat(html_text(Handout(advice, on=DAY, **more).html()))  # type: ignore[arg-type]


def _outermost(box: Any, tag: str) -> Iterator[Any]:
    """The boxes made of elements of a name, none within another, as WeasyPrint laid them out."""
    for child in getattr(box, "children", ()):
        if child.element_tag == tag and child.element is not None:
            yield child
        else:
            yield from _outermost(child, tag)


class TestContents:
    def test_the_order(self, deciding: Advice) -> None:
        rulebase = deciding.rulebase
        said = _said(deciding, values=["delay"], example="Robin", what_if="Spending")
        parts = [
            *("Treatment options to talk over", "It is not a diagnosis and not an order", "9 March 2026."),
            *(f"rules {rulebase.version} of {rulebase.date}, {rulebase.digest[:12]}",),
            *("What if: Spending. These are not", "Example person, not a patient: Robin", "Please read first"),
            *("Your answers", "At a glance", "The choice is yours.", "Waiting: You wait. [B1]", "Yellow leaves"),
            *("Suggestions", "Beyond your budget"),
            *("Not recommended for you", "Not called for by your answers", "Prevention", "Good to know"),
            *("What matters to you", "Least delay", "Before you decide", "Do you know enough? Do you feel sure?"),
            *("Questions to take to your clinician", "What this is", deciding.disclaimer, rulebase.intended_use),
            *("Source: Plants at home, A gardener, A printer, version of 3 February 2001.",),
            *("No figures are known. [B1]", "Read again. [B1]", "Nobody pays. [B1]", "Notes"),
        ]  # fmt: skip
        places = [said.find(part) for part in parts]
        assert -1 not in places, parts[places.index(-1)]
        assert places == sorted(places)

    def test_without_what_helps_to_decide(self, advice: Advice) -> None:
        said = _said(_with_aid(advice, None))
        assert "Before you decide" not in said and "What matters to you" not in said
        assert "Example person" not in said and "What if" not in said

    def test_each_option_says_how_well_beside_its_harms(self, plants: RuleBase, advice: Advice) -> None:
        said = _said(advice)
        options = (*advice.suggestions, *advice.beyond_budget)
        assert said.count("How well:") == len(options)
        for one in options:
            well = plants.treatment_by_id[one.treatment].how_well
            assert flat(f"{one.what} How well: {well}") in said

    def test_what_if_is_said_once_with_one_full_stop(self, advice: Advice) -> None:
        said = _said(advice, what_if="Spending: some.")
        assert said.count("What if: Spending: some. These are not the answers as first given.") == 1

    def test_what_leads_stands_before_the_options_and_not_again(self, advice: Advice) -> None:
        at_top = {one.text for one in advice.urgent}
        first, *others = (replace(note, lead=False) for note in advice.notes if note.text not in at_top)
        said = _said(replace(advice, notes=(replace(first, lead=True), *others)))
        lead = f"Please read before the options {flat(first.text)}"
        assert said.count(flat(first.text)) == said.count(lead) == 1
        assert said.index("At a glance") < said.index(lead) < said.index("Suggestions")
        assert all(flat(note.text) in said for note in others)

    def test_where_nothing_leads_there_is_no_heading_for_it(self, advice: Advice) -> None:
        plain = replace(advice, notes=tuple(replace(note, lead=False) for note in advice.notes))
        assert "Please read before the options" not in _said(plain)

    def test_at_a_glance_what_is_our_judgement_is_marked(self, plants: RuleBase) -> None:
        new_soil = plants.treatment_by_id["new_soil"]
        (fit,) = new_soil.fits
        ours = replace(new_soil, fits=(replace(fit, grade="named_for", basis="house judgement", claims=()),))
        treatments = tuple(ours if one is new_soil else one for one in plants.treatments)
        html = Handout(_advised(replace(plants, treatments=treatments), AT_THE_SHOP), on=DAY).html()
        (row,) = [row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if ">Yellow leaves<" in row]
        assert "Less water" in row and "Less water (our judgement)" not in row
        assert "New soil (our judgement)" in row

    def test_each_option_says_where_for_what_and_what_it_would_need(self, advice: Advice) -> None:
        said = _said(advice)
        assert "New soil at the garden shop May help: yellow leaves. It would need: It takes some money." in said

    def test_what_was_ruled_out_says_each_reason(self, advice: Advice) -> None:
        said = _said(advice)
        assert advice.not_recommended
        for one in advice.not_recommended:
            assert one.name in said
            for reason in one.reasons:
                assert f"For yellow leaves: {flat(reason.text)}" in said

    def test_an_urgent_note_stands_at_the_top_and_not_twice(self, advice: Advice) -> None:
        said = _said(advice)
        (urgent,) = advice.urgent
        assert said.count(flat(urgent.text)) == 1
        assert said.index(flat(urgent.text)) < said.index("Your answers")

    def test_at_a_glance_by_grade(self, plants: RuleBase) -> None:
        advice = _advised(plants, AT_THE_SHOP)
        found = {kind: tiers(advice, kind)[0] for kind in advice.plans}
        assert {grade.id for grade, _ in found.values()} == {"named_for"}
        assert [one.name for one in found["yellow_leaves"][1]] == ["Less water"]
        assert "Rinsing the leaves" in [one.name for one in found["lice"][1]]

    def test_a_kind_without_any_suggestion_says_why(self, plants: RuleBase) -> None:
        advice = _advised(plants, {**AT_HOME, "troubles": ["yellow_leaves"]})
        bare = replace(advice, suggestions=(), plans={"yellow_leaves": ()})
        assert "Nothing within your budget; 1 option beyond it, below." in _said(bare)

    def test_the_questions_are_those_of_what_comes_first(self, plants: RuleBase) -> None:
        found = dict(leading_questions(_advised(plants, AT_THE_SHOP)))
        assert found["Less water"] == plants.treatment_by_id["less_water"].questions
        assert "Rinsing the leaves" in found
        assert "New soil" not in found
        every = [question for asked in found.values() for question in asked]
        assert len(every) == len(set(every))

    def test_where_nothing_is_in_reach_the_questions_are_about_what_lies_beyond(self, advice: Advice) -> None:
        bare = replace(advice, suggestions=(), plans=dict.fromkeys(advice.plans, ()))
        assert "New soil" in dict(leading_questions(bare))

    def test_nothing_to_treat(self, plants: RuleBase) -> None:
        said = _said(_advised(plants, {"troubles": [], "watering": "often"}))
        assert "Troubles: none of these;" in said
        assert "You reported none of the kinds, so no treatment is suggested. Please read the notes below." in said
        assert "Suggestions" not in said and "Questions to take" not in said

    def test_values_come_in_the_order_of_the_rules(self, deciding: Advice) -> None:
        unsaid = "The source does not say for any of these options."
        told = f"What matters to you Least pain. {unsaid} Least delay. {unsaid}"
        assert told in _said(deciding, values=["delay", "pain"])

    def test_each_value_says_for_which_options_it_speaks(self, plants: RuleBase) -> None:
        advice = _advised(plants, AT_THE_SHOP)
        assert plants.deciding
        (value,) = (value for value in plants.deciding.values if value.id == "no_blade")
        said = _said(advice, values=["no_blade"])
        ((_, weight),) = value_summaries(advice, ["no_blade"])
        line = weight.text
        assert f"{value.label}. {line} [our judgement; " in said
        assert weight.claims and set(weight.claims) <= set(plants.claim_by_id)
        for one in (*advice.suggestions, *advice.beyond_budget):
            saying = value.saying_on(one.treatment)
            assert (one.name in line) is (saying is not None)
        assert "Speaks against it: " in line
        ((_, weight),) = value_summaries(advice, ["little_work"])
        assert weight.text.endswith("The source does not say for the others.")

    def test_a_value_there_is_not(self, deciding: Advice) -> None:
        with pytest.raises(UsageError, match=r"there is no value `paim`; did you mean `pain`\?"):
            Handout(deciding, on=DAY, values=["paim"]).html()

    def test_it_names_nobody(self, advice: Advice) -> None:
        html = Handout(advice, on=DAY).html()
        said = html_text(html).replace(advice.rulebase.name, "").lower()
        for word in ("patient name", "name:", "date of birth", "address", "insurance", "patient number"):
            assert word not in said
        assert not re.search(r"<(input|form|textarea|button)", html)

    def test_texts_are_escaped(self, advice: Advice) -> None:
        html = Handout(advice, on=DAY, example="<script>alert(1)</script>").html()
        assert "&lt;script&gt;" in html and "<script" not in html


class TestPage:
    def test_it_stands_alone(self, advice: Advice) -> None:
        html = Handout(advice, on=DAY).html()
        assert html.startswith("<!DOCTYPE html>\n")
        assert (
            '<html lang="en">' in html and "<title>Treatment options to talk over: House plant advisor</title>" in html
        )
        assert not re.search(r"(?:src|href|url|@import)\s*[=(]|https?:|<(?:script|link|img|iframe)", html)
        assert "default-src 'none'" in html
        assert html.count("<style>") == html.count("<h1>") == 1

    @pytest.mark.parametrize("paper", ["A4", "Letter"])
    def test_its_paper(self, advice: Advice, paper: str) -> None:
        assert f"@page {{ size: {paper}; margin: " in Handout(advice, on=DAY, paper=paper).html()  # type: ignore[arg-type]

    def test_no_print_is_under_8_points(self, advice: Advice) -> None:
        for how in PRINT_SETTINGS:
            html = Handout(advice, on=DAY).html(how)
            (small,) = re.findall(r"--small: ([\d.]+)pt", html)
            assert 8 <= float(small) <= how.size
            assert all(float(points) >= 8 for points in re.findall(r"([\d.]+)pt \"", html))

    def test_the_more_there_is_to_say_the_smaller_the_estimate(
        self, consultation: Consultation, longest: Advice
    ) -> None:
        def size(advice: Advice) -> float:
            return float(re.findall(r"--size: ([\d.]+)pt", Handout(advice, on=DAY).html())[0])

        unmarked = next(given for given in everyone_of(consultation.rulebase.questions))
        nothing, some = size(consultation.advise(answers_of(consultation.rulebase, unmarked))), size(longest)
        assert nothing == PRINT_SETTINGS[-1].size > some
        assert some in {how.size for how in PRINT_SETTINGS}


@pytest.mark.usefixtures("able")
class TestPdf:
    @pytest.mark.parametrize("paper", ["A4", "Letter"])
    def test_it_fits_two_pages_of_its_paper(
        self, rulebase: RuleBase, printed: Callable[[Paper], bytes], paper: Paper
    ) -> None:
        from pypdf import PdfReader

        read = PdfReader(io.BytesIO(printed(paper)))
        assert 1 <= len(read.pages) <= 2
        width, height = (round(float(side)) for side in read.pages[0].mediabox[2:])
        assert (width, height) == ((595, 842) if paper == "A4" else (612, 792))
        assert f"Page 1 of {len(read.pages)}" in flat(read.pages[0].extract_text())
        assert f"rules {rulebase.version} of {rulebase.date}" in flat(read.pages[-1].extract_text())

    def test_it_has_a_title_a_language_tags_and_no_author(
        self, rulebase: RuleBase, printed: Callable[[Paper], bytes]
    ) -> None:
        from pypdf import PdfReader

        read = PdfReader(io.BytesIO(printed("A4")))
        assert read.metadata is not None
        assert read.metadata.title == f"Treatment options to talk over: {rulebase.name}"
        assert read.metadata.author is None
        assert read.metadata.creation_date is not None
        assert read.metadata.creation_date.date() == DAY
        assert read.trailer["/Root"]["/Lang"] == "en"
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
        assert b"pdfuaid:part" in read.trailer["/Root"]["/Metadata"].get_data()

    def test_what_does_not_fit_takes_another_page_and_nothing_is_cut(self, advice: Advice) -> None:
        from pypdf import PdfReader

        notes = tuple(
            replace(advice.notes[0], id=f"n{n}", text=f"Note {n}. " + "More. " * 60 + f"End {n}.") for n in range(40)
        )
        content = Handout(replace(advice, notes=notes), on=DAY).pdf()
        assert len(PdfReader(io.BytesIO(content)).pages) > 2
        said = flat(pdf_text(content))
        assert [note.id for note in notes if flat(note.text) not in said] == []

    @pytest.mark.parametrize("how", [PRINT_SETTINGS[0], PRINT_SETTINGS[1]], ids=["tightest", "dense"])
    def test_an_option_stays_whole_or_is_named_again(self, longest: Advice, how: PrintSettings) -> None:
        """Only in the tightest print may an option go on in the next column, and then its name stands there again."""
        html = Handout(longest, on=DAY).html(how)
        torn = 0
        # so small that many columns end within an option, and so tall that each fits a column, in a wide font too
        for small in ("A5", "105mm 200mm"):
            pages = pdf.laid_out(html.replace("size: A4", f"size: {small}")).pages
            parts = [part for page in pages for part in _outermost(page._page_box, "article")]
            assert len(parts) > 15
            assert all(list(_outermost(part, "h3")) for part in parts)
            torn += len(parts) - len({id(part.element) for part in parts})
        assert torn > 0 if how == PRINT_SETTINGS[0] else torn == 0

    @pytest.mark.parametrize("how", _some(PRINT_SETTINGS, 0, 6, -1), ids=str)
    def test_before_you_decide_stands_in_one_column(self, longest: Advice, how: PrintSettings) -> None:
        html = Handout(longest, on=DAY).html(how)
        sections = [box for page in pdf.laid_out(html).pages for box in _outermost(page._page_box, "section")]
        assert sum(box.element.get("class") == "whole" for box in sections) == 1

    @pytest.mark.parametrize("how", _some([*PRINT_SETTINGS[:2], PRINT_SETTINGS[-1]], 0, -1), ids=str)
    def test_the_short_print_keeps_benefits_beside_harms(
        self, rulebase: RuleBase, longest: Advice, how: PrintSettings
    ) -> None:
        html = Handout(longest, on=DAY).html(how)
        said = flat(pdf_text(pdf.fitting_pdf([lambda: html], 2)))
        for one in longest.suggestions:
            well = flat(rulebase.treatment_by_id[one.treatment].how_well)
            assert f"How well: {well}" in said  # whole: what limits it stands behind

    def test_nothing_is_fetched(self, tmp_path: Path) -> None:
        (tmp_path / "said.txt").write_text("from elsewhere")
        html = f'<html lang="en"><title>T</title><link rel="stylesheet" href="file://{tmp_path}/said.txt">'
        html += f'<p>Text</p><img alt="picture" src="file://{tmp_path}/said.txt">'
        content = pdf.fitting_pdf([lambda: html], 1)
        assert "Text" in pdf_text(content)
        assert b"from elsewhere" not in content
        with pytest.raises(ValueError, match="nothing is fetched: file:"):
            pdf._NoFetcher()(f"file://{tmp_path}/said.txt")

    @pytest.mark.parametrize("words", [20, 150, 450])
    def test_the_largest_type_that_fits_is_taken(self, words: int) -> None:
        def document(size: float) -> str:
            style = f"@page {{ size: A7 }} body {{ font-size: {size}pt }}"
            return f'<html lang="en"><title>T</title><style>{style}</style><p>{size} {"word " * words}'

        sizes = (6.0, 8.0, 10.0, 12.0, 40.0)
        pages = {size: len(pdf.laid_out(document(size)).pages) for size in sizes}
        most = max(2, pages[6.0])
        best = max(size for size in sizes if pages[size] <= most)
        assert pdf_text(pdf.fitting_pdf([partial(document, size) for size in sizes], 2)).split() == [
            str(best),
            *["word"] * words,
        ]

    def test_plants_speak_their_own_words(self, plants: RuleBase) -> None:
        advice = _advised(plants, PERSON)
        said = own_words(flat(pdf_text(Handout(advice, on=DAY).pdf())))
        assert "House plant advisor, rules 0.1 of 2024-05-01" in said
        assert "It would need: It takes some money." in said
        own_words(Handout(advice, on=DAY).html())


class TestMissing:
    @pytest.mark.parametrize(
        ("problem", "said"),
        [
            (ImportError("no"), r"a PDF needs WeasyPrint: `pip install weasyprint`, or write it as HTML"),
            (OSError("cannot load library 'pango'"), r"a PDF needs the Pango library.*libpangoft2-1.0-0.*HTML"),
        ],
        ids=["WeasyPrint", "Pango"],
    )
    def test_what_is_missing_is_said(self, monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str) -> None:
        real = builtins.__import__

        def without(name: str, *rest: object, **more: object) -> object:
            if name == "weasyprint":
                raise problem
            return real(name, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(PdfUnavailable, match=said):
            pdf.fitting_pdf([lambda: ""], 2)


def _advise(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return advisor("advise", "--answers", "-", *arguments, text=ANSWERS, cwd=cwd)


@pytest.mark.usefixtures("plant_rules")
class TestCommand:
    def test_html_of_today_to_standard_output(self) -> None:
        before, done, after = date.today(), _advise("--format", "html"), date.today()
        assert done.returncode == 0
        said = html_text(done.stdout)
        assert any(f"{day.day} {day:%B %Y}." in said for day in (before, after))

    def test_pdf_to_a_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("advisor.render.handout.fitting_pdf", lambda documents, _pages: documents[0]().encode())
        done = _advise("--format", "pdf", "--output", "handout.pdf", "--paper", "Letter", cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert "@page { size: Letter; " in (tmp_path / "handout.pdf").read_text(encoding="utf-8")

    @pytest.mark.usefixtures("able")
    def test_pdf_to_a_pipe(self) -> None:
        command = [sys.executable, "-m", "advisor", "advise", "--answers", "-", "--format", "pdf"]
        piped = subprocess.run(command, input=ANSWERS.encode(), capture_output=True, cwd=ROOT, check=False)
        assert piped.returncode == 0 and piped.stdout.startswith(b"%PDF-") and piped.stderr == b""

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_any_format_to_a_file(self, tmp_path: Path, form: str) -> None:
        printed = _advise("--format", form)
        written = _advise("--format", form, "--output", "advice", cwd=tmp_path)
        assert (written.returncode, written.stdout) == (0, "")
        name = f"advice.{'txt' if form == 'text' else form}"
        assert [path.name for path in tmp_path.iterdir()] == [name]  # as in the menu of the questionnaire
        assert (tmp_path / name).read_text(encoding="utf-8") == printed.stdout
        assert written.stderr == f"Saved as {name}.\n"
        again = _advise("--format", form, "--output", "advice", cwd=tmp_path)
        assert again.stderr.startswith(f"advisor: {name} exists; ")

    def test_a_file_is_replaced_only_by_force(self, tmp_path: Path) -> None:
        path = tmp_path / "advice.html"
        path.write_text("mine")
        done = _advise("--format", "html", "--output", "advice.html", cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr == "advisor: advice.html exists; give another name, or --force to replace it\n"
        assert path.read_text() == "mine"
        assert _advise("--format", "html", "--output", "advice.html", "--force", cwd=tmp_path).returncode == 0
        assert path.read_text().startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--output", ""), "--output needs the name of a file, and it is empty"),
            (("--output", "."), "--output needs the name of a file, and . is a folder"),
            (("--output", "no/Such/x"), "no/Such/x.txt could not be written: there is no folder no/Such"),
            (("--force",), "--force has no effect without --output"),
        ],
    )
    def test_where_nothing_can_be_written(self, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
        done = _advise(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (2, f"advisor: {said}\n")

    @pytest.mark.parametrize("output", [(), ("--output", "-")])
    def test_a_pdf_is_not_written_to_a_terminal(self, output: tuple[str, ...]) -> None:
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "advisor", "advise", "--answers", os.devnull, "--format", "pdf", *output]
        done = subprocess.run(
            command, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
        )
        os.close(theirs)
        os.close(ours)
        said = "advisor: a PDF cannot be shown in a terminal; write it to a file: `--output handout.pdf`\n"
        assert (done.returncode, done.stderr.decode()) == (2, said)


class TestMenu:
    @pytest.mark.parametrize(("form", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")])
    def test_it_is_saved_from_the_terminal(
        self,
        plants: RuleBase,
        form: str,
        begins: bytes,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        request: pytest.FixtureRequest,
    ) -> None:
        if form == "pdf":
            request.getfixturevalue("able")
        save = 1 + [choice.id for choice in menu._CHOICES].index("save")
        which = {"html": 3, "pdf": 4}[form]
        lines = [*person(plants, PERSON, typed), "1\n", f"{save}\n", f"{which}\n", "\n"]
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(lines)))
        assert terminal.consult(plants, Plain()) == 130  # the lines run out in the menu
        assert (tmp_path / f"handout.{form}").read_bytes().startswith(begins)
