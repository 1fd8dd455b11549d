"""What the scripts of examples/mechanisms print: the source's, or derived in the comment."""

from __future__ import annotations

from fractions import Fraction
from math import comb


def projects():
    """Two types by hand: m of n value it at 3, with chance C(n, m)/2^n.

    It gains 3m - n; the fund gets 3 from each who values it, -3 from each other, and pays n. Where
    it then loses money, projects are taken in the order of gain per loss, the last of them by lot.
    """
    for n in range(2, 7):
        cells = [(Fraction(comb(n, m), 2**n), 3 * m - n, 6 * m - 4 * n) for m in range(n + 1)]
        worth = [cell for cell in cells if cell[1] > 0]
        first = sum(p * gain for p, gain, _ in worth)
        best = sum(p * gain for p, gain, fund in worth if fund >= 0)
        left = sum(p * fund for p, _, fund in worth if fund >= 0)
        for p, gain, fund in sorted(
            (c for c in worth if c[2] < 0), key=lambda c: Fraction(c[1], c[2])
        ):
            part = min(Fraction(1), left / (-p * fund))
            best += part * p * gain
            left += part * p * fund
        yield f"{n} cities: {best} of {first}, {float(best / first):.0%}"


PRINTED = {
    # Myerson and Satterthwaite (1983): 27/32 of the gain in the limit, for 1/6 from outside. k
    # midpoints lack 1/6 - 1/k + 5/(6 k^2); a posted price gets 1/8 of 1/6 in the limit. With six:
    # 25/162 of 35/216 and 5/36 at the price 5/12, worked out in test_second_best_trade.
    "myerson_satterthwaite_1983": """
        4 types: lost 0.0000, lacking 0.0000, lost by a posted price 0.1000
        5 types: lost 0.0000, lacking 0.0000, lost by a posted price 0.1000
        6 types: lost 0.0476, lacking 0.0231, lost by a posted price 0.1429
        20 types: lost 0.1169, lacking 0.1187, lost by a posted price 0.2143
        200 types: lost 0.1521, lacking 0.1617, lost by a posted price 0.2463
    """,
    # Lying one step down is worth the step times the chance of trade of all types below. So the
    # chance weights of the types above add up: j types of six are j/6. Virtual values give 5/216.
    "impossibility_in_words": """
        No mechanism keeps Bayesian incentive compatibility, interim individual rationality, exact
        budget balance ex post and allocative efficiency, if types are independent.
        These cannot all hold:
          the fund breaks even (weight 1)
          Hangzhou 0.25 does not expect to lose (weight 0.833333)
          Quzhou 0.75 does not expect to lose (weight 0.833333)
          Hangzhou 0.416667 does not expect to gain by reporting 0.25 (weight 0.666667)
          Quzhou 0.583333 does not expect to gain by reporting 0.75 (weight 0.666667)
          Hangzhou 0.583333 does not expect to gain by reporting 0.416667 (weight 0.5)
          Quzhou 0.416667 does not expect to gain by reporting 0.583333 (weight 0.5)
          Hangzhou 0.75 does not expect to gain by reporting 0.583333 (weight 0.333333)
          Quzhou 0.25 does not expect to gain by reporting 0.416667 (weight 0.333333)
          Hangzhou 0.916667 does not expect to gain by reporting 0.75 (weight 0.166667)
          Quzhou 0.0833333 does not expect to gain by reporting 0.25 (weight 0.166667)
          Hangzhou 0.0833333 does not expect to lose (weight 0.166667)
          and 1 more.
        Added up with these weights, they ask for 0.0231481 more than there is: so much the fund
        would need from outside on average.
        A best mechanism: what it is worth to all is 0.154321 in expectation.
        A best mechanism: the money that the fund needs from outside is 0.0231481 in expectation.
    """,
    # Ten midpoints: with the value d steps above the cost a deal gains d/10 and brings the fund
    # (2d - 9)/10. So the first yuan buys deals of d = 2 at 2 for 5, the rest those of d = 1 at 1/7.
    "what_a_subsidy_buys": """
        0.00000 from outside: gains 0.15120, a yuan more brings 0.400
        0.01875 from outside: gains 0.15696, a yuan more brings 0.143
        0.03750 from outside: gains 0.15964, a yuan more brings 0.143
        0.05625 from outside: gains 0.16232, a yuan more brings 0.143
        0.07500 from outside: gains 0.16500, a yuan more brings 0.000
    """,
    # Chatterjee and Samuelson (1983) for k = 1/2. At k = 1 the buyer names the price: v/2, and the
    # gain is the integral of v/2 (v - v/4) = 1/8; k = 0 is the mirror image.
    "chatterjee_samuelson_1983": """
        k = 0: value 1 bids 1, cost 0 asks 1/2; gains 1/8 of 1/6, lost 25.0%
        k = 0.5: value 1 bids 3/4, cost 0 asks 1/4; gains 9/64 of 1/6, lost 15.6%
        k = 1: value 1 bids 1/2, cost 0 asks 0; gains 1/8 of 1/6, lost 25.0%
    """,
    # Cramton, Gibbons and Klemperer (1987): r^2 + (1 - r)^2 <= 2/3; 0.7^1.5 + 0.2^1.5 + 0.1^1.5.
    "cramton_gibbons_klemperer_1987": """
        0.5 It can be dissolved efficiently: the shares are alike enough (0.5 against at most
        0.666667).
        0.22 It can be dissolved efficiently: the shares are alike enough (0.6568 against at most
        0.666667).
        0.21 No honest and voluntary rule that pays for itself dissolves it efficiently, if values
        are independent: the shares are too unequal (0.6682 against at most
        0.666667).
        0 No honest and voluntary rule that pays for itself dissolves it efficiently, if values
        are independent: the shares are too unequal (1 against at most 0.666667).
        It can be dissolved efficiently: the shares are alike enough (0.706728 against at most
        0.75).
    """,
    "mailath_postlewaite_1990": "\n".join(projects()),
    # Gresik and Satterthwaite (1989) for the shares. By order statistics the gain is n^2/(4n + 2),
    # and E[2v - 1 - 2c] over the best trades is -n/(4n + 2).
    "gresik_satterthwaite_1989": """
        1 and 1: 15.6% of 1/6 is lost, 1/6 would buy it back
        2 and 2: 5.6% of 2/5 is lost, 1/5 would buy it back
        3 and 3: 2.7% of 9/14 is lost, 3/14 would buy it back
        4 and 4: 1.5% of 8/9 is lost, 2/9 would buy it back
    """,
    # Myerson (1981): (n - 1 + 2^-n)/(n + 1), Vickrey (1961): (n - 1)/(n + 1). At 0.9 the weak one's
    # virtual value is 0.8, the strong one's at 1.3 is 0.6, which the weak one has at 0.8.
    "myerson_1981": """
        1 alike: reserve 1/2, 1/4; second price 0
        2 alike: reserve 1/2, 5/12; second price 1/3
        3 alike: reserve 1/2, 17/32; second price 1/2
        weak and strong: 31/48; reserves 1/2, 1
        weak 0.9, strong 1.3: weak 4/5
    """,
    # Vickrey (1961). In a tie Quzhou wins. First price: 2 against 0 pays 2, and 0 with a bid of 0.
    "auctions_audited": """
        max of the bids, DSIC: fails: Quzhou of type 2 gains 2 by reporting 0 when Lishui reports 0
        max of the bids, efficiency: holds (all 9 profiles)
        max of the bids, no collusion by a pair: fails: Quzhou and Lishui of types (Quzhou: 2,
        Lishui: 0) gain 2 together by reporting (Quzhou: 0, Lishui: 0)
        min of the bids, DSIC: holds (all 36 misreports against all reports)
        min of the bids, efficiency: holds (all 9 profiles)
        min of the bids, no collusion by a pair: fails: Quzhou and Lishui of types (Quzhou: 2,
        Lishui: 2) gain 2 together by reporting (Quzhou: 0, Lishui: 0)
    """,
    # Chatterjee and Samuelson (1983) for the equilibrium. The lie: type 1 trades with type 0 down
    # to the report 1/4, at the price 1/4 instead of 1/2.
    "honest_on_average": """
        DSIC on 0 and 1: holds (all 8 misreports against all reports)
        DSIC on [0, 1]: fails: Hangzhou of type 1 gains 0.25 by reporting 0.25 when Quzhou reports 0
        BIC on 0 and 1: holds (all 4 lies, for this prior)
        BIC on [0, 1]: holds (Myerson's lemma: expected slopes never fall, and expected payoffs are
        their integral)
        exact budget balance on 0 and 1: holds (all 4 profiles)
        exact budget balance on [0, 1]: holds (for all types in the ranges, in 4 cases)
    """,
}
