"""Truce clubs by departures and joins: against all clubs, where these can be looked at."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from games import ClubRace, Contest, InvalidInput, QuadraticGame, SubsidyCompetition
from games.partition_game import PartitionGame
from solvers import local_clubs, partition_form, truce_clubs
from solvers.competition.local_clubs import LocalClubsCertificate, _with_deciding_clubs


def race(seed, cities=6, spillovers=False):
    """Cities that differ in what a firm is worth to them, and in what firms find there."""
    r = random.Random(seed)
    names = [f"C{k}" for k in range(cities)]
    next_door = {a: {b: 0.2} for a, b in pairwise(names)} if spillovers else {}
    return SubsidyCompetition(
        names,
        [Fraction(r.randrange(20, 60), 100) for _ in names],
        attractiveness=[Fraction(r.randrange(30), 100) for _ in names],
        mu=Fraction(1, 10),
        outside_option=Fraction(1, 10),
        spillovers=next_door or None,
    )


def contest(seed):
    r = random.Random(seed)
    return Contest([f"C{k}" for k in range(5)], [r.randrange(20, 60) for _ in range(5)])


def cournot():
    """Salant, Switzer and Reynolds (1983): of three alike any two lose by a merger."""
    return QuadraticGame.from_formulas({f: f"{f} * (12 - A - B - C)" for f in "ABC"}, upper=12)


def at_worst(seed, conjecture):
    """Four cities with caps up to which others bid to harm those in a club, or who is outside."""
    r = random.Random(seed)
    values = [Fraction(r.randrange(20, 100), 100) for _ in range(4)]
    caps = {f"C{k}": Fraction(r.randrange(1, 60), 100) for k in range(4)}
    given = SubsidyCompetition(list(caps), values, mu=Fraction(1, 4), caps=caps)
    return ClubRace(given, conjecture)


WORST = [at_worst(0, "alpha"), at_worst(5, "beta"), ClubRace(contest(1), "alpha")]
GAMES = [race(1), race(2), race(3), race(4, 4, spillovers=True), contest(1), contest(2), cournot()]


@pytest.mark.parametrize("game", [*GAMES, *WORST])
def test_the_club_it_ends_with_is_one_of_those_that_last(game):
    if isinstance(game, ClubRace):  # others do their worst to who is outside
        found = local_clubs(replace(game, clubs=(game.players,)))
        every = truce_clubs(partition_form(game).game)
    else:
        found, every = local_clubs(game), truce_clubs(game)
    near = found.game.radius + every.game.radius
    if found.club is not None:
        (same,) = [one for one in every.clubs if one.members == found.club.members]
        assert same in every.stable
        assert found.club.pair.cities == same.pair.cities
    all_of_them = next(one for one in every.clubs if one.members == every.game.players)
    assert (found.everyone.internal, found.everyone.held) == (
        all_of_them.internal,
        all_of_them.held,
    )
    for club in (found.everyone, found.club):
        if club is not None:
            for city in found.game.players:
                one, two = (g.payoff(club.members, city) for g in (found.game, every.game))
                assert abs(one - two) <= near


def test_it_finds_clubs_where_there_are_any():
    """In four races of five; where no club lasts it ends with none."""
    for seed in range(4):
        game = race(seed, 5)
        assert (local_clubs(game).club is not None) == bool(truce_clubs(game).stable), seed


def test_who_is_indifferent_stays_in():
    """Of firms that do nothing to each other nobody gains or loses by any club."""
    apart = QuadraticGame.from_formulas({f: f"{f} * (12 - {f})" for f in "ABC"}, upper=12)
    found = local_clubs(apart)
    assert found.club is not None
    assert found.club.members == ("A", "B", "C")


def test_of_twelve_cities_those_beside_the_club_decide():
    game = race(7, 12)
    found = local_clubs(game)
    club = found.club
    assert club is not None
    inside = set(club.members)
    for city in game.cities:
        other = [c for c in game.cities if (c in inside) != (c == city)]
        asked = partition_form(ClubRace(game, clubs=(club.members, tuple(other)))).game
        gain = asked.payoff(other, city) - asked.payoff(club.members, city)
        assert gain <= 2 * asked.radius
    assert found.certificate.verify(ClubRace(game, clubs=(game.cities,)))


def test_a_club_that_somebody_would_leave_is_no_proof():
    game = race(1)
    subject, found = ClubRace(game, clubs=(game.cities,)), local_clubs(game)
    assert found.certificate.verify(subject)
    stable = {club.members for club in truce_clubs(game).stable}
    club = game.cities[:3]
    assert club not in stable
    asked = _with_deciding_clubs(subject, club)
    forged = replace(found.certificate, club=club, form=partition_form(asked).certificate)
    assert "would leave or join" in forged.verify(subject).reason


def test_one_alone_is_no_club():
    """Nobody would join it, and it cannot leave itself."""
    subject = ClubRace(cournot(), clubs=(("A", "B", "C"),))
    form = partition_form(_with_deciding_clubs(subject, ("A",))).certificate
    assert "two or more parties" in LocalClubsCertificate(("A",), form).verify(subject).reason


def test_who_may_be_in_a_club_can_be_said():
    game = race(2)
    found = local_clubs(ClubRace(game, clubs=(("C0", "C3", "C5"),)))
    assert found.game.players == ("C0", "C3", "C5")
    assert found.everyone.members == ("C0", "C3", "C5")
    with pytest.raises(InvalidInput, match="one club of two or more"):
        local_clubs(ClubRace(game, clubs=(("C0",),)))


def test_clubs_that_were_not_asked_about_are_named():
    game = race(1)
    some = partition_form(ClubRace(game, clubs=((), ("C0", "C1")))).game
    every = partition_form(ClubRace(game)).game
    assert some.payoff(["C1", "C0"], "C4") == every.payoff(["C0", "C1"], "C4")
    assert some.knows(0b11)
    assert not some.knows(0b101)
    with pytest.raises(InvalidInput, match="payoff with the club of C0, C2 is missing"):
        some.payoff(["C0", "C2"], "C0")
    with pytest.raises(InvalidInput, match="number of clubs is 1; it should be 2"):
        PartitionGame(("A", "B"), ((1, 2),), clubs=(0, 3))
    with pytest.raises(InvalidInput, match="at most 10, or clubs named"):
        ClubRace(race(1, 11))
