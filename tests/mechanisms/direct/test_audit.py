"""Audits: published verdicts, and each check against its definition in plain loops of fractions."""

import copy
import itertools
import pickle
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, midpoint_types
from mechanisms import PROPERTIES, DirectMechanism, audit, design, sampled_audit
from mechanisms.direct import incentive_checks
from mechanisms.direct.verdict import Fails, Holds, NotApplicable, NotRefuted
from tests.mechanisms.direct.drawn_problems import drawn_values, weighted_types

UNIT = [Fraction(k, 4) for k in range(5)]


def auction(bids=UNIT, bidders=("A", "B")):
    return BayesianProblem(
        bidders,
        dict.fromkeys(bidders, bids),
        bidders,
        lambda city, winner, bid: bid if city == winner else 0,
    )


def second_price(reports):
    winner = max(reports, key=reports.get)
    return winner, {winner: max(bid for city, bid in reports.items() if city != winner)}


def first_price(reports):
    winner = max(reports, key=reports.get)
    return winner, {winner: reports[winner]}


def failing(report):
    return set(report.failures)


def test_vickrey_is_honest_efficient_and_open_to_collusion():
    report = audit(DirectMechanism.from_rule(auction(), second_price))
    assert failing(report) == {
        "exact budget balance ex post",
        "exact budget balance ex ante",
        "non-bossiness",
        "core stability",  # the seller's money leaves the cities
        "no collusion by a pair",
    }
    ring = report["no collusion by a pair"]
    assert ring.gain == 1
    assert ring.reports["B"] == 0
    assert report.lost_share == 0
    assert report.proof.kind == "exact"


def test_first_price_rewards_the_lowest_winning_bid():
    breach = audit(DirectMechanism.from_rule(auction(), first_price), ["DSIC"])["DSIC"]
    assert isinstance(breach, Fails)
    assert breach.sentence == "A of type 1 gains 1 by reporting 0 when B reports 0"
    assert (breach.who, breach.gain) == (("A",), 1)
    assert breach.truth == {"A": 1, "B": 0}
    assert breach.reports == {"A": 0, "B": 0}


def test_a_posted_price_keeps_all_but_efficiency():
    """Hagerty and Rogerson (1987): robust trade is trade at a posted price."""
    types = midpoint_types(0, 1, 4)
    swap = BayesianProblem.bilateral_trade({"B": types}, {"S": types})
    half = Fraction(1, 2)
    report = audit(
        DirectMechanism.from_rule(
            swap,
            lambda told: (
                ("trade", [half, -half]) if told["B"] >= half >= told["S"] else ("no trade", None)
            ),
        )
    )
    # Both together would rather trade at every gain: the price, not honesty, stands in the way.
    assert failing(report) == {
        "allocative efficiency",
        "core stability",
        "no collusion by a pair",
    }
    # Gains on the four midpoints: all pairs v > c are worth 10/64, those across 1/2 8/64.
    assert (report.first_best, report.surplus) == (Fraction(10, 64), Fraction(8, 64))
    assert report.lost_share == Fraction(1, 5)
    assert "20 per cent is lost" in str(report)
    assert "Does not apply: anonymity, envy-freeness." in str(report)


@pytest.mark.parametrize(
    ("always", "share", "said"),
    [
        ("sell", 0, None),
        ("keep", 1, "100 per cent is lost."),
        ("close", Fraction(7, 2), "all is lost, and 5 more."),
    ],
)
def test_the_gain_that_is_lost_is_told_beyond_outside_options(always, share, said):
    # The firm is worth 5 to B, 3 to S that has it, and nothing if it is closed.
    worth = {("B", "sell"): 5, ("S", "keep"): 3, ("S", "close"): -2}
    firm = BayesianProblem(
        ["B", "S"],
        {"B": ["buyer"], "S": ["seller"]},
        ["keep", "sell", "close"],
        lambda city, outcome, _: worth.get((city, outcome), 0),
        outside={"S": 3},
    )
    report = audit(DirectMechanism.from_rule(firm, lambda _: (always, None)))
    assert (report.first_best, report.lost_share) == (5, share)
    if said is None:
        assert "lost" not in str(report)
    else:
        told = f"Of the gain of 2 that is possible on average, compared with no rule, {said}"
        assert str(report).endswith(told)


def test_vcg_for_two_items_pays_less_than_the_core():
    """Ausubel and Milgrom (2006): A wants both for 2, B one for 2, C the other for 2."""
    halves = ["nobody", "A both", "B and C", "B", "C"]
    worth = {"A": {"A both": 2}, "B": {"B and C": 2, "B": 2}, "C": {"B and C": 2, "C": 2}}
    market = BayesianProblem(
        ["Seller", "A", "B", "C"],
        {"Seller": ["seller"], "A": [2], "B": [2], "C": [2]},
        halves,
        lambda city, each, kind: worth.get(city, {}).get(each, 0),
        coalitions={
            ("Seller", "A"): ["nobody", "A both"],
            ("Seller", "B"): ["B"],
            ("Seller", "C"): ["C"],
            ("Seller", "B", "C"): halves,
        },
    )
    report = audit(DirectMechanism(market, {("seller", 2, 2, 2): "B and C"}))
    assert failing(report) == {"core stability"}
    assert report["core"].who == ("Seller", "A")
    assert report["core"].gain == 2


def test_splitting_the_difference_invites_the_lie_of_two_thirds():
    """The best report against truthful costs is 2v/3 (U[0,1], price halfway)."""
    types = midpoint_types(0, 1, 30)
    swap = BayesianProblem.bilateral_trade({"B": types}, {"S": types})

    def halfway(told):
        price = (told["B"] + told["S"]) / 2
        return ("trade", [price, -price]) if told["B"] >= told["S"] else ("no trade", None)

    report = audit(DirectMechanism.from_rule(swap, halfway))
    misreport = report["BIC"]
    assert misreport.who == ("B",)
    assert abs(misreport.reports["B"] - Fraction(2, 3) * misreport.truth["B"]) <= Fraction(1, 30)
    assert failing(report) == {
        "dominant-strategy incentive compatibility",
        "Bayesian incentive compatibility",
    }


def test_clarke_with_costs_of_the_fund():
    """A project of cost 5/2 for two cities of values 1 or 2: the pivots pay too little."""
    fund = BayesianProblem(
        ["A", "B"],
        {"A": [1, 2], "B": [1, 2]},
        ["build", "leave"],
        lambda city, each, kind: kind if each == "build" else 0,
        costs={"build": Fraction(5, 2)},
    )

    def pivot(told):
        if sum(told.values()) < Fraction(5, 2):
            return "leave", None
        return "build", {c: max(0, Fraction(5, 2) - sum(told.values()) + told[c]) for c in told}

    report = audit(DirectMechanism.from_rule(fund, pivot))
    assert failing(report) == {
        "weak budget balance ex post",
        "exact budget balance ex post",
        "weak budget balance ex ante",
        "exact budget balance ex ante",
        "core stability",
        "no collusion by a pair",
        "envy-freeness",  # of (2, 1) the richer pays 3/2, the other 1/2
        "non-bossiness",  # against a 2, both reports pay 1/2, and the other pays 3/2 or 1/2
    }
    assert report["no deficit"].gain == Fraction(3, 2)
    assert report["non-bossiness"].gain == 1


def test_nobody_to_lie_about_anything():
    alone = BayesianProblem(["A"], {"A": ["rich"]}, ["x"], lambda *_: 0)
    report = audit(DirectMechanism(alone, {("rich",): "x"}))
    assert not failing(report)
    assert report.lost_share is None
    assert isinstance(report["anonymity"], NotApplicable)


def test_too_many_joint_lies_are_sampled_and_said_to_be(monkeypatch):
    monkeypatch.setattr(incentive_checks, "EXHAUSTIVE", 10)
    monkeypatch.setattr(incentive_checks, "SAMPLE", 500)
    third = auction(UNIT, ("A", "B", "C"))
    ring = audit(DirectMechanism.from_rule(third, second_price), ["no collusion by a pair"])
    assert isinstance(ring["no collusion by a pair"], Fails)
    dictator = audit(DirectMechanism.from_rule(third, lambda _: ("A", None)))
    assert dictator["no collusion by a pair"] == NotRefuted("no collusion by a pair", 498)
    assert dictator.proof.kind == "unproven"
    assert "no case among 498 breaks it, which is no proof" in str(dictator)
    assert not dictator["no collusion by a pair"]


def test_other_names_and_what_was_not_asked():
    report = audit(DirectMechanism.from_rule(auction(), second_price), ["efficiency"])
    assert list(report) == ["allocative efficiency"]
    with pytest.raises(InvalidInput, match="a property of this audit is 'DSIC'"):
        report["DSIC"]
    with pytest.raises(InvalidInput, match="a property is 'fairness'"):
        audit(DirectMechanism.from_rule(auction(), second_price), ["fairness"])


def test_one_property_may_be_named_without_a_list():
    honest, name = DirectMechanism.from_rule(auction(), second_price), "BIC"
    assert list(audit(honest, name)) == list(audit(honest, [name]))
    assert sampled_audit(auction(), second_price, "DSIC") == sampled_audit(
        auction(), second_price, ["DSIC"]
    )
    assert design(auction(), "welfare", "DSIC") == design(auction(), "welfare", ["DSIC"])
    with pytest.raises(InvalidInput, match="the list of properties is 5; it should be a property"):
        audit(honest, 5)


# ------------------------------------------------- each check against its definition


@st.composite
def mechanisms(draw):
    """Two or three cities of one to three types, three alternatives, small numbers."""
    small = st.integers(-2, 3).map(lambda k: Fraction(k, 2))
    cities = ["A", "B", "C"][: draw(st.integers(2, 3))]
    counts = [draw(st.integers(1, 3 if len(cities) == 2 else 2)) for _ in cities]
    symmetric = draw(st.booleans())
    if symmetric:
        counts = [counts[0]] * len(cities)
    types = {}
    for city, count in zip(cities, counts, strict=True):
        weights = [draw(st.integers(1, 3)) for _ in range(count)]
        types[city] = weighted_types(weights)
    if symmetric:
        alternatives = [*cities]
        worth = [draw(small) for _ in range(3)]

        def values(city, each, k):
            return worth[int(k)] if each == city else 0

    else:
        alternatives = ["x", "y", "z"]
        values = drawn_values(draw, small, types, alternatives)
    problem = BayesianProblem(
        cities,
        types,
        alternatives,
        values,
        outside={"A": draw(small)},
        costs={alternatives[0]: draw(small)},
        coalitions={("A", "B"): alternatives[:2]} if len(cities) == 3 else {},
    )
    allocation, payments = {}, {}
    for profile in itertools.product(*problem.types):
        one, two = draw(st.tuples(st.sampled_from(alternatives), st.sampled_from(alternatives)))
        half = Fraction(1, 2)
        allocation[profile] = one if one == two else {one: half, two: half}
        payments[profile] = [draw(small) for _ in cities]
    if draw(st.booleans()):
        payments = None
    return DirectMechanism(problem, allocation, payments)


class Plain:
    """The definitions, in loops over fractions."""

    def __init__(self, mechanism):
        self.m, self.p = mechanism, mechanism.problem
        self.n = range(len(self.p.cities))
        self.profiles = list(itertools.product(*map(range, self.p.shape)))
        self.out = {}
        for at in self.profiles:
            told = [self.p.types[i][k] for i, k in enumerate(at)]
            outcome = mechanism.outcome(told)
            lottery = [outcome.lottery.get(a, Fraction(0)) for a in self.p.alternatives]
            self.out[at] = lottery, [outcome.payments[c] for c in self.p.cities]

    def gross(self, i, k, at):
        return sum(p * v for p, v in zip(self.out[at][0], self.p.values[i][k], strict=True))

    def net(self, i, k, at):
        return self.gross(i, k, at) - self.out[at][1][i]

    def chance(self, at, without=None):
        product = Fraction(1)
        for i, k in enumerate(at):
            product *= 1 if i == without else self.p.priors[i][k]
        return product

    def misreports(self):
        """(city, true profile, profile with its lie)."""
        for at in self.profiles:
            for i in self.n:
                for k in range(self.p.shape[i]):
                    yield i, at, (*at[:i], k, *at[i + 1 :])

    def dominant_strategy_incentive_compatibility(self):
        return max(
            self.net(i, at[i], misreport) - self.net(i, at[i], at)
            for i, at, misreport in self.misreports()
        )

    def interim(self, i, true, told):
        return sum(
            self.chance(at, i) * self.net(i, true, at) for at in self.profiles if at[i] == told
        )

    def bayesian_incentive_compatibility(self):
        return max(
            self.interim(i, k, told) - self.interim(i, k, k)
            for i in self.n
            for k in range(self.p.shape[i])
            for told in range(self.p.shape[i])
        )

    def ex_post_individual_rationality(self):
        return max(
            self.p.outside[i][at[i]] - self.net(i, at[i], at)
            for i in self.n
            for at in self.profiles
        )

    def interim_individual_rationality(self):
        return max(
            self.p.outside[i][k] - self.interim(i, k, k)
            for i in self.n
            for k in range(self.p.shape[i])
        )

    def left(self, at):
        lottery, fees = self.out[at]
        return sum(fees) - sum(p * c for p, c in zip(lottery, self.p.costs, strict=True))

    def weak_budget_balance_ex_post(self):
        return max(-self.left(at) for at in self.profiles)

    def exact_budget_balance_ex_post(self):
        return max(abs(self.left(at)) for at in self.profiles)

    def weak_budget_balance_ex_ante(self):
        return -sum(self.chance(at) * self.left(at) for at in self.profiles)

    def exact_budget_balance_ex_ante(self):
        return abs(self.weak_budget_balance_ex_ante())

    def worth(self, members, a, at):
        return sum(self.p.values[i][at[i]][a] for i in members) - self.p.costs[a]

    def allocative_efficiency(self):
        return max(
            self.worth(self.n, a, at)
            - sum(p * self.worth(self.n, b, at) for b, p in enumerate(self.out[at][0]))
            for at in self.profiles
            for a in range(len(self.p.alternatives))
        )

    def core_stability(self):
        everybody = tuple(self.n)
        able = {(i,): [] for i in self.n} | {everybody: list(self.p.alternatives)}
        for members, alternatives in self.p.coalitions:
            able[tuple(self.p.cities.index(c) for c in members)] = alternatives
        gains = []
        for at in self.profiles:
            gains.append(-self.left(at))
            for members, alternatives in able.items():
                alone = [sum(self.p.outside[i][at[i]] for i in members)]
                alone += [
                    self.worth(members, self.p.alternatives.index(a), at) for a in alternatives
                ]
                gains.append(max(alone) - sum(self.net(i, at[i], at) for i in members))
        return max(gains)

    def monotonicity(self):
        return max(
            self.gross(i, at[i], misreport)
            + self.gross(i, misreport[i], at)
            - self.gross(i, at[i], at)
            - self.gross(i, misreport[i], misreport)
            for i, at, misreport in self.misreports()
        )

    def no_collusion_by_a_pair(self):
        return max(
            self.net(i, at[i], misreport)
            + self.net(j, at[j], misreport)
            - self.net(i, at[i], at)
            - self.net(j, at[j], at)
            for i, j in itertools.combinations(self.n, 2)
            for at in self.profiles
            for misreport in self.profiles
            if all(at[k] == misreport[k] for k in self.n if k not in (i, j))
        )

    def non_bossiness(self):
        for i, at, misreport in self.misreports():
            mine = [
                [*(self.gross(i, k, p) for k in range(self.p.shape[i])), self.out[p][1][i]]
                for p in (at, misreport)
            ]
            for j in self.n:
                theirs = [(self.gross(j, at[j], p), self.out[p][1][j]) for p in (at, misreport)]
                if i != j and mine[0] == mine[1] and theirs[0] != theirs[1]:
                    return 1
        return 0


@given(mechanisms())
def test_each_verdict_is_the_definition(mechanism):
    report, plain = audit(mechanism), Plain(mechanism)
    for name in PROPERTIES:
        if name in ("anonymity", "envy-freeness"):
            continue
        worst = getattr(plain, name.replace(" ", "_").replace("-", "_").lower())()
        assert isinstance(report[name], Fails) == (worst > 0), name
        assert isinstance(report[name], Holds) == (worst <= 0), name
        if worst > 0 and name not in ("non-bossiness", "core stability"):
            assert report[name].gain == worst, name
    assert report.certificate.verify(mechanism) is True
    assert report.certificate.answer(mechanism) == report == copy.deepcopy(report)


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), st.booleans())
@example([0, 1, 2, 3, 0, 1, 2, 3, 0], True)
def test_envy_and_anonymity_of_an_object_for_two(fees, mirrored):
    """Whoever reports more wins, and pays by a table; the table is mirrored or not."""
    two = auction([0, 1, 2])

    def rule(told):
        a, b = int(told["A"]), int(told["B"])
        winner, at = ("A", 3 * a + b) if a >= b else ("B", 3 * b + a if mirrored else 3 * a + b)
        return winner, {winner: fees[at]}

    report = audit(DirectMechanism.from_rule(two, rule), ["anonymity", "envy-freeness"])
    payoff = {}
    envious = False
    for a, b in itertools.product(range(3), repeat=2):
        winner, paid = rule({"A": a, "B": b})
        fee = next(iter(paid.values()))
        payoff[a, b] = (a - fee, 0) if winner == "A" else (0, b - fee)
        envious |= (a - fee < 0 if winner == "A" else a - fee > 0) or (
            b - fee < 0 if winner == "B" else b - fee > 0
        )
    anonymous = all(payoff[a, b] == payoff[b, a][::-1] for a, b in payoff)
    assert isinstance(report["envy-freeness"], Fails) == envious
    assert isinstance(report["anonymity"], Fails) == (not anonymous)


def test_what_an_audit_has_is_told_by_short_names_too():
    mechanism = DirectMechanism.from_rule(auction([0, 1]), lambda told: ("A", None))
    asked = ["DSIC", "efficiency"]
    sampled = sampled_audit(auction([0, 1]), lambda told: ("A", None), asked, cases=20)
    for report in (audit(mechanism, asked), sampled):
        assert "DSIC" in report
        assert "dominant-strategy incentive compatibility" in report
        for name in ("core", "fairness", 3):
            assert name not in report
            assert report.get(name) is None
            with pytest.raises(InvalidInput):
                report[name]
        assert report.get("DSIC") == report["strategy-proofness"]
        assert len(report) == len(list(report)) == 2
        assert pickle.loads(pickle.dumps(report)) == copy.copy(report) == report
