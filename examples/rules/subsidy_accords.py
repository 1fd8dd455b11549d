"""Four accords that end a race for firms, on two cities alike (assumed: a firm is worth 1, mu 0.4).

Each city pays 1/5 a firm in the race, and the firms would come anyway. A common cap, a levy per
yuan, a fund of what firms bring, and a clawback from those that leave (half of them) all end it,
but a clawback that the city may keep does not.
"""

import intercity as ic

park = ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=0.4)
print("race:", *map(str, ic.subsidy_equilibrium(park).subsidies.values()))
print("cap:", ic.cap_accord(park).cap)
print(f"levy: {float(ic.matching_levy(park).rates['Quzhou']):.3f}")
print(f"fund: {float(ic.common_fund(park).rate):.3f}")
print(f"clawback: {float(ic.clawback(park, leaving=0.5).shares['Quzhou']):.3f}")
print(ic.clawback(park, leaving=0.5, kept=1).status)
