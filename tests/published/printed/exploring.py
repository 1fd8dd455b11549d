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
}
