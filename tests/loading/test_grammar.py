"""The reader of each entry takes the keys of its own sort in the grammar, and misses those that are required."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from ruamel.yaml import YAML

from advisor.author.editing.entry_schema import FILES, sort_inside
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.loading.grammar import GRAMMAR, KEYS
from advisor.loading.loader import load_rules
from tests.outputs.__main__ import PLANTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advisor.diagnostics.findings import Finding

LOADED = [
    path.relative_to(PLANTS)
    for path in sorted(PLANTS.rglob("*.yaml"))
    if not {path.name, path.parent.name} & {"cases", "safety.yaml"}
]


def _entries(value: Any, sort: str, several: bool, way: tuple[Any, ...] = ()) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The sort of each entry below a value, and the way to it: keys, and numbers in lists."""
    if several:
        for step, inner in enumerate(value) if isinstance(value, list) else value.items():
            yield from _entries(inner, sort, False, (*way, step))
    elif isinstance(value, dict):
        yield sort, way
        for key, inner in value.items():
            below, many = sort_inside(sort, key)
            if below:
                yield from _entries(inner, below, many, (*way, key))


def _first_of_each_sort() -> dict[str, tuple[Path, tuple[Any, ...]]]:
    found: dict[str, tuple[Path, tuple[Any, ...]]] = {}
    for path in LOADED:
        sort, listed = FILES.get(path.name) or FILES[path.parent.name]
        for inner, way in _entries(_data(path), sort, listed):
            found.setdefault(inner, (path, way))
    return found


def _data(path: Path) -> Any:
    return YAML(typ="base", pure=True).load((PLANTS / path).read_text(encoding="utf-8"))  # every scalar is a text


def _findings(folder: Path, path: Path, data: Any) -> tuple[Finding, ...]:
    """What is found wrong with the rules once a file holds this."""
    (folder / path).write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    try:
        load_rules(folder)
    except RuleBaseInvalid as wrong:
        return wrong.findings
    return ()


def _at(data: Any, way: Iterable[Any]) -> Any:
    for step in way:
        data = data[step]
    return data


NEEDED_HERE = {"picture_drawing": {"surface"}}  # unless it is `like` another drawing, which the grammar does not say
FIRST = _first_of_each_sort()


def test_the_small_rules_have_an_entry_of_each_sort_that_the_loader_reads() -> None:
    assert GRAMMAR.keys() - FIRST.keys() == {"case", "expect", "property", "ignore", "approval"}


@pytest.mark.parametrize("sort", FIRST)
def test_the_reader_of_an_entry_takes_the_keys_of_its_sort_and_misses_the_required_ones(
    sort: str, tmp_path: Path
) -> None:
    path, way = FIRST[sort]
    folder = tmp_path / "rules"
    shutil.copytree(PLANTS, folder)
    data = _data(path)
    changed = deepcopy(data)
    _at(changed, way)["zzzzzz"] = "x"
    (unknown,) = (one for one in _findings(folder, path, changed) if "`zzzzzz`" in f"{one.message} {one.label}")
    listed = re.fullmatch(r".*keys are (?:to be )?([\w, ]+)", unknown.hint)
    binding = ["trouble", "spread"] if "*" in GRAMMAR[sort] else []
    assert listed and listed[1].split(", ") == [*KEYS[sort], *binding]
    missed = set()
    for key in _at(data, way):
        changed = deepcopy(data)
        del _at(changed, way)[key]
        if any(one.message.endswith(f" has no `{key}`") for one in _findings(folder, path, changed)):
            missed.add(key)
    assert missed == {key for key, required in KEYS[sort].items() if required} | NEEDED_HERE.get(sort, set())
