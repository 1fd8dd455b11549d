"""What is of another kind than asked for is refused in a sentence, by every verb about races."""

import inspect
import re

import numpy as np
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


@pytest.mark.parametrize("solve", [ic.nash_equilibria, ic.nash_equilibrium])
def test_two_arrays_are_no_game_and_the_sentence_says_what_makes_one(solve):
    first, second = [[3, 1], [4, 2]], [[3, 4], [1, 2]]
    with pytest.raises(ic.InvalidInput) as raised:
        solve(first, second)
    said = 'StrategicGame.from_payoffs(["A", "B"], payoffs_of_A, payoffs_of_B)'
    assert said in str(raised.value)
    game = eval(  # the call as it is told
        said, {"StrategicGame": ic.StrategicGame, "payoffs_of_A": first, "payoffs_of_B": second}
    )
    assert [one.payoffs for one in ic.nash_equilibria(game)] == [{"A": 2, "B": 2}]


CLAIMS = {"Quzhou": 100, "Lishui": 200}
THREE = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda s: 4 * (len(s) - 1))
TWO = ic.parse_scenario('format = 1\ntitle = "Two"\n[cities.A]\n[cities.B]\n')
IN_PARTS = {
    **{
        f"{rule.__name__}{parts}": (
            lambda rule=rule, parts=parts: rule(*parts),
            "made by BankruptcyProblem(claims, estate)",
        )
        for rule in (ic.talmud_rule, ic.proportional_rule, ic.alpha_min)
        for parts in ((150, CLAIMS), (CLAIMS, 150), (CLAIMS,), ())
    },
    "game": (
        lambda: ic.CoalitionalGame({"A": 1, "B": 2, ("A", "B"): 5}),
        "CoalitionalGame(['A', 'B'], {'A': 1, 'B': 2, 'A, B': 5})",
    ),
    "cost game": (
        lambda: ic.CoalitionalGame({"A": 1, "B": 2, ("A", "B"): 5}, sense="cost"),
        "CoalitionalGame(['A', 'B'], {'A': 1, 'B': 2, 'A, B': 5})",
    ),
    "split": (
        lambda: ic.nucleolus(["A", "B"], {"A": 1}),
        "CoalitionalGame(players, worths) makes one",
    ),
    "core": (
        lambda: ic.core(["A", "B"], {"A": 1}),
        "CoalitionalGame(players, worths) makes one",
    ),
    "picture": (
        lambda: ic.core_triangle(THREE, ic.shapley_value(THREE)),
        'splits by name: {"offer": split}',
    ),
    "comparison": (
        lambda: ic.compare(TWO, TWO),
        'as compare({"before": one, "after": other})',
    ),
    "move": (lambda: TWO.moved("time.horizon", 30), 'a dict: moved({"time.horizon": 30})'),
}


@pytest.mark.parametrize("name", IN_PARTS)
def test_parts_in_place_of_a_whole_are_told_the_call_that_makes_it(name):
    """In any order: Python would count arguments, which tells nobody what is right."""
    called, told = IN_PARTS[name]
    with pytest.raises(ic.InvalidInput) as raised:
        called()
    assert told in str(raised.value)


def test_parts_by_name_in_place_of_a_whole_are_told_that_it_is_missing():
    with pytest.raises(ic.InvalidInput, match="subject of alpha_min is missing; it should be a Ba"):
        ic.alpha_min(claims=CLAIMS, estate=150)


def test_a_split_may_be_marked_by_the_name_of_the_city_that_proposes_it():
    figure = ic.core_triangle(THREE, {"A": ic.shapley_value(THREE)})
    assert "A" in str([one.get_text() for one in figure.axes[0].get_legend().get_texts()])


def test_an_argument_too_many_of_a_right_call_is_left_to_python():
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        ic.shapley_value(THREE, 3)


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
            if entry.default is entry.empty
            and entry.kind not in (entry.VAR_KEYWORD, entry.VAR_POSITIONAL)
        ]
        if needed:
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
        except ic.IntercityError as error:
            asked = re.match(r"subject of (\w+) ", str(error))  # what was called, not what it calls
            assert asked is None or asked[1] == name or asked[1] not in ic.__all__
            continue
        except Exception as error:  # noqa: BLE001 - whatever else it is, is a fault
            pytest.fail(f"{name}({given!r}): {type(error).__name__}: {error}")
    assert count > 250


TABLE = ic.CoalitionalGame.from_function(["Hub", "Home", "Rival"], lambda s: 4 * (len(s) - 1))
LAND = ic.Resource("quota", "tradable", {"Uplands": 9})
REGION = ic.LinearProductionGame(("Harbour", "Uplands"), (LAND,), ())
SALE = ic.Transfer("quota", "Uplands", "Harbour", 4)
SPLIT = ic.BargainingProblem.from_inequalities(["A", "B"], [((1, 1), 1)], disagreement=(0, 0))
MANDATE = ic.MandatedPairing(ic.PairingGame(["X"], ["A"], to_hub=[[1]], to_city=[[1]]), {"A": "X"})
PAIRS = ic.MatchingMarket({"A": ["X"]}, {"X": ["A"]})
DEAL = ic.EnclaveCompact(REGION, ic.Annuity(9, 0), REGION.cities, transfers=(SALE,))
PRICE = ic.price_of(DEAL)
NOW = {"Harbour": 0, "Uplands": 0}
WEBS = ic.BayesianProblem.bilateral_trade({"A": [1, 3]}, {"B": [0, 2]})
SHORT = ic.parse_scenario("""
format = 1
title = "Two cities"
[game]
sense = "gain"
assumed = "an example"
worths = { Port = 1, Hill = 2, "Port, Hill" = 5 }
""")
OPTIONS = {
    "floors of a negotiation": lambda given: ic.Negotiation(DEAL, NOW, [PRICE], floors=given),
    "caps of a negotiation": lambda given: ic.Negotiation(DEAL, NOW, [PRICE], caps=given),
    "floors of caps": lambda given: ic.contribution_caps(TABLE, TABLE.players, given),
    "floors of members": lambda given: ic.floors_are_feasible(TABLE, ["Hub", "Home"], given),
    "outsiders' split": lambda given: ic.member_floors(TABLE, ["Hub", "Home"], split=given),
    "new values": lambda given: ic.amended_compact(DEAL, [PRICE], given),
    "releases": lambda given: ic.in_tranches(DEAL, SALE, given),
    "payoffs": lambda given: ic.nearest_amount(DEAL, ic.amount_of(DEAL), given, {}),
    "second measure": lambda given: ic.terms_of_trade(DEAL, NOW, PRICE, beside=given),
    "rows beside": lambda given: ic.nearest_by_money((PRICE,), NOW, {}, beside=given),
    "what a group gets": lambda given: ic.lawful_contract(REGION, REGION.cities, NOW, beside=given),
    "limits on shares": lambda given: ic.lawful_contract(
        REGION, REGION.cities, NOW, tax_shares=given
    ),
    "years of a grant": lambda given: ic.EnclaveCompact(
        REGION, ic.Annuity(9, 0), REGION.cities, grant_years=given
    ),
    "demand": lambda given: ic.WhiteSpace({"A": 1}, {"boom": {"A": {"labs": 9}}}, demand=given),
    "clubs": lambda given: ic.ClubRace(PAIR, clubs=given),
    "planned hubs": lambda given: ic.PointHubs(["A"], ["big"], [1], [[1]], 5, planned=given),
    "discount factors": lambda given: ic.PatientTruce(ic.SubsidyTruce(PAIR, 0.1), given),
    "order": lambda given: ic.serial_dictatorship(
        ic.HousingMarket({"A": "a"}, {"A": ["a"]}), given
    ),
    "changes": lambda given: ic.repair_effect(ic.arms_race(PAIR), given, 0),
    "limits of moves": lambda given: ic.read_slips("[x | Anna | bid = 1 | 0]", "x", between=given),
    "payments": lambda given: ic.DirectMechanism(WEBS, {}, given),
    "a scenario to verify": lambda given: ic.verify_report(given, {}),
    "seconds": lambda given: ic.check_up(SHORT, seconds=None if type(given) is int else given),
    "ranges": lambda given: ic.check_up(SHORT, ranges=given),
    "folder": lambda given: ic.sweep(SHORT, {"platforms.park.cost": [1]}, output=given),
    "progress": lambda given: ic.sweep(SHORT, {"platforms.park.cost": [1]}, progress=given),
    "sense": lambda given: ic.CoalitionalGame(["A"], {"A": 1}, sense=given),
    "sense of dividends": lambda given: ic.DividendGame(["A"], {"A": 1}, sense=given),
    "sense of an oracle": lambda given: ic.OracleGame(["A"], len, sense=given),
    "sense of a program": lambda given: ic.LinearProgram(given, {"x": 1}, (), {"x": (0, 1)}),
    "relation": lambda given: ic.Row("limit", {"x": 1}, given, 2),
    "who proposes first": lambda given: ic.AlternatingOffers(SPLIT, {"A": 0.9}, first=given),
    "technology": lambda given: ic.Contest(["A", "B"], [1, 1], technology=given),
    "conjecture": lambda given: ic.partition_form(PAIR, conjecture=given),
    "whole numbers": lambda given: ic.HubCongestion(["A"], [1], [1], 4, whole=given),
    "kind of resource": lambda given: ic.Resource("quota", given, {"Uplands": 9}),
    "kind of value": lambda given: ic.Value("Uplands", given, 1),
    "giver": lambda given: ic.Transfer("quota", given, "Harbour", 4),
    "taker": lambda given: ic.Transfer("quota", "Uplands", given, 4),
    "payer": lambda given: ic.Payment(given, "Harbour", 4),
    "payee of a refund": lambda given: ic.Refund("Uplands", given, share=0.5, first=1, last=2),
    "continuation": lambda given: ic.hold_up(DEAL, ic.deal_payoffs(DEAL), continuation=given),
    "transfer in tranches": lambda given: ic.in_tranches(DEAL, given, {}),
    "proposing side": lambda given: ic.deferred_acceptance(PAIRS, proposing=given),
    "who misreports": lambda given: ic.profitable_misreport(PAIRS, given),
    "coalitions of weight 0": lambda given: ic.proportional_nucleolus(TABLE, zero_weight=given),
    "rule of learning": lambda given: ic.learning_path(MATRIX, rule=given),
    "flows for ever": lambda given: ic.patience([[-1, 1]], forever=given),
    "lesson": lambda given: ic.read_slips("[x | Anna | bid = 1 | 0]", given),
    "side payments": lambda given: ic.regional_bargaining(
        REGION, side_payments="none in fives" if type(given) is int else given
    ),
    "white land": lambda given: ic.white_space_program(
        ic.WhiteSpace({"A": 1}, {"boom": {"A": {"labs": 9}}}), white=given
    ),
    "the grid of paths": lambda given: ic.paths(SHORT, grid=given),
    "payments of pairs": lambda given: ic.pairing_picture(MANDATE, payments=given),
    "rows of a grid": lambda given: ic.double_effect_grid(SHORT, "time.horizon", given),
}


ANYTHING = [
    *(5, [7, 8, 9], {"Nowhere": float("nan")}, {5: "x"}),
    *(np.array([1, 2]), np.array(["Nowhere", "x"])),
]


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize(
    "given",
    ANYTHING,
    ids=str,
)
def test_an_option_of_another_kind_is_refused_in_a_sentence(name, given):
    """All else is right; each was once answered with a traceback."""
    with pytest.raises(ic.InvalidInput, match=r"it should be"):
        OPTIONS[name](given)


def test_no_way_to_open_clauses_is_refused():
    splits = ic.OutsiderSplits(TABLE, ["Hub", "Home"])
    with pytest.raises(ic.InvalidInput, match="ways to open clauses is missing"):
        ic.least_outside_money(splits, [])


def test_names_of_numpy_are_kept_as_plain_text():
    names = np.array(["Hub", "Home"])
    assert repr(ic.CoalitionStructure(names, [names])) == (
        "CoalitionStructure(players=('Hub', 'Home'), unions=(('Hub', 'Home'),))"
    )
