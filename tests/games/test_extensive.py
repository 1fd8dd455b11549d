"""Extensive games, and Gambit's files of them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import (
    Chance,
    Decision,
    ExtensiveGame,
    InvalidInput,
    Outcome,
    StrategicGame,
    read_efg,
    read_nfg,
    write_efg,
)
from solvers import pure_equilibria, zero_sum_value
from tests.properties.strategies import examples

# Myerson (1991), figure 2.1, in Gambit's own notation: a card, a bet, a call that sees no card
POKER = """EFG 2 R "A simple poker game" { "Alice" "Bob" }
"From Myerson (1991)"
c "" 1 "" { "King" 1/2 "Queen" 1/2 } 0
p "" 1 1 "King" { "Bet" "Fold" } 0
p "" 2 1 "" { "Call" "Fold" } 0
t "" 1 "Alice wins big" { 2, -2 }
t "" 2 "Alice wins" { 1, -1 }
t "" 4 "Bob wins" { -1, 1 }
p "" 1 2 "Queen" { "Bet" "Fold" } 0
p "" 2 1 0
t "" 3 "Bob wins big" { -2, 2 }
t "" 2
t "" 4
"""


def test_poker_is_read_with_what_nobody_sees():
    game = read_efg(POKER)
    assert game.information_sets() == {
        "Alice": {"1": ("Bet", "Fold"), "2": ("Bet", "Fold")},
        "Bob": {"1": ("Call", "Fold")},
    }
    value = zero_sum_value(game.strategic_form())
    assert value.payoffs["Alice"] == Fraction(1, 3)  # Myerson (1991), section 3.6


def test_payoffs_on_the_way_are_added():
    game = read_efg('EFG 2 R "" { "A" } p "" 1 1 "" { "go" } 1 "fee" { -2 } t "" 2 "" { 5 }')
    assert game.strategic_form().payoff(["go"]) == {"A": 3}


def nodes(players):
    outcomes = st.tuples(*[st.integers(-3, 3)] * len(players)).map(Outcome)

    def longer(children):
        two = st.tuples(children, children)
        return st.one_of(
            two.map(lambda t: Chance((("a", Fraction(1, 3), t[0]), ("b", Fraction(2, 3), t[1])))),
            st.tuples(st.sampled_from(players), st.sampled_from("12"), two).map(
                lambda t: Decision(t[0], t[1], (("left", t[2][0]), ("right", t[2][1])))
            ),
        )

    return st.recursive(outcomes, longer, max_leaves=6)


@examples(80)
@given(nodes(("A", "B")))
def test_what_is_written_is_read_again(root):
    game = ExtensiveGame(("A", "B"), root)
    assert read_efg(write_efg(game)) == game


def test_information_sets_keep_their_numbers():
    """As in files of games out of books, whose sets are numbered through all players."""
    text = """EFG 2 R "" { "1" "2" }
        p "" 1 1 { "l" "r" } 0
        p "" 2 7 { "L" "R" } 0
        t "" 1 { 0 0 }
        t "" 2 { 2 0 }
        p "" 2 3 { "L" "R" } 0
        t "" 3 { 1 1 }
        t "" 4 { 0 2 }"""
    game = read_efg(text)
    assert list(game.information_sets()["2"]) == ["7", "3"]
    assert read_efg(write_efg(game)) == game


def test_what_has_no_name_is_called_by_its_number():
    one, two = 't "" 1 { 1 2 }', 't "" 2 { 3 4 }'
    game = read_efg(f'EFG 2 R "" {{ "" "" }}\np "" 2 1 {{ "" "" }} 0\n{one}\n{two}\n')
    assert game.players == ("player 1", "player 2")
    assert game.root.actions == ("1", "2")


def test_threats_that_are_not_credible_are_equilibria_of_the_plans():
    fight = Decision("hub", "1", (("share", Outcome((3, 3))), ("fight", Outcome((-1, 0)))))
    game = ExtensiveGame(
        ("entrant", "hub"), Decision("entrant", "1", (("out", Outcome((0, 9))), ("in", fight)))
    )
    assert set(pure_equilibria(game.strategic_form()).profiles) == {
        ("out", "fight"),
        ("in", "share"),
    }


def test_gambit_reads_what_is_written():
    gambit = pytest.importorskip("pygambit")
    import io

    game = read_efg(POKER)
    other = gambit.read_efg(io.StringIO(write_efg(game)))
    assert [player.label for player in other.players] == ["Alice", "Bob"]
    assert len(other.players["Alice"].strategies) == len(game.strategic_form().actions[0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("EFG 2", "EFG 3"), "line 1 .* is 3; it should be 2"),
        (('c "" 1', 'x "" 1'), "is x; it should be c, p or t"),
        (('1/2 "Queen" 1/2', '1/2 "Queen" 1/3'), "sum of the chances of a move is 5/6"),
        (('t "" 2\n', ""), "the end of the file"),
        (('p "" 2 1 0', 'p "" 3 1 0'), "the number of a player, 1 to 2"),
        (('p "" 2 1 0', 'p "" 2 7 0'), "the actions of a new information set"),
        (("{ -2, 2 }", "{ -2, two }"), "a number"),
        (('"Alice" "Bob"', '"Bob" "Bob"'), "line 1 .* is 'Bob' once more; .* once in its list"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(change, words):
    with pytest.raises(InvalidInput, match=words):
        read_efg(POKER.replace(*change))


def test_a_set_with_two_lists_of_actions_is_refused():
    one = Decision("A", "1", (("x", Outcome((0,))),))
    with pytest.raises(InvalidInput, match="actions in information set 1 of A"):
        ExtensiveGame(("A",), Decision("A", "1", (("y", one),)))
    with pytest.raises(InvalidInput, match="payoffs of an outcome is 2"):
        ExtensiveGame(("A",), Outcome((1, 2)))
    assert isinstance(ExtensiveGame(("A",), Outcome((1,))).strategic_form(), StrategicGame)


def test_two_plans_with_one_name_are_refused():
    def after(payoff):
        ends = tuple((name, Outcome((payoff + k,))) for k, name in enumerate(("y / z", "z")))
        return Decision("A", "2", ends)

    def game(first, second):
        return ExtensiveGame(("A",), Decision("A", "1", ((first, after(0)), (second, after(2)))))

    assert len(game("x", "w / y").strategic_form().actions[0]) == 4
    with pytest.raises(InvalidInput, match="two plans of A"):
        game("x", "x / y").strategic_form()


@pytest.mark.parametrize(("read", "name"), [(read_efg, "poker.efg"), (read_nfg, "race.nfg")])
def test_the_name_of_a_file_in_place_of_its_text_is_told_what_reads_it(read, name):
    with pytest.raises(InvalidInput, match=r"its text: Path\(\.\.\.\)\.read_text\(\) reads it"):
        read(name)
