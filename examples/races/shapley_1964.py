"""Shapley (1964), Some topics in two-person games: learning need not end anywhere.

A wants to be where B is, B wants to be one ahead. Each replies to what the other did on average;
they go round, staying longer each time, and never come near the only equilibrium (1/3 each).
"""

from itertools import groupby

import intercity as ic

A, B = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
game = ic.StrategicGame.from_payoffs(["A", "B"], A, B)
path = ic.learning_path(game, rounds=1000, start=["1", "2"])
stays = [(place, len(list(rounds))) for place, rounds in groupby(path.plays)]
print(*("".join(place) for place, _ in stays[:7]), "and so on")
print("longer each time:", stays[-2][1] > stays[-8][1] > stays[-14][1], "end:", path.end)
