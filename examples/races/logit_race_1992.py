"""Anderson, de Palma and Thisse (1992): cities alike that bid for firms of different tastes.

A firm is worth 1 to each of n cities; mu says how much firms' tastes differ. Each pays a firm
1 - mu n/(n - 1), or nothing.
"""

import intercity as ic

for n, mu in ((2, 0.1), (2, 0.25), (2, 0.6), (3, 0.25), (6, 0.25)):
    park = ic.SubsidyCompetition([f"city {k}" for k in range(n)], value=[1] * n, mu=mu)
    print(f"{n} cities, mu {mu}: {ic.subsidy_equilibrium(park).subsidies['city 0']} a firm")
