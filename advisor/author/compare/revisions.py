"""Opens a state of the rules: a folder as it is, or a git revision of it in a temporary folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid, UsageError
from advisor.loading.loader import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase

__all__ = ["RuleState", "opened_state", "state"]


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule base and the folder it was read from, which messages call ``shown``."""

    rulebase: RuleBase
    folder: Path
    shown: str


@contextmanager
def state(name: str, rules: Path) -> Iterator[RuleState]:
    """Opens the folder ``name``, or else the git revision ``name`` of ``rules``, for as long as the context lasts.

    Raises UsageError when it is neither, and RuleBaseInvalid with every mistake in the files.
    """
    if Path(name).is_dir():
        yield RuleState(load_rules(Path(name)), Path(name), Path(name).as_posix())
        return
    with opened_state(name, rules) as folder:
        shown = f"{rules.as_posix()} at {name}"
        try:
            rulebase = load_rules(folder)
        except RuleBaseInvalid as error:
            raise RuleBaseInvalid([_renamed(finding, folder.as_posix(), shown) for finding in error.findings]) from None
        yield RuleState(rulebase, folder, shown)


@contextmanager
def opened_state(revision: str, rules: Path) -> Iterator[Path]:
    """Copies the folder ``rules`` as it was at a revision, for as long as the context lasts. Raises UsageError."""
    if not rules.is_dir():
        raise UsageError(f"`{revision}` is no folder, and {rules.as_posix()} is none either, so there is no git to ask")
    known = _git(rules, revision, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if revision.startswith("-") or known is None:
        raise UsageError(f"`{revision}` is neither a folder nor a revision that git knows in {rules.as_posix()}")
    commit = known.decode().strip()
    prefix = (_git(rules, revision, "rev-parse", "--show-prefix") or b"").decode().rstrip("\n")
    archive = _git(rules, revision, "archive", "--format=tar", f"{commit}:{prefix}", folder=_top(rules, revision))
    if not archive:
        raise UsageError(f"at `{revision}` git has no folder {rules.as_posix()}")
    with TemporaryDirectory(prefix="advisor-") as temporary:
        root = Path(temporary) / "rules"
        _unpack(archive, root)
        yield root


def _top(rules: Path, revision: str) -> Path:
    found = _git(rules, revision, "rev-parse", "--show-toplevel")
    if found is None:
        raise UsageError(f"`{revision}` is no folder, and {rules.as_posix()} is not in a git repository")
    return Path(found.decode().rstrip("\n"))


def _git(rules: Path, revision: str, *arguments: str, folder: Path | None = None) -> bytes | None:
    """Returns what git prints, or None when it fails. Raises UsageError when there is no git, or no repository."""
    try:
        done = subprocess.run(["git", "-C", str(folder or rules), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError(f"`{revision}` is no folder, and git, which could know it, is not installed") from None
    if b"not a git repository" in done.stderr:
        raise UsageError(f"`{revision}` is no folder, and {rules.as_posix()} is not in a git repository")
    return done.stdout if done.returncode == 0 else None


def _unpack(archive: bytes, root: Path) -> None:
    """Writes the files of an archive, without links and without files that would lie outside ``root``."""
    root.mkdir()
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            target = (root / member.name).resolve()
            data = tar.extractfile(member) if member.isfile() else None
            if data is not None and target.is_relative_to(root.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data.read())


def _renamed(finding: Finding, folder: str, shown: str) -> Finding:
    """The finding with the name of the revision instead of the temporary folder, which is gone when it is read."""

    def moved(position: Position) -> Position:
        return replace(position, source=replace(position.source, path=position.source.path.replace(folder, shown)))

    return replace(
        finding,
        position=moved(finding.position) if finding.position else None,
        path=finding.path.replace(folder, shown),
        message=finding.message.replace(folder, shown),
        hint=finding.hint.replace(folder, shown),
        related=tuple(replace(other, position=moved(other.position)) for other in finding.related),
    )
