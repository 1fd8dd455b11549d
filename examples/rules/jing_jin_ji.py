"""The rule of Beijing, Tianjin and Hebei (2015) on the tax of firms that move, for an assumed firm.

It paid 30 million yuan a year before, and would pay 40 a year in Hebei. How long would it have
stayed, had it not moved? If one or two years, its old city gains by the rule; if longer, it loses.
If it paid 20 a year in Hebei, the cap would not be reached. The rule does not fix the amount of the
central grant that would follow.
"""

import intercity as ic

rule, before, after = ic.JING_JIN_JI_2015, [30, 30, 30], [40] * 8
shared = rule.schedule(before, after)
print("old city:", *map(str, shared.origin), "-", shared.status)
for years in (1, 2, 3, 4, 6, 8):
    stake = rule.origin_stake(before, after, [30] * years, 0.95)
    share = "none" if stake.least_share is None else f"{float(stake.least_share):.3f}"
    print(f"stays {years} years: loses {float(stake.loss):.1f}; share needed: {share}")
slow = rule.origin_stake(before, [20] * 8, [30] * 3, 0.95)  # 40 below the cap after five years
print(f"pays 20: a grant of {float(slow.least_grant):.1f} in year {slow.grant_year} is needed")
