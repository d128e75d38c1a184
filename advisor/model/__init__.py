"""The frozen data that everything works on: conditions, rules, the rule base, the advice, and words for them."""
