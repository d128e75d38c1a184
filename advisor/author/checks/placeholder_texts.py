"""S019: texts that `advisor rules new treatment` left to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.texts import TREATMENT_TEXTS, position_of_key
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PLACEHOLDER", "find"]

CODE = "S019"
PLACEHOLDER = "To be written:"  # how such a text begins


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each text of a treatment that is not written yet, and one for all of its questions."""
    for treatment in subject.rulebase.treatments:
        single = {key: (str(getattr(treatment, key)),) for key in ("name", *TREATMENT_TEXTS)}
        for key, texts in {**single, "questions": treatment.questions}.items():
            if any(text.startswith(PLACEHOLDER) for text in texts):
                verb = "are" if key == "questions" else "is"
                yield Finding(
                    code=CODE,
                    severity="error",
                    message=f"`{key}` of `{treatment.id}` {verb} still to be written",
                    position=position_of_key(treatment.position, key),
                    label="a patient would be shown this",
                    hint=f"put your own words in the place of `{PLACEHOLDER} ...`",
                    about=treatment.id,
                )
