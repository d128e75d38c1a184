"""Imports experta 1.9.4 without its side effects on the process. Only ``advisor.engine`` imports this.

experta pins ``frozendict==1.2``, which needs ``collections.Mapping``, a name that Python dropped in 3.10: it is there
again for the time of the import. Importing experta also calls ``logging.basicConfig``: afterwards the root logger gets
its own handlers and level back.
"""

from __future__ import annotations

import collections
import collections.abc
import logging

_lent = not hasattr(collections, "Mapping")
_root = logging.getLogger()
_handlers, _level = list(_root.handlers), _root.level
if _lent:
    collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
try:
    from experta import AND, NOT, OR, Fact, KnowledgeEngine, P
    from experta import Rule as ExpertaRule
    from experta.abstract import Matcher
    from experta.activation import Activation
    from experta.agenda import Agenda
    from experta.factlist import FactList
    from experta.fieldconstraint import ANDFC, NOTFC
    from experta.strategies import DepthStrategy
finally:
    if _lent:
        del collections.Mapping  # type: ignore[attr-defined]
    for _handler in [handler for handler in _root.handlers if handler not in _handlers]:
        _root.removeHandler(_handler)
    _root.setLevel(_level)

__all__ = [
    "AND",
    "ANDFC",
    "NOT",
    "NOTFC",
    "OR",
    "Activation",
    "Agenda",
    "DepthStrategy",
    "ExpertaRule",
    "Fact",
    "FactList",
    "KnowledgeEngine",
    "Matcher",
    "P",
]
