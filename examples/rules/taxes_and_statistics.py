"""Hu and Zhang (2024): share a tax and the right to count projects: must some be counted twice?

Fifty projects, each worth 0.1 to the hub and 0.05 to the home city where they are counted; without
tax and statistics they lose 4 and 3 a year (all assumed).
"""

import intercity as ic

for tax in (2.5, 2, 0.25):
    deal = ic.CountedDeal({"Hub": -4, "Home": -3}, tax, 50, {"Hub": 0.1, "Home": 0.05})
    found = ic.double_counting(deal)
    print(f"tax {tax}: counted once {found.once}, in all {found.counted};", end=" ")
    print("double counting holds the deal:", found.holds_the_deal)
