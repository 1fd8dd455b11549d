"""Cramton, Gibbons and Klemperer (1987): a joint park can be dissolved if shares are alike enough.

With two partners: between 1/2 - sqrt(3)/6 = 0.2113 and 0.7887. A single owner never can.
Who the partners are, and the shares tried, is assumed.
"""

import intercity as ic

for share in (0.5, 0.22, 0.21, 0):
    print(share, ic.dissolution({"Hangzhou": 1 - share, "Quzhou": share}).status)
print(ic.dissolution({"Hangzhou": 0.7, "Quzhou": 0.2, "Lishui": 0.1}).status)
