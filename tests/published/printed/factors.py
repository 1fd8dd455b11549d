"""What the scripts of examples/factors print: what was published, or by the comment beside."""

from __future__ import annotations

PRINTED = {
    # Rest at 90/5 = 18 in both, so at first 20 is 2 too much; then 2 r, 2 r^2, 2 r^3, 2 r^4 with
    # r = -3/2 or -2/3: -3, 4.5, -6.75, 10.125 or -1.333, 0.889, -0.593, 0.395.
    "ezekiel_1938": """
        supply lags, Developed: divergent (-3/2); prices 15.00, 22.50, 11.25, 28.12
        supply lags, Other: convergent (-2/3); prices 16.67, 18.89, 17.41, 18.40
        demand lags, Developed: convergent (-2/3); prices 16.67, 18.89, 17.41, 18.40
        demand lags, Other: divergent (-3/2); prices 15.00, 22.50, 11.25, 28.12
    """,
    # Up to v = 5 nobody pays. From there each city pays half of v + 5 an hour, for (v - 5)/2 hours.
    # Together v + 4 - 5 an hour less h^2/2 is best at v - 1 hours (6, while 16 are spare, so 12 in
    # all): 2 (v - 1)^2/2. At v = 7 they have 2 (6 - 1/2) = 11 of 36.
    "weekend_engineers": """
        v = 4: 0 hours in each, wage 0, lost 9
        v = 5: 0 hours in each, wage 0, lost 16
        v = 7: 1 hours in each, wage 6, lost 25
    """,
    # Exclusive 12/2. Both: Quzhou (12 - 4)/2 = 4; Lishui 9/2, or 9/9 where it is 8 times as strong.
    "licence_1986": """
        power 1: exclusive 6; to both 4 9/2
        Hub licenses to Quzhou (4) and Lishui (4.5).
        power 8: exclusive 6; to both 4 1
        Hub licenses to Quzhou alone, for 6; that loses 5 for all together.
    """,
    # Labs 12/3 = 4 on average, as plants: the fixed plan makes 40. Known: (12 + 2 x 4)/3 = 20/3
    # each, so it regrets 80/3 = 26.6667, which waiting avoids at 10, at 30 no more.
    "white_space_1955": """
        holding 1: Leave white: Quzhou 10. That avoids 26.6667 of the 26.6667 that the best fixed
        plan regrets, and costs 10.
        holding 3: No land is worth leaving white; the best fixed plan regrets 26.6667.
        holding 5: No land is worth leaving white; the best fixed plan regrets 26.6667.
    """,
    # (10 - cost)/10 = 1/5, 3/5, 4/5, against 1/3, 2/3 and 1: 0, 20, 50 plots. Sold on average 40/3
    # of 20, 70/3 of 50: 400/3 - 80 and 700/3 - 100.
    "newsvendor_1951": """
        cost 8: fractile 1/5, keep 0, worth 0
        cost 4: fractile 3/5, keep 20, worth 160/3
        cost 2: fractile 4/5, keep 50, worth 400/3
    """,
    # Products 20, 10, 8, 5, 4, 2 less the cost. At 6 Quzhou is worth nobody's cost (5, 4, 2). At 4
    # it would itself have 1 + 0 - 2 with all the others, so it stays alone. At 1 all are worth it.
    "zones_2002": """
        cost 6: Stable: {Hangzhou, Ningbo, Jinhua}, {Quzhou}, assortative; left out: Quzhou.
        cost 4: Stable: {Hangzhou, Ningbo, Jinhua}, {Quzhou}, assortative; left out: Quzhou.
        cost 1: Stable: {Hangzhou, Ningbo, Jinhua, Quzhou}, assortative; nobody is left out.
    """,
    # Alone 3/(1/10) = 30; of the hub 2/(1/8) = 16 or 2/(1/20) = 40, or nothing. As much is left as
    # alone, 10 of 40, at 2/(r/4) = 30; at 25, where nothing is left alone, at 2/(r/4) = 25.
    "trial_and_error": """
        worth 40, 0.5 return, pays 0: Imported projects spare Quzhou 30. From 0
        worth 40, 0.5 return, pays 1: Imported projects spare Quzhou 14. From 4/15
        worth 40, 0.2 return, pays 1: Quzhou does better by itself. From 4/15
        worth 25, 0.5 return, pays 1: Quzhou imports, and would not have tried. From 8/25
    """,
}
