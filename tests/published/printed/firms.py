"""What the scripts of examples/firms print: by the sums in the comments."""

from __future__ import annotations

PRINTED = {
    # Derived: best iff t <= min(5 - 2, 3 - 1) = 2; behind by 2 - 1, 1 - 0 and 3 - (1 - 3).
    "four_quadrants": """
        software: Hangzhou, Quzhou; comes True, for 0 more
        devices: Hangzhou, Hangzhou; comes False, for 1 more
        crafts: Quzhou, Quzhou; comes False, for 1 more
        chips: Quzhou, Hangzhou; comes False, for 5 more
        stay away: devices, crafts, chips - a bonus for half of all: 1
    """,
    # Derived: k in chips make k (12 - 3 (k - 1)) + 4 (5 - k): 20 28 30 26 16 0. The fifth believes
    # in 20 - 12 > 4; who knows better stops at three, whose overlap is that of two: 13/25.
    "windfall_industries": """
        said 20, crowding 3: 5 court chips, best 2; herding True, 30 lost
        said 12, crowding 3: 3 court chips, best 2; herding False, 4 lost
        said 20, crowding 0: 5 court chips, best 5; herding False, 0 lost
    """,
    # Derived: n = 60 - w come, the last adds 60 - 2 n; best is half of n, at a toll of as much.
    "hub_congestion": """
        elsewhere 0: 60 come, the last adds -60; best 30, toll 30; overcrowded
        elsewhere 30: 30 come, the last adds 0; best 15, toll 15; overcrowded
        elsewhere 60: 0 come, the last adds 60; best 0, toll 0; not crowded
    """,
    # Derived: all take (2, s): they create 9 + 5 and have s - 2 + s - 6. Best: 16 - 4 - 2 * 2 and
    # 11 - 6, that is 13, against 22 - 2 s.
    "profit_taking": """
        subsidy 12: create 14, have 16; profit taken; 15 lost; who poses: lean as dear
        subsidy 8: create 14, have 8; none taken; 7 lost; who poses: lean as dear
        subsidy 6: create 17, have 4; none taken; 0 lost; who poses: nobody
    """,
    # Derived: in the hub a team has 4 + 3 b - 3, at home 6 + b; alone in the hub 4 + 2 b - 2, at
    # home 6: all in the hub for b >= 5/3, at home for b <= 4. All together 6 + 10 b and 20 + 4 b. A
    # lab has 5 + 2 b - 3 with the teams, else 5 + b - 1.
    "local_buzz": """
        1: Firms can end with L1 and L2 in hub; T1 and T2 in home, where all have most.
        A lab gains -1 by the teams
        2: Firms can end with L1 and L2 in hub; T1 and T2 in home (or in 1 other way), where all
        have most; at the worst 2 is lost. A lab gains 0 by the teams
        3: Firms can end with L1, L2, T1 and T2 in hub (or in 1 other way), where all have most; at
        the worst 4 is lost. A lab gains 1 by the teams
        5: Firms can end with L1, L2, T1 and T2 in hub, where all have most.
        A lab gains 3 by the teams
    """,
    # Derived: 9 - 6 - 1 against 8 - 9 + 2; 6 - 7 against 9 - 7 + 2; 8 - 7 against 9 - 11 + 2. The
    # hub has the desk less 7 - 5; loses 7 - 5 + 3; has the desk and 3.
    "talent_in_the_hub": """
        engineers work from the hub. Quzhou gains 2, Hangzhou loses 1.
        Residence and production: Quzhou 0 and 3; Hangzhou 3 and 0 - enough 7
        designers live in Quzhou. Quzhou gains 4, Hangzhou loses 5; both together would have more
        otherwise of designers.
        Residence and production: Quzhou 2 and 2; Hangzhou 0 and 0 - enough 7
        founders work from the hub. Quzhou gains 1, Hangzhou gains 4.
        Residence and production: Quzhou 0 and 2; Hangzhou 3 and 0 - enough 7
    """,
}
