"""What the scripts of examples/flow print: closed forms, or the recurrence in floats."""

from __future__ import annotations

PRINTED = {
    # Krugman (1991); derived: 2 (5^1.2 - 25/20) = 11.2972 over 10^1.2 - 100/20 = 10.8489; at 1/10
    # 8.7972 over 5.8489; at 1/5 all in one earn 10^0.2 - 2 < 0, the first elsewhere 0.
    "core_and_edge": """
        gamma 0.05: ends 10 0, plan 5, 1.0413, concentration
        gamma 0.1: ends 10 5 0, plan 5, 1.5041, concentration
        gamma 0.2: ends 5, plan 5, 1.0000, none emptied
    """,
    # The recurrence in floats: tests/solvers/flow/test_flow_in_time.py.
    "long_tail": """
        delay 0: widest in 0, level in 16, in time
        delay 3: widest in 3, level in 14, in time
        delay 6: widest in 6, level in 34, too late
    """,
    # Arthur (1989); derived: 1/(2 sqrt(5)); periods by the recurrence in floats, as above.
    "matthew_effect": """
        lead of 6: grows below 0.2236: True; 3 periods, for good
        lead of 7: grows below 0.2236: True; 6 periods, for good
        lead of 8: grows below 0.2236: True; 11 periods, for good
        lead of 9: grows below 0.2236: True; 24 periods, not for good
    """,
    # Derived: all leave the edge. Residents 5 + 5/2 to 10, less nuisance of 5 more; who moves
    # 5 (7/4) + 5 (3/4) to 10 (3/2).
    "who_loses": """
        nuisance 0: Pareto False; lost: Edge 2.5; all together 5.0
        nuisance 0.5: Pareto False; lost: Edge 2.5; all together 2.5
        nuisance 2: Pareto False; lost: Hub 5.0, Edge 2.5; all together -5.0
    """,
    # Pigou (1920); derived: 98/3 over 30; A^2 to A^2 in both; 2 * 10^1.5 over 10^1.5.
    "price_of_anarchy": """
        beta 1: ends 6, plan 4.667, price 1.0889, toll 2
        beta 0.5: ends 8, plan 8, price 1.0000, toll 0
        beta 1.5: ends 10 0, plan 10, price 2.0000, toll 0
    """,
    # 8 + a firms, in both cities at a level of (12 + 4 - 8 - a)/2 = 4 - a/2: a/2 in Jiaxing, 1 at
    # first, when it was (10 + 4 - 8)/2 = 3. With the deal 1 more is earned there: 1/2 more come.
    "differential_rent": """
        0 arrive: -1 without the deal, 1/2 by it; by rent: False
        2 arrive: 0 without the deal, 1/2 by it; by rent: False
        3 arrive: 1/2 without the deal, 1/2 by it; by rent: False
        4 arrive: 1 without the deal, 1/2 by it; by rent: True
        arrivals from which it grows without a deal: 2
    """,
}
