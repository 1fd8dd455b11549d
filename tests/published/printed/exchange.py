"""What the scripts of examples/exchange print: the source's, or by the arithmetic beside."""

from __future__ import annotations

PRINTED = {
    # 6/3 and 8/1; (8 + 6)/(1 + 3). At 4 all 50 units for 200 mu; at 8 300 mu pay for 300/8 units.
    "posted_ratio": """
        both gain from 2 to 8 mu a unit, alike at 7/2
        at 4: 50 units for 200 mu: all the floor.
        at 8: 37.5 units for 300 mu: all the quota.
        at 9: small would rather not: both gain from 2 to 8 mu per unit.
    """,
    # McAfee (1992): three trades at (4 + 5)/2. With an ask of 12, (4 + 12)/2 = 8 is above 7: the
    # third deal, 7 - 4, is given up, and its numbers are the prices.
    "mcafee_1992": """
        3 trades at 9/2, 0 lost
        H asks 12: buyers pay 7, sellers get 4, 3 lost
    """,
    # All: 9 + 8 - 2 - 3 = 12. Without the last deal 7; by lot 9 - (2 + 3)/2 = 6 1/2. VCG: each
    # buyer pays 3, each seller gets 8.
    "five_double_auctions": """
        k_double_auction: lost 0, left over 0, lie pays: True
        mcafee: lost 5, left over 5, lie pays: False
        trade_reduction: lost 5, left over 5, lie pays: False
        balanced_auction: lost 11/2, left over 0, lie pays: False
        vcg_exchange: lost 0, left over -10, lie pays: False
    """,
    # Reserve 8: 9 and 8 against 1 and 2, without 7 - 3 and 5 - 4. Cap 2: the third
    # lot goes to Ningbo, 5 instead of 7, and the fourth, 5 - 4, to nobody: 2 + 1 lost.
    # Two lots at 8: 2 x 2 for Hangzhou; one lot at 0: 10.
    "reserve_and_cap": """
        {}: price 4, 0 lost
        {'reserve': 8}: price 8, 5 lost
        {'caps': {'Hangzhou': 2}}: price 3, 3 lost
        Hangzhou gains 6 by reporting 10 instead of 10, 10.
    """,
    # 10 x 5 + 70 x 9 = 680, by trade within years 20 x 5 + 20 x 2 + 40 x 9 = 500, alone 120 + 140.
    # Quzhou sells 60 at 5, Hangzhou buys them: 300 - 120 and 680 - 300 - 140.
    "quota_bank_1996": """
        kept 30 mu, a mu costs 5 in either year
        trade alone adds 240, the bank 180 more
        Quzhou gains 180, Hangzhou gains 240
    """,
    # Ausubel and Milgrom (2006): VCG payments 4 - 2 - 2 = 0; A offers 2.
    "ausubel_milgrom_2006": """
        B and C get a licence each, the seller gets 0: {seller, A} can gain 2
        in the core the seller gets 2 at least
    """,
    # 9 + 4 = 13; beyond a fee of 4 only 9 is left, 9/13 = 69 per cent.
    "brokers_fee": """
        fee 1: deals 2, broker 2, 100% of what is possible
        fee 5: deals 1, broker 5, 69% of what is possible
        fee 9: deals 1, broker 9, 69% of what is possible
    """,
}
