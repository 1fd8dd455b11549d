"""What is of another kind than asked for is refused in a sentence, by every verb about races."""

import pytest

import intercity as ic

PAIR = ic.SubsidyCompetition(["A", "B"], [1, 1], mu=1)
CONTEST = ic.Contest(["A", "B"], [1, 1])
MATRIX = ic.StrategicGame.from_payoffs(["A", "B"], [[1, 0], [0, 1]], [[0, 1], [1, 0]])
ABOUT_MATRICES = [
    ic.coarse_correlated_equilibrium,
    ic.correlated_equilibrium,
    ic.dominance,
    ic.iterated_elimination,
    ic.learning_path,
    ic.minmax_values,
    ic.nash_equilibria,
    ic.nash_equilibrium,
    ic.potential,
    ic.pure_equilibria,
    ic.rationalisable_actions,
    ic.supermodular,
    ic.sustainable_profiles,
    ic.two_by_two,
    ic.zero_sum_value,
    ic.RepeatedGame,
    lambda game: ic.grim_trigger(game, ["a", "b"]),
    lambda game: ic.penal_code(game, ["a", "b"]),
    lambda game: ic.TacitAgreement(game, ["a", "b"]),
]
ABOUT_RACES = [
    ic.arms_race,
    ic.escalation,
    ic.joint_optimum,
    ic.subsidy_equilibrium,
    ic.truce,
    ic.cap_accord,
    ic.race_or_truce,
    ic.detection_lags,
    ic.critical_discount,
    ic.WatchedTruce,
    ic.ContestTruce,
]
ABOUT_LOGIT = [
    ic.matching_levy,
    ic.common_fund,
    ic.stick_and_carrot,
    ic.partition_form,
    ic.truce_clubs,
    ic.SubsidyTruce,
    ic.FundRule,
    lambda game: ic.clawback(game, 0.5),
    lambda game: ic.fairest_truce(game, 0.5),
    lambda game: ic.UnequalTruce(game, 0.5),
    ic.windfall_industries,
    ic.quadrant_choice,
    ic.congestion_equilibrium,
    ic.one_or_several_centres,
    ic.generalised_equilibrium,
]


@pytest.mark.parametrize(
    ("solve", "given"),
    [(solve, given) for solve in ABOUT_MATRICES for given in (PAIR, CONTEST, None)]
    + [(solve, given) for solve in ABOUT_RACES for given in (MATRIX, [[1, 2]])]
    + [(solve, given) for solve in ABOUT_LOGIT for given in (MATRIX, CONTEST, "race")],
)
def test_another_kind_is_refused_by_name(solve, given):
    with pytest.raises(ic.InvalidInput, match=f"is of kind {type(given).__name__}; it should be"):
        solve(given)


def test_a_race_without_mu_says_so():
    with pytest.raises(ic.InvalidInput, match="mu is missing; it should be a number, more than 0"):
        ic.SubsidyCompetition(["A", "B"], [1, 1])
