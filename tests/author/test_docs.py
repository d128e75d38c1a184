"""The page of all rules: every rule said once, as HTML that stands alone and as Markdown."""

from __future__ import annotations

import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.prose.sentences import Sentences
from advisor.author.proving.safety_file import read_safety
from advisor.author.reports.docs_page import docs_html, docs_markdown, page_of
from advisor.cli.rules.docs import command
from advisor.diagnostics.errors import UsageError
from advisor.loading.loader import load_rules
from tests.conftest import RULES

if TYPE_CHECKING:
    from advisor.author.reports.docs_page import DocsPage, DocsSection
    from advisor.model.rulebase import RuleBase

HOUSEPLANTS = Path(__file__).parent.parent / "rulefiles" / "sketch" / "houseplants"
VOID = {"meta"}
SAFETY = """\
- property: lice-are-rinsed-off
  always: {when: {troubles: lice}, suggests: rinse}
  claims: [B2]
- property: nothing-is-cut
  never: {offers: {except: [damp_tray, rinse]}}
  in: [brown_tips, lice]
  claims: [B6]
- property: wet-soil-dries-first
  above: {these: less_water, those: {except: less_water}}
  in: yellow_leaves
  when: {watering: often}
  claims: [B4]
"""


def _page(root: Path) -> DocsPage:
    rulebase = load_rules(root)
    return page_of(rulebase, read_safety(rulebase, root / "safety.yaml", "safety.yaml"))


@pytest.fixture(scope="module", params=[RULES, HOUSEPLANTS], ids=["scars", "houseplants"])
def page(request: pytest.FixtureRequest) -> DocsPage:
    return _page(request.param)


def _named(sections: tuple[DocsSection, ...]) -> list[str]:
    return [name for one in sections for name in (*(s.id for s in one.sentences), *_named(one.sections))]


@pytest.mark.parametrize("root", [RULES, HOUSEPLANTS])
def test_everything_in_the_rule_base_is_said_once(root: Path) -> None:
    rulebase, named = load_rules(root), _named(_page(root).sections)
    found = rulebase.identification
    wanted = [rule.id for rule in (*rulebase.rules, *(found.rules if found else ()))]
    wanted += [warning.id for treatment in rulebase.treatments for warning in treatment.warnings]
    wanted += [one.id for one in (*rulebase.notes, *rulebase.questions, *rulebase.treatments)]
    wanted += [*rulebase.claim_by_id]
    assert {name: named.count(name) for name in wanted} == dict.fromkeys(wanted, 1)


def test_rules_are_sentences(plants: RuleBase) -> None:
    say = Sentences(plants)
    tray, water, soil = (plants.treatment_by_id[name] for name in ("damp_tray", "less_water", "new_soil"))
    assert say.fit(water.fits[1]).text == (
        "If a trouble is yellow leaves and “wet” holds, Less water fits it (named for this), because: "
        "Too much water turns leaves yellow."
    )
    assert say.fit(water.fits[1]).claims == ("B4",)
    assert say.adjustment(soil.adjusts[0]).text == (
        "If troubles include Small green animals, New soil moves down by 5 points in every plan, because: "
        "Get rid of the lice first."
    )
    assert say.warning(tray.warnings[0]).text == (
        "A tray with wet stones warns (serious): The pot must not stand in the water. It is stressed if “wet” holds."
    )


def test_every_form_of_condition_can_be_said() -> None:
    rulebase = load_rules(HOUSEPLANTS)
    say = Sentences(rulebase)
    said = {rule.id: say.derivation(rule).text.partition(", because")[0] for rule in rulebase.derivations}
    assert said["looks-well"] == (
        "If it is not so that (either troubles include Small green animals or yellow spread is Most of them or "
        "Not sure), “well” holds"
    )
    new_soil, rinse = (rulebase.treatment_by_id[name] for name in ("new_soil", "rinse"))
    assert say.rule_out(new_soil.rules_out[0]).text == (
        "If a trouble is brown tips and (spending is Some and it is not so that “well” holds), "
        "New soil is not recommended for it, because: Brown tips come from dry air."
    )
    assert say.warning(rinse.warnings[0]).text == (
        "If a trouble is yellow leaves and its spread is Most of them, Rinsing the leaves warns (caution): "
        "Cold water may hurt a weak plant. It is stressed if it is not so that “well” holds."
    )
    assert [say.note(note).text for note in rulebase.notes] == [
        "It is said: Look at your plants often. It stands at the very top if Rinsing the leaves is suggested.",
        "If a treatment is suggested with breaks skin: yes and setting: shop, it is said: Wash the pot.",
    ]


def test_properties_are_sentences(plants: RuleBase, tmp_path: Path) -> None:
    file = tmp_path / "safety.yaml"
    file.write_text(SAFETY, encoding="utf-8")
    more = replace(plants.treatments[0], id="mist", name="Misting the leaves")  # so many that those left out are named
    plants = replace(plants, treatments=(*plants.treatments, more))
    say = Sentences(plants)
    assert [say.property(one).text for one in read_safety(plants, file, "safety.yaml")] == [
        "Always: Rinsing the leaves is suggested if troubles include Small green animals.",
        "Never: any treatment but A tray with wet stones and Rinsing the leaves is suggested or beyond "
        "reach for brown tips or lice.",
        "Less water stands above any other treatment in the plan for yellow leaves if watering is Often.",
    ]


class _Reader(HTMLParser):
    """Collects what the tests look at, and fails where tags do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data", "style") or name.startswith("on"):
                self.fetched.append(name)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_the_html_is_well_formed_and_stands_alone(page: DocsPage) -> None:
    text = docs_html(page)
    reader = _read(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert reader.open == []
    assert reader.headings[0] == 1
    assert reader.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False))
    assert len(reader.ids) == len(set(reader.ids))
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert reader.tags & {"script", "link", "img", "iframe", "object", "svg"} == set()
    assert reader.fetched == []
    assert "url(" not in text
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_texts_are_escaped(tmp_path: Path) -> None:
    root = tmp_path / "rules"
    shutil.copytree(HOUSEPLANTS, root)
    notes = root / "notes.yaml"
    notes.write_text(notes.read_text().replace("Wash the pot.", '"<script>1</script> *now* & [here](x)"'))
    page = _page(root)
    assert "it is said: &lt;script&gt;1&lt;/script&gt; *now* &amp; [here](x)" in docs_html(page)
    assert r"it is said: \<script\>1\</script\> \*now\* & \[here\](x)" in docs_markdown(page)


def test_the_html_has_every_section_sentence_and_claim(page: DocsPage) -> None:
    reader = _read(docs_html(page))
    sections = [inner for section in page.sections for inner in (section, *section.sections)]
    assert {section.title for section in sections} <= set(reader.texts)
    assert {paragraph for section in sections for paragraph in section.paragraphs} <= set(reader.texts)
    sentences = [sentence for section in sections for sentence in section.sentences]
    assert {text for sentence in sentences for text in (sentence.text, sentence.id)} <= set(reader.texts)
    assert {f"#claim-{claim}" for sentence in sentences for claim in sentence.claims} <= set(reader.links)
    assert {f"claim-{claim}" for claim in page.claims} <= set(reader.ids)
    assert reader.texts.count("house judgement") == sum(sentence.basis != "source" for sentence in sentences)
    contents = [f"#{section.title.lower().replace(' ', '-')}" for section in page.sections]
    assert reader.links[: len(contents)] == contents


def test_the_markdown_has_every_section_and_sentence(page: DocsPage) -> None:
    text = docs_markdown(page)
    for section in page.sections:
        assert f"\n## {section.title}\n" in text
    for name in _named(page.sections):
        assert f"(`{name}`)\n" in text


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def test_the_command_writes_a_file_or_to_the_terminal(tmp_path: Path) -> None:
    out = tmp_path / "rules.html"
    assert _run("--rules", str(HOUSEPLANTS), "--out", str(out)) == f"written  {out.as_posix()}\n"
    assert out.read_text(encoding="utf-8") == docs_html(_page(HOUSEPLANTS))
    assert _run("--rules", str(HOUSEPLANTS), "--format", "markdown") == docs_markdown(_page(HOUSEPLANTS))
    with pytest.raises(UsageError, match=r"cannot write .*: No such file or directory"):
        _run("--rules", str(HOUSEPLANTS), "--out", str(tmp_path / "none" / "rules.html"))
