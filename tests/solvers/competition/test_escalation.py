"""Whether races settle: by hand, by simulated replies, and Richardson's condition."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Contest, InvalidInput, RichardsonRace, SubsidyCompetition, Undefined
from intercity.testing import subsidy_competitions
from solvers import escalation, subsidy_equilibrium
from solvers.competition.richardson import RichardsonCertificate
from tests.properties.strategies import examples

F = Fraction


@pytest.mark.parametrize("n", [2, 3, 4, 5, 9])
def test_tullock_alike(n):
    """Replies sqrt(V R) - R have slope n/(2(n-1)) - 1 at R = (n-1)^2 V/n^2; n - 1 rivals."""
    found = escalation(Contest([f"c{i}" for i in range(n)], [7] * n))
    assert found.spectral_radius == F(n - 2, 2)
    assert found.settles is (True if n < 4 else None if n == 4 else False)
    assert found.reactions["c0"]["c1"] == pytest.approx(n / (2 * (n - 1)) - 1)


@pytest.mark.parametrize("n", [2, 3, 7])
def test_logit_alike(n):
    """ds_i/ds_j = share_i * share_j/(1 - share_i) = 1/(n (n - 1)): in all 1/n."""
    game = SubsidyCompetition([f"c{i}" for i in range(n)], [1] * n, mu=F(1, 10))
    found = escalation(game)
    assert abs(found.spectral_radius - F(1, n)) <= found.proof.radius < F(1, 10**13)
    assert found.settles
    assert found.certificate.verify(game) is True


def test_who_is_at_an_end_does_not_react():
    game = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 10), caps={"A": F(1, 3)})
    found = escalation(game)
    assert found.reactions["A"]["B"] == 0
    assert found.spectral_radius == 0
    assert found.reactions["B"]["A"] > 0
    out = escalation(Contest(["A", "B", "C"], [4, 2, 1]))
    assert set(out.reactions["C"].values()) == {0}
    assert (out.reactions["A"]["B"], out.reactions["B"]["A"]) == (F(1, 2), F(-1, 4))  # by hand
    assert abs(out.spectral_radius**2 - F(1, 8)) < F(1, 10**14)
    idle = escalation(Contest(["A", "B"], [4, 0]))
    assert idle.spectral_radius == 0
    assert idle.settles


def test_who_is_only_just_at_an_end_may_react_or_not():
    """4, 2 and 4/3: the third is indifferent; pushed by A it would not move or move at -1/2."""
    edge = escalation(Contest(["A", "B", "C"], [4, 2, F(4, 3)]))
    assert edge.settles
    assert edge.proof.radius > F(1, 100)
    held = escalation(Contest(["A", "B", "C"], [4, 2, F(13, 10)]))
    assert held.proof.radius < F(1, 10**13)
    # alike, V = 9: each would bid 2 without a budget, and has exactly 2
    budget = escalation(Contest(["A", "B", "C"], [9] * 3, budgets=[2] * 3))
    assert budget.proof.radius > F(1, 100)
    cap = F(1, 2)  # the equilibrium without a cap, at mu = 1/4
    logit = escalation(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), caps=[cap, cap]))
    assert logit.settles
    assert logit.proof.radius > F(1, 100)


@examples(50)
@given(subsidy_competitions(min_cities=2, max_cities=3, allow_budgets=False))
def test_slopes_against_finite_differences_of_replies(game):
    from solvers.competition.logit_choice import logit_choice

    found = escalation(game)
    race = subsidy_equilibrium(game)
    step = F(1, 10**8)
    paid = [race.subsidies[city] for city in game.cities]
    with logit_choice(game) as choice:
        for j, other in enumerate(game.cities):
            moved = [s + step if i == j else s for i, s in enumerate(paid)]
            at, before = choice.at(moved), choice.at(paid)
            for i, city in enumerate(game.cities):
                inside = paid[i] > F(1, 1000) and (
                    game.caps[i] is None or paid[i] < game.caps[i] - F(1, 1000)
                )
                if i != j and inside:
                    slope = float((at.reply(i) - before.reply(i)) / float(step))
                    assert slope == pytest.approx(float(found.reactions[city][other]), abs=1e-5)
    matrix = np.array([[float(found.reactions[a][b]) for b in game.cities] for a in game.cities])
    radius = max(abs(np.linalg.eigvals(matrix)))
    assert float(found.spectral_radius) == pytest.approx(radius, abs=1e-7)


def test_five_tullock_cities_overshoot():
    """A simulation: a small push grows by -3/2 each round."""
    n, V = 5, 1.0
    x = [(n - 1) * V / n**2 + 1e-6] * n
    sums = []
    for _ in range(6):
        sums.append(sum(x) - (n - 1) * V / n)
        x = [math.sqrt(V * (sum(x) - one)) - (sum(x) - one) for one in x]
    assert sums[5] / sums[4] == pytest.approx(-1.5, rel=1e-3)
    assert escalation(Contest(list("ABCDE"), [V] * n)).spectral_radius == F(3, 2)


def test_replies_that_jump_have_no_slope():
    with pytest.raises(Undefined, match="best replies jump"):
        escalation(Contest(["A", "B"], [2, 1], "all-pay"))


@given(
    st.lists(st.integers(0, 6).map(lambda k: F(k, 2)), min_size=4, max_size=4),
    st.lists(st.integers(-3, 6), min_size=2, max_size=2),
)
def test_two_of_richardsons(numbers, grievance):
    """Richardson (1960): stable iff alpha beta > k l; x* = (beta g + k h)/(alpha beta - k l)."""
    alpha, beta, k, l = numbers
    g, h = grievance
    game = RichardsonRace(["A", "B"], [[0, k], [l, 0]], [alpha, beta], [g, h])
    found = escalation(game)
    assert found.settles == (alpha * beta > k * l and alpha + beta > 0)
    assert found.certificate.verify(game) is True
    if alpha * beta != k * l and alpha:
        scale = alpha * beta - k * l
        assert found.rest == {"A": (beta * g + k * h) / scale, "B": (alpha * h + l * g) / scale}
    values = np.linalg.eigvals([[-float(alpha), float(k)], [float(l), -float(beta)]])
    if abs(max(values.real)) > 1e-9:
        assert found.settles == (max(values.real) < 0)


@examples(62)
@given(st.lists(st.integers(0, 4), min_size=16, max_size=16))
def test_n_cities_by_eigenvalues(numbers):
    n = 4
    K = [[F(numbers[4 * i + j], 4) if i != j else F(0) for j in range(n)] for i in range(n)]
    alpha = [F(numbers[5 * i]) for i in range(n)]
    found = escalation(RichardsonRace(list("ABCD"), K, alpha, [1] * n))
    A = np.array(
        [[float(K[i][j]) - (float(alpha[i]) if i == j else 0) for j in range(n)] for i in range(n)]
    )
    top = max(np.linalg.eigvals(A).real)
    if abs(top) > 1e-9:
        assert found.settles == (top < 0)


def test_when_budgets_bind():
    """x' = x + 1 from 0 is e^t - 1: B = 5 at ln 6; alone x' = 1 - x stays below 1."""
    two = RichardsonRace(["A", "B"], [[0, 2], [2, 0]], [1, 1], [1, 1], budgets=[9, 5])
    path = escalation(two)
    assert path.bound == "B"
    assert abs(float(path.time) - math.log(6)) <= float(path.proof.radius)
    assert float(path.levels(path.time)["A"]) == pytest.approx(5, abs=1e-4)
    never = escalation(RichardsonRace(["A"], [[0]], [1], [1], budgets=[1]))
    assert never.bound is None
    assert "No budget binds" in never.status
    soon = escalation(RichardsonRace(["A"], [[0]], [1], [2], budgets=[1]))  # 2 (1 - e^-t) = 1
    assert abs(float(soon.time) - math.log(2)) <= 1e-6
    assert soon.settles
    falls = escalation(RichardsonRace(["A"], [[0]], [1], [1], start=[2], budgets=[3]))
    assert falls.time is None
    assert "falls at first" in falls.status
    at_once = escalation(
        RichardsonRace(["A", "B"], [[0, 1], [1, 0]], [1, 1], [0, 1], budgets=[9, 0])
    )
    assert (at_once.bound, at_once.time) == ("B", 0)
    assert at_once.certificate.verify(at_once.game) is True
    linear = escalation(RichardsonRace(["A"], [[0]], [0], [3], budgets=[12]))
    assert abs(linear.time - 4) <= linear.proof.radius
    assert linear.rest is None
    assert not linear.settles


def test_forged_paths_are_refuted():
    two = RichardsonRace(["A", "B"], [[0, 2], [2, 0]], [1, 1], [1, 1], budgets=[9, 5])
    good = escalation(two).certificate
    assert not RichardsonCertificate(good.rest, "A", good.time).verify(two)
    assert not RichardsonCertificate(good.rest, "B", good.time + F(1, 1000)).verify(two)
    assert not RichardsonCertificate({"A": F(1), "B": F(1)}, "B", good.time).verify(two)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fatigue": [-1, 0]}, "fatigue of A is -1; it should be 0 or more."),
        ({"reaction": [[0, -1], [0, 0]]}, "reaction of A to B is -1"),
        ({"reaction": [[1, 0], [0, 0]]}, "reaction to A of A is 1"),
        ({"reaction": [[0, 0]]}, "the list of each city's reaction"),
        ({"start": [3, 0], "budgets": [2, None]}, "start of A is 3; it should be at most"),
        ({"budgets": [-1, None]}, "budget of A is -1"),
    ],
)
def test_bad_input_is_named(changes, sentence):
    given_ = {"reaction": [[0, 1], [1, 0]], "fatigue": [1, 1], "grievance": [0, 0]} | changes
    with pytest.raises(InvalidInput) as error:
        RichardsonRace(["A", "B"], **given_)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    ("reaction", "fatigue", "grievance"),
    [
        ([[0, 1, 1], [1, 0, 1], [1, 1, 0]], [1, 1, 1], [-1, -1, -1]),  # second pivot 0, det -4
        ([[0, 1], [1, 0]], [0, 0], [-1, -1]),  # first pivot 0
        ([[0, 1], [1, 0]], [0, 2], [-1, 1]),
    ],
)
def test_a_rest_behind_a_pivot_of_0(reaction, fatigue, grievance):
    """By hand: every city at 1 rests; that the race does not go there is another matter."""
    cities = "ABC"[: len(fatigue)]
    game = RichardsonRace(list(cities), reaction, fatigue, grievance)
    found = escalation(game)
    assert found.rest == dict.fromkeys(cities, F(1))
    assert not found.settles
    assert found.certificate.verify(game) is True
    assert not RichardsonCertificate(None, None, None).verify(game)


def test_a_budget_that_binds_cannot_be_kept_back():
    """x' = x + 1 from 0 reaches 5 at ln 6."""
    game = RichardsonRace(["A", "B"], [[0, 2], [2, 0]], [1, 1], [1, 1], budgets={"A": 5})
    found = escalation(game)
    assert not RichardsonCertificate(found.rest, None, None).verify(game)
    full = RichardsonRace(  # A has spent its budget, and would go on; that B falls does not matter
        ["A", "B"], [[0, 1], [0, 0]], [1, 1], [1, -1], start=[1, 1], budgets={"A": 1}
    )
    assert (escalation(full).bound, escalation(full).time) == ("A", 0)


def test_magnitudes_too_far_apart_are_undecided():
    """A firm is worth 10^15 and 1, and firms see a difference of 10^-10: this ran for ever."""
    found = escalation(SubsidyCompetition(["A", "B"], [10**15, 1], mu=F(1, 10**10)))
    assert found.settles is None
    assert found.proof.kind == "unproven"
