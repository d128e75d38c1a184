"""Every code that the advisor can show has a page of explanation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import advisor
from advisor.author.checking.code_explanations import code_explanations
from advisor.author.reports.code_report import page_text
from advisor.cli.main import cli
from advisor.diagnostics.errors import UsageError

CODE = re.compile(r'"([RSA][0-9]{3})"')


def raised() -> set[str]:
    """Every code that stands in a module of the advisor."""
    texts = (path.read_text(encoding="utf-8") for path in Path(advisor.__file__).parent.rglob("*.py"))
    return {code for text in texts for code in CODE.findall(text)}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert len(raised()) > 30
    assert set(code_explanations()) == raised()


@pytest.mark.parametrize("code", sorted(code_explanations()))
def test_a_page_has_meaning_example_and_remedy(code: str) -> None:
    page = code_explanations()[code]
    assert page.code == code
    assert page.title and "\n" not in page.title
    meaning, _, rest = page.text.partition("Example")
    example, _, remedy = rest.partition("Remedy:")
    assert len(meaning.split()) >= 8
    assert len(example.split()) >= 2 and len(remedy.split()) >= 3
    shown = page_text(page).splitlines()
    assert all(len(line) <= 80 or line.startswith(" ") for line in shown)
    assert all(len(line) <= 100 for line in shown)


def explain(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["rules", "explain-code", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_command_shows_a_page() -> None:
    assert explain("a003") == (
        "A003: a question without an answer\n"
        "\n"
        "The other answers lead to a question that has no answer here. Only a question\n"
        "with a default may be left out.\n"
        "\n"
        "Example:\n"
        "    troubles: [yellow_leaves]\n"
        "and nothing for `yellow_spread`, which is asked of whoever reports yellow\n"
        "leaves.\n"
        "\n"
        "Remedy: add the answer; `not_sure` is an answer wherever the question has it.\n"
        "    yellow_spread: not_sure\n"
    )


def test_the_page_as_json() -> None:
    page = code_explanations()["S012"]
    assert json.loads(explain("S012", "--format", "json")) == {"code": "S012", "title": page.title, "text": page.text}


@pytest.mark.parametrize(
    ("code", "said"),
    [("S0144", "there is no code `S0144`; did you mean S014?"), ("x", "there is no code `x`; the codes are A001, ")],
)
def test_an_unknown_code(code: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        cli.main(["rules", "explain-code", code], standalone_mode=False)
    assert str(caught.value).startswith(said)
