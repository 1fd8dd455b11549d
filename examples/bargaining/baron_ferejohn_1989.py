"""Baron and Ferejohn (1989): in a council of n, the proposer keeps 1 - d (n - 1)/(2 n) of 1."""

import intercity as ic

for n, patience in ((3, 0.5), (3, 0.9), (5, 0.9), (101, 0.9)):
    council = ic.LegislativeBargaining([f"city {k}" for k in range(n)], discount=patience)
    division = ic.legislative_bargaining(council)
    kept, price = division.keeps["city 0"], division.price["city 1"]
    print(f"{n} cities, patience {patience}: the proposer keeps {kept}, a vote costs {price}")
