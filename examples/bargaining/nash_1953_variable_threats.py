"""Nash (1953), Two-person cooperative games: disagreement is what both threaten with.

The game is an exercise of Ferguson's Game Theory (part III): with side payments 10 can be had, the
zero-sum game of the differences is worth -9/10, so that they get (10 - 9/10)/2 and (10 + 9/10)/2.
"""

import intercity as ic

ROW, COLUMN = [[0, 6, -1], [4, 3, 5]], [[0, 2, 2], [-1, 6, 5]]
game = ic.StrategicGame.from_payoffs(["row", "column"], ROW, COLUMN)
deal = ic.variable_threats(game, side_payments=True)
print(f"row gets {deal['row']}, column gets {deal['column']}")
for player, threat in deal.threats.items():
    print(f"{player} threatens with", {action: str(share) for action, share in threat.items()})
