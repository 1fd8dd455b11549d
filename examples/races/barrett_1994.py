"""Barrett (1994), Carraro and Siniscalco (1993): three abate together, however many there are.

A unit that anyone abates is worth 1 to each, and abating q costs q squared over 2. A club of s
abates s each; a third member gains nothing by joining and loses nothing: two or three stay.
"""

import intercity as ic

for n in (3, 5):
    total = " + ".join("ABCDE"[:n])
    game = ic.QuadraticGame.from_formulas({i: f"{total} - {i}**2/2" for i in "ABCDE"[:n]})
    sizes = {len(club.members) for club in ic.truce_clubs(game).stable}
    print(f"{n} cities: stable clubs of {sorted(sizes)}")
