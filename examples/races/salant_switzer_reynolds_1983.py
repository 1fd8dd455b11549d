"""Salant, Switzer and Reynolds (1983): a merger in an oligopoly pays if four fifths of it merge.

Demand less cost is 30, five firms alike: each earns 25 in the race. Outsiders answer a merger by
selling more, so that two, or three, who merge earn less than before; four earn as much.
"""

import intercity as ic

firms = list("ABCDE")
sales = {firm: f"{firm} * (30 - A - B - C - D - E)" for firm in firms}
form = ic.partition_form(ic.QuadraticGame.from_formulas(sales)).game
for m in range(2, 6):
    print(f"{m} of 5 earn {form.worth(firms[:m])}, before {25 * m}")
