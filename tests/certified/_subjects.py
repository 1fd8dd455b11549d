"""Names, races and contests that the files of this folder share."""

from __future__ import annotations

from fractions import Fraction

from games import Contest, SubsidyCompetition

NAMES = ["A", "B", "C", "D"]
RACES = {
    "alike": SubsidyCompetition(["A", "B"], [1, 1], mu=Fraction(1, 4)),
    "unlike": SubsidyCompetition(
        ["A", "B", "C"],
        [3, 2, 1],
        [0, 1, 0],
        mu=Fraction(1, 3),
        caps={"A": Fraction(7, 3)},
        spillovers={"A": {"B": Fraction(1, 10)}},
        outside_option=1,
        public_funds_cost=Fraction(1, 10),
    ),
    "idle": SubsidyCompetition(["A", "B"], [1, 2], mu=9),
}
CONTESTS = {
    "two": Contest(NAMES[:2], [4, 2]),
    "three": Contest(NAMES[:3], [4, 2, 3], exponent=Fraction(1, 2), budgets={"C": Fraction(1, 10)}),
    "several": Contest(NAMES[:3], [5, 4, 4], exponent=Fraction(5, 4)),
    "all-pay": Contest(NAMES[:3], [5, 4, 3], "all-pay"),
    "all-pay, capped": Contest(NAMES[:2], [5, 4], "all-pay", budgets=[3, 3]),
    "winner pays": Contest(NAMES[:3], [5, 4, 4], "bertrand", spillovers={"B": {"C": -1}}),
    "level": Contest(NAMES[:3], [5, 5, 4], "bertrand"),
}
# Names of their own: to swap one player for another in a basis may be a second proof of the same.
PARTIES = ["Bill", "Jack", "Jill"]
