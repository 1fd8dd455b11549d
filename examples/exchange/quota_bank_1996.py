"""Rubin (1996): a bank moves quota to the year in which it is worth most (numbers assumed)."""

import intercity as ic

bank = ic.QuotaBank(
    {"Quzhou": [30, 30], "Hangzhou": [10, 10]},
    {"Quzhou": [[(2, 40)], [(2, 40)]], "Hangzhou": [[(5, 20)], [(9, 70)]]},
)
plan = ic.quota_banking(bank)
print(f"kept {plan.kept[0]} mu, a mu costs {plan.prices[0]} in either year")
print(f"trade alone adds {plan.gain_of_trade}, the bank {plan.gain_of_banking} more")
print(", ".join(f"{city} gains {gain}" for city, gain in plan.gains.items()))
