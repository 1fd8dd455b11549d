"""Huck, Konrad and Müller (2002): who stays out of a club in a contest gets as much as all of it.

Cities alike bid by lot for a firm worth 144. Two of three gain by bidding as one, two of four lose;
a truce of all is kept by four, and left by five: outside it each would get a quarter.
"""

import intercity as ic

for n in (3, 4, 5):
    found = ic.truce_clubs(ic.Contest([f"c{i}" for i in range(n)], [144] * n))
    pair, alone = found.game.worth(["c0", "c1"]), 2 * found.game.payoff([], "c0")
    kept = "kept" if found.clubs[0].internal else "left"
    print(f"{n} cities: a pair gets {pair}, apart {alone}; a truce of all is {kept}")
