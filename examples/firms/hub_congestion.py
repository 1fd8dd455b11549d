"""Knight (1924): startups crowd a hub until the last earns what it would elsewhere, and too many.

The n-th of them earns 60 - n in the hub; elsewhere it earns w (all assumed). A toll sends home who
takes more from the others than it earns.
"""

import intercity as ic

for outside in (0, 30, 60):
    hub = ic.HubCongestion(["Hangzhou"], [60], [1], startups=100, outside=outside)
    found = ic.congestion_equilibrium(hub)
    come, best, toll = (x["Hangzhou"] for x in (found.startups, found.optimum, found.tolls))
    adds = hub.marginal(found.startups)["Hangzhou"]
    crowded = "overcrowded" if found.overcrowded else "not crowded"
    print(f"elsewhere {outside}: {come} come, the last adds {adds};", end=" ")
    print(f"best {best}, toll {toll}; {crowded}")
