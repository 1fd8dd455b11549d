"""Explanations: each printed formula is true of the game, and is read here as a reader would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intercity as ic
from games import AssignmentGame, BargainingProblem, CoalitionalGame, InvalidInput, StrategicGame
from intercity.testing import bargaining_problems, coalitional_games, strategic_games
from solvers.linear_program import LinearProgram, Row

PAIRS = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
RELATIONS = {"=": lambda a, b: a == b, "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b}
RELATIONS |= {"<": lambda a, b: a < b, ">": lambda a, b: a > b}


def numbers(side: str, values: Mapping[str, Callable[[str], Fraction]]) -> Fraction:
    """What a printed sum comes to: the letters are looked up in the game."""

    def number(found: re.Match[str]) -> str:
        return f"({values[found[1]](found[2])!r})"

    spelled = re.sub(r"\b([a-zA-Z])\(([^()]*)\)", number, side)
    spelled = re.sub(r"(?<![\w(/])(\d+)/(\d+)", r"Fraction(\1, \2)", spelled)
    spelled = re.sub(r"\((-?\d+)/(\d+)\)", r"(Fraction(\1, \2))", spelled)
    found: Fraction = eval(spelled, {"Fraction": Fraction})
    return found


def formulas(explanation: ic.Explanation) -> list[str]:
    return [str(formula) for line in explanation.lines for formula in line.formulas]


def check(
    explanation: ic.Explanation, values: Mapping[str, Callable[[str], Fraction]], unknown: str = ""
) -> int:
    """Read every printed formula again; how many relations were looked at."""
    looked = 0
    for text in formulas(explanation):
        parts = re.split(r" (=|<=|>=|<|>) ", text)
        for left, relation, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
            if unknown and (re.search(unknown, left) or re.search(unknown, right)):
                continue
            a, b = numbers(left, values), numbers(right, values)
            assert RELATIONS[relation](a, b), text
            looked += 1
    return looked


def group(text: str) -> tuple[str, ...]:
    return tuple(text.strip("{}").split(", "))


def worths(game: CoalitionalGame, split: Mapping[str, Fraction] | None = None):
    values = {letter: lambda text: game.worth(group(text)) for letter in "vc"}
    if split is not None:
        values["x"] = lambda text: split[text]
    return values


SPLITS = {
    "nucleolus": ic.nucleolus,
    "prenucleolus": ic.prenucleolus,
    "shapley_value": ic.shapley_value,
}


@given(coalitional_games(max_players=4, kinds=("integers", "ties", "fractions")), st.data())
def test_each_printed_formula_of_a_split_is_true(game, data):
    name = data.draw(st.sampled_from(sorted(SPLITS)))
    try:
        split = SPLITS[name](game)
    except ic.Undefined:
        return
    found = ic.explain(split, game)
    dividends = ic.harsanyi_dividends(game)
    values = {**worths(game, split), "d": lambda text: dividends[group(text)]}
    assert check(found, values) >= (1 if any(split.values()) else 0)
    assert all(formula.holds is not False for line in found.lines for formula in line.formulas)
    assert all(
        f"x({city}) = {x}" in found.claim or f"{city} {x}" in found.claim
        for city, x in split.items()
    )


@given(coalitional_games(min_players=2, max_players=4, kinds=("integers", "ties", "fractions")))
def test_core_least_core_and_cost_of_stability(game):
    core, least, money = ic.core(game), ic.least_core(game), ic.cost_of_stability(game)
    explained = ic.explain(core, game)
    if core.empty:
        assert check(explained, worths(game), unknown=r"\bx\(") >= 2
        whole = explained.lines[1].formulas[0]
        left, *_ = re.split(r" (?:>=|<=) ", str(whole))
        assert left == " + ".join(f"x({city})" for city in game.players)
        (worth,) = {numbers(str(whole).rpartition(" = ")[2], {})}
        short = worth > game.grand_worth if game.sense == "gain" else worth < game.grand_worth
        assert short
    else:
        # The lines of the extremes bound x; they do not speak of the point.
        lines = [line for line in explained.lines if "In the core" not in line.says]
        bounds = [line for line in explained.lines if "In the core" in line.says]
        point = ic.Explanation("", tuple(lines))
        assert check(point, worths(game, core.point)) >= 2 ** len(game.players) - 1
        check(ic.Explanation("", tuple(bounds)), worths(game), unknown=r"\bx\(")
        told = [str(line.formulas[0]).rpartition(" = ")[2] for line in bounds]
        ends = [str(end[city]) for city in game.players for end in (core.lowest, core.highest)]
        assert told == ends
    assert str(least.epsilon) in ic.explain(least, game).claim
    check(ic.explain(least, game), worths(game, least.point))
    assert check(ic.explain(money, game), worths(game, money.split), unknown=r" $") > 0


@given(strategic_games(max_players=2, max_actions=3))
def test_strategic_games(game):
    def values(text_of_city: str) -> Callable[[str], Fraction]:
        return lambda text: game.payoff(tuple(text.split(", ")))[text_of_city]

    pure = ic.explain(ic.pure_equilibria(game), game)
    assert len(pure.lines) == len(game)
    for explained in (pure, ic.explain(ic.iterated_elimination(game), game)):
        for text in formulas(explained):
            parts = re.split(r" (=|<=|>=|<|>) ", text)
            sides = []
            for side in parts[::2]:
                plain = side
                for city in game.players:
                    plain = re.sub(
                        rf"u_{city}\(([^()]*)\)",
                        lambda hit, c=city: f"({values(c)(hit[1])!r})",
                        plain,
                    )
                sides.append(numbers(plain, {}))
            for a, relation, b in zip(sides, parts[1::2], sides[1:], strict=False):
                assert RELATIONS[relation](a, b), text


def test_mixed_equilibrium_and_zero_sum_by_hand():
    game = StrategicGame.from_payoffs(["A", "B"], [[2, -1], [-1, 1]], [[-2, 1], [1, -1]])
    zero = ic.explain(ic.zero_sum_value(game), game)
    assert "A 1/5 and B -1/5" in zero.claim
    assert "2/5 * u_A(1, 1) + 3/5 * u_A(2, 1) = 2/5 * 2 + 3/5 * (-1) = 1/5" in formulas(zero)
    (mixed,) = ic.nash_equilibria(game)
    assert all(formula.holds for line in ic.explain(mixed, game).lines for formula in line.formulas)


@given(bargaining_problems())
def test_bargaining(problem):
    for solve in (ic.nash_bargaining, ic.kalai_smorodinsky):
        try:
            split = solve(problem)
        except ic.Undefined:
            continue
        found = ic.explain(split, problem)
        held = [formula.holds for line in found.lines for formula in line.formulas]
        assert True in held
        assert False not in held
        gains = [str(formula) for formula in found.lines[0].formulas]
        assert [text.rpartition(" = ")[2] for text in gains] == [
            str(split[city] - problem.disagreement[city]) for city in problem.players
        ]


def test_the_hyperplane_of_nash():
    problem = BargainingProblem.from_inequalities(
        ["A", "B"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0)
    )
    told = formulas(ic.explain(ic.nash_bargaining(problem), problem))
    assert "1 * (y(A) - 0) + 2 * (y(B) - 0) <= 2" in told


def test_pairs_and_programs():
    houses = AssignmentGame(
        ["s1", "s2", "s3"], ["b1", "b2", "b3"], [[5, 8, 2], [7, 9, 6], [2, 3, 0]]
    )
    best = ic.optimal_assignment(houses)
    found = ic.explain(best, houses)
    assert len(found.lines[2].formulas) == 9
    assert all(formula.holds for line in found.lines for formula in line.formulas)
    one = Fraction(1)
    program = LinearProgram(
        "max",
        {"swap": 3 * one, "keep": one},
        (
            Row("quota", {"swap": 2 * one, "keep": one}, "<=", 5 * one),
            Row("site", {"swap": one}, "<=", one),
        ),
        {"swap": (Fraction(0), None), "keep": (Fraction(0), None)},
    )
    told = ic.explain(ic.solve(program), program)
    assert "3 * swap + keep <= (1) * (5) + (1) * (1) = 6" in formulas(told)
    nothing = LinearProgram(
        "max", {"x": one}, (Row("a", {"x": one}, "<=", -one),), {"x": (Fraction(0), None)}
    )
    assert formulas(ic.explain(ic.solve(nothing), nothing))[-1] == "right side = -1 < 0"


def test_many_cities_are_told_in_few_lines_and_none_is_forgotten():
    game = CoalitionalGame.from_function([f"c{k}" for k in range(8)], lambda s: len(s) ** 2)
    (_, stable, *_) = ic.explain(ic.core(game), game).lines
    others = int(re.search(r"the other ([\d,]+)", stable.says)[1].replace(",", ""))
    assert others + len(stable.formulas) == 2**8 - 2


def test_a_false_proof_is_not_explained():
    other = CoalitionalGame.from_function(["A", "B", "C"], len)
    with pytest.raises(InvalidInput, match="refused"):
        ic.explain(ic.core(PAIRS), other)
    with pytest.raises(InvalidInput, match="of this subject"):
        ic.explain(ic.core(PAIRS), "not a game")
    with pytest.raises(InvalidInput, match="nucleolus"):
        ic.explain(ic.equal_division(PAIRS), PAIRS)
    with pytest.raises(InvalidInput, match=r"explain is missing.*explain\(core\(game\), game\)"):
        ic.explain(ic.core(PAIRS))
    with pytest.raises(InvalidInput, match="an answer with one"):
        ic.explain(3, PAIRS)


def test_latex_is_safe_and_closed():
    name = "A&B_50%"
    game = CoalitionalGame([name, "C"], {name: 1, "C": 2, (name, "C"): 4})
    latex = ic.explain(ic.core(game), game).latex
    assert r"\text{A\&B\_50\%}" in latex
    assert not re.search(r"(?<!\\)%", latex)
    begun = re.findall(r"\\begin\{(\w+\*?)\}", latex)
    assert sorted(begun) == sorted(re.findall(r"\\end\{(\w+\*?)\}", latex))
    shown = ic.explain(ic.core(game), game)._repr_html_()
    assert "A&amp;B_50%" in shown
    names = ["<script>", "C"]
    script = CoalitionalGame(names, {"<script>": 1, "C": 1, tuple(names): 2})
    assert "<script" not in ic.explain(ic.core(script), script)._repr_html_()


def test_a_truce_that_repetition_keeps_is_told_by_its_weights():
    """T = 10, R = 9, P = 3: a breach gains 1 and loses 6, so the weight is 1/7."""
    stage = ic.StrategicGame.from_payoffs(["A", "B"], [[9, 1], [10, 3]], [[9, 10], [1, 3]])
    found = ic.grim_trigger(ic.RepeatedGame(stage), ["1", "1"])
    told = ic.explain(found, found.agreement)
    assert "(1 - w(A)) * T(A) + w(A) * P(A) = 6/7 * 10 + 1/7 * 3 = 9 = R(A)" in formulas(told)
    assert told.claim.endswith("at least 1/7.")
    assert all(row.holds is not False for line in told.lines for row in line.formulas)


def test_who_gains_nothing_and_whom_nothing_keeps():
    stage = ic.StrategicGame.from_payoffs(["A", "B"], [[5, 0], [4, 1]], [[1, 4], [0, 2]])
    found = ic.grim_trigger(ic.RepeatedGame(stage, lag=2), ["1", "1"], reversion=["2", "2"])
    told = ic.explain(found, found.agreement)
    says = " ".join(line.says for line in told.lines)
    assert "A gains nothing by a breach" in says
    assert "B gains 3 by a breach and then has no less" in says
    assert told.claim == "However patient, B would break the agreement."
    assert all(row.holds is not False for line in told.lines for row in line.formulas)


def test_a_late_discovery_is_a_power():
    stage = ic.StrategicGame.from_payoffs(["A", "B"], [[9, 1], [11, 3]], [[9, 11], [1, 3]])
    found = ic.grim_trigger(ic.RepeatedGame(stage, lag=2), ["1", "1"])
    told = ic.explain(found, found.agreement)
    assert "to the power of 2" in told.lines[1].says  # 2/(2 + 6) = 1/4, of two rounds 1/2
    assert told.claim.endswith("at least 1/2.")


def test_a_proof_can_be_shown_line_by_line():
    told = ic.explain(ic.core(PAIRS), PAIRS)
    for k in range(len(told.lines) + 2):
        assert told.first(k).lines == told.lines[:k]
        assert told.first(k).claim == told.claim
    assert told.first(-1).lines == ()


def test_markdown_takes_no_letter_for_a_mark():
    names = ["a*b_c", "<i>$"]
    game = CoalitionalGame(names, {names[0]: 1, names[1]: 1, tuple(names): 2})
    page = ic.explain(ic.core(game), game).markdown
    words = "\n".join(row for row in page.splitlines() if "$$" not in row)
    assert r"a\*b\_c" in words
    assert r"&lt;i&gt;\$" in words
    assert "<i>" not in words
    assert page.count("$$") == 2 * sum(
        len(line.formulas) for line in ic.explain(ic.core(game), game).lines
    )
