"""Answers to games with numbers of 10^400, which no float holds, are told in words like others."""

from __future__ import annotations

from fractions import Fraction

import pytest

import intercity as ic

BIG = 10**400
TWO = ("A", "B")
HALF = Fraction(1, 2)

TABLE = ic.CoalitionalGame.from_array(
    ["A", "B", "C"], [0, 0, 1, 3 * BIG, 2, 4 * BIG, 5 * BIG, 9 * BIG]
)
PIE = ic.BargainingProblem.from_inequalities(TWO, [((1, 2), BIG)], (0, 0))
CURVE = ic.BargainingProblem.from_frontier(TWO, f"{BIG} - x", (0, 0))
CLAIMS = ic.BankruptcyProblem({"A": BIG, "B": 2 * BIG, "C": 3 * BIG}, 3 * BIG)
CHOICE = ic.StrategicGame.from_payoffs(TWO, [[BIG, 0], [0, 2 * BIG]], [[2 * BIG, 0], [0, BIG]])
PENNIES = ic.StrategicGame.from_payoffs(TWO, [[BIG, -BIG], [-BIG, BIG]], [[-BIG, BIG], [BIG, -BIG]])
PAIRS = ic.PairingGame(
    ["H", "K"], ["a", "b"], [[2 * BIG, 4 * BIG], [5 * BIG, 1]], [[3, 4], [6 * BIG, 2]]
)
MARKET = ic.ExchangeMarket({"A": 5 * BIG, "B": 4 * BIG}, {"C": BIG, "D": 2 * BIG})
TRADE = ic.BayesianProblem.bilateral_trade({"A": [BIG, 3 * BIG]}, {"B": [0, 2 * BIG]})
PARK = ic.MultitaskAgency(
    value=(BIG, 2 * BIG), index=(1, 0), noise=1, risk_aversion=1, basic=(0, 1), substitution=HALF
)
RIVER = ic.PublicGood(["A", "B"], first=[6 * BIG, 10 * BIG], falls=[1, 1], cost=8 * BIG)
DEALS = ic.AssignmentGame(["lab"], ["plant"], [[9 * BIG]])


def each(subject, *solvers):
    """Solvers by name, each asked about the subject."""
    return {solver.__name__: (solver, subject) for solver in solvers}


ANSWERS = {
    **each(
        TABLE,
        ic.core,
        ic.nucleolus,
        ic.prenucleolus,
        ic.per_capita_nucleolus,
        ic.least_core,
        ic.cost_of_stability,
        ic.shapley_value,
        ic.tau_value,
    ),
    **each(
        PIE,
        ic.nash_bargaining,
        ic.kalai_smorodinsky,
        ic.egalitarian,
        ic.utilitarian,
        ic.equal_loss,
        ic.raiffa,
        ic.perles_maschler,
        ic.pareto_frontier,
    ),
    "raiffa, smooth": (ic.raiffa, CURVE),
    "alternating_offers": (ic.alternating_offers, ic.AlternatingOffers(PIE, 0.9)),
    **each(
        CLAIMS,
        ic.talmud_rule,
        ic.constrained_equal_awards,
        ic.constrained_equal_losses,
        ic.minimal_overlap,
    ),
    **each(
        CHOICE,
        ic.nash_equilibria,
        ic.pure_equilibria,
        ic.correlated_equilibrium,
        ic.potential,
        ic.learning_path,
    ),
    "zero_sum_value": (ic.zero_sum_value, PENNIES),
    "pairing_with_transfers": (ic.pairing_with_transfers, PAIRS),
    "star_pairing": (lambda game: ic.star_pairing(game, "H"), PAIRS),
    "vcg_exchange": (ic.vcg_exchange, MARKET),
    "vcg_sale": (ic.vcg_sale, ic.PackageAuction(["x"], {"A": {"x": BIG}, "B": {"x": 3 * BIG}})),
    "brokered_market": (lambda market: ic.brokered_market(market, fee=5 * BIG), DEALS),
    "audit": (ic.audit, ic.DirectMechanism.from_rule(TRADE, lambda _: ("trade", None))),
    "myerson_satterthwaite": (
        ic.myerson_satterthwaite,
        ic.UniformTrade("A", "B", (0, 2 * BIG), (BIG, 3 * BIG)),
    ),
    "optimal_auction": (ic.optimal_auction, {"A": (0, BIG), "B": (0, BIG)}),
    "screening_contract": (
        ic.screening_contract,
        ic.ProjectScreening(HALF, BIG, 4 * BIG, Fraction(9, 10), 20 * BIG),
    ),
    "index_contract": (ic.index_contract, PARK),
    "operator_regimes": (
        ic.operator_regimes,
        ic.ParkOperator(PARK, public=(HALF, 1), joint_noise=1, outside=3 * BIG),
    ),
    "best_shares": (ic.best_shares, ic.Team(TWO, value=[2 * BIG, BIG])),
    "lindahl": (ic.lindahl, RIVER),
    "understatement": (lambda good: ic.understatement(good, "B"), RIVER),
    "voluntary_contributions": (ic.voluntary_contributions, RIVER),
    "provision_point": (
        lambda park: park.deviation([8 * BIG, 7 * BIG], [5 * BIG, 4 * BIG]),
        ic.ProvisionPoint(TWO, cost=10 * BIG),
    ),
    "tax_base_pooling": (
        lambda bases: ic.tax_base_pooling(bases, {"A": 10, "B": 10}, share=HALF),
        {"A": (BIG, 2 * BIG), "B": (BIG, BIG)},
    ),
    "subsidy_equilibrium": (
        ic.subsidy_equilibrium,
        ic.SubsidyCompetition(TWO, [BIG, BIG], mu=BIG),
    ),
    "tullock": (ic.contest_equilibrium, ic.Contest(TWO, [4 * BIG, 2 * BIG])),
    "tullock, by roots": (
        ic.subsidy_equilibrium,
        ic.Contest(["A", "B", "C"], [4 * BIG, 2 * BIG, 3 * BIG], exponent=HALF),
    ),
    "bertrand": (
        ic.subsidy_equilibrium,
        ic.Contest(TWO, [4 * BIG, 2 * BIG], technology="bertrand"),
    ),
    **each(
        ic.SubsidyCompetition(TWO, [4 * BIG, 4 * BIG], mu=BIG),
        ic.arms_race,
        ic.common_fund,
        ic.cap_accord,
    ),
    "all_pay": (ic.contest_equilibrium, ic.Contest(TWO, [4 * BIG, 2 * BIG], technology="all-pay")),
    "congestion_equilibrium": (
        ic.congestion_equilibrium,
        ic.HubCongestion(["H"], returns=[60 * BIG], congestion=[BIG], startups=100, outside=0),
    ),
    "windfall_industries": (
        ic.windfall_industries,
        ic.IndustryChoice(
            ["A", "B", "C"],
            ["chips", "tea"],
            signal=[20 * BIG, 4 * BIG],
            truth=[12 * BIG, 4 * BIG],
            crowding=[3 * BIG, 0],
        ),
    ),
    "quadrant_choice": (
        ic.quadrant_choice,
        ic.Quadrants("H", "Q", [ic.Firm("software", [5 * BIG, 2 * BIG], [BIG, BIG], BIG)]),
    ),
    "richardson": (
        ic.escalation,
        ic.RichardsonRace(
            TWO, [[0, 2], [2, 0]], fatigue=[1, 1], grievance=[BIG, BIG], budgets={"A": 5 * BIG}
        ),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_said_of_numbers_beyond_floats(name):
    solver, subject = ANSWERS[name]
    found = solver(subject)
    said = [str(found), repr(found), *(str(getattr(found, k, "")) for k in ("status", "proof"))]
    said.append(found._repr_html_() if hasattr(found, "_repr_html_") else "")
    assert any(said)
    for words in said[2:4]:  # no sentence has 400 digits
        assert len(words) < 400
        assert "inf" not in words.split()


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (lambda: ic.SubsidyCompetition(TWO, [BIG, BIG], mu=BIG).payoffs([0, 0]), "value of A"),
        (lambda: ic.Contest(TWO, [BIG, BIG]).payoffs([1, 1]), "value of A"),
        (lambda: ic.race_picture(ic.SubsidyCompetition(TWO, [BIG, BIG], mu=BIG)), "value of A"),
        (lambda: ic.bargaining_picture(PIE), "a payoff of the picture"),
        (lambda: ic.offers_picture(ic.AlternatingOffers(PIE, 0.9)), "payoff of A"),
    ],
)
def test_what_is_a_float_or_a_picture_is_refused_in_a_sentence(asked, place):
    with pytest.raises(ic.InvalidInput, match=rf"^{place} is .*e.\d+; it should be "):
        asked()
