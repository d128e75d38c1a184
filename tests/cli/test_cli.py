"""The command, and some of it as a whole process: output, exit codes, and no traceback whatever is given."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command import advisor
from tests.conftest import PLANTS

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

ROOT = Path(__file__).parent.parent.parent
ANSWERS = """\
troubles: [yellow_leaves, brown_tips]
yellow_spread: few
brown_spread: few
watering: seldom
"""

pytestmark = pytest.mark.usefixtures("plant_rules")


def _process(*arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *arguments],
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("advise", "--answers", "-", "--format", "json"), 0),
        (("advise", "--answers", "-"), 0),
        (("advise", "--answers", "no-such-file.yaml"), 1),
        (("advise",), 2),
        ((), 2),
    ],
)
def test_a_process_of_its_own_says_the_same(arguments: tuple[str, ...], code: int) -> None:
    done, same = _process(*arguments, text=ANSWERS), advisor(*arguments, text=ANSWERS)
    assert done.returncode == same.returncode == code
    assert (done.stdout, done.stderr) == (same.stdout, same.stderr)


def test_advise_as_json_has_exactly_the_fields_of_the_contract() -> None:
    done = advisor("advise", "--answers", "-", "--format", "json", text=ANSWERS)
    assert done.returncode == 0
    advice = json.loads(done.stdout)
    assert list(advice) == [
        *("schema", "rulebase", "answers", "unused_answers", "urgent", "suggestions", "beyond_budget"),
        *("not_recommended", "not_applicable", "plans", "notes", "trace", "disclaimer"),
    ]
    assert list(advice["rulebase"]) == ["name", "version", "date", "digest"]
    first = advice["suggestions"][0]
    assert list(first) == [
        *("treatment", "name", "what", "setting", "invasiveness", "rank", "score", "for", "reasons", "warnings"),
    ]
    assert list(first["for"][0]) == ["trouble", "grade", "basis", "score"]
    assert list(first["reasons"][0]) == ["rule", "text", "points", "basis", "claims"]
    warning = next(warning for shown in advice["suggestions"] for warning in shown["warnings"])
    assert list(warning) == ["id", "severity", "text", "stressed", "basis", "claims"]
    assert list(advice["not_recommended"][0]) == ["treatment", "name", "what", "setting", "reasons"]
    assert list(advice["notes"][0]) == ["id", "text", "basis", "claims"]
    assert list(advice["trace"][0]) == ["rule", "facts", "concludes"]
    assert advice["plans"]["brown_tips"][0] == "damp_tray"
    assert advice["answers"]["spending"] == "none"


def test_beyond_budget_says_what_it_would_need() -> None:
    done = advisor("advise", "--answers", "-", "--format", "json", text=ANSWERS.replace("few", "most"))
    (needed, *_) = [shown["would_need"] for shown in json.loads(done.stdout)["beyond_budget"]]
    assert (needed["question"], needed["option"]) == ("spending", "some")


def test_the_same_result_whatever_the_hash_seed_and_the_order_of_files() -> None:
    turned = "".join(reversed(ANSWERS.splitlines(keepends=True)))
    shown = {
        _process("advise", "--answers", "-", "--format", "json", text=text, PYTHONHASHSEED=seed).stdout
        for seed, text in (("0", ANSWERS), ("1", turned), ("77", ANSWERS))
    }
    assert len(shown) == 1


def test_no_escape_codes_where_there_is_no_terminal() -> None:
    assert "\x1b" not in advisor("advise", "--answers", "-", text=ANSWERS).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "advisor: the questionnaire needs a terminal; without one use `advisor advise --answers FILE`\n"),
        (("advise",), 2, "Missing option '--answers'"),
        (("advice",), 2, "No such command 'advice'"),
        (("advise", "--answers", "no-such-file.yaml"), 1, "no-such-file.yaml"),
        (("advise", "--answers", "."), 1, "folder"),
        (("advise", "--answers", "-", "--rules", "nowhere"), 1, "nowhere"),
        (("--rules", "nowhere", "advise", "--answers", "-"), 2, "have no effect"),
    ],
)
def test_what_cannot_work_says_so(arguments: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    done = advisor(*arguments, text=ANSWERS, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe", b"", b"a: [", b"a: *b", b"%PDF-1.4\n\xe2\xe3"])
def test_a_file_that_is_no_answers_file_is_refused_in_one_finding(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "answers.yaml"
    file.write_bytes(data)
    done = advisor("advise", "--answers", str(file))
    assert done.returncode == 1
    assert done.stderr.count("error[") == 1
    assert "answers.yaml" in done.stderr


def test_a_reader_that_goes_away_is_no_failure() -> None:
    command = f"{sys.executable} -m advisor advise --answers - <<'END' | head -1\n{ANSWERS}END\n"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    (first, *_) = advisor("advise", "--answers", "-", text=ANSWERS).stdout.splitlines(keepends=True)
    assert done.stdout == first
    assert done.stderr == ""


def test_questions_are_shown_for_people_and_programs() -> None:
    text, data = advisor("questions"), advisor("questions", "--format", "json")
    assert "troubles" in text.stdout
    ids = [question["question"] for question in json.loads(data.stdout)["questions"]]
    assert ids == ["troubles", "yellow_spread", "brown_spread", "watering", "spending"]


def test_the_rules_of_the_environment_are_used_and_the_option_wins(tmp_path: Path) -> None:
    done = advisor("advise", "--answers", "-", text=ANSWERS, ADVISOR_RULES=str(tmp_path / "empty"))
    assert done.returncode == 1
    assert (
        advisor("advise", "--answers", "-", "--rules", str(PLANTS), text=ANSWERS, ADVISOR_RULES="nowhere").returncode
        == 0
    )


def test_rules_lying_around_are_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVISOR_RULES")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rulebase.yaml").write_text("rulebase: stranger\n")
    assert advisor("questions", cwd=tmp_path).returncode == 0


def test_forget_says_what_it_did() -> None:
    assert advisor("forget").stdout == "There was no draft to delete.\n"


def test_output_that_cannot_be_written_is_said() -> None:
    command = f"{sys.executable} -m advisor questions > /dev/full; echo left with $?"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "left with 1\n"
    assert done.stderr == "advisor: standard output could not be written: no space left on device\n"


@pytest.mark.parametrize("arguments", ["advise --answers -", "advise --answers - --format html", "forget"])
def test_a_full_standard_output_is_named_however_much_is_written(arguments: str) -> None:
    command = f"{sys.executable} -m advisor {arguments} > /dev/full <<'END'; echo left with $?\n{ANSWERS}END\n"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "left with 1\n"
    assert done.stderr == "advisor: standard output could not be written: no space left on device\n"


def test_a_full_disc_names_the_file() -> None:
    done = advisor("advise", "--answers", "-", "--output", "/dev/full", "--force", text=ANSWERS)
    assert done.returncode == 2
    assert done.stderr == "advisor: /dev/full could not be written: no space left on device\n"


def test_an_input_that_cannot_be_read_is_named() -> None:
    command = f"{sys.executable} -m advisor advise --answers - < .; echo left with $?"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert "Traceback" not in done.stderr
    assert "directory" in done.stderr
    assert "left with 0" not in done.stdout


def test_a_closed_output_or_input_is_no_traceback() -> None:
    for command in ("advise --answers - <&-", "questions >&-"):
        line = f"{sys.executable} -m advisor {command}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, check=False)
        assert "Traceback" not in done.stderr


def test_a_list_gone_wrong_is_one_mistake() -> None:
    done = advisor("advise", "--answers", "-", text=f"troubles: [{', '.join(['x'] * 50_000)}]\nwatering: seldom\n")
    assert done.returncode == 1
    assert done.stderr.count("error[") == 1
    assert "troubles has 50000 options listed, and there are only 3" in done.stderr


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS)
    return file


def test_a_dash_is_standard_output(answers: Path) -> None:
    for form in ("text", "json", "html"):
        printed = advisor("advise", "--answers", "answers.yaml", "--format", form, cwd=answers.parent)
        dashed = advisor("advise", "--answers", "answers.yaml", "--format", form, "--output", "-", cwd=answers.parent)
        assert (dashed.returncode, dashed.stdout) == (0, printed.stdout)
    assert [path.name for path in answers.parent.iterdir() if path.is_file()] == ["answers.yaml"]


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("path", ["answers.yaml", "folder/../answers.yaml", "soft.yaml", "hard.yaml"])
def test_the_answers_are_never_written_over(answers: Path, path: str, force: tuple[str, ...]) -> None:
    (answers.parent / "folder").mkdir()
    (answers.parent / "soft.yaml").symlink_to(answers)
    os.link(answers, answers.parent / "hard.yaml")
    for arguments in (("--answers", "answers.yaml"), ("--answers", str(answers))):
        done = advisor("advise", *arguments, "--output", path, *force, cwd=answers.parent)
        assert done.returncode == 2
        said = f"advisor: {path} is the file of the answers; give another name, so that they are kept\n"
        assert done.stderr == said
    command = f"{sys.executable} -m advisor advise --answers - --output {answers} --force < {answers}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, "is the file of the answers" in done.stderr) == (2, True)
    assert answers.read_text() == ANSWERS


def test_a_written_file_is_for_its_owner_only(answers: Path) -> None:
    done = advisor("advise", "--answers", str(answers), "--output", "advice.txt", cwd=answers.parent)
    assert done.returncode == 0
    assert stat.S_IMODE((answers.parent / "advice.txt").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--format", "pdf", "--output", "x.html"),
            "x.html ends like HTML, and this is PDF; give a name that ends in .pdf",
        ),
        (("--output", "x.json"), "x.json ends like JSON, and this is text; give a name that ends in .txt"),
        (("--output", "-", "--force"), "--force has no effect on standard output"),
        (("--paper", "a4"), "--paper has no effect with --format text; it is for the hand-out, html or pdf"),
        (
            ("--format", "json", "--paper", "A4"),
            "--paper has no effect with --format json; it is for the hand-out, html or pdf",
        ),
        (
            ("--format", "json", "--matters", "no_blade"),
            "--matters has no effect with --format json, which has no place for it",
        ),
        (("--format", "html", "--matters", "no_balde"), "there is no value `no_balde`; did you mean `no_blade`?"),
    ],
)
def test_options_that_cannot_work_say_so(answers: Path, arguments: tuple[str, ...], said: str) -> None:
    done = advisor("advise", "--answers", str(answers), *arguments, cwd=answers.parent)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"advisor: {said}\n")
    assert list(answers.parent.glob("x.*")) == []


@pytest.mark.parametrize("paper", ["letter", "LETTER", "Letter"])
def test_the_paper_is_named_in_any_letter_case(answers: Path, paper: str) -> None:
    done = advisor("advise", "--answers", str(answers), "--format", "html", "--paper", paper)
    assert "@page { size: Letter; " in done.stdout


def test_the_hand_out_carries_what_matters(answers: Path, plants: RuleBase) -> None:
    assert plants.deciding is not None
    first, second, *_ = plants.deciding.values
    plain = advisor("advise", "--answers", str(answers), "--format", "html").stdout
    marked = ("--matters", second.id, "--matters", first.id, "--matters", first.id)
    with_it = advisor("advise", "--answers", str(answers), "--format", "html", *marked).stdout
    for value in (first, second):
        assert with_it.count(value.label) > plain.count(value.label)
