"""Death if managed, chaos if released: hosted, public and joint operation; all numbers assumed.

After Hu and Zhang (2024). What the park makes is noisier than the index, so that a share of it is a
risk: how much risk may there be before no way to run the park is worth it?
"""

import intercity as ic

index = {"index": (1, 0), "noise": 1, "risk_aversion": 1}
host = ic.MultitaskAgency(value=(1, 2), substitution=0.5, basic=(0, 1), **index)
for noise in (0, 1, 2, 4):
    park = ic.ParkOperator(
        host, public=(0.5, 1), joint_noise=noise, running={"public": 1}, outside=2.5
    )
    print(f"noise {noise}: {ic.operator_regimes(park).status}")
