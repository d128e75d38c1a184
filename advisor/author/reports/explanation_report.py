"""The report of `advisor rules explain`: why a treatment stands in the list it stands in, as text and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered
from advisor.diagnostics.source import place_json
from advisor.model.wording import LIST_WORDS, joined
from advisor.render.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.flips import Flips
    from advisor.author.proving.rule_explanation import Explanation, Step

__all__ = ["explanation_json", "explanation_text"]

_HOLDS = {True: "true   ", False: "false  ", None: ""}


def explanation_text(explanation: Explanation) -> str:
    """Returns the explanation as terminal text, ending with a line end."""
    lines = [f"{explanation.name} ({explanation.treatment}): {explanation.words}", ""]
    lines += [line for step in explanation.steps for line in _step(step, 0)]
    lines += ["", *_flips(explanation)]
    return "\n".join(lines) + "\n"


def explanation_json(explanation: Explanation) -> str:
    """Returns the explanation as JSON text, ``schema`` 1."""
    data = {
        "schema": 1,
        "treatment": explanation.treatment,
        "list": explanation.place,
        "steps": [_step_object(step) for step in explanation.steps],
        "nearest_changes": _flips_object(explanation.flips),
        "nearest_to_suggested": _flips_object(explanation.suggested),
        "too_large": explanation.too_large or None,
    }
    return json_text(data)


def _step(step: Step, indent: int) -> Iterator[str]:
    where = f"  --> {step.position.source.path}:{step.position.line}" if step.position else ""
    yield f"{'  ' * indent}{_HOLDS[step.holds]}{step.text}{where}"
    for below in step.steps:
        yield from _step(below, indent + 1)


def _flips(explanation: Explanation) -> Iterator[str]:
    if explanation.flips is None:
        yield f"nearest changes: not searched: {explanation.too_large}"
        return
    if not explanation.flips.flips:
        yield "No change of answers puts it elsewhere: proved for all answer combinations."
        return
    yield "The nearest changes of answers that put it elsewhere:"
    yield from _listed(explanation.flips)
    reached = any(flip.to == "suggested" for flip in explanation.flips.flips)
    if explanation.suggested is not None and not reached:
        if explanation.suggested.flips:
            yield "The nearest changes that make it a suggestion:"
            yield from _listed(explanation.suggested)
        else:
            yield "No change of answers makes it a suggestion: proved for all answer combinations."


def _listed(flips: Flips) -> Iterator[str]:
    for flip in flips.flips:
        yield f"  {numbered(len(flip.changes), 'answer')} changed: {joined(flip.changes)} -> {LIST_WORDS[flip.to]}"
    if flips.more:
        yield f"  and {flips.more} more that are equally near"


def _step_object(step: Step) -> dict[str, object]:
    place = place_json(step.position) if step.position else None
    steps = [_step_object(below) for below in step.steps]
    return {"text": step.text, "holds": step.holds, "place": place, "steps": steps}


def _flips_object(flips: Flips | None) -> dict[str, object] | None:
    if flips is None:
        return None
    changes = [{"changes": list(flip.changes), "to": flip.to} for flip in flips.flips]
    return {"changes": changes, "equally_near_not_listed": flips.more}
