"""What the scripts of examples/races print: what was published, or by the comment beside."""

from __future__ import annotations

PRINTED = {
    # Tullock (1980): x = r (n - 1)/n^2, together r (n - 1)/n. With n = 3, r = 3/2: 3/9 and 1.
    "tullock_1980": """
        2 cities, exponent 1: each bids 1/4, together 1/2
        3 cities, exponent 1: each bids 2/9, together 2/3
        10 cities, exponent 1: each bids 9/100, together 9/10
        3 cities, exponent 1.5: each bids 1/3, together 1
    """,
    # Hillman and Riley (1989), Economics and Politics 1, 17-39; Nti (1999), Public Choice 98,
    # 415-430. Values 4 and 2: 16*2/36, 4*4/36, kept 64/36, 8/36; 3 and 1: 9/16, 3/16, 27/16, 1/16.
    "tullock_unequal_1989": """
        strong: bids 8/9, wins with chance 2/3, keeps 16/9
        weak: bids 4/9, wins with chance 1/3, keeps 2/9
        strong: bids 9/16, wins with chance 3/4, keeps 27/16
        weak: bids 3/16, wins with chance 1/4, keeps 1/16
    """,
    # Baye, Kovenock and de Vries (1996), Economic Theory 8, 291-305: the strongest bids evenly up
    # to 2, the second stays out with the chance 1 - 2/4; on average 2/2 and 2^2/(2*4) are spent.
    "baye_kovenock_de_vries_1996": """
        strong bids 0 to 2 with chance 1; keeps 2
        second bids 0 with chance 0.5; 0 to 2 with chance 0.5; keeps 0
        third bids 0 with chance 1; keeps 0
        spent on average: 3/2
    """,
    # Che and Gale (1998), American Economic Review 88, 643-651. A cap m of at most 2/2: both bid
    # it, 2m is spent, and the strong city keeps 4/2 - m; above, 3/2 as without, and 4 - 2.
    "che_gale_1998": """
        cap None: spent 3/2, the strong city keeps 2
        cap 1.5: spent 3/2, the strong city keeps 2
        cap 0.9: spent 9/5, the strong city keeps 11/10
        cap 0.5: spent 1, the strong city keeps 3/2
    """,
    # Anderson, de Palma and Thisse (1992), chapter 7, with subsidies for prices: 1 - mu n/(n - 1).
    "logit_race_1992": """
        2 cities, mu 0.1: 4/5 a firm
        2 cities, mu 0.25: 1/2 a firm
        2 cities, mu 0.6: 0 a firm
        3 cities, mu 0.25: 5/8 a firm
        6 cities, mu 0.25: 7/10 a firm
    """,
    # Richardson (1960): (2 + 1)/(4 - 1), (3 + 2)/(9 - 4). The third is derived: alike, both follow
    # x' = x + 1 from 0, so x = e^t - 1, which is 5 at ln 6 = 1.791759.
    "richardson_1960": """
        reaction 1, fatigue 2: settles at 1
        reaction 2, fatigue 3: settles at 1
        reaction 2, fatigue 1: budget at 1.79176
    """,
    # Kanbur and Keen (1993), American Economic Review 83, 877-892: d (1 + 2s)/3 and d (2 + s)/3.
    "kanbur_keen_1993": """
        size 1: t = 1, T = 1
        size 0.5: t = 2/3, T = 5/6
        size 0.2: t = 7/15, T = 11/15
    """,
    # Zodrow and Mieszkowski (1986), Journal of Urban Economics 19, 356-370, is general; derived in
    # linear form: k_i = 1 + mean - t_i, so k = t (1 - 1/n) with k = 1.
    "zodrow_mieszkowski_1986": """
        2 cities: each taxes 2
        3 cities: each taxes 3/2
        5 cities: each taxes 5/4
    """,
    # Brander and Spencer (1985), Journal of International Economics 18, 83-100; derived, A = 10:
    # alone A/4, A^2/8; together -A/4, A^2/8 each; race A/5, 2 A^2/25.
    "brander_spencer_1985": """
        alone: subsidy 5/2, welfare 25/2
        together: subsidy -5/2, welfare 25/2
        race: subsidy 2, welfare 8
    """,
    # Friedman (1971), Review of Economic Studies 38, 1-12: (T - R)/(T - P) = (10 - 9)/(10 - 3);
    # Cournot derived: 9/(4 + 12 + 1), 16/(9 + 18 + 1).
    "friedman_1971": """
        dilemma: 1/7
        Cournot, 2 firms: 9/17
        Cournot, 3 firms: 4/7
    """,
    # Aumann (1974), Journal of Mathematical Economics 1, 67-96: 10.5 by (1/2, 1/4, 1/4). The mixed
    # equilibrium, 2/3 yield, brings 6*2/3 + 2*1/3 = 14/3 each.
    "aumann_1974": """
        equilibrium: 9 together
        equilibrium: 28/3 together
        equilibrium: 9 together
        mediator: 21/2 together
        yield yield 1/2
        yield go 1/4
        go yield 1/4
    """,
    # Harker (1991), European Journal of Operational Research 54, 81-94: (5, 9) and (x, 15 - x) for
    # x from 9 to 10.
    "harker_1991": """
        5 9 to 5 9
        9 6 to 10 5
    """,
    # Rosen (1965), Econometrica 33, 520-534, on an assumed quota; derived: 1 - x = 2 - y = price,
    # x + y = 2. All: nobody wants less where x <= 1 and y <= 2, and there is no more to take.
    "rosen_1965": """
        one price: 1/2 3/2 price 1/2
        all: 0 2 to 1 1
    """,
    # Shapley (1964), Annals of Mathematics Studies 52, 1-28: A follows B, B flees ahead of A:
    # 22 -> 23 -> 33 -> 31 -> 11 -> 12 -> 22, for longer and longer.
    "shapley_1964": """
        22 23 33 31 11 12 22 and so on
        longer each time: True end: None
    """,
    # Nash (1950): every game has an equilibrium. By hand: A mixes 1 and 3, which makes B's actions
    # worth 1/2, 4 and 4; B mixes 2 and 3, which makes A's worth 4.5, 2 and 4.5.
    # The second game: A's second action is as good as the first against "1", better against "2";
    # at A's first B prefers "2", to which A replies by its second; there B does not care.
    # How many Nashpy finds is its own affair, and may change with its next release.
    "nashpy_lost_equilibria": """
        Nashpy: some. Here: 1 equilibrium, and no other.
          [Equilibrium(A: 1 (1/2), 3 (1/2); B: 2 (1/2), 3 (1/2))]
        Nashpy: some. Here: Infinitely many equilibria, and no others: 1 component with 2 corners.
          [Equilibrium(A: 2; B: 1), Equilibrium(A: 2; B: 2)]
    """,
    # Salant, Switzer and Reynolds (1983), Quarterly Journal of Economics 98, 185-199: four fifths.
    # Firms n - m + 2 in all but name: 30^2/(7 - m)^2 for who merges; 30^2/36 each before.
    "salant_switzer_reynolds_1983": """
        2 of 5 earn 36, before 50
        3 of 5 earn 225/4, before 75
        4 of 5 earn 100, before 100
        5 of 5 earn 225, before 125
    """,
    # Huck, Konrad and Müller (2002), Journal of Institutional and Theoretical Economics 158,
    # 563-575, on mergers; derived: bidders alike keep 144/n^2, of whom a pair is one: 144/4, 144/9,
    # 144/16 against 2*144/n^2. All keep 144/n each; who leaves three or more keeps 144/4.
    "huck_konrad_mueller_2002": """
        3 cities: a pair gets 36, apart 32; a truce of all is kept
        4 cities: a pair gets 16, apart 18; a truce of all is kept
        5 cities: a pair gets 9, apart 288/25; a truce of all is left
    """,
    # Barrett (1994), Oxford Economic Papers 46, 878-894; Carraro and Siniscalco (1993): three. A
    # member of s keeps s^2/2 + n - s, outside s - 1 it has (s - 1)^2 + n - s + 1/2, so it stays
    # if s^2 - 4 s + 3 <= 0: up to 3, and at 3 with equality, so that nobody need join two.
    "barrett_1994": """
        3 cities: stable clubs of [2, 3]
        5 cities: stable clubs of [2, 3]
    """,
}
