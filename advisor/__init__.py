"""The scar advisor: a questionnaire and a rule engine that suggest acne scar treatments, with reasons and warnings.

Import from the modules, never from this package root; ``advisor.engine.consultation`` is the door for every surface.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
