"""Hints in JSON: bases by names of rows and columns, weighted groups, races, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games.input_limits import fraction_from_json
from solvers.certificate import Certificate
from solvers.enclosure.core_on_box import CoreHint
from solvers.enclosure.race_on_box import RaceHint
from solvers.optimum import Basis
from solvers.production.opening_proof import CoalitionProof

__all__ = ["hint_from_json", "hint_to_json"]


def hint_to_json(hint: Any) -> dict[str, Any] | None:
    """What was found at the centre of a box, as JSON holds it.

    >>> hint_to_json(Basis(("land",), ("plant",)))
    {'rows': ['land'], 'columns': ['plant'], 'upper': []}
    """
    if isinstance(hint, Basis):
        return {
            "rows": list(hint.rows),
            "columns": list(hint.columns),
            "upper": list(hint.upper),
        }
    if isinstance(hint, CoalitionProof):
        return {
            "openings": list(hint.openings),
            "plan": hint_to_json(hint.plan),
            "bounds": [hint_to_json(basis) for basis in hint.bounds],
        }
    if isinstance(hint, CoreHint):
        return {
            "tight": [list(group) for group in hint.tight],
            "weights": [[list(group), str(weight)] for group, weight in hint.weights],
        }
    if isinstance(hint, Certificate):
        return {"certificate": hint.to_json()}
    if isinstance(hint, RaceHint):
        return {"held": list(hint.held), "level": str(hint.level)}
    return None


def hint_from_json(found: Any) -> Any:
    """A hint from JSON; ``ValueError``, ``KeyError`` or ``TypeError`` where it is something else.

    >>> hint_from_json(hint_to_json(Basis(("land",), ("plant",))))
    Basis(rows=('land',), columns=('plant',), upper=())
    """
    if found is None:
        return None
    if not isinstance(found, Mapping):
        raise TypeError("a hint is a table")
    if "tight" in found:
        return CoreHint(
            tuple(tuple(map(str, group)) for group in found["tight"]),
            tuple(
                (tuple(map(str, group)), fraction_from_json(weight))
                for group, weight in found["weights"]
            ),
        )
    if "openings" in found:
        return CoalitionProof(
            tuple(int(times) for times in found["openings"]),
            _basis(found["plan"]),
            tuple(map(_basis, found["bounds"])),
        )
    if "certificate" in found:
        return Certificate.from_json(found["certificate"])
    if "held" in found:
        return RaceHint(tuple(map(str, found["held"])), fraction_from_json(found["level"]))
    return _basis(found)


def _basis(found: Any) -> Basis:
    rows, columns, upper = (tuple(map(str, found[name])) for name in ("rows", "columns", "upper"))
    return Basis(rows, columns, upper)
