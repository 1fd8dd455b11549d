"""What the scripts of examples/bargaining print: the source's numbers, or by the comment."""

from __future__ import annotations

PRINTED = {
    # Nash (1950), Econometrica 18, 155-162: the only example there with numbers.
    "nash_1950_barter": """
        Bill gains 12, Jack gains 5
        Bill gives the book
        Bill gives the whip
        Bill gives the ball
        Bill gives the bat
        Jack gives the pen
        Jack gives the toy
        Jack gives the knife
    """,
    # Kalai and Smorodinsky (1975), Econometrica 43, 513-518: x (2 - x)/2 grows up to x = 1, the
    # way to the ideal point (1, 1) leaves where 3x = 2.
    "kalai_smorodinsky_1975": """
        nash_bargaining: 1, 1/2
        kalai_smorodinsky: 2/3, 2/3
        egalitarian: 2/3, 2/3
    """,
    # Rubinstein (1982), Econometrica 50, 97-109: 1/(1 + d) = 10/19; 0.2/0.28; 0.2/0.6.
    "rubinstein_1982": """
        patience 0.9, 0.9: 10/19 and 9/19
        patience 0.9, 0.8: 5/7 and 2/7
        patience 0.5, 0.8: 1/3 and 2/3
    """,
    # Binmore, Rubinstein and Wolinsky (1986), RAND 17, 176-188: (1 - d2)/(1 - d1 d2), with d2 =
    # 0.9^(1/k) and d1 = d2^2, is 1/(1 + d2 + d2^2); its limit r2/(r1 + r2) is 1/3.
    "binmore_rubinstein_wolinsky_1986": """
        1 rounds a year: 0.3690
        10 rounds a year: 0.3369
        100 rounds a year: 0.3337
        1000 rounds a year: 0.3334
        Nash, weights 1 : 2: 1/3
    """,
    # Shaked and Sutton (1984), Econometrica 52, 1351-1364: d/(1 + d) = 9/19 = 0.474 as long as it
    # is more than the option, else the option.
    "shaked_sutton_outside_option": """
        elsewhere 0: the union gets 9/19
        elsewhere 0.4: the union gets 9/19
        elsewhere 0.6: the union gets 3/5
    """,
    # Baron and Ferejohn (1989), APSR 83, 1181-1206: 1 - d (n - 1)/(2n), a vote costs d/n.
    "baron_ferejohn_1989": """
        3 cities, patience 0.5: the proposer keeps 5/6, a vote costs 1/6
        3 cities, patience 0.9: the proposer keeps 7/10, a vote costs 3/10
        5 cities, patience 0.9: the proposer keeps 16/25, a vote costs 9/50
        101 cities, patience 0.9: the proposer keeps 56/101, a vote costs 9/1010
    """,
    # Horn and Wolinsky (1988), RAND 19, 408-419: substitutes merge, complements do not. Derived for
    # assumed numbers: apart each supplier gets (4 - v1)/2, merged they get 4/2.
    "horn_wolinsky_1988": """
        substitutes: apart 1, merged 2
        complements: apart 3, merged 2
    """,
    # The same, derived for assumed numbers: a deal of a town with Hangzhou adds 10, 10 - 6, 10 - 9,
    # and half of that is Hangzhou's; three towns.
    "single_centre": """
        1 centres: Hangzhou 15, each town 5
        2 centres: Hangzhou 6, each town 8
        3 centres: Hangzhou 3/2, each town 19/2
    """,
    # Perles and Maschler (1981), IJGT 10, 163-193; derived here. Edges of land: sqrt 12, sqrt 8;
    # of tax: 4; of both: all three. Land ends at the share (1/2)(1 + sqrt 8/sqrt 12) = 0.90825 of
    # (6, -2), both at the share (1/2)(4 + sqrt 8 - sqrt 12)/sqrt 8 = 0.59473 of (2, -4).
    "perles_maschler_1981": """
        land: 5.4495, 4.1835
        tax: 1.0000, 4.0000
        both at once: 7.1895, 9.6211
    """,
    # Raiffa (1953); derived here: from (1/2, 1/2) the best are (1, 1/2) and (1/2, 3/4).
    "raiffa_1953": """
        (0, 0) -> (1/2, 1/2) -> (3/4, 5/8)
    """,
    # Nash (1953), Econometrica 21, 128-140, on a game of Ferguson, Game Theory, part III, 4.2 (by
    # recollection; derived here): A - B has rows (0, 4, -3) and (5, -3, 0), so 7p - 3 = -3p.
    "nash_1953_variable_threats": """
        row gets 91/20, column gets 109/20
        row threatens with {'1': '3/10', '2': '7/10'}
        column threatens with {'2': '3/10', '3': '7/10'}
    """,
    # Nash (1950), Harsanyi and Selten (1972): d + w/W of (a - b d_A - d_B), for A per unit of b.
    "closed_form_asymmetric_nash": r"""
        A: d_A + w_A*(a - b*d_A - d_B)/(b*(w_A + w_B))
        B: d_B + w_B*(a - b*d_A - d_B)/(w_A + w_B)
        A larger a gives A more and B more.
        A larger b gives A less and B less.
        A larger d_A gives A more and B less.
        A larger d_B gives A less and B more.
        A larger w_A gives A more and B less.
        A larger w_B gives A less and B more.
        \begin{aligned}
        x_{\text{A}} &= d_{A} + \frac{w_{A} \left(a - b d_{A}
        - d_{B}\right)}{b \left(w_{A} + w_{B}\right)} \\
        x_{\text{B}} &= d_{B} + \frac{w_{B} \left(a - b d_{A} - d_{B}\right)}{w_{A} + w_{B}}
        \end{aligned}
    """,
    # Nash (1950) and Kalai and Smorodinsky (1975) on who keeps which axiom; the problems, checked
    # by hand: 4 - 2x = 3x/2 at 8/7, and = x at 4/3; x (3 - 2x/3) is greatest at 9/4.
    "axioms_violated": """
        independence of irrelevant alternatives
        nash_bargaining: None of 500 cases breaks independence of irrelevant alternatives;
        this is no proof.
        kalai_smorodinsky: With the agreements (0, 3), (1, 2), (2, 0) of A and B the solution is
        (1.143, 1.714); without (0, 3), which was not chosen, it is (1.333, 1.333), though the first
        is still there.
        individual monotonicity
        nash_bargaining: With the agreements (0, 3), (2, 2), (3, 1) of A and B the solution is
        (2, 2); without (2, 2) it is (2.25, 1.5): there is more to agree on with it, and A gets
        less.
        kalai_smorodinsky: None of 500 cases breaks individual monotonicity; this is no
        proof.
    """,
}
