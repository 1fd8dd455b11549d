"""Ezekiel (1938), The cobweb theorem: prices settle if the side that lags is the less elastic one.

Two cities side by side, demand 100 - 2p and 100 - 3p, supply 10 + 3p and 10 + 2p. Where supply
is more elastic than demand they "will gradually converge to equilibrium" (Hu and Zhang 2024): true
only if demand lags.
"""

import intercity as ic

curves = {"demand": [100, 100], "supply": [10, 10], "demand_slope": [2, 3], "supply_slope": [3, 2]}
for side in ("supply", "demand"):
    found = ic.cobweb(ic.Cobweb(["Developed", "Other"], **curves, start=[20, 20], lag_side=side))
    for city, market in found.markets.items():
        prices = ", ".join(f"{float(each.price):.2f}" for each in found.path(city, 4))
        print(f"{side} lags, {city}: {market.verdict} ({market.ratio}); prices {prices}")
