"""Certificates of exchanges and technology markets to forge."""

from __future__ import annotations

from typing import Any

from games import (
    AssignmentGame,
    ExchangeMarket,
    Licence,
    PackageAuction,
    PrivateExchange,
    QuotaBank,
    QuotaSwap,
    UniformExchange,
)
from mechanisms import (
    Brokerage,
    PostedRatio,
    UniformPriceRule,
    balanced_auction,
    best_fee,
    best_voluntary_rule,
    brokered_market,
    exchange_in_ranges,
    expected_exchange,
    k_double_auction,
    licence_price,
    mcafee,
    posted_ratio,
    quota_banking,
    trade_reduction,
    uniform_price,
    vcg_exchange,
    vcg_sale,
)

_LOTS = ExchangeMarket({"A": 9, "B": 8, "C": 3}, {"D": 2, "E": 4, "F": 6})
_LAST = ExchangeMarket({"A": 9, "B": 8}, {"D": 2, "E": 3})
_MANY = ExchangeMarket({"A": [9, 8, 7], "B": [5]}, {"D": [1, 2, 3, 4]})
_MARKET = AssignmentGame(["lab", "institute"], ["plant", "mill"], [[9, 2], [3, 4]])
CERTIFIED: dict[str, tuple[Any, Any]] = {
    f"{rule.__name__} lots": (_LOTS, rule)
    for rule in (k_double_auction, mcafee, trade_reduction, balanced_auction, vcg_exchange)
}
CERTIFIED |= {  # McAfee's rule is trade reduction here
    f"{rule.__name__} last": (_LAST, rule)
    for rule in (k_double_auction, balanced_auction, vcg_exchange)
}
CERTIFIED |= {
    f"uniform_price {name}": (
        rule,
        lambda rule: uniform_price(rule.market, rule.reserve, rule.caps),
    )
    for name, rule in {
        "capped": UniformPriceRule(_MANY, caps={"A": 2}),
        "reserve": UniformPriceRule(_MANY, 8),
    }.items()
}
CERTIFIED |= {
    "posted_ratio": (
        PostedRatio(QuotaSwap("A", "B", 300, 50, [1, 3], [8, 6]), 4),
        lambda subject: posted_ratio(subject.swap, subject.ratio),
    ),
    "quota_banking": (
        QuotaBank(
            {"A": [3, 3], "B": [1, 1]},
            {"A": [[(2, 4)], [(2, 4)]], "B": [[(5, 2)], [(9, 7)]]},
        ),
        quota_banking,
    ),
    "vcg_sale": (
        PackageAuction(["x", "y"], {"A": {("x", "y"): 5}, "B": {"x": 2}, "C": {"y": 1}}),
        vcg_sale,
    ),
    "brokered_market": (
        Brokerage(_MARKET, 5),
        lambda subject: brokered_market(subject.game, subject.fee),
    ),
    "best_fee": (_MARKET, best_fee),
}
_PRIVATE = PrivateExchange({"A": {3: 0.25, 8: 0.75}, "B": [6, 9]}, {"D": [4, 7]})
_RANGES = UniformExchange({"A": (3, 9), "B": 6}, {"D": (2, 7)}, {"A": 2})
CERTIFIED |= {
    "expected_exchange": (_PRIVATE, expected_exchange),
    "exchange_in_ranges": (_RANGES, exchange_in_ranges),
    "best_voluntary_rule exchange": (
        PrivateExchange(
            {"A": {7: 0.25, 11: 0.75}, "B": {4: 0.25, 5: 0.75}},
            {"D": {6: 0.75, 10: 0.25}, "E": {7: 0.25, 11: 0.75}},
        ),
        best_voluntary_rule,
    ),
    "best_voluntary_rule had": (_PRIVATE, best_voluntary_rule),
}

_PATENT = Licence("Bill", ["Jack", "Jill"], worth=[12, 9], rivalry=[4, 1], loss=1, keeps=3)
CERTIFIED |= {
    "licence_price": (_PATENT, licence_price),
    "licence_price next": (_PATENT, lambda patent: licence_price(patent, "next buyer")),
}
