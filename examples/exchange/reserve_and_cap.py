"""What a reserve price and a cap on each buyer cost, and why large bidders bid for less.

Numbers assumed. Ausubel, Cramton, Pycia, Rostek and Weretka (2014) call it demand reduction.
"""

import intercity as ic

quota = ic.ExchangeMarket({"Hangzhou": [9, 8, 7], "Ningbo": 5}, {"Quzhou": [1, 2, 3, 4]})
for limits in ({}, {"reserve": 8}, {"caps": {"Hangzhou": 2}}):
    found = ic.uniform_price(quota, **limits)
    print(f"{limits}: price {found.buyer_price}, {found.lost} lost")
two_lots = ic.ExchangeMarket({"Hangzhou": [10, 10], "Ningbo": 8}, {"province": [0, 0]})
print(ic.exchange_misreport(ic.uniform_price, two_lots))
