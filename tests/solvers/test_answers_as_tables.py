"""Answers as tables: each figure on a row of its own, exact beside its float."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pytest

import intercity as ic
from games import BayesianProblem, CoalitionalGame
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.tidy_rows import tidy_rows
from tests.solvers.test_answers_in_print import ONE_OF_EACH
from tests.solvers.test_certificates_tampered import certified

pd = pytest.importorskip("pandas")

PAIRS = CoalitionalGame.from_function(["A", "B", "C"], lambda who: [0, 0, 60, 120][len(who)])


def figures(frame):
    return {(row.fact, row.of): row.exact for row in frame.itertuples()}


class Kind(StrEnum):
    TOO_MUCH = "it is too much"


@dataclass(frozen=True, slots=True, repr=False)
class Inner(Answer):
    paid: Mapping[str, Fraction]
    status: str = "Inside."
    method: str = "by hand"
    proof: Proof = EXACT
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Outer(Answer):
    inner: Inner
    split: Allocation
    groups: Mapping[tuple[str, ...], Fraction]
    steps: tuple[Fraction, ...]
    blocked: tuple[tuple[str, ...], ...]
    kind: Kind
    holds: bool
    game: CoalitionalGame
    status: str = "Outside."
    method: str = "by hand"
    proof: Proof = EXACT
    certificate: Certificate | None = None


def test_fields_mappings_places_and_answers_inside_answers():
    answer = Outer(
        Inner({"A": Fraction(1, 3)}),
        Allocation({"B": Fraction(-5, 2)}, method="by hand"),
        {("A", "B"): Fraction(7)},
        (Fraction(1), Fraction(2, 7)),
        (("A", "C"),),
        Kind.TOO_MUCH,
        True,
        PAIRS,
    )
    assert figures(answer.to_frame()) == {
        ("inner.paid", "A"): "1/3",
        ("inner.proof", ""): "exact",
        ("split", "B"): "-5/2",
        ("groups", "A, B"): "7",
        ("steps", "1"): "1",
        ("steps", "2"): "2/7",
        ("blocked", "1"): "A, C",
        ("kind", ""): "too_much",
        ("holds", ""): "yes",
        ("proof", ""): "exact",
    }


def test_a_number_has_its_float_and_a_word_has_none():
    rows = list(tidy_rows({"x": Fraction(1, 3), "y": None, "z": Fraction(10**400), "w": "word"}))
    assert [(row.value, row.exact) for row in rows] == [
        (1 / 3, "1/3"),
        (None, "none"),
        (None, str(10**400)),
        (None, "word"),
    ]
    assert [row.exact for row in tidy_rows({"x": float("inf"), "y": 0.1})] == ["no bound", "1/10"]


def test_sentences_are_no_group():
    assert [row.of for row in tidy_rows({"said": ("One is left.", "Two are.")})] == ["1", "2"]


def test_an_allocation_is_a_row_for_each_city():
    split = ic.shapley_value(PAIRS)
    frame = split.to_frame()
    assert list(frame.columns) == ["city", "value", "exact"]
    assert list(map(tuple, frame.itertuples(index=False))) == [(c, 40.0, "40") for c in "ABC"]
    assert frame["value"].dtype == "float64"


def test_the_range_of_each_city_in_the_core():
    """Two make 60, three 120: each city gets from 0 to 60."""
    told = figures(ic.core(PAIRS).to_frame())
    assert {told["lowest", city] for city in "ABC"} == {"0"}
    assert {told["highest", city] for city in "ABC"} == {"60"}


@pytest.mark.parametrize("name", ONE_OF_EACH.values())
def test_every_answer_has_a_table_in_which_floats_are_those_of_the_fractions(name):
    frame = certified(name).to_frame()
    assert len(frame)
    for row in frame.itertuples():
        assert "object at 0x" not in row.exact
        assert "Fraction(" not in row.exact
        if row.value == row.value and abs(row.value) != float("inf"):
            assert float(Fraction(row.exact)) == row.value


def test_a_design_tells_its_rule():
    """Values 1 and 3, costs 0 and 2: whatever is paid, the efficient rule trades but at (1, 2)."""
    swap = BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0, 2]})
    wishes = ["BIC", "interim IR", "efficiency", "weak budget balance ex ante"]
    best = ic.design(swap, "welfare", wishes)
    told = figures(best.to_frame())
    for value in (1, 3):
        for cost in (0, 2):
            done = "trade" if value > cost else "no trade"
            assert told["rule.chance", f"B {value}, S {cost}; {done}"] == "1"
            paid = best.mechanism.outcome([value, cost]).payments
            for city in "BS":
                key = f"B {value}, S {cost}; {city}"
                assert Fraction(told["rule.payment", key]) == paid[city]
    lines = str(best).splitlines()
    assert sum(": trade;" in line for line in lines) == 3
    assert sum(": no trade;" in line for line in lines) == 1


def test_a_design_that_is_none_tells_its_reasons():
    swap = BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0, 2]})
    wishes = ["DSIC", "ex post IR", "exact budget balance ex post", "core stability"]
    never = ic.design(swap, "welfare", wishes)
    told = figures(never.to_frame())
    assert told["value", ""] == "none"
    assert told["missing", ""] == "1"
    assert {key[1]: Fraction(x) for key, x in told.items() if key[0] == "reasons"} == never.reasons


def test_an_audit_has_its_verdicts_and_what_breaks_them():
    swap = BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0, 2]})

    def halfway(reports):
        price = (reports["B"] + reports["S"]) / 2
        trades = reports["B"] > reports["S"]
        return ("trade", {"B": price, "S": -price}) if trades else ("no trade", None)

    split = ic.DirectMechanism.from_rule(swap, halfway)
    told = figures(ic.audit(split, ["DSIC", "ex post IR"]).to_frame())
    honest = "dominant-strategy incentive compatibility"
    assert told["verdict", honest] == "fails"
    assert told["verdict", "ex post individual rationality"] == "holds"
    # A buyer of value 3 pays 3/2 to a cost of 0, and only 1/2 by reporting 1.
    assert told["gain", honest] == "1"


def test_the_games_of_a_series_and_of_texts_with_commas():
    worths = {"A": 1, "B": Fraction(5, 2), "A, B": 6}
    by_groups = CoalitionalGame(["A", "B"], {"A": 1, "B": Fraction(5, 2), ("A", "B"): 6})
    assert CoalitionalGame(["A", "B"], worths) == by_groups
    assert CoalitionalGame(["A", "B"], pd.Series({"B": 2.5, "A": 1, "B,A": 6})) == by_groups


def test_a_city_with_a_comma_in_its_name_stays_one_city():
    game = CoalitionalGame(["A, B", "C"], {"A, B": 1, "C": 2, ("A, B", "C"): 4})
    assert game.worth(["A, B"]) == 1


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (pd.Series([1, 2, 3, 4], index=["A", "B", "A, B", "B, A"]), "stands twice"),
        (pd.Series([1, 2, 3, 4], index=["A", "B", "A, B", "A"]), "stands twice"),
        (pd.Series([1, 2, None], index=["A", "B", "A, B"]), "{A, B} is nan"),
        (pd.Series([1, 2], index=["A", "B"]), "{A, B} is missing"),
        (pd.Series([1, 2, 3], index=["A", "B", "A, C"]), "'C'"),
    ],
)
def test_a_series_that_is_no_game_is_refused(series, said):
    with pytest.raises(ic.InvalidInput) as refused:
        CoalitionalGame(["A", "B"], series)
    assert said in str(refused.value)


def test_without_pandas_there_is_one_sentence():
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "import intercity as ic\n"
        "game = ic.CoalitionalGame(['A', 'B'], {'A': 0, 'B': 0, 'A, B': 2})\n"
        "for answer in (ic.core(game), ic.nucleolus(game)):\n"
        "    try:\n"
        "        answer.to_frame()\n"
        "    except ic.IntercityError as error:\n"
        "        print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    install = f"{sys.executable} -m pip install pandas pyarrow openpyxl"
    assert told.stdout == f"tables need pandas: {install}\n" * 2
