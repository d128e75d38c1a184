"""The order of files, and of entries within them, changes nothing but the digest."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import yaml

from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.questionnaire.answers import check_answers
from advisor.render.json import advice_json
from tests.conftest import RULES

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [
    {
        "scar_types": ["ice_pick", "boxcar", "rolling", "keloid", "dark_spots"],
        "ice_pick_depth": "moderate",
        "boxcar_depth": "not_sure",
        "rolling_depth": "deep",
        "skin_tone": "V",
        "prone_to_hyperpigmentation": "not_sure",
        "budget": budget,
        "new_deep_pimple": "yes",
    }
    for budget in ("home_only", "some_professional", "flexible")
]
ORDERLESS = ("fits", "rules_out", "adjusts", "warnings")


def _shuffled(folder: Path, seed: int) -> Path:
    """A copy of the rules in which treatment files have other names, and every list of rules another order."""
    chance = random.Random(seed)
    for number, path in enumerate(sorted(RULES.rglob("*.yaml"), key=lambda _: chance.random())):
        within = path.relative_to(RULES)
        if within.parts[0] in ("cases", "safety.yaml", "ignores.yaml"):
            continue
        data = yaml.load(path.read_bytes(), yaml.CBaseLoader)
        if within.name in ("derivations.yaml", "notes.yaml"):
            chance.shuffle(data)
        for name in ORDERLESS:
            if isinstance(data, dict) and name in data:
                chance.shuffle(data[name])
        renamed = within.with_name(f"{number:02}.yaml") if within.parts[0] == "treatments" else within
        target = folder / renamed
        target.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(data, Dumper=yaml.SafeDumper, default_style='"', sort_keys=False, allow_unicode=True)
        target.write_text(text, encoding="utf-8")
    return folder


def test_shuffled_rules_give_the_same_advice(tmp_path: Path) -> None:
    def advices(root: Path) -> list[dict[str, object]]:
        rulebase = load_rules(root)
        consultation = Consultation(rulebase)
        told = [json.loads(advice_json(consultation.advise(check_answers(rulebase, raw)))) for raw in PEOPLE]
        return [{**advice, "rulebase": None} for advice in told]

    shipped = advices(RULES)
    for seed in (1, 2, 3):
        assert advices(_shuffled(tmp_path / str(seed), seed)) == shipped
