"""Starts in floating point: where they lead to, against a start that knows nothing."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from games.subsidy import SubsidyCompetition
from solvers.competition.club_race import BlockRace
from solvers.competition.float_club_race import FloatClubRace
from solvers.competition.logit_choice import logit_choice

VALUES = st.fractions(min_value=0, max_value=3, max_denominator=20)
MUS = st.sampled_from([Fraction(1, 10**6), Fraction(1, 50), Fraction(1, 4), Fraction(2)])
CAPS = st.one_of(st.none(), st.fractions(min_value=0, max_value=1, max_denominator=8))


class NoFloats(FloatClubRace):
    """Floats that bear nothing."""

    def equilibrium(self):
        return None

    def levels(self, total):
        return None


class NoStarts(BlockRace):
    """Each block from the middle of where it may be."""

    @property
    def _floats(self):
        return NoFloats([], [], [], [], (1.0, 1.0, 0.0))


@given(
    st.lists(VALUES, min_size=2, max_size=4),
    MUS,
    CAPS,
    st.one_of(st.none(), VALUES),
    st.integers(1, 4),
)
@example([Fraction(0), Fraction(0)], Fraction(1, 4), None, None, 1)
@example([Fraction(1), Fraction(3)], Fraction(1, 10**6), None, Fraction(0), 1)
def test_a_start_in_floats_leads_to_the_same_equilibrium(values, mu, cap, outside, together):
    cities = [f"City {i}" for i in range(len(values))]
    caps = None if cap is None else dict.fromkeys(cities, cap)
    race = SubsidyCompetition(cities, values, mu=mu, caps=caps, outside_option=outside)
    first = list(range(min(together, len(values))))
    blocks = [first, *([i] for i in range(len(first), len(values)))]
    with logit_choice(race) as choice:
        found, afresh = BlockRace(choice, blocks), NoStarts(choice, blocks)
        level = found.root()
        assert level == afresh.root()
        assert found.encloses(level) == afresh.encloses(level)
        for one, other in zip(
            found.bids_and_shares(level), afresh.bids_and_shares(level), strict=True
        ):
            assert all(a.overlaps(b) for a, b in zip(one, other, strict=True))


def test_floats_that_do_not_bear_a_race_say_nothing():
    race = FloatClubRace([[0], [1]], [1.0, 2.0], [0.0, 0.0], [float("inf")] * 2, (1e-5, 1.0, 0.0))
    assert race.equilibrium() is None
    assert race.levels(1e5) is None
