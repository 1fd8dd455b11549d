"""Amazon's second headquarters: who wins, what is spent, and what the firm gets, by three rules.

Billion dollars. Bids are as reported (README.md has the sources). Assumed: that who lost bid all it
was worth to him, as who only pays if he wins would; and what it was worth to the winners.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import intercity as ic

WINNERS = "New York, Virginia, Nashville"
PAID = Fraction(Decimal("1.525") + Decimal("0.573") + Decimal("0.102"))
LOST = {"Pittsburgh": 9.7, "Montgomery": 8.5, "Newark": 7}
ASSUMED, LOW, HIGH = 10, PAID, 20  # what the firm was worth to the winners


def contest(worth, technology="bertrand"):
    draw = {WINNERS: Fraction("9.7") / PAID, **dict.fromkeys(LOST, 1)}
    return ic.Contest(draw, {WINNERS: worth, **LOST}, technology, efficiency=draw)


def tell(rule, game):
    race = ic.arms_race(game)
    first, chance = max(race.equilibrium.shares.items(), key=lambda pair: pair[1])
    print(f"{rule}: {first} with chance {float(chance):.2f};", end=" ")
    print(f"{float(race.outlay):.2f} spent, {float(race.firms_gain):.2f} of it to the firm")


game = contest(ASSUMED)
print(f"A dollar of the winners counted as {float(game.efficiency[0]):.1f} of the others.")
tell("The winner pays", game)
tell("By money alone", replace(game, efficiency=(1, 1, 1, 1)))
tell("All bids are spent", contest(ASSUMED, "all-pay"))
tell("  if it was worth less to the winners", contest(LOW, "all-pay"))
tell("  if it was worth more to the winners", contest(HIGH, "all-pay"))
alike = ic.arms_race(ic.Contest(map(str, range(238)), [1] * 238))
print(f"238 towns alike, by lot: {alike.dissipation} of what it is worth is spent")
