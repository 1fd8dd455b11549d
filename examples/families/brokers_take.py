"""What a technology broker gets against what it adds, where links cost something.

Lab and plant make 12 together; their own link costs 7, one to a broker 1 to 4 (numbers assumed).
"""

import intercity as ic

names = ["lab", "plant", "broker", "rival"]
deal = ic.CoalitionalGame.from_function(names, lambda s: 12 if {"lab", "plant"} <= set(s) else 0)
for cost, brokers in ((1, ["broker"]), (1, ["broker", "rival"]), (4, ["broker"])):
    costs = {(side, one): cost for side in ("lab", "plant") for one in brokers}
    found = ic.broker_take(ic.CostlyLinks(deal, {("lab", "plant"): 7, **costs}), "broker")
    print(
        f"links of {cost}, {len(brokers)} of them: adds {found.adds}, gets {found.take};", end=" "
    )
    print("overpaid" if found.overpaid else "not overpaid")
