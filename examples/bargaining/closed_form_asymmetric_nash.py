"""Nash (1950), Harsanyi and Selten (1972): the formula, and what a larger parameter does to it.

On a straight frontier, y = a - b x, each gets its disagreement payoff and, of what is left, a share
that is its power.
"""

import intercity as ic

deal = ic.closed_form("nash", "a - b*x", disagreement=("d_A", "d_B"), weights=("w_A", "w_B"))
for city, formula in deal.items():
    print(f"{city}: {formula}")
print(*deal.comparative_statics().sentences, sep="\n")
print(deal.latex())
