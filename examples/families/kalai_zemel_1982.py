"""A supply chain with a bottleneck: the least cut says who is paid (Kalai and Zemel, 1982).

Capacities are assumed. Widening Quzhou's yard moves the cut, and the money, to Hangzhou's port.
"""

import intercity as ic

for yard in (3, 5):
    chain = [
        ic.Arc("mine", "yard", 6, "Lishui"),
        ic.Arc("yard", "port", yard, "Quzhou"),
        ic.Arc("port", "sea", 4, "Hangzhou"),
    ]
    best = ic.maximum_flow(ic.FlowGame("mine", "sea", chain))
    paid = ", ".join(f"{city} {x}" for city, x in best.split.items())
    print(f"yard {yard}: ships {best.value}; {paid}")
