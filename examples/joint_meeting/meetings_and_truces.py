"""How often must cities meet for a truce to hold? All numbers assumed.

After Hu and Zhang (2024), "regular joint meetings", and Tirole (1988) on detection lags.
"""

import intercity as ic

park = ic.SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=0.25)
for patience in (0.97, 0.9, 0.5, 0.1):
    talks = ic.JointMeeting({"Quzhou": 1, "Lishui": 1}, every=4, lag=20)
    found = ic.meeting_watch(ic.WatchedMeeting(talks, park, discount=patience))
    print(f"patience {patience}: {found.status}")
