"""Hu and Zhang (2024): do projects gather in the hub, and does what they bring reach Quzhou?

Two assumed numbers of the main example go through their ranges: what two sites cost a firm, and
what its plant earns in Quzhou. The first effect is there wherever the deal can be carried out; the
second only where the plant earns more than 1, its profit in the hub, and the cost of two sites.
"""

import intercity as ic

deal = ic.load_scenario("examples/quzhou_hangzhou/scenario.toml")
found = ic.double_effect_grid(deal, "firm.separation_cost", "firm.return_small_city")
print(found)
print("points:", *(f"{case} {number}" for case, number in found.counts.items() if number))
