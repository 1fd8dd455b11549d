"""Cost sharing: demands at which all rules differ, so that none's certificate proves another's."""

from __future__ import annotations

from games import CostSharingProblem
from mechanisms import average_cost_sharing, serial_cost_sharing, shapley_shubik_sharing

_WORKS = CostSharingProblem({"Quzhou": 1, "Jinhua": 2, "Lishui": 4}, lambda q: q**3)
CERTIFIED = {
    rule.__name__: (_WORKS, rule)
    for rule in (serial_cost_sharing, average_cost_sharing, shapley_shubik_sharing)
}
