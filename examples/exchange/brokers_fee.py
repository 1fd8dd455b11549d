"""A technology market with a broker: what it takes is not what it costs (numbers assumed)."""

import intercity as ic

rows = [[9, 2], [3, 4]]  # what a lab's or an institute's technology is worth to a plant or a mill
market = ic.AssignmentGame(["lab", "institute"], ["plant", "mill"], rows)
for found in (ic.brokered_market(market, 1), ic.brokered_market(market, 5), ic.best_fee(market)):
    share = f"{float(found.share):.0%} of what is possible"
    print(f"fee {found.fee}: deals {len(found.pairs)}, broker {found.revenue}, {share}")
