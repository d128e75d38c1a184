"""One module for each sort of rule file: its tree into frozen parts of the rule base, mistakes into findings."""

__all__: list[str] = []
