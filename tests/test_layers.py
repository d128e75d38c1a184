"""The shape of the package: stages on floors, one direction, no circles, one name for one thing, small modules."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import statistics
import typing
from collections import defaultdict
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import advisor

ROOT = Path(advisor.__file__).parent

# From the ground up. A package imports only from packages before it in this list; `loading` knows nothing of `engine`,
# and the renderers, the terminal and the page know nothing of the author's workbench.
STAGES = (
    "diagnostics",
    "syntax",
    "model",
    "enumeration",
    "questionnaire",
    "loading",
    "engine",
    "cases",
    "analysis",
    "render",
    "terminal",
    "web",
    "author.proving",
    "author.prose",
    "author.compare",
    "author.checks",
    "author.checking",
    "author.casework",
    "author.mutation",
    "author.editing",
    "author.reports",
    "cli",
)
STRANGERS = (("engine", "enumeration"), ("syntax", "model"))  # do not know each other although one is on top
ONLY_IMPORTERS = {
    "experta": {"engine._experta"},
    "jinja2": {"render.html"},
    "questionary": {"terminal.prompts"},
    "starlette": {"web.app", "web.guard"},
    "uvicorn": {"web.serving"},
    "yaml": {"syntax.tree"},
    "weasyprint": {"render.pdf"},
    "ruamel": {"author.casework.updating", "author.editing.yaml_text"},
}
INTERFACES = {"author.checks": {"CODE", "find"}, "cli.rules": {"command"}}  # each file has these


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


MODULES = {_name(path): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
FILES = {name: tree for name, tree in TREES.items() if not MODULES[name].name.startswith("__")}


def _imports(tree: ast.AST) -> set[str]:
    """Every module a file imports, wherever in the file the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            below = {f"{module}.{alias.name}" for alias in node.names}
            inner = {name for name in below if name.removeprefix("advisor.") in MODULES}
            found |= inner if inner == below else inner | {module}
    return found


def _inner(tree: ast.AST) -> set[str]:
    """The modules of our own that a file imports, without ``advisor.``; the root is the empty name."""
    ours = {name for name in _imports(tree) if name.split(".")[0] == "advisor"}
    return {name.removeprefix("advisor").removeprefix(".") for name in ours}


def _stage(module: str) -> str:
    return next(stage for stage in STAGES if module == stage or module.startswith(f"{stage}."))


def _exports(tree: ast.Module) -> list[str]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "__all__":
            return list(ast.literal_eval(node.value))  # type: ignore[union-attr]
    return []


def test_a_stage_imports_only_from_stages_below_it() -> None:
    wrong = []
    for module, tree in FILES.items():
        for imported in _inner(tree) - {""}:
            mine, theirs = _stage(module), _stage(imported)
            if STAGES.index(theirs) > STAGES.index(mine) or (mine, theirs) in STRANGERS or (theirs, mine) in STRANGERS:
                wrong.append(f"{module} imports {imported}")
    assert wrong == []


def test_no_surface_knows_the_workbench() -> None:
    users = {m for m in FILES if _stage(m) in ("render", "terminal", "web") for i in _inner(FILES[m]) if "author" in i}
    assert users == set()


def test_modules_of_a_package_go_round_in_no_circle() -> None:
    order = TopologicalSorter({module: _inner(tree) for module, tree in TREES.items()})
    assert list(order.static_order())  # raises CycleError and names the circle


def test_nothing_imports_the_package_root_but_for_its_version() -> None:
    assert {module for module, tree in FILES.items() if "" in _inner(tree)} <= {"cli.main"}


@pytest.mark.parametrize("library", ONLY_IMPORTERS)
def test_outside_libraries_have_one_door(library: str) -> None:
    users = {module for module, tree in FILES.items() if library in {name.split(".")[0] for name in _imports(tree)}}
    assert users == ONLY_IMPORTERS[library]


def test_every_module_says_what_it_holds_and_what_it_exports() -> None:
    for module, tree in TREES.items():
        assert ast.get_docstring(tree), module
    for module, tree in FILES.items():
        assert _exports(tree), module


def test_one_name_is_one_thing() -> None:
    """No name is exported twice, no class is called like another one, and no file like another one."""
    homes: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for module, tree in FILES.items():
        package, _, name = module.rpartition(".")
        if package != "cli.rules":  # a file there is called like its command
            files[name].add(module)
        classes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        for public in (set(_exports(tree)) | classes) - INTERFACES.get(package, set()):
            homes[public].add(module)
    assert {name: modules for name, modules in (*homes.items(), *files.items()) if len(modules) > 1} == {}


def test_no_name_is_one_of_pythons_own() -> None:
    taken = set(dir(builtins)) | set(typing.__all__) | set(collections.abc.__all__)
    assert {name for tree in FILES.values() for name in _exports(tree)} & taken == set()
    assert {n.name for tree in FILES.values() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)} & taken == set()


def test_modules_stay_small() -> None:
    lines = {module: len(MODULES[module].read_text(encoding="utf-8").splitlines()) for module in FILES}
    assert {module: count for module, count in lines.items() if count > 300} == {}
    assert statistics.median(lines.values()) < 150


def test_what_a_module_exports_is_there_and_documented() -> None:
    for module, tree in FILES.items():
        imported = import_module(f"advisor.{module}")
        for name in _exports(tree):
            found = getattr(imported, name)
            if callable(found) and getattr(found, "__module__", "") == imported.__name__:
                assert found.__doc__, f"{module}.{name}"
