"""Gate-keeping: which fee makes an operator look before it admits? All numbers assumed.

After Hu and Zhang (2024). Half of all projects are bad, a look costs 1, admitting 4: the fee must
be from 6/q to 2/(1 - q), which takes an assessment that is right in 3 of 4 cases.
"""

import intercity as ic

for accuracy in (0.9, 0.8, 0.75, 0.7):
    desk = ic.ProjectScreening(0.5, 1, 4, accuracy, good_worth=20, bad_harm=10)
    found = ic.screening_contract(desk)
    print(f"right in {accuracy}: bad projects let in {found.bad_share}. {found.status}")
