"""One person's advice by forward chaining with experta."""
