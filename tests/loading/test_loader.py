"""Rule files into a rule base: what is read, and every message of the small files in `rulefiles/bad/`.

Each bad file changes the good house plant rules in one way and holds the whole message. After a change made on purpose
`ADVISOR_RECORD=1 pytest tests/loading/test_loader.py` writes the messages anew; read them as a diff.
"""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
import stat
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.author.checking.code_explanations import code_explanations
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding, findings_text
from advisor.loading import loader
from advisor.loading.loader import find_rules, load_rules
from advisor.model.conditions import All, AnyOf, Is, Not, Suggests
from advisor.model.rules import Binding
from tests.conftest import RULES

HERE = Path(__file__).parent.parent / "rulefiles"
GOOD = HERE / "good" / "houseplants"
BAD = sorted((HERE / "bad").glob("*.yaml"))
CODES = {code for code in code_explanations() if code.startswith("R")}
BESIDE = ("safety.yaml", "cases")  # read by the rule author's commands, not for advice
SMALL = {
    path.relative_to(GOOD): path.read_text(encoding="utf-8")
    for path in sorted(GOOD.rglob("*.yaml"))
    if path.relative_to(GOOD).parts[0] not in BESIDE
}


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the good rules, called `rules` from where the test runs."""
    shutil.copytree(GOOD, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def complaint(rules: Path) -> str:
    with pytest.raises(RuleBaseInvalid) as caught:
        load_rules(rules)
    assert {finding.code for finding in caught.value.findings} <= CODES
    return findings_text(caught.value.findings) + "\n"


def change(rules: Path, case: dict[str, str]) -> None:
    path = rules / case["file"]
    if "find" in case:
        text = path.read_text(encoding="utf-8")
        assert text.count(case["find"]) == 1, f"{case['find']!r} has to stand once in {path}"
        path.write_text(text.replace(case["find"], case["replace"]), encoding="utf-8")
    elif "text" in case:
        path.parent.mkdir(exist_ok=True)
        path.write_text(case["text"], encoding="utf-8")
    else:
        path.unlink()


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_mistake_gives_its_message(path: Path, rules: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in case["changes"]:
        change(rules, one)
    found = complaint(rules)
    if os.environ.get("ADVISOR_RECORD"):
        kept = path.read_text(encoding="utf-8").partition("\nexpected: |\n")[0].rstrip("\n")
        indented = "".join(f"  {line}".rstrip() + "\n" for line in found.splitlines())
        path.write_text(f"{kept}\nexpected: |\n{indented}", encoding="utf-8")
        return
    assert found == case["expected"]
    kind, _, _ = path.stem.partition("-")
    assert f"[{kind}]" in found, "the file is named for the code it shows"


def test_every_code_is_shown() -> None:
    assert {path.stem.partition("-")[0] for path in BAD} == CODES


def test_the_good_rules(rules: Path) -> None:
    rulebase = load_rules(rules)
    asked = ["troubles", "yellow_spread", "brown_spread", "watering", "spending"]
    assert [question.id for question in rulebase.questions] == asked
    troubles, spread, _, _, spending = rulebase.questions
    assert troubles.several
    assert not spending.several
    assert (spending.default, spending.changeable) == ("none", True)
    assert troubles.option("yellow_leaves").drawing == ("from above:", "  \\ | /", "   \\|/")
    assert troubles.option("brown_tips").short == "Brown tips"
    assert spread.ask_when == Is("troubles", frozenset({"yellow_leaves"}))
    assert [rule.id for rule in rulebase.derivations] == ["has-money", "looks-well", "soil-is-wet", "stands-a-cut"]
    assert rulebase.derivations[1].when == Not(
        AnyOf((Is("troubles", frozenset({"lice"})), Is("yellow_spread", frozenset({"most", "not_sure"}))))
    )
    assert list(rulebase.treatment_by_id) == ["cut_tips", "damp_tray", "less_water", "new_soil", "rinse"]
    *_, soil, rinse = rulebase.treatments
    assert (soil.breaks_skin, rinse.breaks_skin) == (True, False)
    assert soil.fits[0].binding == Binding(kinds=frozenset({"yellow_leaves"}), depths=frozenset({"most", "not_sure"}))
    assert soil.rules_out[0].binding == Binding(kinds=frozenset({"brown_tips"}))
    assert soil.rules_out[0].when == All((Is("spending", frozenset({"some"})), Not(Is("well", frozenset({"yes"})))))
    assert soil.adjusts[0].binding is None
    assert soil.adjusts[0].points == -5
    notes = {note.id: note for note in rulebase.notes}
    assert list(notes) == ["look-often", "wash-the-pot", "count-the-leaves", "buy-a-glass", "let-it-dry"]
    assert notes["wash-the-pot"].when == Suggests(
        frozenset({"new_soil"}), selector=(("breaks_skin", "yes"), ("setting", "shop"))
    )
    assert rulebase.kinds.depth_questions == {"yellow_leaves": "yellow_spread", "brown_tips": "brown_spread"}
    assert rulebase.identification
    assert {rule.fact for rule in rulebase.identification.rules} == {"troubles"}
    assert rulebase.root == "rules"


def test_places_are_kept(rules: Path) -> None:
    rulebase = load_rules(rules)
    fit = rulebase.treatment_by_id["new_soil"].fits[0]
    assert str(fit.position) == "rules/treatments/new_soil.yaml:13:5"
    assert [(value, place.line, place.column) for value, place in fit.binding.positions] == [
        ("yellow_leaves", 14, 21),
        ("most", 14, 45),
        ("not_sure", 14, 51),
    ]
    (leaf,) = (rule.when for rule in rulebase.derivations if rule.id == "has-money")
    assert isinstance(leaf, Is)
    assert str(leaf.position) == "rules/derivations.yaml:2:10"
    assert [(value, str(place)) for value, place in leaf.value_positions] == [("some", "rules/derivations.yaml:2:20")]


def test_what_is_said_does_not_depend_on_the_order_of_entries(rules: Path) -> None:
    before = load_rules(rules)
    for name in ("derivations.yaml", "notes.yaml"):
        entries = (rules / name).read_text(encoding="utf-8").removeprefix("- ").split("\n- ")
        random.Random(1).shuffle(entries)
        (rules / name).write_text("".join(f"- {entry.rstrip()}\n" for entry in reversed(entries)), encoding="utf-8")
    (rules / "treatments" / "rinse.yaml").rename(rules / "treatments" / "aaa.yaml")
    after = load_rules(rules)
    assert dataclasses.replace(after, digest=before.digest) == before


def test_the_digest_is_of_what_makes_the_advice(rules: Path) -> None:
    before = load_rules(rules).digest
    (rules / "safety.yaml").write_text("- property: x\n", encoding="utf-8")
    (rules / "cases" / "one.yaml").write_text("- case: x\n", encoding="utf-8")
    (rules / "README.md").write_text("read me", encoding="utf-8")
    (rules / ".notes.yaml.swp").write_bytes(b"\0")
    (rules / ".hidden.yaml").write_bytes(b"\0")
    (rules / "notes.yaml~").write_bytes(b"\0")
    assert load_rules(rules).digest == before
    with (rules / "notes.yaml").open("a", encoding="utf-8") as file:
        file.write("# one more line\n")
    assert load_rules(rules).digest != before


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert complaint(Path("rules")).startswith(
        "error[R001]: cannot read the rules in rules: there is no such folder\n  --> rules\n"
    )
    Path("file").write_text("", encoding="utf-8")
    assert "it is a file, and rules are a folder" in complaint(Path("file"))
    Path("empty").mkdir()
    assert complaint(Path("empty")).count("error[R001]") == 6


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(rules: Path) -> None:
    (rules / "notes.yaml").chmod(0)
    assert complaint(rules).startswith("error[R001]: cannot read rules/notes.yaml: reading it is not permitted\n")
    (rules / "notes.yaml").chmod(stat.S_IRUSR)
    (rules / "sources").chmod(0)
    assert "cannot read rules/sources: Permission denied" in complaint(rules)
    (rules / "sources").chmod(stat.S_IRWXU)


def test_a_folder_in_place_of_a_file(rules: Path) -> None:
    (rules / "notes.yaml").unlink()
    (rules / "notes.yaml").mkdir()
    assert complaint(rules).startswith("error[R001]: there is no rules/notes.yaml\n")


@pytest.mark.parametrize("name", sorted(path.as_posix() for path in SMALL))
def test_a_broken_file_is_one_mistake(rules: Path, name: str) -> None:
    """What a file would have declared is not missed elsewhere when the file itself cannot be read."""
    (rules / name).write_text("a: [", encoding="utf-8")
    found = complaint(rules)
    assert found.count("error[") == 1, found
    assert f"--> rules/{name}:1:" in found


def test_every_mistake_is_reported_at_once(rules: Path) -> None:
    for path in BAD:
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))["changes"]:
            text = (rules / one["file"]).read_text(encoding="utf-8") if (rules / one["file"]).exists() else ""
            if path.stem[:4] not in ("R001", "R002", "R003") and text.count(one.get("find", "\0")) == 1:
                change(rules, one)
    with pytest.raises(RuleBaseInvalid) as caught:
        load_rules(rules)
    found = caught.value.findings
    assert len(found) >= 25
    assert list(found) == sorted(set(found), key=lambda finding: finding.sort_key)


class TestFindRules:
    def test_the_option_wins(self) -> None:
        assert find_rules("here", {"ADVISOR_RULES": "there"}) == Path("here")

    def test_then_the_environment(self) -> None:
        assert find_rules(None, {"ADVISOR_RULES": "there"}) == Path("there")

    def test_then_the_copy_that_came_along_and_never_the_current_folder(self, rules: Path) -> None:
        assert rules.is_dir()
        assert find_rules(None, {"ADVISOR_RULES": ""}) == RULES

    def test_the_packaged_copy(self, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        package = rules.resolve().parent
        monkeypatch.setattr(loader, "_PACKAGE", package)
        assert find_rules(None, {}) == package / "rules"

    def test_no_rules_at_all(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loader, "_PACKAGE", tmp_path / "advisor")
        (tmp_path / "rules").mkdir()  # beside the package, but this is no checkout
        with pytest.raises(RuleBaseInvalid, match="came without rules"):
            find_rules(None, {})

    def test_an_empty_option_is_no_name(self) -> None:
        with pytest.raises(RuleBaseInvalid, match="empty name"):
            find_rules("", {})


def test_the_shipped_rules_load() -> None:
    assert load_rules(RULES).treatments


WORDS = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "  ",
    "'",
    '"',
    "&a ",
    "*a",
    "!!str ",
    "#",
    "null",
    "|",
    ">-",
    "\t",
    "\0",
]
WORDS += ["any", "not", "scar", "trouble", "when:", "yes", "\x1b", "é", "999999999999", "<<: ", "---\n", "?", "[[[["]

NO_FINDING = Finding(code="R000", severity="error", message="raised without a finding")


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the good rules that a test may spoil as long as it mends what it spoiled."""
    return Path(shutil.copytree(GOOD, tmp_path_factory.mktemp("spare") / "rules"))


def _load_spoiled(data: st.DataObject, spare: Path) -> None:
    """Cut, repeat, swap and fill in at random: it loads, or says what is wrong."""
    spoiled: dict[Path, str] = {}
    for name in data.draw(st.lists(st.sampled_from(list(SMALL)), min_size=1, max_size=3)):
        text = spoiled.get(name, SMALL[name])
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        piece = data.draw(st.sampled_from(WORDS) | st.sampled_from(text.split() or [""]) | st.text(max_size=5))
        spoiled[name] = text[:start] + piece + text[end:]
    for name, text in spoiled.items():
        (spare / name).write_bytes(text.encode("utf-8", errors="surrogatepass"))
    found: tuple[Finding, ...] = ()
    try:
        load_rules(spare)
    except RuleBaseInvalid as error:
        found = error.findings or (NO_FINDING,)
    finally:
        for name in spoiled:
            (spare / name).write_text(SMALL[name], encoding="utf-8")
    assert NO_FINDING not in found
    assert all("\n" not in finding.message for finding in found)
    controls = {mark for mark in findings_text(found) if unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp")}
    assert controls <= {"\n"}


@settings(max_examples=80)
@given(data=st.data())
def test_no_file_gives_anything_but_findings(data: st.DataObject, spare: Path) -> None:
    _load_spoiled(data, spare)


@pytest.mark.exhaustive
@settings(max_examples=500)
@given(data=st.data())
def test_no_file_of_many_more_gives_anything_but_findings(data: st.DataObject, spare: Path) -> None:
    _load_spoiled(data, spare)


def test_two_loads_give_equal_rule_bases() -> None:
    assert load_rules(GOOD) == load_rules(GOOD)
