"""Levin (2003): a host refunds tax to the city that supports its enclave, and nobody can force it.

What it can promise is next year's gain from the cooperation, discounted; what it must promise is
what the support costs. All numbers are assumed: tax 20, gain 10, support 5 a year.
"""

import intercity as ic

for host in (0.4, 0.5, 0.7, 0.9):
    patience = {"Hub": host, "Town": 0.9}
    terms = ic.RefundTerms("Hub", "Town", taxes=[20], gains=[10], costs=[5], discounts=patience)
    found = ic.self_enforcing_refund(terms)
    print(f"host at {host}:", *map(str, found.least + found.most), found.status)
clause = ic.IntergovernmentalRefund(share=0.3, years=4)
print("a refund of 6 needs a patience of", clause.host_patience([20] * 5, [10] * 5).critical)
