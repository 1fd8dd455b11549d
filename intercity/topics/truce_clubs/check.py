"""Check 8: if only some cities stop outbidding each other, who stays in, and what is it worth?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.contest import Contest
from games.errors import IntercityError
from games.partition_game import ClubRace, Conjecture, PartitionGame
from intercity.english import listed, percent, shown
from intercity.proofs import NotProven
from intercity.region.context import Context
from intercity.topics.arms_race.builder import competition, subsidy_race
from intercity.topics.finding import Finding, Verdict
from intercity.topics.truce_clubs.section import Clubs

if TYPE_CHECKING:
    from solvers.competition.truce_clubs import Club, TruceClubs

__all__ = ["CONJECTURES", "check", "conjecture"]

NUMBER, NAME = 8, "truce clubs"
ZERO = Fraction(0)
ALL_TOLD = 4

CONJECTURES: dict[Conjecture, str] = {
    "gamma": "who is outside bids for itself",
    "delta": "those outside bid as one",
    "alpha": "those outside do their worst to the club",
    "beta": "those outside do their worst to the club, which sees it first",
}


def conjecture(context: Context) -> Conjecture:
    """What is taken of those outside a club."""
    clubs = context.scenario.section(Clubs)
    return "gamma" if clubs is None else clubs.conjecture


def check(context: Context) -> Finding:
    """Whether a truce of all bidders lasts; else the best club that does, and what holds all."""
    from solvers.competition.partition_form import partition_form
    from solvers.competition.truce_clubs import truce_clubs

    game = context.once(competition)
    if game is None:
        return Finding(NUMBER, NAME, "not asked", "add [subsidies]")
    if len(game.cities) < 3:
        return Finding(NUMBER, NAME, "not asked", "of two bidders: the truce of the arms race")
    if isinstance(game, Contest) and any(map(any, game.spillovers)):
        says = "what clubs bring in a contest is not computed where spillovers are given"
        return Finding(NUMBER, NAME, "undecided", says)
    assumed = conjecture(context)
    form = context.ask(partition_form, ClubRace(game, assumed))
    proof = f"{form.proof}; {form.status}"
    if form.overspent:
        club, city = form.overspent[0]
        when = f"if {listed(club)} form a club" if len(club) > 1 else "while nobody forms a club"
        says = f"the budget of {city} would bind {when}; what clubs bring then is not computed"
        return Finding(NUMBER, NAME, "undecided", says, proof=proof)
    found: TruceClubs = context.ask(truce_clubs, _of_parties(context, form.game))
    everyone = next(club for club in found.clubs if club.members == found.game.players)
    figures = dict(_figures(found, everyone))
    verdict, says = _verdict(found, everyone, game.cities)
    compact = context.region.compact
    limit = None if compact is None else compact.side_payment_limit
    repair, mends = _repair(found, everyone, limit) if verdict == "fails" else ("", None)
    if everyone.share is not None:
        says += f" ({assumed}: {CONJECTURES[assumed]})"
    margin = None if everyone.share is None else _least_gain(found.game, everyone)
    return Finding(NUMBER, NAME, verdict, says, repair, margin, figures, proof=proof, mends=mends)


def _of_parties(context: Context, game: PartitionGame) -> PartitionGame:
    """The clubs of those that are a party to a truce; bystanders stay outside, as they never bid.

    Only where outsiders bid each for itself: else what a bystander does is part of the conjecture.
    """
    from mechanisms.compact.threat_point import truce_parties

    try:
        race = context.once(subsidy_race)
    except NotProven:
        raise
    except IntercityError:
        return game
    if race is None or not race.equilibrium.unique or game.conjecture != "gamma":
        return game
    inside = [i for i, city in enumerate(game.players) if city in truce_parties(race)]
    if len(inside) < 2 or len(inside) == len(game.players):
        return game
    payoffs = []
    for club in range(1 << len(inside)):
        mask = sum(1 << i for k, i in enumerate(inside) if club >> k & 1)
        payoffs.append(tuple(game.payoffs[mask][i] for i in inside))
    return replace(game, players=tuple(game.players[i] for i in inside), payoffs=tuple(payoffs))


def _possible(game: PartitionGame) -> Fraction:
    """What a truce of all brings all cities together."""
    return sum(game.payoffs[-1], ZERO) - sum(game.payoffs[0], ZERO)


def _least_gain(game: PartitionGame, club: Club) -> Fraction:
    """What the member with most to gain by leaving would lose by it."""
    return min(-gain for gain in _leaving(game, club).values())


def _leaving(game: PartitionGame, club: Club) -> dict[str, Fraction]:
    """What each member would gain by leaving."""
    return {
        city: game.payoff([c for c in club.members if c != city], city)
        - game.payoff(club.members, city)
        for city in club.members
    }


def _joining(game: PartitionGame, club: Club) -> dict[str, Fraction]:
    """What each outsider would gain by joining."""
    return {
        city: game.payoff([*club.members, city], city) - game.payoff(club.members, city)
        for city in game.players
        if city not in club.members
    }


def _verdict(found: TruceClubs, everyone: Club, bidders: tuple[str, ...]) -> tuple[Verdict, str]:
    game = found.game
    who = f"all {len(game.players)}"
    if len(bidders) > len(game.players):
        others = [city for city in bidders if city not in game.players]
        who = f"{listed(game.players)} ({listed(others)} would not bid anyway)"
    if everyone.share is None:
        return "stands", "a truce of all would bring them nothing that the race does not"
    brings = f"a truce of {who} would bring {shown(_possible(game))} a year"
    if everyone.internal:
        alone = "and nobody gains by leaving it alone and bidding again"
        return "stands", f"{brings}, {alone}{_together(everyone, 'but')}"
    gains, doubt = _leaving(game, everyone), 2 * game.radius
    if everyone.internal is None:
        near = [city for city, gain in gains.items() if abs(gain) <= doubt]
        who = f"{listed(near)} {'gain' if near[1:] else 'gains'}"
        return "undecided", f"{brings}; whether {who} by leaving it alone is too close to say"
    leaves = [city for city, gain in gains.items() if gain > doubt]
    outside = ", ".join(
        _against(
            game.payoff([c for c in game.players if c != city], city),
            game.payoff(game.players, city),
        )
        for city in leaves
    )
    does = "does" if len(leaves) == 1 else "do"
    says = f"{brings}, but {listed(leaves)} {does} better by staying outside it ({outside})"
    return "fails", f"{says}{_together(everyone)}; {_lasting(found)}"


def _against(one: Fraction, other: Fraction) -> str:
    """Two figures, with digits enough to be told apart.

    >>> _against(Fraction(13, 10), Fraction(3, 5)), _against(Fraction(1104, 1000), Fraction(11, 10))
    ('1.3 against 0.6', '1.104 against 1.1')
    """
    told = shown(one), shown(other)
    for digits in range(3, 16):
        if told[0] != told[1]:
            break
        told = approximately(one, f".{digits}g"), approximately(other, f".{digits}g")
    return " against ".join(told)


def _together(club: Club, link: str = "and") -> str:
    """Which two members gain by leaving a club together, if any do."""
    pair = club.pair
    if not pair.pays:
        return ""
    gains = ", ".join(shown(gain, sign=True) for gain in pair.gains.values())
    return f", {link} {listed(pair.cities)} both gain by leaving it together ({gains})"


def _lasting(found: TruceClubs) -> str:
    """Which clubs nobody would leave or join."""
    stable, count = found.stable, len(found.clubs)
    open_ = sum(club.internal is None or club.external is None for club in found.clubs)
    doubt = f" ({open_} too close to say)" if open_ else ""
    if not stable:
        return f"there is no club of two or more that nobody would leave or join alone{doubt}"
    best = stable[0]
    share = percent(best.share or ZERO)
    lasts = f"that nobody would leave or join alone{doubt}"
    if best.share is not None and best.share <= 0:
        return f"no club of two or more {lasts} brings any of that gain"
    which = f"the best of {len(stable)} clubs (of {count}) {lasts} is"
    if len(stable) == 1:
        which = f"the only one of {count} clubs {lasts} is"
    return f"{which} {listed(best.members)}, with {share} of that gain{_together(best, 'but')}"


def _repair(
    found: TruceClubs, everyone: Club, limit: Fraction | None
) -> tuple[str, Fraction | None]:
    """Transfers that hold all, or the largest gain that can be held; else the best club.

    And the share of the possible gain that this brings. ``limit``: what the law lets one city pay
    another.
    """
    from mechanisms.compact.threat_point import payable

    wanted = [everyone] if everyone.held else []
    wanted += [club for club in found.stable_with_transfers if club is not everyone]
    wanted = [club for club in wanted if club.transfers is not None and (club.share or ZERO) > 0]
    lawful = [club for club in wanted if payable((club.transfers or {}).values(), limit)]
    held, best = lawful[0] if lawful else None, found.best
    share = ZERO if best is None else best.share or ZERO
    why = "no transfers hold"
    if len(lawful) < len(wanted):
        most = f"more than {shown(limit or ZERO)} a year" if limit else "money"
        why = f"the law does not let one city pay another {most}, which it would take to hold"
    if held is None or (held.share or ZERO) <= share:
        if best is None or share <= 0:
            return f"none: {why} a club of two or more together", None
        return f"a truce of {listed(best.members)}; {why} a larger one", min(share, Fraction(1))
    who = f"all {len(held.members)}" if held is everyone else listed(held.members)
    part = "" if held is everyone else f", with {percent(held.share or ZERO)} of that gain,"
    transfers, mends = held.transfers or {}, min(held.share or ZERO, Fraction(1))
    pays = [f"{city} {shown(-x)}" for city, x in transfers.items() if x < 0]
    gets = [(city, shown(x)) for city, x in transfers.items() if x > 0]
    if not gets:
        return f"{who} stay in{part} without transfers", mends
    told = listed(f"{city}{'' if k else ' gets'} {x}" for k, (city, x) in enumerate(gets))
    return f"{who} stay in{part} if {told} a year, from {listed(pays)}", mends


def _other(club: Club, city: str) -> str:
    one, other = club.pair.cities
    return other if city == one else one


def _figures(found: TruceClubs, everyone: Club) -> Iterator[tuple[str, Fraction]]:
    game, best = found.game, found.best
    yield "a truce of all brings", _possible(game)
    if everyone.share is not None:
        yield "share of the best stable club", ZERO if best is None else best.share or ZERO
    told = [everyone, best, found.best_with_transfers]
    for club in found.clubs:
        if len(game.players) > ALL_TOLD and club not in told:
            continue
        name = " + ".join(club.members)
        if club.share is not None:
            yield f"{name}: share of that gain", club.share
        for city, gain in _leaving(game, club).items():
            yield f"{name}: {city} gains by leaving", gain
        for city, gain in club.pair.gains.items():
            yield f"{name}: {city} gains by leaving with {_other(club, city)}", gain
        for city, gain in _joining(game, club).items():
            yield f"{name}: {city} gains by joining", gain
        if club.transfers is not None and any(club.transfers.values()):
            for city, paid in club.transfers.items():
                yield f"{name}: least transfer to {city}", paid
