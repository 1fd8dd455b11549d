"""Certificates of mechanisms that break one condition, and ties that break none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from games import (
    AssignmentGame,
    BankruptcyProblem,
    BayesianProblem,
    CostSharingProblem,
    ExchangeMarket,
    HousingMarket,
    MatchingMarket,
    MultitaskAgency,
    PrivateExchange,
    ProjectScreening,
    SubsidyCompetition,
    Team,
    UniformExchange,
    UniformProject,
)
from mechanisms import (
    FundRule,
    adjusted_proportional,
    best_fee,
    best_voluntary_rule,
    cap_accord,
    chatterjee_samuelson,
    common_fund,
    constrained_equal_losses,
    deferred_acceptance,
    design,
    index_contract,
    k_double_auction,
    myerson_satterthwaite,
    project_in_ranges,
    screening_contract,
    second_best_trade,
    serial_cost_sharing,
    talmud_rule,
    team_sharing,
    top_trading_cycles,
    uniform_voluntary_rule,
    vcg_exchange,
)
from mechanisms.accord.cap_accord import CappedRace, _looked_at, under_cap
from mechanisms.accord.common_fund import under_fund
from mechanisms.direct.design_question import DesignQuestion
from mechanisms.direct.myerson_satterthwaite import UniformTrade
from mechanisms.direct.second_best_trade import SecondBestTradeCertificate, TradeQuestion
from mechanisms.direct.uniform_voluntary_rule import _Tangent
from mechanisms.public_fund.project_in_ranges import SHARES
from solvers import subsidy_equilibrium
from solvers.certificate import Certificate
from tests.certified._subjects import RACES
from tests.solvers.false_certificates import refused_for

ZERO, HALF, ONE, TWO = Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)
THREE_CLAIMS = {"A": 10, "B": 20, "C": 30}
MOST_LEFT = BankruptcyProblem(THREE_CLAIMS, 45)
TWO_CLAIMS = BankruptcyProblem({"A": 1, "B": 10}, Fraction(11, 2))
ALIKE = CostSharingProblem({"A": 2, "B": 2}, lambda quantity: quantity)
LOTS = ExchangeMarket({"A": 9, "B": 8, "C": 3}, {"D": 2, "E": 4, "F": 6})
APART = ExchangeMarket({"A": 2, "B": 1}, {"D": 8, "E": 9})
TEAM = Team(["A", "B"], value=[2, 1])
HUBS = MatchingMarket({"A": ["X", "Y"], "B": ["X", "Y"]}, {"X": ["A", "B"], "Y": ["A", "B"]})
PICKY = MatchingMarket({"A": ["X"], "B": ["X", "Y"]}, {"X": ["A"], "Y": []})
PLOTS = HousingMarket({"A": "a", "B": "b"}, {"A": ["b", "a"], "B": ["a", "b"]})
NEVER = DesignQuestion(
    BayesianProblem.bilateral_trade({"Bill": [1, 4]}, {"Jack": {0: 0.75, 3: 0.25}}),
    "welfare",
    ("DSIC", "ex post IR", "budget balance", "efficiency"),
)
UNLIKE = RACES["unlike"]
DEAL = TradeQuestion(
    BayesianProblem.bilateral_trade(
        {"A": {1: 0.5, 4: 0.3, 9: 0.2}}, {"B": {0: 0.2, 3: 0.3, 7: 0.5}}
    )
)
SHORT_OF_MONEY = [replace(DEAL, subsidy=Fraction(*by)) for by in ((1, 2), (3, 20))]
PROJECT = UniformProject({"A": (2, 6), "B": (0, 3), "C": 1}, 6)
EVEN_TRADE = UniformTrade("A", "B", (1, 5), (1, 5))
SOME = UniformExchange({"A": (2, 6)}, {"B": (1, 5)})
ALL = UniformExchange({"A": (5, 6)}, {"B": (1, 4), "C": (2, 5)})
DRAWN = PrivateExchange({"A": [2, 4], "B": {2: 0.75, 4: 0.25}}, {"C": [2, 3], "D": [4]})
NO_OVERLAP = UniformTrade("A", "B", (5, 9), (1, 2))


def impossible() -> Any:
    return design(NEVER.problem, NEVER.objective, NEVER.subject_to).certificate


def changed(subject: Any, rule: Callable[..., Any], **fields: Any) -> Certificate:
    found: Certificate = replace(rule(subject).certificate, **fields)
    return found


FALSE: dict[str, tuple[Any, Callable[[], Certificate], list[str]]] = {
    "one that gets little loses less": (
        TWO_CLAIMS,
        lambda: changed(TWO_CLAIMS, constrained_equal_losses, awards={"A": HALF, "B": Fraction(5)}),
        ["A loses 1/2 while another loses 5"],
    ),
    "one that gets more than the garment's share": (
        MOST_LEFT,
        lambda: changed(
            MOST_LEFT,
            talmud_rule,
            awards={"A": Fraction(6), "B": Fraction(14), "C": Fraction(25)},
        ),
        ["A and B share, A is due 5"],
    ),
    "demands alike that pay differently": (
        ALIKE,
        lambda: changed(ALIKE, serial_cost_sharing, shares={"A": ONE, "B": 3 * ONE}),
        ["Capped at the demand of"],
    ),
    "a price beyond both that clear": (
        LOTS,
        lambda: changed(LOTS, k_double_auction, k=TWO),
        ["k is 2, not between 0 and 1", "The price is not 2 of the way", "What clears"],
    ),
    "no reasons": (
        NEVER,
        lambda: replace(impossible(), reasons={}, missing=ZERO),
        ["The reasons do not add up to a contradiction."],
    ),
    "reasons turned round": (
        NEVER,
        lambda: replace(
            impossible(), reasons={name: -y for name, y in impossible().reasons.items()}
        ),
        ["The reasons do not add up to a contradiction."],
    ),
    "a share below nothing": (
        TEAM,
        lambda: changed(
            TEAM, lambda team: team_sharing(team, [HALF, HALF]), shares={"A": -ONE, "B": TWO}
        ),
        ["The shares do not share the result.", "would do more or less"],
    ),
    "two in the one place of the first hub": (
        HUBS,
        lambda: changed(HUBS, deferred_acceptance, pairs={"A": "X", "B": "X"}),
        ["X has 2 cities in 1 places."],
    ),
    "a pair of which the hub wants none": (
        PICKY,
        lambda: changed(PICKY, deferred_acceptance, pairs={"A": "X", "B": "Y"}),
        ["B and Y would not both have each other."],
    ),
    "a ring that begins with the second city": (
        PLOTS,
        lambda: changed(PLOTS, top_trading_cycles, rounds=(("B", "A"),)),
        ["A ring begins with B"],
    ),
    "each keeps what is its own": (
        PLOTS,
        lambda: changed(PLOTS, top_trading_cycles, rounds=(("A",), ("B",))),
        ["A gets a, while b is left"],
    ),
    "a cut where every deal is worth making": (
        NO_OVERLAP,
        lambda: changed(NO_OVERLAP, myerson_satterthwaite, low=ONE),
        ["Every deal worth making can be made."],
    ),
}


def fund(game: SubsidyCompetition, rate: Fraction) -> tuple[FundRule, Callable[[], Certificate]]:
    """A rule for a common fund, and a certificate in which this rate was found by searching."""
    rule = FundRule(game)

    def certificate() -> Certificate:
        shared = subsidy_equilibrium(under_fund(game, rate, rule.key)).certificate
        found: Certificate = replace(common_fund(game).certificate, rate=rate, shared=shared)
        return found

    return rule, certificate


def without_a_cap() -> Certificate:
    found = cap_accord(UNLIKE).certificate
    highest = max(found.race.equilibria[0].values())
    tried = tuple(
        CappedRace(cap, subsidy_equilibrium(under_cap(UNLIKE, cap)).certificate)
        for cap in _looked_at(highest, None)
    )
    return replace(found, cap=None, tried=tried)


def stretched(question: Any, by: Fraction | None, to: Fraction | None = None) -> Certificate:
    """The stretch moved a little, or to a number, with what it then gains."""
    found = uniform_voluntary_rule(question).certificate
    stretch = found.stretch + by if by is not None else to
    assert stretch is not None
    gains = _Tangent(question, stretch).gains if stretch < 2 else found.gains
    return replace(found, stretch=stretch, gains=gains)


def cut_at(trade: UniformTrade, share: Fraction) -> Certificate:
    """A cut at a share of the widest difference, enclosed closely."""
    at, found = share * trade.widest, myerson_satterthwaite(trade).certificate
    return replace(found, low=at, high=at + trade.widest / 10**40)


def more_from_shares() -> Certificate:
    found = project_in_ranges(PROJECT).certificate
    more = replace(found.rules[SHARES], gain=found.first_best + 1)
    return replace(found, rules={**found.rules, SHARES: more})


def trading(over: tuple[int, ...], under: tuple[int, ...]) -> Callable[[], Certificate]:
    """With how many sellers each type of buyer trades, in two rules."""
    return lambda: SecondBestTradeCertificate(over, under)


FALSE |= {
    "a rule for a type too many": (
        DEAL,
        trading((1, 2, 3, 3), (1, 1, 3)),
        ["A rule does not fit the types.", "ValueError"],
    ),
    "a rule that trades with less than nobody": (
        DEAL,
        trading((-1, 2, 3), (1, 1, 3)),
        ["A rule does not fit the types.", "less than nothing", "Another rule gains more."],
    ),
    "a rule that trades with more than all": (
        DEAL,
        trading((1, 2, 9), (1, 1, 3)),
        ["A rule does not fit the types.", "IndexError"],
    ),
    "two rules that both have money left": (
        DEAL,
        trading((0, 2, 2), (0, 1, 2)),
        ["No mixture of the rules balances the budget.", "Another rule gains more."],
    ),
    "shares that gain more than there is": (
        PROJECT,
        more_from_shares,
        ["The shares bring something else.", "The shares gain more than there is."],
    ),
    "a stretch that cannot be paid for": (
        SOME,
        lambda: stretched(SOME, Fraction(-1, 1000)),
        ["The stretch cannot be paid for, or is more than is needed."],
    ),
    "a stretch that is wider than it needs to be": (
        SOME,
        lambda: stretched(SOME, Fraction(1, 1000)),
        ["The stretch is not enclosed closely."],
    ),
    "a stretch where none is needed": (
        ALL,
        lambda: stretched(ALL, Fraction(1, 1000)),
        ["is more than is needed", "The stretch is not enclosed closely."],
    ),
    "a stretch of more than twice": (
        SOME,
        lambda: stretched(SOME, None, Fraction(5, 2)),
        ["The stretch is 5/2, not between 1 and 2"],
    ),
    "a cut at which the fund has something left": (
        EVEN_TRADE,
        lambda: cut_at(EVEN_TRADE, Fraction(2, 5)),
        ["The fund does not break even at this cut."],
    ),
    "a gain that no rule has": (
        DRAWN,
        lambda: changed(DRAWN, best_voluntary_rule, gains=best_voluntary_rule(DRAWN).gains + 1),
        ["do not gain what is claimed", "another rule may gain"],
    ),
    "a rate that need not be searched for": (
        *fund(RACES["alike"], Fraction(9, 10)),
        ["The rate that restores the joint optimum is not searched for"],
    ),
    "a rate between thousandths": (
        *fund(UNLIKE, Fraction(1, 7)),
        ["The rate is not a number of 1000ths."],
    ),
    "a rate that gains nothing": (
        *fund(RACES["idle"], Fraction(9, 10)),
        ["is not searched for, but follows", "The fund does not make the cities"],
    ),
    "no cap, where some would do": (UNLIKE, without_a_cap, ["is better."]),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refused_for_that(name: str) -> None:
    subject, certificate, parts = FALSE[name]
    refused_for(certificate(), subject, *parts)


TRUE: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "half of all claims, Talmud": (BankruptcyProblem(THREE_CLAIMS, 30), talmud_rule),
    "more than half of all claims, Talmud": (MOST_LEFT, talmud_rule),
    "a claim of nothing, and one of little": (
        BankruptcyProblem({"A": 0, "B": HALF, "C": 1}, Fraction(3, 4)),
        adjusted_proportional,
    ),
    "the price of the seller": (LOTS, lambda market: k_double_auction(market, 0)),
    "an index that pays nothing": (
        MultitaskAgency((0, 1), noise=1, risk_aversion=1),
        index_contract,
    ),
    "an index without a slope at which work stops": (
        MultitaskAgency((3, 1), noise=1, risk_aversion=1),
        index_contract,
    ),
    "a fee that takes less than one": (
        AssignmentGame(
            ["lab", "institute"], ["plant", "mill"], [[HALF, HALF / 4], [HALF / 4, HALF / 2]]
        ),
        best_fee,
    ),
    **{
        f"a subsidy of {deal.subsidy} pays for all": (
            deal,
            lambda deal: second_best_trade(deal.problem, deal.subsidy),
        )
        for deal in SHORT_OF_MONEY
    },
    "a fee of less than one": (ProjectScreening(0.5, 0.1, 0.4, 0.9, 2, 1), screening_contract),
    "every deal worth making is made": (NO_OVERLAP, myerson_satterthwaite),
    "a fund that has little left": (
        UniformExchange(
            {"A": (Fraction(5, 10), Fraction(6, 10))}, {"B": (Fraction(1, 10), Fraction(4, 10))}
        ),
        uniform_voluntary_rule,
    ),
    "nothing to exchange": (APART, vcg_exchange),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_just_true_is_proven(name: str) -> None:
    subject, concept = TRUE[name]
    assert concept(subject).certificate.verify(subject) is True


@pytest.mark.parametrize("k", [0, 1])
def test_bids_where_one_side_alone_names_the_price(k: int) -> None:
    """Then the other bids what the lot is worth to it, up to the highest ask or lowest bid."""
    found = chatterjee_samuelson("A", "B", k=k)
    assert found.certificate.verify(found.game) is True
