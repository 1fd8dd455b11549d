"""Gambit's files: written ones mean the same when read, faulty ones are named by line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from games import InvalidInput, StrategicGame, read_nfg, write_nfg
from intercity.testing import strategic_games


@given(strategic_games(max_players=3, max_actions=3))
def test_what_is_written_is_read(game):
    assert read_nfg(write_nfg(game, 'a "title" \\ with marks')) == game


def test_names_with_marks():
    game = StrategicGame.from_payoffs(
        ['A "the first"', "衢州"], [[1, 2]], [[3, 4]], actions=[["a\\b"], ["{x}", 'say "y"']]
    )
    assert read_nfg(write_nfg(game)) == game


def test_what_has_no_name_is_called_by_its_number():
    game = read_nfg('NFG 1 R "" { "" "Hub" } { { "" "" } 1 } 1 2 3 4')
    assert (game.players, game.actions) == (("player 1", "Hub"), (("1", "2"), ("1",)))


def test_outcomes_counts_of_actions_comments_and_commas():
    # The first player's action changes fastest; outcome 0 pays nothing.
    text = """
    NFG 1 D "two by three" { "P" "Q" } { 2 3 }
    "a comment, with 1 number"
    { { "" 1, 2 } { "win" 1/2 -.5e1 } }
    1 2 0
    2 1 1
    """
    game = read_nfg(text)
    at = {profile: tuple(game.payoff(profile).values()) for profile in game}
    one, win, none = (1, 2), (Fraction(1, 2), -5), (0, 0)
    assert at == {
        ("1", "1"): one,
        ("2", "1"): win,
        ("1", "2"): none,
        ("2", "2"): win,
        ("1", "3"): one,
        ("2", "3"): one,
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "NFG"),
        ('NFG 2 R "t"', 1, "1"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1\n', 3, "a number"),
        ('NFG 1 R "t" { "A" } { 2 }\n1 x', 2, "a number"),
        ('NFG 1 R "t" { "A" } { 2 }\n1 1/0', 2, "divided by 0"),
        ('NFG 1 R "t" { "A" } { 2 }\n1 1e9999', 2, "a number"),
        ('NFG 1 R "t" { "A" } { 2 }\n1 2 3', 2, "after 2 profiles"),
        ('NFG 1 R "t" { "A" } { 2 }\n{ { "o" 1 } }\n1 2', 3, "0 to 1"),
        ('NFG 1 R "t" { A } { 2 }', 1, "quotation marks"),
        ('NFG 1 R "t', 1, "quotation marks"),
        ('NFG 1 R "t" { "A" }\n{ { "x" "x" } } 1 2', 2, "stands once in its list"),
    ],
)
def test_a_faulty_file_is_named_by_its_line(text, line, said):
    with pytest.raises(InvalidInput) as caught:
        read_nfg(text)
    assert f"line {line} " in str(caught.value)
    assert said in str(caught.value)


def test_too_many_payoffs():
    with pytest.raises(InvalidInput, match="at most"):
        read_nfg('NFG 1 R "t" { "A" "B" } { 100000 100000 } 1')


def test_too_many_players_or_actions_are_refused_before_they_are_named():
    for text in (
        'NFG 1 R "t" { ' + " ".join(f'"{k}"' for k in range(40)) + " } { " + "1 " * 40 + "} 1",
        'NFG 1 R "t" { "A" } { 1000001 } 1',
        'NFG 1 R "t" { "A" "B" "C" } { 999999 999999 999999 } 1',
    ):
        with pytest.raises(InvalidInput, match="at most"):
            read_nfg(text)
