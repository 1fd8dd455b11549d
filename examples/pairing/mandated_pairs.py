"""Two ports, two hill towns, paired by the province; all numbers assumed.

After Hu and Zhang (2024): would they rather be crossed, and who could stop them?
"""

import intercity as ic

coast = ic.PairingGame(
    ["Port", "Bay"], ["Hill", "Dale"], to_hub=[[2, 4], [5, 1]], to_city=[[3, 4], [6, 2]]
)
for consent in (True, False):
    order = ic.MandatedPairing(coast, {"Hill": "Port", "Dale": "Bay"}, consent=consent)
    audit = ic.mandated_pairing(order)
    print(f"{audit.status} It loses {audit.loss}.")
print(audit.best.pairs, "payments:", *(f"{c} {t}" for c, t in audit.best.transfers.items()))
