"""Horn and Wolinsky (1988): two suppliers of one firm merge if what they supply can be substituted.

With one of them the firm makes v1, with both 4 (numbers assumed). Apart, each gets half of what it
adds to the other; merged, half of all. So substitutes gain by merging, and complements lose.
"""

import intercity as ic

for name, v1 in (("substitutes", 3), ("complements", 1)):
    apart = {(): [0, 0, 0], ("A",): [v1, 0, 0], ("B",): [v1, 0, 0], ("A", "B"): [4, 0, 0]}
    deals = {tuple(("firm", s) for s in who): made for who, made in apart.items()}
    links = [("firm", "A"), ("firm", "B")]
    two = ic.nash_in_nash(ic.ContractNetwork(["firm", "A", "B"], links, deals))
    one = ic.nash_in_nash(ic.ContractNetwork(["firm", "AB"], [("firm", "AB")], [[0, 0], [4, 0]]))
    print(f"{name}: apart {two['A'] + two['B']}, merged {one['AB']}")
