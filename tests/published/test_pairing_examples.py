"""Pairing, operators and joint meetings in examples/: what scripts print is what was published.

Each is a script of at most ten lines of code. The numbers here are the source's, or worked out in
the comment beside them, never copied from the output.
"""

from __future__ import annotations

import contextlib
import io
import runpy
from pathlib import Path

import pytest

from tests.published.test_bargaining_examples import lines_of_code

FOLDER = Path(__file__).resolve().parents[2] / "examples"
ROOMS = ("pairing", "operator", "joint_meeting")

PRINTED = {
    # Gale and Shapley (1962), American Mathematical Monthly 69, 9-15, example 1.
    "pairing/gale_shapley_1962": """
        cities propose: alpha-A beta-B gamma-C
        hubs propose: alpha-C beta-A gamma-B
    """,
    # Roth (1985), Journal of Economic Theory 36, 277-288; Dubins and Freedman (1981): none.
    "pairing/roth_1985": """
        C1 gets s1, s4 instead of s3, s4 by listing only s1, s4.
        Cities that gain by another list if they propose: none
    """,
    # Shapley and Shubik (1971), International Journal of Game Theory 1, 111-130.
    "pairing/shapley_shubik_1971": """
        together 16 {'b1': 's3', 'b2': 's1', 'b3': 's2'}
        sellers, then buyers: 5 6 1 1 3 0
        sellers, then buyers: 3 5 0 2 5 1
    """,
    # As ordered 2 + 3 + 1 + 2 = 8, crossed 5 + 6 + 4 + 4 = 19; Bay gains 5 - 1, Hill 6 - 3. What
    # they keep: v_H <= 11, v_D <= 8, v_H - v_D >= 5 - 8, v_D - v_H >= 3 - 11, so the corners are
    # (0, 0) and (11, 8), half-way (11/2, 4): they pay 6 - 11/2 and 4 - 4.
    "pairing/mandated_pairs": """
        Bay and Hill gain most by leaving it; they need consent. It loses 11.
        Bay and Hill gain most by leaving it; they are free to do so. It loses 11.
        {'Hill': 'Bay', 'Dale': 'Port'} payments: Hill 1/2 Dale 0
    """,
    # With Old alone 8 + 7 + 6 less 3 times the crowding; with both C goes to New, and one pair is
    # crowded: 21, 20, 19. Each town keeps at least what it would make in a free place of New, 7, 6
    # (and C 6 in Old's) less crowding: Old can take 15 - 13 of 21; 15 - 1 - 11 = 3 of 20; 15 - 2 -
    # 9 = 4 of 19.
    "pairing/one_centre": """
        crowding 0: With Old alone 21, with all hubs 21; it can take 100% of the one, 10% of the
        other.
        crowding 1: With Old alone 18, with all hubs 20; it can take 100% of the one, 15% of the
        other.
        crowding 2: With Old alone 15, with all hubs 19; it can take 100% of the one, 21% of the
        other.
    """,
    # Laffont and Martimort (2002), section 4.3: 1/(7/10 - p) and p times that; 7 - 7/10 * 5 < 5.
    "operator/laffont_martimort_2002": """
        chance 0 anyway: bonus 10/7, rent 0, care
        chance 0.2 anyway: bonus 2, rent 2/5, care
        chance 0.4 anyway: bonus 10/3, rent 4/3, care
        chance 0.5 anyway: bonus 0, rent 0, none
    """,
    # Holmström and Milgrom (1987), Econometrica 55, 303-328: 1/(1 + sigma^2), worth half of it.
    "operator/holmstrom_milgrom_1987": """
        noise 0: slope 1, worth 1/2 of 1/2
        noise 1: slope 1/2, worth 1/4 of 1/2
        noise 2: slope 1/5, worth 1/10 of 1/2
        noise 4: slope 1/17, worth 1/34 of 1/2
    """,
    # Holmström and Milgrom (1991), Journal of Law, Economics, and Organization 7, 24-52; derived:
    # slope (1 - v/2)/(7/4); quality 4 - (1/2) slope/(3/4).
    "operator/holmstrom_milgrom_1991": """
        quality worth 0: slope 4/7, quality 76/21 instead of 4
        quality worth 1: slope 2/7, quality 80/21 instead of 4
        quality worth 1.5: slope 1/7, quality 82/21 instead of 4
        quality worth 2: slope 0, quality 4 instead of 4
        quality worth 3: slope 0, quality 4 instead of 4
    """,
    # Fees from (4 + 2)/q on, as long as that is at most (4 - 2)/(1 - q).
    "operator/gate_keeping": """
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
    "operator/holmstrom_1982": """
        1 cities: each does 1, 1/2 of 1/2
        2 cities: each does 1/2, 3/4 of 1
        5 cities: each does 1/5, 9/10 of 5/2
        10 cities: each does 1/10, 19/20 of 5
    """,
    # v C^-1 v = 4, so the share is b = 4/(4 + sigma^2), and it adds 2 b to the 2 of basic quality.
    "operator/death_and_chaos": """
        noise 0: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 4.
        noise 1: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 3.6.
        noise 2: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 3.
        noise 4: Death if managed, chaos if released: hosted 2, public 1.5, without a park 2.5;
        joint 2.4.
    """,
    # Brams and Affuso (1976), Theory and Decision 7, 29-56: 10, 6, 0 of 42; 14, 9, 0 of 60. An odd
    # quota makes 1 decisive where all others' votes are even; at 9 also 2 and 4 are.
    "joint_meeting/banzhaf_1965": """
        France 5/21 7/30
        Belgium 1/7 3/20
        Luxembourg 0 0
        Luxembourg is never decisive; that ends at a quota of 9 or 11 or 13 or 15 or 17.
    """,
    # At once the truce needs 0.1722 (mechanisms/accord/detection_lags.py). ln 0.1722 / ln 0.97 is
    # 57, / ln 0.9 = 16.7, / ln 0.5 = 2.5, / ln 0.1 = 0.8.
    "joint_meeting/meetings_and_truces": """
        patience 0.97: The truce holds without meetings.
        patience 0.9: Meetings hold the truce: without them Quzhou and Lishui would break it; every
        16 periods would do.
        patience 0.5: They meet too rarely: Quzhou and Lishui would break the truce; they must meet
        every 2 periods.
        patience 0.1: No meetings help. Quzhou and Lishui would break the truce even if it were
        noticed at once.
    """,
}


def test_all_are_here() -> None:
    rooms = [file for room in ROOMS for file in (FOLDER / room).glob("*.py")]
    found = {f"{file.parent.name}/{file.stem}" for file in rooms}
    assert found == PRINTED.keys()


@pytest.mark.parametrize("name", PRINTED)
def test_prints_what_was_published(name: str) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        runpy.run_path(str(FOLDER / f"{name}.py"))
    assert told.getvalue().split() == PRINTED[name].split()


@pytest.mark.parametrize("name", PRINTED)
def test_is_short(name: str) -> None:
    assert lines_of_code((FOLDER / f"{name}.py").read_text("utf-8")) <= 10


@pytest.mark.parametrize("room", ROOMS)
def test_the_table_names_every_script(room: str) -> None:
    table = (FOLDER / room / "README.md").read_text("utf-8")
    rows = [line for line in table.splitlines() if line.startswith("| [")]
    named = [f"{room}/{row.split('[')[1].split('.py')[0]}" for row in rows]
    assert named == [name for name in PRINTED if name.startswith(room)]
