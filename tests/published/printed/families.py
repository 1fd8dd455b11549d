"""What the scripts of examples/families print: what was published, or follows by hand."""

from __future__ import annotations

PRINTED = {
    # Shapley and Shubik (1971): 16, and the corners (5, 6, 1, 1, 3, 0) and (3, 5, 0, 2, 5, 1).
    "shapley_shubik_1971": """
        together 16 by {'owner 1': 'buyer 2', 'owner 2': 'buyer 3', 'owner 3': 'buyer 1'}
        owner 1: 3 to 5, nucleolus 4
        owner 2: 5 to 6, nucleolus 17/3
        owner 3: 0 to 1, nucleolus 1/3
        buyer 1: 1 to 2, nucleolus 5/3
        buyer 2: 3 to 5, nucleolus 4
        buyer 3: 0 to 1, nucleolus 1/3
    """,
    # Of seven gloves in random order: 3 left share 67/35 of the 3 pairs; 5 left 187/126 of 4.
    "glove_market": """
        3 left, 4 right: a left one gets 1 to 1 in the core, 67/105 fairly
        4 left, 4 right: a left one gets 0 to 1 in the core, 1/2 fairly
        5 left, 4 right: a left one gets 0 to 0 in the core, 187/630 fairly
    """,
    # Brams (1976), Paradoxes in politics.
    "eec_1958": """
        Germany: 4 votes, 7/30 and 5/21 of power
        France: 4 votes, 7/30 and 5/21 of power
        Italy: 4 votes, 7/30 and 5/21 of power
        Belgium: 2 votes, 3/20 and 1/7 of power
        Netherlands: 2 votes, 3/20 and 1/7 of power
        Luxembourg: 1 votes, 0 and 0 of power
    """,
    # 10/4, + 30/3, + 20/2, + 30. Littlechild (1974): 10/2, (30 + 5)/2, (20 + 17.5)/2, the rest.
    "airport_corridor": """
        shapley_value Hangzhou 2.5, Jinhua 12.5, Quzhou 22.5, Shangrao 52.5
        nucleolus Hangzhou 5, Jinhua 17.5, Quzhou 18.75, Shangrao 48.75
    """,
    # The tree takes the link of 2 and the cheaper of the others, which Bird charges to its end;
    # the folk rule halves both.
    "bird_1976": """
        B's own link 6.1, Bird's rule: A 6.0, B 2.0
        B's own link 6.1, the folk rule: A 4.0, B 4.0
        B's own link 5.9, Bird's rule: A 2.0, B 5.9
        B's own link 5.9, the folk rule: A 3.95, B 3.95
    """,
    "kalai_zemel_1982": """
        yard 3: ships 3; Lishui 0, Quzhou 3, Hangzhou 0
        yard 5: ships 4; Lishui 0, Quzhou 0, Hangzhou 4
    """,
    # Pairs pay 2 each, so all pay 3 of 4 at most; alike, each pair's excess is 2 * 4/3 - 2.
    "odd_ring_of_hubs": """
        core empty: True
        outside money that would hold it together: 1
        fine for leaving that would: 2/3
    """,
    # Opening hubs in part would cost 800/3; whole ones cost 269 (both proven by the certificate).
    "hubs_for_sixty": """
        a hub costs 12: outside money needed 0 (exact)
        a hub costs 20: outside money needed 7/3 (exact)
    """,
    # 6/3 each and 2/2 each; 6/4 each and 2/2 each.
    "broker": """
        shapley_value lab 3, plant 2, broker 2, rival 1
        banzhaf_value lab 5/2, plant 3/2, broker 3/2, rival 1
    """,
    # A third of 7 - 2; of two alike each is needed in 2 of 24 orders; 2 * 4 > 7.
    "brokers_take": """
        links of 1, 1 of them: adds 5, gets 5/3; not overpaid
        links of 1, 2 of them: adds 0, gets 5/12; overpaid
        links of 4, 1 of them: adds 0, gets 0; not overpaid
    """,
    # By hand: 8/64 + 2/16 + 4/4; 8/8 + 2/4 + 4/2; 8 (.9)^3 + 2 (.81) + 3.6. It gets the parts
    # 1/4, 1/3 and 1/2 of these, less 2. At 1/4 no link pays: the first three make 4.75 for 8.
    "corridor_end": """
        kept 0.25: Jinhua adds 1.25, gets -1.427; dead end True, built to Shanghai
        kept 0.5: Jinhua adds 3.5, gets -0.5833; dead end True, built to Hangzhou
        kept 0.9: Jinhua adds 11.05, gets 1.798; dead end False, built to Jinhua
    """,
    # By hand: 30 - 40; 12 + 6 + 6 + 6 - 20; 30 - 20; 30 + 4 + 6 + 6 - 30.
    "point_hub": """
        big costs 40: big, -10 net, 1 of 4 served fails
        best: south and north, 10 net, 4 of 4 served stands
        big costs 20: big, 10 net, 1 of 4 served fails
        best: big and north, 16 net, 4 of 4 served stands
    """,
    # The seed's luck: 19 are to be expected.
    "sampled_shapley": "19 of 20 intervals hold the true power at 95% each",
    # Derived: 8 + 7 + 3 - 6 and 2 + 3 + 1 - 2, 3/10 more for each minute less: 80/3. Then any two
    # have 16 - 6 = 10, all three 24 - 12 = 12, and 15 would hold them.
    "station_nodes": """
        Best is West, for 12 net; park alone brings 4, and as much as the stations if 26.6667
        minutes nearer; no group would leave.
        outside money to hold all: 0
        Best is West and South, for 12 net; park alone brings 4, and as much as the stations if
        26.6667 minutes nearer; some group would leave at any split.
        outside money to hold all: 3
    """,
}
