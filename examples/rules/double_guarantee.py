"""Hu and Zhang (2024): a signed enclave is a "double guarantee", one set up by one side is none.

Alone 10 teams come, signed 20, of which half produce at home; that brings home 2 each, the hub 3
for each of the others. The quota costs 9 and is worth 12; patience is 0.6 and 0.5 (all assumed).
"""

import intercity as ic

signed = {"teams": 20, "share": 0.5, "rent": 1}
more = {"back": 2, "stay": 3, "buzz": 0.5, "room": 4, "quota_cost": 9, "quota_worth": 12}
for share in (0.2, 0.4, 0.5):
    alone = {"teams": 10, "share": share, "rent": 3}
    park = ic.TalentEnclave("Town", "Hub", alone=alone, signed=signed, discounts=[0.6, 0.5], **more)
    found = ic.double_guarantee(park)
    kept = "none" if found.kept is None else "{} to {}".format(*map(float, found.kept))
    print(f"{share} come home alone: {found.status} Needs both: {found.needs_both}.")
    print("  refunds that both keep:", kept)
