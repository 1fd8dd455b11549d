"""Ausubel and Milgrom (2006): two licences that VCG sells for nothing, though A would pay 2."""

import intercity as ic

bids = {"A": {("one", "two"): 2}, "B": {"one": 2}, "C": {"two": 2}}
auction = ic.PackageAuction(["one", "two"], bids)
sale = ic.vcg_sale(auction)
print(f"B and C get a licence each, the seller gets {sale.revenue}: {sale.blocking}")
print(f"in the core the seller gets {ic.core(ic.sale_game(auction)).lowest['seller']} at least")
