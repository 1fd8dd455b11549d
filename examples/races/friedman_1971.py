"""Friedman (1971): who breaks the truce is never trusted again; how patient must cities be?

A prisoners' dilemma of 9, 1, 10, 3: (10 - 9)/(10 - 3). Cournot oligopolists, price 24 less the sum
of outputs, who share the monopoly's 12 and return to Cournot's: (n + 1)^2/(n^2 + 6 n + 1).
"""

import intercity as ic

dilemma = ic.StrategicGame.from_payoffs(["A", "B"], [[9, 1], [10, 3]], [[9, 10], [1, 3]])
print("dilemma:", ic.grim_trigger(ic.RepeatedGame(dilemma), ["1", "1"]).critical_discount)
for firms, share, cournot, cheat in (("AB", 6, 8, 9), ("ABC", 4, 6, 8)):
    sales = ic.StrategicGame.from_function(
        list(firms), [share, cournot, cheat], lambda q: [one * (24 - sum(q)) for one in q]
    )
    back = [cournot] * len(firms)
    truce = ic.grim_trigger(ic.RepeatedGame(sales), [share] * len(firms), reversion=back)
    print(f"Cournot, {len(firms)} firms:", truce.critical_discount)
