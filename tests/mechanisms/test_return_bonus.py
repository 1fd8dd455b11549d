"""Firms choose where to produce."""

from fractions import Fraction

from mechanisms.return_bonus import firms_choice


def test_firms_return_iff_profit_net_of_separation_is_no_smaller():
    assert firms_choice(Fraction(1), Fraction(5, 4), Fraction(1, 4)).returns
    assert not firms_choice(Fraction(1), Fraction(5, 4), Fraction(13, 50)).returns


def test_the_smallest_bonus_closes_the_gap_exactly():
    choice = firms_choice(Fraction(1), Fraction(115, 100), Fraction(1, 4))
    assert choice.bonus == Fraction(1, 10)
    assert firms_choice(Fraction(1), Fraction(115, 100) + choice.bonus, Fraction(1, 4)).margin == 0
    assert firms_choice(Fraction(1), Fraction(2), Fraction(1, 4)).bonus == 0
