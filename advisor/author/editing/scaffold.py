"""Writes the beginning of a rule base or of a treatment file, from templates; never overwrites a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.author.editing.file_writing import writing
from advisor.author.editing.json_schema import FOLDER, schema_files, write_schema
from advisor.diagnostics.errors import UsageError
from advisor.loading.fields import UNDERSCORES
from advisor.loading.loader import load_rules
from advisor.model.wording import topic

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

__all__ = ["new_rule_base", "new_treatment"]

_TEMPLATES = Path(__file__).parent / "templates"


def new_rule_base(folder: Path) -> tuple[Path, ...]:
    """Writes a small working rule base into a new or empty folder; returns the paths of its rule files, sorted.

    Raises UsageError when the folder holds anything, RuleBaseInvalid when it cannot be written.
    """
    shown = folder.as_posix()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{shown} is a file; name a folder that is not there yet")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{shown} is not empty, and nothing is overwritten; name a folder that is not there yet")
    templates = _TEMPLATES / "base"
    written = []
    for template in sorted(templates.rglob("*.yaml")):
        path = folder / template.relative_to(templates)
        _write(path, template.read_text(encoding="utf-8"))
        written.append(path)
    write_schema(schema_files(load_rules(folder)), folder / FOLDER)
    return tuple(written)


def new_treatment(root: Path, name: str) -> Path:
    """Writes ``treatments/NAME.yaml`` with every field to fill in, so that the rule base still loads; returns its path.

    Raises UsageError when the name is no id or is taken, RuleBaseInvalid when the rule base does not load.
    """
    if not UNDERSCORES.matches(name):
        raise UsageError(f"a treatment cannot be called `{name}`: write {UNDERSCORES.words}")
    path = root / "treatments" / f"{name}.yaml"
    rulebase = load_rules(root)
    if name in rulebase.treatment_by_id or path.exists():
        raise UsageError(f"there is a treatment `{name}` already, and nothing is overwritten; choose another name")
    template = (_TEMPLATES / "treatment.txt").read_text(encoding="utf-8")
    words = _words(rulebase, name)
    _write(path, re.sub(r"<([a-z_]+)>", lambda word: words[word[1]], template))
    return path


def _words(rulebase: RuleBase, name: str) -> dict[str, str]:
    """What replaces each word in angle brackets of the template: names that the rule base has."""
    asked = next((q for q in rulebase.questions if q.id != rulebase.kinds.question), rulebase.kind_question)
    kind = rulebase.kind_question.option_ids[0]
    return {
        "id": name,
        "title": topic(name).capitalize(),
        "hyphens": name.replace("_", "-"),
        "setting": rulebase.settings[0].id,
        "settings": ", ".join(setting.id for setting in rulebase.settings),
        "grade": rulebase.grades[0].id,
        "grades": ", ".join(grade.id for grade in rulebase.grades),
        "kind_word": rulebase.kinds.called,
        "kind": kind,
        "kind_id": kind.lower().replace("_", "-"),
        "fact": f"{asked.id}: {asked.option_ids[0]}",
        "claim": next(iter(rulebase.claim_by_id), "C1"),
    }


def _write(path: Path, text: str) -> None:
    """Writes a new file."""
    with writing(path, "name a folder that you can write to"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
