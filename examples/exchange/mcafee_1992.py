"""McAfee (1992), A dominant strategy double auction: his four buyers and four sellers."""

import intercity as ic

bids, asks = {"A": 9, "B": 8, "C": 7, "D": 4}, {"E": 2, "F": 3, "G": 4, "H": 5}
found = ic.mcafee(ic.ExchangeMarket(bids, asks))
print(
    f"{sum(found.lots[buyer] for buyer in bids)} trades at {found.buyer_price}, {found.lost} lost"
)
dear = ic.mcafee(ic.ExchangeMarket(bids, asks | {"H": 12}))
print(
    f"H asks 12: buyers pay {dear.buyer_price}, sellers get {dear.seller_price}, {dear.lost} lost"
)
