"""Hu and Zhang (2024): a point hub of "limited resources and huge investment scale".

A big hub brings the capital 30 and others nothing; two small ones, at 10 each, bring four cities
12, 6, 6 and 6 (all assumed). The budget is 40, and half of the cities should be served.
"""

import intercity as ic

worth = {"Hangzhou": [30, 12, None], "Jinhua": [None, 6, 4], "Quzhou": [None, None, 6],
         "Lishui": [None, None, 6]}  # fmt: skip
for big in (40, 20):
    hubs = {"big": big, "south": 10, "north": 10}
    found = ic.hub_plans(ic.PointHubs(worth, hubs, hubs, worth, budget=40, planned=["big"]))
    for name, one in ((f"big costs {big}:", found.planned), ("best:", found.best)):
        hubs = f"{' and '.join(one.opened)}, {one.net} net, {len(one.served)} of 4 served"
        print(name, hubs, "fails" if one.fails else "stands")
