"""A corridor paid for like a runway: each stretch by the cities that lie beyond it.

The costs of the line, in 100 million yuan, are assumed. What the far end gains is for the analyst:
if a link is worth less to it than its share, it had better stay a dead end.
"""

import intercity as ic

line = ic.AirportGame({"Hangzhou": 10, "Jinhua": 40, "Quzhou": 60, "Shangrao": 90})
for rule in (ic.shapley_value, ic.nucleolus):
    shares = rule(line)
    print(rule.__name__, ", ".join(f"{city} {float(x):.4g}" for city, x in shares.items()))
