"""What is of another kind than asked for is refused in a sentence, by every verb about races."""

import inspect

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
    ic.contest_equilibrium,
    ic.truce,
    ic.cap_accord,
    ic.race_or_truce,
    ic.partition_form,
    ic.truce_clubs,
    ic.ClubRace,
    ic.detection_lags,
    ic.critical_discount,
    ic.WatchedTruce,
    ic.ContestTruce,
]
ABOUT_LOGIT = [
    ic.matching_levy,
    ic.common_fund,
    ic.stick_and_carrot,
    ic.all_subsidy_equilibria,
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
    found = "None" if given is None else f"of kind {type(given).__name__}"
    with pytest.raises(ic.InvalidInput, match=f"is {found}; it should be"):
        solve(given)


def test_a_race_without_mu_says_so():
    with pytest.raises(ic.InvalidInput, match="mu is missing; it should be a number, more than 0"):
        ic.SubsidyCompetition(["A", "B"], [1, 1])


FOUND_NOT_MADE = {
    "Audit",
    "ClaimsAudit",
    "Equilibrium",
    "RaceOnGrid",
    "RaceVerdict",
    "RaiffaSolution",
    "RangeAudit",
    "SampledAudit",
    "Scenario",
}
"""Classes that a verb gives, and nobody builds by hand."""


def asked_by_hand():
    """Every public function and class with arguments that it needs, but errors and proofs."""
    for name in ic.__all__:
        verb = getattr(ic, name)
        by_hand = callable(verb) and name not in FOUND_NOT_MADE and not name.endswith("Certificate")
        if not by_hand or (isinstance(verb, type) and issubclass(verb, Exception)):
            continue
        needed = [
            entry
            for entry in inspect.signature(verb).parameters.values()
            if entry.default is entry.empty and entry.kind != entry.VAR_KEYWORD
        ]
        if needed and not any(entry.kind == entry.VAR_POSITIONAL for entry in needed):
            yield name, needed


@pytest.mark.parametrize("given", [None, 5, "x", [1]], ids=str)
def test_nothing_public_answers_nonsense_with_a_traceback(given):
    """What can be made of it, is; all else is refused in a sentence."""
    count = 0
    for name, needed in asked_by_hand():
        named = {entry.name: given for entry in needed if entry.kind == entry.KEYWORD_ONLY}
        count += 1
        try:
            getattr(ic, name)(*[given] * (len(needed) - len(named)), **named)
        except ic.IntercityError:
            continue
        except Exception as error:  # noqa: BLE001 - whatever else it is, is a fault
            pytest.fail(f"{name}({given!r}): {type(error).__name__}: {error}")
    assert count > 250
