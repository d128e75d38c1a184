"""The questionnaire in a terminal: its flow through pipes of keys, its exit codes in a terminal of its own."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from advisor.diagnostics.errors import UsageError
from advisor.engine.consultation import Consultation
from advisor.questionnaire.answers import check_answers
from advisor.terminal import drafts
from advisor.terminal import session as terminal
from advisor.terminal.dialogue import Screen
from advisor.terminal.plain_prompts import Plain
from advisor.terminal.prompts import Prompts
from tests.keys import DOWN, ENTER, LEFT, UP, answer, described, person, pressed, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.model.rulebase import RuleBase

    Lead = Callable[..., tuple[int, str]]

TO_MENU = DOWN + ENTER  # below the short screen: not the whole advice, but the menu
LEAVE = UP + ENTER  # the last line of the menu

PERSON: dict[str, str | list[str]] = {
    "troubles": ["yellow_leaves"],
    "yellow_spread": "most",
    "watering": "seldom",
    "spending": "some",
}
EVERYTHING: dict[str, str | list[str]] = {
    **PERSON,
    "troubles": ["yellow_leaves", "brown_tips", "lice"],
    "brown_spread": "most",
}

pytestmark = pytest.mark.usefixtures("plant_rules")


@pytest.fixture
def lead(plants: RuleBase, capsys: pytest.CaptureFixture[str]) -> Iterator[Lead]:
    """Leads a session by keys; its exit code and what was printed."""

    def run(*keys: str, rules: RuleBase = plants, save: bool = True) -> tuple[int, str]:
        with pressed(*keys):
            code = terminal.consult(rules, Prompts(Screen()), save=save)
        return code, re.sub(r"\s+", " ", capsys.readouterr().out)

    yield run
    assert not list(drafts.state_folder().glob("draft-unfinished-*"))


@pytest.fixture
def lead_plain(plants: RuleBase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lead:
    """Leads a plain session by typed lines."""

    def run(*lines: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(lines)))
        code = terminal.consult(plants, Plain())
        return code, capsys.readouterr().out

    return run


def _review(*after: str) -> str:
    return ENTER + "".join(after)


def test_an_ordinary_person_gets_advice_and_no_draft_stays(lead: Lead, plants: RuleBase) -> None:
    code, said = lead(*person(plants, PERSON), _review(TO_MENU), LEAVE)
    assert code == 0
    assert "Question 1, at most" in said
    assert "Your advice in short" in said
    assert drafts.find_draft().draft is None


def test_the_whole_advice_can_be_paged_through(lead: Lead, plants: RuleBase) -> None:
    code, said = lead(*person(plants, PERSON), _review(*[ENTER] * 40))
    assert code == 130  # the many Enters end in the menu, then the keys run out
    assert said.count("Not called for by your answers") >= 1
    assert said.endswith("Stopped. No draft of your answers is kept. ")


def test_why_is_told_and_the_pointer_stays(lead: Lead, plants: RuleBase) -> None:
    first, second, *rest = person(plants, PERSON)
    question = plants.question_by_id["yellow_spread"]
    _, said = lead(first, UP, "?", ENTER, *rest, _review())
    assert f"Why this is asked: {question.why}"[:60] in said
    assert f"Yellow spread: {question.options[-2].short}" in said
    assert second == answer(question, "most")


def test_why_keeps_marks(lead: Lead, plants: RuleBase) -> None:
    _, said = lead(" ", DOWN, "?", " ", ENTER, LEFT, "r")
    shorts = [option.short for option in plants.kind_question.options[:2]]
    assert f"Troubles: {shorts[0]} and {shorts[1]}" in said


def test_going_back_keeps_later_answers_and_names_the_dropped(lead: Lead, plants: RuleBase) -> None:
    first, second, third, *rest = person(plants, PERSON)
    kinds = plants.kind_question.option_ids
    yellow, lice = kinds.index("yellow_leaves"), kinds.index("lice")
    change = DOWN * yellow + " " + DOWN * (lice - yellow) + " " + ENTER  # the pointer starts at the top again
    code, said = lead(first, second, third, LEFT, LEFT, LEFT, change, *rest, _review(TO_MENU), LEAVE)
    assert code == 0
    assert "No longer asked, so dropped: yellow spread." in said
    assert said.count("Question 2, ") == 2  # the spread, there and on the way back; watering kept its answer


def test_there_is_nothing_before_the_first_question(lead: Lead) -> None:
    assert "This is the first question." in lead(LEFT)[1]


@pytest.mark.parametrize("at", [0, 3])
def test_back_from_a_question_of_the_review_leads_to_the_review(lead: Lead, plants: RuleBase, at: int) -> None:
    change = (DOWN, ENTER, DOWN * at, ENTER)
    code, said = lead(*person(plants, PERSON), *change, LEFT, *change, LEFT, _review(TO_MENU), LEAVE)
    assert code == 0
    assert "This is the first question." not in said
    assert said.count("Your answers ") == 3
    first, second, *rest = person(plants, PERSON)
    early = ("r", *change[:2], ENTER, LEFT, ENTER)  # opened at the third question, where it leads back to
    code, said = lead(first, second, *early, *rest, _review(TO_MENU), LEAVE)
    assert code == 0
    assert "This is the first question." not in said
    assert said.count("Question 3, ") == 2


def test_back_is_the_question_before_once_an_answer_was_changed(lead: Lead, plants: RuleBase) -> None:
    keys = person(plants, PERSON)
    said = lead(*keys, DOWN, ENTER, ENTER, ENTER, LEFT, LEFT)[
        1
    ]  # the first again; the review; the last; the one before
    assert said.count(f"Question {len(keys)}, ") == 2
    assert said.count(f"Question {len(keys) - 1}, ") == 2


def test_a_hasty_enter_takes_the_default_or_not_sure(lead: Lead, plants: RuleBase) -> None:
    first, *_ = person(plants, PERSON)
    said = lead(first, ENTER, ENTER, ENTER, _review())[1].partition("Your answers")[2]
    for name in ("yellow_spread", "watering"):
        question = plants.question_by_id[name]
        assert f"{name.replace('_', ' ').capitalize()}: {question.option('not_sure').short}" in said
    question = plants.question_by_id["spending"]
    assert question.default == "none"
    assert f"Spending: {question.option('none').short}" in said


def test_in_plain_mode_enter_alone_answers_nothing(lead_plain: Lead, plants: RuleBase) -> None:
    said = lead_plain("1\n", "\n")[1]
    assert "Enter keeps" not in said
    assert said.endswith(
        "Your answer, 1 to 3: \nStopped. Your answers so far are kept until " + said.rpartition("until ")[2]
    )


def test_any_answer_can_be_changed_on_the_review(lead: Lead, plants: RuleBase) -> None:
    spending = plants.question_by_id["spending"]
    at = list(PERSON).index("spending")
    now = spending.option_ids.index("some")
    code, said = lead(*person(plants, PERSON), DOWN, ENTER, DOWN * at, ENTER, UP * now, ENTER, _review(TO_MENU), LEAVE)
    assert code == 0
    assert f"Spending: {spending.option('some').short}" in said
    assert f"Spending: {spending.options[0].short}" in said


def test_none_of_these_is_confirmed_first(lead: Lead, plants: RuleBase) -> None:
    rest = person(plants, {**PERSON, "troubles": []})[1:]
    code, said = lead(ENTER, ENTER, UP, ENTER, UP, ENTER, *rest, _review(TO_MENU), LEAVE)
    assert code == 0
    assert "Nothing is marked; the space bar marks a line." in said
    assert said.count("With none of these no treatment is suggested") == 2
    assert "You reported none of the kinds" in said


def test_who_does_not_know_is_led_to_a_kind(lead: Lead, plants: RuleBase) -> None:
    keys = described(plants, lambda proposed: len(proposed) == 1)
    code, said = lead(UP, UP, ENTER, *keys, ENTER, ENTER, ENTER, "r")
    assert "What you describe fits" in said
    assert re.search(r"So far: (.+?)\. .*Troubles: \1", said)
    assert code == 130


def test_who_cannot_tell_gets_no_advice_for_no_troubles(lead: Lead, plants: RuleBase) -> None:
    assert plants.identification
    keys = described(plants, lambda proposed: not proposed)
    code, said = lead(UP, UP, ENTER, *keys, UP, ENTER)
    assert code == 0
    assert re.sub(r"\s+", " ", plants.identification.could_not_tell) in said
    assert "Your advice in short" not in said
    assert said.endswith("No draft of your answers is kept. ")


def test_who_cannot_tell_can_go_back_to_the_list(lead: Lead, plants: RuleBase) -> None:
    keys = described(plants, lambda proposed: not proposed)
    code, said = lead(UP, UP, ENTER, *keys, DOWN, ENTER, *person(plants, PERSON), _review(TO_MENU), LEAVE)
    assert (code, "Your advice in short" in said) == (0, True)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_breaking_off_keeps_the_draft_and_says_so(lead: Lead, plants: RuleBase, key: str) -> None:
    code, said = lead(*person(plants, PERSON)[:3], key)
    assert code == 130
    assert re.search(r"Stopped\. Your answers so far are kept until .+ or delete them with `advisor forget`\. $", said)
    assert said.count("Stopped.") == 1
    draft = drafts.find_draft().draft
    assert draft
    assert draft.answers == {
        "troubles": frozenset({"yellow_leaves"}),
        "yellow_spread": frozenset({"most"}),
        "watering": frozenset({"seldom"}),
    }


def test_a_draft_is_offered_by_its_time_and_gone_on_with(lead: Lead, plants: RuleBase) -> None:
    keys = person(plants, PERSON)
    lead(*keys[:3], "\x03")
    code, said = lead(ENTER, *keys[3:], _review(TO_MENU), LEAVE)
    offer = said.partition("There is a draft of")[2].partition("Question")[0]
    assert code == 0
    assert not any(option.short in offer for question in plants.questions for option in question.options)
    assert "Question 4" in said
    assert "Question 1" not in said
    assert drafts.find_draft().draft is None


def test_a_draft_can_be_deleted_instead(lead: Lead, plants: RuleBase) -> None:
    lead(*person(plants, PERSON)[:3], "\x03")
    code, said = lead(DOWN, ENTER, "\x03")
    assert code == 130
    assert said.endswith("Stopped. No draft of your answers is kept. ")
    assert drafts.find_draft().draft is None


def test_breaking_off_at_the_offer_keeps_the_draft(lead: Lead, plants: RuleBase) -> None:
    lead(*person(plants, PERSON)[:3], "\x03")
    assert "Your answers so far are kept" in lead("\x03")[1]
    assert drafts.find_draft().draft


def test_the_rest_at_once_runs_on_as_the_advice_does(lead: Lead, plants: RuleBase) -> None:
    pages = lead(*person(plants, EVERYTHING), _review(*[ENTER] * 40))[1]
    at_once = lead(*person(plants, EVERYTHING), _review(ENTER, DOWN * 2, ENTER), LEAVE)[
        1
    ]  # the first page, then the rest
    assert pages.count("(goes on)") > 1
    assert at_once.count("(goes on)") <= 1
    assert "Not called for by your answers" in at_once


def test_no_save_writes_nothing(lead: Lead, plants: RuleBase) -> None:
    _, said = lead(*person(plants, PERSON)[:3], "\x03", save=False)
    assert said.endswith("Stopped. No draft of your answers is kept. ")
    assert not drafts.state_folder().exists()


def test_a_state_folder_that_cannot_be_written_is_said_once(lead: Lead, plants: RuleBase) -> None:
    Path(os.environ["XDG_STATE_HOME"]).write_text("a file where a folder should be")
    code, said = lead(*person(plants, PERSON), _review(TO_MENU), LEAVE)
    assert code == 0
    assert said.count("could not be saved") == 1
    assert "The questionnaire goes on without a draft." in said


def test_a_broken_draft_is_set_aside_and_said(lead: Lead) -> None:
    drafts.state_folder().mkdir(parents=True)
    (drafts.state_folder() / "draft.json").write_text("{")
    code, said = lead()
    assert code == 130
    assert "The draft could not be read and was set aside" in said
    assert "Question 1" in said


def test_an_old_draft_is_not_offered(lead: Lead) -> None:
    drafts.save_draft(drafts.Draft(datetime.now(UTC) - timedelta(days=8), "", {"watering": frozenset({"often"})}))
    said = lead()[1]
    assert "A draft older than 7 days was deleted." in said
    assert "There is a draft" not in said


def test_answers_the_rules_no_longer_know_are_named(lead: Lead) -> None:
    given = {"troubles": frozenset({"yellow_leaves"}), "watering": frozenset({"green"}), "shoe_size": frozenset({"9"})}
    drafts.save_draft(drafts.Draft(datetime.now(UTC), "other", given))
    said = lead(ENTER)[1]
    assert "these answers no longer fit and were dropped: watering and shoe size." in said
    assert "Question 2" in said


@pytest.mark.parametrize("keys", ["\x1b\r", "\x0f", "a", "i", "\x1b[200~pasted\x1b[201~", "\x12"], ids=repr)
def test_stray_keys_give_no_answer_but_at_most_what_is_marked(lead: Lead, keys: str) -> None:
    code, said = lead(keys)
    assert code == 130
    assert "Question 2" not in said


def test_alt_enter_is_enter(lead: Lead, plants: RuleBase) -> None:
    first, *_ = person(plants, PERSON)
    said = lead(first, UP, "\x1b\r", "r")[1]
    assert f"Yellow spread: {plants.question_by_id['yellow_spread'].options[-2].short}" in said


def _menu(rulebase: RuleBase, *keys: str) -> list[str]:
    return [*person(rulebase, EVERYTHING), _review(TO_MENU), *keys]


def test_why_this_one_names_rules_and_claims(lead: Lead, plants: RuleBase) -> None:
    said = lead(*_menu(plants, ENTER, ENTER, *[ENTER] * 3))[1]
    for part in ("Rule ", "in our words:", "points", "How well: ", "To ask the clinician:"):
        assert part in said


def test_why_not_that_one_says_what_would_be_needed(lead: Lead, plants: RuleBase) -> None:
    said = lead(*_menu(plants, DOWN, ENTER, ENTER))[1]
    assert "It would need" in said or "not recommended" in said


def test_a_changed_answer_shows_what_moved(lead: Lead, plants: RuleBase) -> None:
    at = [question.id for question in plants.questions].index("spending")
    now = plants.question_by_id["spending"].option_ids.index("some")
    keys = (DOWN * 2, ENTER, DOWN * at, ENTER, UP * now, ENTER)
    said = lead(*_menu(plants, *keys))[1]
    assert "What moved" in said
    assert "now beyond the budget" in said
    assert drafts.find_draft().draft is None


def test_two_to_four_can_be_compared_and_doing_nothing_is_one(lead: Lead, plants: RuleBase) -> None:
    assert plants.deciding is not None
    compare, rest = (DOWN * 4, ENTER), (UP, ENTER)
    said = lead(*_menu(plants, *compare, " ", DOWN, " ", ENTER, *rest))[1]
    nothing = plants.deciding.nothing
    assert f"Side by side: {nothing.name} and " in said
    assert nothing.what in said and nothing.questions[-1] in said
    assert "To ask the clinician" in said
    said = lead(*_menu(plants, *compare, *(" ", DOWN) * 5, ENTER, UP, " ", ENTER, *rest))[1]
    assert "Please mark 2 to 4 of them; that was 5." in said
    assert "Side by side: " in said  # the marks were kept, and one was taken back
    assert "Please mark 2 to 4 of them; that was none." in lead(*_menu(plants, *compare, ENTER))[1]
    leave = (DOWN * 3, ENTER)  # the menu points at what was chosen last
    assert lead(*_menu(plants, *compare, LEFT, *leave))[0] == 0
    assert lead(*_menu(plants, *compare, UP, ENTER, *leave))[0] == 0


def test_what_matters_is_told_below_each_suggestion_and_kept(
    lead: Lead, plants: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINES", "12")  # so that it takes more than one page
    assert plants.deciding is not None
    first, second, *_ = plants.deciding.values
    suggested = Consultation(plants).advise(check_answers(plants, EVERYTHING)).suggestions
    matters = (DOWN * 3, ENTER)
    keys = (*matters, DOWN, " ", ENTER, UP, ENTER)  # the second value; then the rest at once
    said = lead(*_menu(plants, *keys))[1]
    assert "Nothing is hidden by it, and nothing is put in another order" in said
    assert f"You marked: {second.label}." in said
    told = said.partition("You marked: ")[2]
    assert told.count(f"- {second.label}: ") == len(suggested)
    assert f"- {first.label}: " not in told
    # the mark is still there: for what is compared, in `why`, and when asked again
    said = lead(*_menu(plants, *keys, DOWN, ENTER, " ", DOWN, " ", ENTER, UP, ENTER))[1]
    assert f" {second.label} - " in said.partition("Side by side: ")[2]
    said = lead(*_menu(plants, *keys, UP * 3, ENTER, ENTER, UP, ENTER))[1]
    assert f"- {second.label}: " in said.partition("To ask the clinician:")[2]
    said = lead(*_menu(plants, *keys, ENTER, " ", ENTER, UP, ENTER))[1]
    assert f"You marked: {first.label}, {second.label}." in said
    assert "Nothing is marked." in lead(*_menu(plants, *keys, ENTER, UP, ENTER))[1]
    assert "Nothing was changed." in lead(*_menu(plants, *keys, ENTER, LEFT))[1]


def test_what_matters_changes_no_advice(
    lead: Lead, plants: RuleBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINES", "12")  # so that what matters takes more than one page
    save = (ENTER, DOWN, ENTER)
    lead(*_menu(plants, DOWN * 5, *save, ENTER))
    before = (tmp_path / "advice.json").read_bytes()
    (tmp_path / "advice.json").unlink()
    said = lead(*_menu(plants, DOWN * 3, ENTER, *(" ", DOWN) * 2, UP, ENTER, UP, ENTER, DOWN * 2, *save, ENTER))[1]
    assert "You marked: " in said
    assert (tmp_path / "advice.json").read_bytes() == before


def test_rules_without_values_ask_for_none(lead: Lead, plants: RuleBase) -> None:
    bare = dataclasses.replace(plants, deciding=None)
    said = lead(*_menu(bare, DOWN * 3, ENTER, " ", DOWN, " ", ENTER, UP, ENTER), rules=bare)[1]
    assert "What matters" not in said
    assert "Side by side: " in said


@pytest.mark.parametrize("form", ["txt", "json"])
def test_the_advice_is_saved_and_a_file_only_replaced_when_asked(
    lead: Lead, plants: RuleBase, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    choose = ENTER if form == "txt" else DOWN + ENTER
    save = (DOWN * 5, ENTER, choose, ENTER)
    assert f"Saved as advice.{form}." in lead(*_menu(plants, *save))[1]
    written = (tmp_path / f"advice.{form}").read_text(encoding="utf-8")
    assert json.loads(written)["schema"] == 1 if form == "json" else "\x1b" not in written
    (tmp_path / f"advice.{form}").write_text("mine")
    assert "Nothing was saved." in lead(*_menu(plants, *save, ENTER))[1]  # the pointer begins on leaving it
    assert (tmp_path / f"advice.{form}").read_text() == "mine"
    lead(*_menu(plants, *save, UP, ENTER))
    assert (tmp_path / f"advice.{form}").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("form", ["txt", "json", "html"])
def test_a_saved_file_has_the_ending_of_its_format(
    lead: Lead, plants: RuleBase, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save = (DOWN * 5, ENTER, DOWN * ["txt", "json", "html"].index(form), ENTER)
    clear, other = "\x7f" * 30, "mine.pdf"
    said = lead(*_menu(plants, *save, clear, other, ENTER, clear, "mine", ENTER))[1]
    assert f"{other} ends like PDF, and this is " in said
    assert f"give a name that ends in .{form}." in said
    assert f"Saved as mine.{form}." in said
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [f"mine.{form}"]
    assert stat.S_IMODE((tmp_path / f"mine.{form}").stat().st_mode) == 0o600
    said = lead(*_menu(plants, *save, clear, "~nobody-at-all/mine", ENTER, clear, ENTER))[1]
    assert "That is no name for a file: " in said
    assert "Nothing was saved." in said


@pytest.mark.parametrize("name", ["no/such/folder/a.txt", ".", "x" * 300])
def test_a_file_that_cannot_be_written_is_said_and_the_menu_stays(lead: Lead, plants: RuleBase, name: str) -> None:
    clear = "\x7f" * 30
    code, said = lead(*_menu(plants, DOWN * 5, ENTER, ENTER, clear, name, ENTER, DOWN * 2, ENTER))
    assert code == 0
    assert "It could not be saved" in said or "is a folder" in said
    assert ("there is no folder no/such/folder." in said) == (name == "no/such/folder/a.txt")


def test_plain_mode_asks_and_advises_without_escape_codes(lead_plain: Lead, plants: RuleBase) -> None:
    lines = person(plants, PERSON, typed)
    code, said = lead_plain(*lines, "1\n", "8\n")
    assert code == 0
    assert "\x1b" not in said
    assert "\r" not in said
    assert not re.search("[─-╿■-◿»●○]", said)  # no boxes, no pointers
    assert "Not called for by your answers" in said


def test_plain_mode_marks_what_matters_and_compares(lead_plain: Lead, plants: RuleBase) -> None:
    assert plants.deciding is not None
    first, second, *_ = plants.deciding.values
    lines = ("4", "1,2", "4", "2", "4", "", "5", "1", "1,2,3")
    code, said = lead_plain(*person(plants, PERSON, typed), "1\n", *(f"{line}\n" for line in lines))
    assert code == 130
    assert said.count(f"You marked: {first.label}, {second.label}.") == 1
    assert said.count(f"You marked: {second.label}.") == 2
    assert f"Chosen now: {second.label}. Enter alone keeps that." in said
    assert (
        "Mark 2 to 4, such as 1,3: Please mark 2 to 4 of them; that was 1.\nMark 2 to 4, such as 1,3: You chose" in said
    )
    assert said.count("Chosen now") == 2  # what was refused is no answer to keep
    told = said.partition(f"Side by side: {plants.deciding.nothing.name}, ")[2]
    assert second.label in told and first.label not in told


def test_plain_mode_explains_what_it_did_not_understand(lead_plain: Lead, plants: RuleBase) -> None:
    first, *_ = person(plants, PERSON, typed)
    lines = ("?", "9 9", "yellow!", first.strip(), "0", "", "4,1", "back", "", "review", "1")
    code, said = lead_plain(*(f"{line}\n" for line in lines))
    assert code == 130
    assert f"Why this is asked: {plants.kind_question.why}"[:60] in said
    assert said.count("Please type one number from 1 to 3, or ? or back or review.") == 3
    assert "Enter alone keeps that." in said
    assert "Your answers" in said


def test_without_a_terminal_it_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\r"))
    with pytest.raises(UsageError, match="needs a terminal"):
        terminal.choose_dialogue(plain=False)


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [({}, Prompts), ({"NO_COLOR": ""}, Prompts), ({"NO_COLOR": "1"}, Plain), ({"TERM": "dumb"}, Plain)],
)
def test_which_prompts_are_used(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], wanted: type[Prompts] | type[Plain]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert isinstance(terminal.choose_dialogue(plain=False), wanted)
    assert isinstance(terminal.choose_dialogue(plain=True), Plain)


# in a terminal of its own


def _spawn(*arguments: str, **environment: str) -> pexpect.spawn[str]:
    told = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color", **environment}
    return pexpect.spawn(
        sys.executable,
        ["-m", "advisor", *arguments],
        env=told,
        encoding="utf-8",
        timeout=20,
        dimensions=(24, 80),
        cwd=Path(__file__).parent.parent.parent,
    )


def _code(child: pexpect.spawn[str]) -> int:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus is not None
    return child.exitstatus


def test_exit_0_for_advice_given(plants: RuleBase) -> None:
    child = _spawn()
    for number, keys in enumerate(person(plants, PERSON), 1):
        child.expect(f"Question {number}, ")
        child.expect("back")
        child.send(keys)
    for wanted, keys in (("Show the advice", ENTER), ("To the menu", DOWN + ENTER), ("Leave", UP + ENTER)):
        child.expect(wanted)
        child.send(keys)
    assert _code(child) == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("arguments", [(), ("--plain",)], ids=["moving", "plain"])
def test_exit_130_for_breaking_off(arguments: tuple[str, ...], key: str) -> None:
    child = _spawn(*arguments)
    child.expect("1,3: " if arguments else "None of these")  # the last thing on the screen
    child.send(key)
    child.expect("Stopped. No draft of your answers is kept.")
    assert "Traceback" not in str(child.before)
    assert _code(child) == 130


def test_no_color_prints_no_escape_code(plants: RuleBase) -> None:
    child = _spawn(NO_COLOR="1")
    said = ""
    for line in [*person(plants, PERSON, typed), "1\n", "8\n"]:
        child.expect(": $")
        said += f"{child.before}"
        child.send(line)
    child.expect(pexpect.EOF)
    assert "Your advice in short" in said
    assert "\x1b" not in said + str(child.before)


def test_exit_2_without_a_terminal() -> None:
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "advisor"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
