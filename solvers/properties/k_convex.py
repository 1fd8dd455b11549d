"""k-convex and semi-convex games: gaps between what cities hope for and what coalitions make."""

from __future__ import annotations

from fractions import Fraction

from games.by_city import whole
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.gains import refuse_untabulated
from solvers.properties.convex import convex_violation
from solvers.properties.superadditive import superadditive_violation
from solvers.properties.violation import PropertyViolation

__all__ = ["k_convex_violation", "semi_convex_violation"]


def _gaps(game: CoalitionalGame) -> list[Fraction]:
    """g(S) = M(S) - v(S), with M_i what city i adds to all others; by bitmask."""
    grand = game.grand
    hopes = [game.grand_worth - game.worth(grand ^ 1 << i) for i in range(len(game.players))]
    return [
        sum((hope for i, hope in enumerate(hopes) if mask >> i & 1), Fraction(0)) - game.worth(mask)
        for mask in range(grand + 1)
    ]


def semi_convex_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """Semi-convex games: superadditive ones in which no group has a smaller gap than its members.

        g({i}) <= g(S)  for all i in S,        g(S) = M(S) - v(S)

    Then what a city can claim at least is what it makes alone, and the tau value is easy.

    What shows that the game is not semi-convex; ``None``: it is.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> print(semi_convex_violation(pairs))
    {A, B} falls short by -36 of what its members hope for, and A alone by 12.

    Source: Driessen and Tijs (1985), The tau-value, the core and semiconvex games.
    """
    refuse_untabulated(game)
    own = game.as_gains()
    if (breach := superadditive_violation(own)) is not None:
        return breach
    gaps = _gaps(own)
    worst: tuple[Fraction, int, int] | None = None
    for mask, gap in enumerate(gaps):
        for i in range(len(own.players)):
            if mask >> i & 1 and gap < gaps[1 << i]:
                found = gaps[1 << i] - gap, mask, i
                worst = found if worst is None or found[0] > worst[0] else worst
    if worst is None:
        return None
    amount, mask, i = worst
    members, city = own.members(mask), own.players[i]
    return PropertyViolation(
        "semi-convex",
        (members, (city,)),
        amount,
        f"{coalition_name(members)} falls short by {gaps[mask]} of what its members hope for, and "
        f"{city} alone by {gaps[1 << i]}.",
    )


def k_convex_violation(game: CoalitionalGame, k: int) -> PropertyViolation | None:
    """k-convex games: convex once groups of k or more are counted by what the others leave them.

        v_k(S) = v(S) if S has fewer than k cities,  else  v(N) - M(N - S)

    must be convex, and no less than v. An n-convex game is convex; a 1-convex one has the core with
    the corners M - g(N) e_i.

    What shows that the game is not k-convex; ``None``: it is.

    Errors: ``InvalidInput`` for a k that is not between 1 and the number of cities.

    >>> from games import CoalitionalGame
    >>> share = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 4, 9][len(s)])
    >>> [k_convex_violation(share, k) is None for k in (1, 2, 3)]
    [False, True, True]

    Source: Driessen (1988), Cooperative Games, Solutions and Applications, chapter 7.
    """
    refuse_untabulated(game)
    own = game.as_gains()
    whole(k, "k", 1, len(own.players))
    gaps, all_ = _gaps(own), own.grand
    worths = []
    for mask in range(all_ + 1):
        large = mask.bit_count() >= k and mask != 0
        # v(N) - M(N - S) is v(S) + g(S) - g(N)
        worths.append(own.worth(mask) + (gaps[mask] - gaps[all_] if large else 0))
        if large and gaps[mask] < gaps[all_]:
            members = own.members(mask)
            return PropertyViolation(
                f"{k}-convex",
                (members,),
                gaps[all_] - gaps[mask],
                f"{coalition_name(members)} falls short by {gaps[mask]} of what its members hope "
                f"for, and all together by {gaps[all_]}.",
            )
    covered = CoalitionalGame.from_function(own.players, lambda s: worths[own.mask(s)])
    return convex_violation(covered)
