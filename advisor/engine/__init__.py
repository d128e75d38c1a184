"""One person's advice by forward chaining: experta, the rules as it takes them, and the ranking."""
