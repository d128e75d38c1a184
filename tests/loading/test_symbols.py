"""Names that rule files declare: a use of an unknown one is a mistake only where nothing is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import listed_names
from advisor.diagnostics.source import Position, SourceText
from advisor.loading.folder import RuleFiles
from advisor.loading.references import References
from advisor.loading.symbols import gather_symbols
from advisor.syntax.tree import ScalarNode, read_text

if TYPE_CHECKING:
    from advisor.diagnostics.findings import Finding

FILES = {
    "rulebase.yaml": "grades: {named: 1}\nsettings: {home: 1}\nkinds: {called: scar, question: kinds}\n",
    "questionnaire.yaml": "- question: kinds\n  options: {deep_one: A, other: B}\n- question: age\n  options: {a: A}\n",
    "derivations.yaml": "- then: {dark: yes}\n- then: {dark: maybe}\n",
    "treatments/peel.yaml": "treatment: peel\n",
    "sources/book.yaml": "claims: [{claim: C1}, {claim: C2}]\n",
    "identification.yaml": "questions: [{question: seen, options: {pit: A}}]\nrules: [{then: {kinds: other}}]\n",
}
AT = Position(SourceText.of("rules/x.yaml", "a"), 1, 1)


def looking(**changed: str | None) -> tuple[References, list[Finding]]:
    """References over the files, some of them changed (None: it could not be read)."""
    texts: dict[str, str | None] = {
        **FILES,
        **{f"{name.replace('__', '/')}.yaml": text for name, text in changed.items()},
    }
    trees = {path: read_text(text.encode(), f"rules/{path}") for path, text in texts.items() if text is not None}
    files = RuleFiles(trees, frozenset(path for path, text in texts.items() if text is None), "")
    findings: list[Finding] = []
    return References(gather_symbols(files)[0], findings, {}), findings


def word(text: str) -> ScalarNode:
    return ScalarNode(text, AT)


def test_what_is_declared_is_known() -> None:
    references, findings = looking()
    assert references.check("question", word("kinds"))
    assert references.check_fact(word("dark"))
    assert references.check_value("kinds", word("other"))
    assert references.check_value("dark", word("maybe"))
    assert references.check("treatment", word("peel"))
    assert references.check("claim", word("C2"))
    assert references.check("grade", word("named"))
    assert references.check("setting", word("home"))
    assert findings == []


def test_the_nearest_is_named_with_its_place() -> None:
    references, findings = looking()
    assert not references.check_value("kinds", word("deep"))
    assert not references.check_fact(word("drak"))
    assert not references.check("claim", word("C3"))
    assert [finding.hint for finding in findings] == [
        "did you mean `deep_one`? (declared at rules/questionnaire.yaml:2:13)",
        "did you mean `dark`? (declared at rules/derivations.yaml:1:10)",
        "the claims are C1, C2",
    ]


def test_nothing_is_missed_that_a_broken_file_may_declare() -> None:
    for path, use in {
        "questionnaire": lambda references: references.check("question", word("where")),
        "derivations": lambda references: references.check_fact(word("light")),
        "rulebase": lambda references: references.check("grade", word("best")),
        "treatments__peel": lambda references: references.check("treatment", word("laser")),
        "sources__book": lambda references: references.check("claim", word("B7")),
    }.items():
        references, findings = looking(**{path: None})
        use(references)
        assert findings == [], path


def test_nothing_is_missed_that_a_nameless_entry_may_be() -> None:
    references, findings = looking(questionnaire="- question: kinds\n  options: {a: A}\n- qestion: where\n")
    references.check("question", word("where"))
    references.check_fact(word("where"))
    references.check_value("where", word("b"))
    assert findings == []


def test_identification_has_names_of_its_own() -> None:
    trees = {path: read_text(text.encode(), path) for path, text in FILES.items()}
    advice, seen = gather_symbols(RuleFiles(trees, frozenset(), ""))
    assert list(seen.questions.positions) == ["seen"]
    assert "seen" not in advice.questions
    assert list(seen.facts.positions) == ["kinds"]
    assert seen.claims is advice.claims


def test_a_name_is_declared_once_for_each_sort() -> None:
    references, findings = looking()
    other = Position(AT.source, 1, 2)
    references.declare("rule", "one", AT)
    references.declare("note", "one", AT)
    assert findings == []
    references.declare("rule", "one", other)
    (finding,) = findings
    assert (finding.code, finding.position, finding.related[0].position) == ("R008", other, AT)


def test_a_hint_lists_whole_names_and_says_how_many_more_there_are() -> None:
    names = [f"a_treatment_of_a_long_name_{number}" for number in range(10, 22)]
    said = listed_names(names)
    assert said.startswith("a_treatment_of_a_long_name_10, a_treatment_of_a_long_name_11, ")
    assert said.endswith("a_treatment_of_a_long_name_15 and 6 others")
    assert listed_names(names[:2]) == ", ".join(names[:2])
