"""Two assumed numbers flip a verdict together, and neither does alone. (A made-up park.)

Hosted by a developer who is paid by an index, the park fails.
"""

from hypothesis import find

import intercity as ic
from intercity import testing

park = ic.load_scenario("examples/park_operator/scenario.toml")
unsure = ["operator.value_quality", "operator.cost.hosted"]


def stands(moves):
    return "fails" not in {f.verdict for f in ic.check_up(park.moved(moves), ranges=False).findings}


alone = {one.key for one in ic.check_up(park).switching_values} & set(unsure)
print("alone:", alone or "none")
moves = find(testing.scenario_moves(park, unsure), stands)
print("together:", *(f"{key} {float(moves[key])}" for key in unsure))
