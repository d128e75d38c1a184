"""The shape of the package: a module imports only from those listed above it, and nothing imports the root."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import advisor

ROOT = Path(advisor.__file__).parent

# from the ground up; `x.*` is a folder of modules that do not import each other unless listed by name above it
LAYERS = [
    "source",
    "findings",
    "errors",
    "conditions",
    "items",
    "deciding",
    "pictures",
    "rulebase",
    "textfile",
    "complaints",
    "rulefile",
    "folder",
    "fields",
    "references",
    "strata",
    "space",
    "reading.conditions",
    "reading.rules",
    "reading.*",
    "loader",
    "questionnaire",
    "answers",
    "outcomes",
    "patterns",
    "_experta",
    "inference",
    "ranking",
    "result",
    "wording",
    "influence",
    "consultation",
    "changes",
    "comparing",
    "explanation",
    "offers",
    "identification",
    "drafts",
    "author.proof",
    "author.properties",
    "author.safety",
    "author.subject",
    "author.texts",
    "author.promising",
    "author.reading_age",
    "author.worlds",
    "author.idle",
    "author.answering",
    "author.checks.*",
    "author.told",
    "author.expectations",
    "author.ignores",
    "author.check",
    "author.pages",
    "author.cases",
    "author.fix",
    "author.few",
    "author.shown",
    "author.edits",
    "author.mutants",
    "author.ready",
    "author.responsible",
    "author.grouping",
    "author.revisions",
    "author.approved",
    "author.items",
    "author.shared",
    "author.moves",
    "author.blame",
    "author.diff",
    "author.flips",
    "author.explain",
    "author.testing",
    "author.forms",
    "author.yamltext",
    "author.style",
    "author.fmt",
    "author.definitions",
    "author.schema",
    "author.sentences",
    "author.picture",
    "author.*",
    "render.page",
    "render.summary",
    "render.console",
    "render.explanations",
    "render.html",
    "render.pdf",
    "render.handout",
    "render.json",
    "render.figures",
    "render.picture",
    "render.strokes",
    "render.roles",
    "render.*",
    "saving",
    "dialogue",
    "prompts",
    "plain",
    "asking",
    "recognising",
    "menu",
    "terminal",
    "web.citing",
    "web.forms",
    "web.guard",
    "web.examples",
    "web.pages",
    "web.steps",
    "web.app",
    "web.serving",
    "commands.group",
    "commands.*",
    "cli",
    "__main__",
]
MODULES = {
    "advisor." + ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
}
PACKAGES = {"advisor." + ".".join(p.relative_to(ROOT).parts) for p in ROOT.rglob("*") if p.is_dir()}
ONLY_IMPORTERS = {
    "experta": {"_experta"},
    "jinja2": {"render.html"},
    "questionary": {"prompts"},
    "starlette": {"web.app", "web.guard"},
    "uvicorn": {"web.serving"},
    "yaml": {"rulefile"},
    "weasyprint": {"render.pdf"},
    "ruamel": {"author.updating", "author.yamltext"},
}


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if not name.endswith("__init__"):
            found[name] = path
    return found


def _imports(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            below = {f"advisor.{alias.name}" for alias in node.names if f"advisor.{alias.name}" in MODULES}
            found |= below if node.module == "advisor" and len(below) == len(node.names) else {node.module or ""}
    return found


def _layer(module: str) -> int:
    if module in LAYERS:
        return LAYERS.index(module)
    folder = module.rpartition(".")[0]
    return LAYERS.index(f"{folder}.*")


def test_a_module_imports_only_from_modules_above_it() -> None:
    wrong = []
    for module, path in _modules().items():
        for imported in _imports(path):
            if imported.startswith("advisor.") and imported not in PACKAGES:
                target = imported.removeprefix("advisor.")
                if _layer(target) >= _layer(module):
                    wrong.append(f"{module} imports {target}")
    assert wrong == []


def test_nothing_imports_the_package_root_but_for_its_version() -> None:
    users = {module for module, path in _modules().items() if "advisor" in _imports(path)}
    assert users <= {"cli"}


def test_outside_libraries_have_one_door() -> None:
    for library, allowed in ONLY_IMPORTERS.items():
        users = {
            module
            for module, path in _modules().items()
            if any(imported.split(".")[0] == library for imported in _imports(path))
        }
        assert users == allowed, library


def test_every_module_says_what_it_holds_and_what_it_exports() -> None:
    for module, path in _modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), module
        if module != "__main__":
            names = [
                target.id
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            ]
            assert "__all__" in names, module


def test_modules_stay_small() -> None:
    long = {module: lines for module, path in _modules().items() if (lines := len(path.read_text().splitlines())) > 350}
    assert long == {}


def test_what_a_module_exports_is_there_and_documented() -> None:
    for module in _modules():
        if module in ("__main__",):
            continue
        imported = import_module(f"advisor.{module}")
        for name in imported.__all__:
            found = getattr(imported, name)
            if callable(found) and getattr(found, "__module__", "") == imported.__name__:
                assert found.__doc__, f"{module}.{name}"
