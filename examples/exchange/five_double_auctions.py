"""The same bids under five rules: none keeps all trade, money and honesty (numbers assumed).

Myerson and Satterthwaite (1983) say why, if values are independent and nobody is made to take part:
somebody pays in, or a deal is lost, or a lie pays.
"""

import intercity as ic

market = ic.ExchangeMarket({"Hangzhou": 9, "Ningbo": 8}, {"Quzhou": 2, "Lishui": 3})
rules = (ic.k_double_auction, ic.mcafee, ic.trade_reduction, ic.balanced_auction, ic.vcg_exchange)
for rule in rules:
    found, misreport = rule(market), ic.exchange_misreport(rule, market)
    pays = bool(misreport)
    print(f"{rule.__name__}: lost {found.lost}, left over {found.surplus}, lie pays: {pays}")
