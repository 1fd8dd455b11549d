"""Check 8 in the model text: what each club gets, and when it lasts."""

from __future__ import annotations

from collections.abc import Iterator

from games.contest import Contest
from games.partition_game import ClubRace, others_do_their_worst
from games.players import coalition_name
from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.arms_race.builder import competition
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.truce_clubs.check import conjecture
from intercity.topics.truce_clubs.english import CONJECTURES

__all__ = ["state"]

MOST_TOLD = 4


def state(context: Context) -> Iterator[str]:
    """The race of a club, internal and external stability, and the clubs' payoffs."""
    from solvers.competition.partition_form import partition_form

    game = context.once(competition)
    if game is None or len(game.cities) < 3:
        return
    if isinstance(game, Contest) and any(map(any, game.spillovers)):
        return
    yield from check(8, "truce clubs", "who would stay in a truce of some?")
    assumed = conjecture(context)
    bids = (
        "puts in one bid, with the money of all, for the member to which the firm is worth most"
        if isinstance(game, Contest)
        else "bids to make the sum of its members' payoffs largest"
    )
    yield (
        f"A club S {bids}; {assumed}: "
        f"{CONJECTURES[assumed]}. With x_i(S) what city i then gets, in S or not, and "
        "x_i(no club) what it gets in the race:"
    )
    sure = others_do_their_worst(assumed)
    if sure:
        yield (
            "A city outside S can be sure only of x_i(i), what it gets as a club of its own, "
            "which stands below in place of x_i(S) if i is not in S."
        )
    yield ""
    yield "    nobody leaves S alone: x_i(S) >= x_i(S without i)   for i in S"
    yield "    nobody joins S alone:  x_i(S) >= x_i(S with i)      for i not in S"
    yield "    i and j leave S together if both gain: x_i(S without i, j) > x_i(S), same for j"
    yield "    share(S) = sum of (x_i(S) - x_i(no club)) / sum of (x_i(N) - x_i(no club))"
    yield "    transfers hold S:      sum over S of x_i(S) >= sum over S of x_i(S without i)"
    yield ""
    yield (
        "The check stands if nobody leaves S = N, the truce of all, alone. The least transfers "
        "give each who would leave what it lacks; the others pay in proportion to "
        "x_i(S) - x_i(S without i). They obey the law's limit on side payments."
    )
    given = context.scenario.section(Subsidies)
    if given is not None and given.accord is not None:
        yield (
            "With an accord, the check stands if no member of it does better outside, alone: then "
            "the others keep to its rule, without transfers (fewer than two: all race). Two "
            "members likewise."
        )
    if len(game.cities) > MOST_TOLD:
        return
    form = context.run_solver(partition_form, ClubRace(game, assumed))
    if form.overspent:
        yield "Some budget binds beside some club, so that these payoffs are not computed."
        return
    yield ""
    for mask, payoffs in enumerate(form.game.payoffs):
        if sure or mask.bit_count() != 1:  # else one city is no club
            club = coalition_name(form.game.members(mask)) if mask else "no club"
            told = ", ".join(
                f"{city} {number(x)}" for city, x in zip(game.cities, payoffs, strict=True)
            )
            yield f"    x({club}): {told}"
