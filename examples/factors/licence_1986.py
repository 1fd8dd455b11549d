"""The Nash price of a patent, after Katz and Shapiro (1986), How to license intangible property.

Quzhou makes 12 of it, 4 less if Lishui uses it, too; Lishui makes 9 and bargains hard, or does not.
All numbers are assumed.
"""

import intercity as ic

cities, worth, rivalry = ["Quzhou", "Lishui"], [12, 9], [4, 0]
for power in (1, 8):
    patent = ic.Licence("Hub", cities, worth, rivalry=rivalry, weights={"Lishui": power})
    found = ic.licence_price(patent)
    print(f"power {power}: exclusive {found.exclusive['Quzhou']}; to both", *found.prices.values())
    print(f"  {found.status}")
