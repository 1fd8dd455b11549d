"""Banzhaf (1965), Weighted voting does not work: the council of six of 1958.

Luxembourg could not decide anything: all others' votes were even, and so was the quota.
"""

import intercity as ic

names = ["France", "Germany", "Italy", "Belgium", "Netherlands", "Luxembourg"]
votes = dict(zip(names, (4, 4, 4, 2, 2, 1), strict=True))
found = ic.meeting_power(ic.JointMeeting(votes, quota=12))
for country in ("France", "Belgium", "Luxembourg"):
    print(country, found.banzhaf[country], found.shapley_shubik[country])
print(found.status)
