"""What the scripts of examples/operator print: what was published, or by the comment."""

from __future__ import annotations

PRINTED = {
    # Laffont and Martimort (2002), section 4.3: 1/(7/10 - p) and p times that; 7 - 7/10 * 5 < 5.
    "laffont_martimort_2002": """
        chance 0 anyway: bonus 10/7, rent 0, care
        chance 0.2 anyway: bonus 2, rent 2/5, care
        chance 0.4 anyway: bonus 10/3, rent 4/3, care
        chance 0.5 anyway: bonus 0, rent 0, none
    """,
    # Holmström and Milgrom (1987), Econometrica 55, 303-328: 1/(1 + sigma^2), worth half of it.
    "holmstrom_milgrom_1987": """
        noise 0: slope 1, worth 1/2 of 1/2
        noise 1: slope 1/2, worth 1/4 of 1/2
        noise 2: slope 1/5, worth 1/10 of 1/2
        noise 4: slope 1/17, worth 1/34 of 1/2
    """,
    # Holmström and Milgrom (1991), Journal of Law, Economics, and Organization 7, 24-52; derived:
    # slope (1 - v/2)/(7/4); quality 4 - (1/2) slope/(3/4).
    "holmstrom_milgrom_1991": """
        quality worth 0: slope 4/7, quality 76/21 instead of 4
        quality worth 1: slope 2/7, quality 80/21 instead of 4
        quality worth 1.5: slope 1/7, quality 82/21 instead of 4
        quality worth 2: slope 0, quality 4 instead of 4
        quality worth 3: slope 0, quality 4 instead of 4
    """,
    # Fees from (4 + 2)/q on, as long as that is at most (4 - 2)/(1 - q).
    "gate_keeping": """
        right in 0.9: bad projects let in 0. A fee of 6.66667 per passed project makes the
        operator look.
        right in 0.8: bad projects let in 0. A fee of 7.5 per passed project makes the
        operator look.
        right in 0.75: bad projects let in 0. A fee of 8 per passed project makes the
        operator look.
        right in 0.7: bad projects let in 1/2. No fee makes the operator look: the assessment is
        right in 70%, and would have to be in 75%.
    """,
    # Holmström (1982), Bell Journal of Economics 13, 324-340: 1/n, 1 - 1/(2n), n/2.
    "holmstrom_1982": """
        1 cities: each does 1, 1/2 of 1/2
        2 cities: each does 1/2, 3/4 of 1
        5 cities: each does 1/5, 9/10 of 5/2
        10 cities: each does 1/10, 19/20 of 5
    """,
    # v C^-1 v = 4, so the share is b = 4/(4 + sigma^2), and it adds 2 b to the 2 of basic quality.
    "death_and_chaos": """
        noise 0: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 4.
        noise 1: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 3.6.
        noise 2: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 3.
        noise 4: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 2.4.
    """,
}
