"""Design: classics, forms of the program against each other, and mechanisms against the audit."""

import itertools
from fractions import Fraction

import cbcbox
import pulp
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from games import BayesianProblem, InvalidInput, Undefined, midpoint_types
from mechanisms import PROPERTIES, audit, design, design_program, prior_sweep, second_best_trade
from mechanisms.direct import design as design_file
from mechanisms.direct import design_variables
from mechanisms.direct.design import ImpossibilityCertificate
from mechanisms.direct.design_program import DesignProgram
from mechanisms.direct.design_question import DesignQuestion
from mechanisms.direct.design_variables import DesignVariables
from solvers.linear_program import to_pulp
from solvers.optimum import solve
from tests.mechanisms.direct.drawn_problems import drawn_values, weighted_types

VOLUNTARY = ("BIC", "interim IR", "budget balance")


def swap(k):
    types = midpoint_types(0, 1, k)
    return BayesianProblem.bilateral_trade({"B": types}, {"S": types})


@pytest.mark.parametrize(
    ("k", "subsidy"),
    [(2, Fraction(-1, 8)), (4, Fraction(-1, 32)), (5, 0), (6, Fraction(5, 216))],
)
def test_first_best_on_coarse_grids(k, subsidy):
    """Up to five midpoints the first best can be had, with nothing to spare at five.

    With virtual values the fund keeps the sum over v > c of (psi(v) - phi(c)) / k^2.
    """
    efficient = design(swap(k), "subsidy", ["BIC", "interim IR", "efficiency"])
    assert efficient.value == subsidy
    steps = range(k)
    spare = sum(
        2 * i + 1 - 2 * (k - 1 - i) - (2 * j + 1 + 2 * j) for i in steps for j in steps if i > j
    )
    assert subsidy == Fraction(-spare, 2 * k**3)
    found = design(swap(k), "welfare", [*VOLUNTARY, "efficiency"])
    assert (found.mechanism is None) == (subsidy > 0)
    assert found.missing == max(0, subsidy)


def test_impossibility_is_told_in_sentences_about_types():
    never = design(swap(6), "welfare", [*VOLUNTARY, "efficiency"])
    assert never.status == (
        "No mechanism keeps Bayesian incentive compatibility, interim individual rationality, "
        "exact budget balance ex post and allocative efficiency, if types are independent."
    )
    text = str(never)
    assert "B 0.416667 does not expect to gain by reporting 0.25 (weight 0.666667)" in text
    assert "they ask for 0.0231481 more than there is: so much the fund would need" in text
    assert never.allowance == "on average"
    assert never.assumes_independence
    assert never.certificate.verify(never.question) is True


def test_what_no_money_mends_is_told_in_whole_numbers():
    """Core stability against a type that tells a lie: the weights as multiples of the smallest."""
    wishes = ["DSIC", "ex post IR", "exact budget balance ex post", "core stability"]
    swap = BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0, 2]})
    never = design(swap, "welfare", wishes)
    assert sorted(abs(weight) for weight in never.reasons.values()) == [1] * 5 + [2] * 4
    assert never.missing == 1
    assert str(never).endswith(
        "Added up with these weights, of which only the ratios count, they ask for 1 more than "
        "there is."
    )
    assert "(weight 2)" in str(never)
    assert never.certificate.verify(never.question) is True


def test_a_total_of_1_for_the_fund_is_kept_for_its_money():
    thirds = {"the fund breaks even": Fraction(1, 3), "B does not lose": Fraction(2, 3)}
    assert design_file._scale(thirds) == 6
    assert design_file._scale({"B does not lose": Fraction(2, 3)}) == Fraction(3, 2)


@pytest.mark.parametrize("k", [2, 3, 4])
def test_dominant_strategies_cost_no_more_than_expectations(k):
    """Mookherjee and Reichelstein (1992): what is bought for honesty on average buys it always."""
    sure = design(swap(k), "subsidy", ["DSIC", "ex post IR", "efficiency"])
    assert sure.value == design(swap(k), "subsidy", ["BIC", "interim IR", "efficiency"]).value
    assert not audit(sure.mechanism, ["DSIC", "ex post IR", "efficiency"]).failures


def test_what_keeps_a_design_from_being_better():
    """The fund's price is the multiplier of the knapsack; a unit of money brings that much."""
    best = design(swap(10), "welfare", VOLUNTARY)
    fund = best.binding["the fund breaks even"]
    assert fund == second_best_trade(swap(10)).multiplier == Fraction(2, 5)
    more = second_best_trade(swap(10), Fraction(1, 1000))
    assert more.gains - best.value == fund / 1000
    assert all(worth > 0 for worth in best.binding.values())
    assert "What keeps it from being better:" in str(best)
    assert "the fund breaks even (worth 0.4)" in str(best)
    cheapest = design(swap(10), "subsidy", ["BIC", "interim IR", "efficiency"])
    assert all(worth > 0 for worth in cheapest.binding.values())
    assert not design(swap(2)).binding


def test_the_best_auction_on_a_grid_keeps_a_reserve():
    """Myerson (1981) with two bids 1 or 2, equally likely, and two bidders.

    The low virtual value is 1 - 1 = 0, so revenue is 2 if anybody bids high: 3/4 of 2.
    """
    bidders = ["A", "B"]
    problem = BayesianProblem(
        bidders,
        {city: [1, 2] for city in bidders},
        ["keep", *bidders],
        lambda city, winner, bid: bid if city == winner else 0,
    )
    assert design(problem, "revenue", ["BIC", "interim IR"]).value == Fraction(3, 2)
    assert design(problem, "revenue", ["DSIC", "ex post IR"]).value == Fraction(3, 2)
    fair = design(problem, "revenue", ["DSIC", "ex post IR", "anonymity", "envy-freeness"])
    assert fair.value == Fraction(3, 2)


def test_a_public_project_of_three_cities():
    """Each values a project of cost 3 at 0 or 2; with consent of all it cannot be built always."""
    cities = ["A", "B", "C"]
    project = BayesianProblem(
        cities,
        {city: [0, 2] for city in cities},
        ["leave", "build"],
        lambda city, each, kind: kind if each == "build" else 0,
        costs={"build": 3},
    )
    # Efficient: with two or three who value it, 3/8 of a gain of 1 and 1/8 of 3.
    first = design(project, "welfare", ["efficiency"])
    assert first.value == Fraction(6, 8)
    best = design(project, "welfare", VOLUNTARY)
    assert best.value == first.value  # the low types never pay, the high are pivotal often enough
    assert not audit(best.mechanism, [*VOLUNTARY, "efficiency"]).failures
    assert design(project, "A", VOLUNTARY).value > first.value / 3


def test_properties_of_outcomes_can_be_designed_for():
    split = design(swap(2), "welfare", ["core stability", "exact budget balance"])
    assert split.value == Fraction(1, 8)
    assert not audit(split.mechanism, ["core", "budget balance"]).failures
    honest = design(
        swap(2), "S", ["no collusion by a pair", "DSIC", "ex post IR", "budget balance"]
    )
    assert not audit(honest.mechanism, honest.question.properties).failures


def test_no_limit_is_said():
    with pytest.raises(Undefined, match="revenue has no limit"):
        design(swap(2), "revenue", ["BIC"])
    with pytest.raises(Undefined, match="B has no limit"):
        design(swap(2), "B", ["BIC", "interim IR"])
    assert design(swap(2)).value == Fraction(1, 8)  # nothing asked for: the first best


@pytest.mark.parametrize(
    ("objective", "wishes", "sentence"),
    [
        ("profit", [], "the objective is 'profit'; it should be one of welfare, revenue, subsidy"),
        ("welfare", 5, "subject_to is 5; it should be a property, or a list of properties"),
        ("welfare", ["justice"], "a property is 'justice'"),
        ("welfare", ["non-bossiness"], "it is not linear"),
    ],
)
def test_other_questions_are_refused(objective, wishes, sentence):
    with pytest.raises(InvalidInput) as refused:
        design(swap(2), objective, wishes)
    assert sentence in str(refused.value)


def test_a_second_opinion_and_readable_names():
    question = (swap(4), "welfare", VOLUNTARY)
    model = to_pulp(design_program(*question), "trade")
    # By the primal simplex: the dual one of the CBC that PuLP 4.2 brings ends at 9/64, and says
    # itself that dual infeasibilities are left. First-best trade makes 2.5 in 16 pairs of types.
    model.solve(pulp.COIN_CMD(path=cbcbox.cbc_bin_path(), msg=False, options=["primalSimplex"]))
    assert design(*question).value == Fraction(5, 32)
    assert pulp.value(model.objective) == pytest.approx(5 / 32)
    names = [variable.name for variable in model.variables()]
    assert "chance_of_trade_if_B_0_125_S_0_375" in names
    assert "payment_of_B_0_125_on_average" in names


def test_types_that_print_alike_keep_their_names_apart():
    close = [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**9), 1]
    problem = BayesianProblem.bilateral_trade({"B": close}, {"S": [0]})
    assert design(problem, "welfare", VOLUNTARY).value == sum(close) / 3


def test_sweep_over_a_prior():
    def family(high):
        return BayesianProblem.bilateral_trade(
            {"B": {1: 1 - high, 4: high}}, {"S": {0: high, 3: 1 - high}}
        )

    points = prior_sweep(family, [Fraction(k, 8) for k in range(1, 8)], "welfare", VOLUNTARY)
    lost = [design(family(at.parameter)).value - at.value for at in points]
    assert lost[0] == 0
    assert lost[-1] > 0
    assert [at.missing for at in points] == [0] * 7


# --------------------------------------------------------------- against other forms


@st.composite
def questions(draw):
    count = draw(st.integers(2, 3))
    cities = ["A", "B", "C"][:count]
    small = st.integers(-3, 3)
    types = {}
    for city in cities:
        weights = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2 if count == 3 else 3))
        types[city] = weighted_types(weights)
    alternatives = ["x", "y", "z"][: draw(st.integers(1, 3))]
    values = drawn_values(draw, small, types, alternatives)
    problem = BayesianProblem(
        cities,
        types,
        alternatives,
        values,
        outside={"A": draw(small)},
        costs={alternatives[-1]: draw(small)},
    )
    incentives = draw(st.sampled_from([["BIC"], ["DSIC"], []]))
    consent = draw(st.sampled_from([["interim IR"], ["ex post IR"]]))
    budget = draw(
        st.sampled_from(
            [["no deficit"], ["budget balance"], ["no deficit ex ante"], ["budget balance ex ante"]]
        )
    )
    more = draw(st.sampled_from([[], ["efficiency"], ["monotonicity"], ["envy-free"], ["core"]]))
    objective = draw(st.sampled_from(["welfare", "revenue", "subsidy", "A"]))
    return DesignQuestion(problem, objective, (*incentives, *consent, *budget, *more))


ALIKE = BayesianProblem(  # two types of B differ by nothing, and may pass for each other
    ["A", "B"],
    {"A": [0], "B": [0, 1, 2]},
    ["x", "y"],
    lambda city, each, k: -2 if city == "B" and each == "y" and k else 0,
    costs={"y": -1},
)


@example(DesignQuestion(ALIKE, "revenue", VOLUNTARY))
@given(questions())
def test_the_audit_finds_what_the_design_was_asked_for(question):
    found = design(question.problem, question.objective, question.subject_to)
    assert found.certificate.verify(question) is True
    if found.mechanism is None:
        assert found.missing > 0
        assert solve(DesignProgram(question).lp).outcome == "infeasible"
        return
    report = audit(found.mechanism, question.properties)
    for name in question.properties:
        assert not report.failures, (name, str(report))
    balance = sum(
        (
            question.problem.probability(at)
            * (
                sum(out.payments.values())
                - sum(
                    p * question.problem.costs[question.problem.alternative_index(a)]
                    for a, p in out.lottery.items()
                )
            )
            for at in question.problem.profiles()
            for out in [found.mechanism.outcome(at)]
        ),
        Fraction(0),
    )
    assert (
        found.value
        == {
            "welfare": report.surplus,
            "revenue": balance,
            "subsidy": -balance,
            "A": found.mechanism.payoffs()["A"],
        }[question.objective]
    )


@settings(max_examples=8)
@given(questions())
def test_interim_form_and_local_constraints_lose_nothing(question):
    """The same question with every payment ex post and every lie: the same value."""
    short = DesignProgram(question)
    patch = pytest.MonkeyPatch()
    patch.setattr(design_variables, "_EX_POST", set(PROPERTIES))
    patch.setattr(DesignVariables, "_line", lambda self, i: None)
    long = DesignProgram(question)
    patch.undo()
    assert not long.variables.interim
    one, two = solve(short.lp), solve(long.lp)
    assert (one.outcome, one.value) == (two.outcome, two.value)


@example(3, [0, 2, 1])
@given(st.integers(2, 4), st.permutations([0, 1, 2, 3]))
def test_types_on_a_line_are_found_in_any_order(count, order):
    kinds = [k for k in order if k < count]
    problem = BayesianProblem(
        ["A", "B"],
        {"A": kinds, "B": [0]},
        ["x", "y", "z"],
        lambda city, each, k: (3 - 2 * k) * "xyz".index(each) + k * k if city == "A" else 0,
    )
    misreports = DesignVariables(DesignQuestion(problem, "welfare", ("BIC",))).misreports(0)
    steps = {frozenset((kinds[a], kinds[b])) for a, b in misreports}
    assert steps == {frozenset(pair) for pair in itertools.pairwise(range(count))}
    assert len(misreports) == 2 * (count - 1)


def test_without_reasons_nothing_is_impossible():
    never = design(swap(6), "welfare", [*VOLUNTARY, "efficiency"])
    assert never.certificate.verify(never.question) is True
    none = ImpossibilityCertificate({}, Fraction(0))
    assert not none.verify(never.question)
    assert not none.verify(design(swap(2), "welfare", VOLUNTARY).question)
