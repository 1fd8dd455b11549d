"""What the scripts of examples/exploring print: the same whichever cases are drawn."""

PRINTED = {
    # Shapley (1971) for convex games. The value of two cities shares their gain equally, which is
    # in the core. The smallest game of three: all make 0, as do pairs, but for one that makes -1.
    "shapley_1971": """
        not in a game of 3 cities: convex At first, B adds 0 before C has joined, and -1 after.
    """,
    # Clarke (1971). Alone, a city is asked for nothing but what it decides itself.
    "clarke_1971": """
        honest and paid for: not refuted
        some would rather not have joined: 2 cities suffice
    """,
    # To whom a firm is worth nothing bids nothing, and has nothing to lose but nothing to gain.
    "who_would_not_sign": """
        a city to which a firm is worth more than to the other
    """,
    # The smallest moves in quarters of the way to 2.4 and to 1: one, and three. Two and two do not.
    "numbers_together": """
        alone: none
        together: operator.value_quality 1.8 operator.cost.hosted 1.25
    """,
    # A plant returns if it earns 1 more than two sites cost, in Quzhou: 1.15 - 0.1, 1.325 - 0.3 and
    # 1.5 - 0.5 are enough, 0.975 - 0.1, 1.15 - 0.2 and 1.325 - 0.4 are not.
    "double_effect": """
        The double effect, looked at on a grid of 5 x 5 points, not proven between them
        across: firm.separation_cost; down: firm.return_small_city
                 0.1  0.2  0.3  0.4  0.5
            0.8    g    g    g    g    g
          0.975    g    g    g    g    g
           1.15    +    g    g    g    g
          1.325    +    +    +    g    g
            1.5    +    +    +    +    +
          + both: more projects start in each hub, and some reach each small city
          g more start in each hub, and not each small city is reached
          r some reach each small city, and not in each hub more start
          - neither of the two
          ? undecided: the deal cannot be carried out there
        points: both 9 gathers 16
    """,
}
