"""What the scripts of examples/pairing print: what was published, or by the comment."""

from __future__ import annotations

PRINTED = {
    # Gale and Shapley (1962), American Mathematical Monthly 69, 9-15, example 1.
    "gale_shapley_1962": """
        cities propose: alpha-A beta-B gamma-C
        hubs propose: alpha-C beta-A gamma-B
    """,
    # Roth (1985), Journal of Economic Theory 36, 277-288; Dubins and Freedman (1981): none.
    "roth_1985": """
        C1 gets s1, s4 instead of s3, s4 by listing only s1, s4.
        Cities that gain by another list if they propose: none
    """,
    # Shapley and Shubik (1971), International Journal of Game Theory 1, 111-130.
    "shapley_shubik_1971": """
        together 16 {'b1': 's3', 'b2': 's1', 'b3': 's2'}
        sellers, then buyers: 5 6 1 1 3 0
        sellers, then buyers: 3 5 0 2 5 1
    """,
    # As ordered 2 + 3 + 1 + 2 = 8, crossed 5 + 6 + 4 + 4 = 19; Bay gains 5 - 1, Hill 6 - 3. What
    # they keep: v_H <= 11, v_D <= 8, v_H - v_D >= 5 - 8, v_D - v_H >= 3 - 11, so the corners are
    # (0, 0) and (11, 8), half-way (11/2, 4): they pay 6 - 11/2 and 4 - 4.
    "mandated_pairs": """
        Bay and Hill gain most by leaving it; they need consent. It loses 11.
        Bay and Hill gain most by leaving it; they are free to do so. It loses 11.
        {'Hill': 'Bay', 'Dale': 'Port'} payments: Hill 1/2 Dale 0
    """,
    # With Old alone 8 + 7 + 6 less 3 times the crowding; with both C goes to New, and one pair is
    # crowded: 21, 20, 19. Each town keeps at least what it would make in a free place of New, 7, 6
    # (and C 6 in Old's) less crowding: Old can take 15 - 13 of 21; 15 - 1 - 11 = 3 of 20; 15 - 2 -
    # 9 = 4 of 19.
    "one_centre": """
        crowding 0: With Old alone 21, with all hubs 21; it can take 100% of the one, 10% of the
        other.
        crowding 1: With Old alone 18, with all hubs 20; it can take 100% of the one, 15% of the
        other.
        crowding 2: With Old alone 15, with all hubs 19; it can take 100% of the one, 21% of the
        other.
    """,
    # Worth 8, 4 and 2; links cost 2 e, 3 e and e at each end. Hub and Hill have 3 of each other
    # over Port: Hub - Hill for e <= 1/3, Port - Hill for Port for e <= 2. With it all have 10 - 2 e
    # more, its ends 7 - 2 e.
    "layered_network": """
        0.2: Stable: Hub - Port, Hub - Hill and Port - Hill, which is efficient. Should be
        layered: False.
        1.5: Stable: Hub - Port and Port - Hill, which is efficient. Should be layered: True.
        3: Stable: Hub - Port; with Hub - Port and Port - Hill all together would have 4 more.
        Should be layered: True. Payments for links mend it: True.
        3.75: Stable: Hub - Port; with Hub - Port and Port - Hill all together would have 2.5 more.
        Should be layered: True. Payments for links mend it: False.
    """,
}
