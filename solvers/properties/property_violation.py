"""What kind of game it is, and what shows that it is not of another kind."""

from __future__ import annotations

from collections.abc import Callable

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from solvers.coalitional.gains import refuse_untabulated
from solvers.properties.additive import additive_violation, essential_violation
from solvers.properties.balanced import balanced_violation, totally_balanced_violation
from solvers.properties.constant_sum import constant_sum_violation
from solvers.properties.convex import concave_violation, convex_violation
from solvers.properties.exact import exact_violation
from solvers.properties.k_convex import semi_convex_violation
from solvers.properties.monotone import monotone_violation
from solvers.properties.quasi_balanced import quasi_balanced_violation
from solvers.properties.simple import simple_violation
from solvers.properties.superadditive import subadditive_violation, superadditive_violation
from solvers.properties.symmetric import symmetric_violation
from solvers.properties.violation import PropertyViolation
from solvers.properties.zero_monotone import zero_monotone_violation
from solvers.properties.zero_normalised import zero_normalised_violation

__all__ = ["PROPERTIES", "game_properties", "property_violation"]

PROPERTIES: dict[str, Callable[[CoalitionalGame], PropertyViolation | None]] = {
    "monotone": monotone_violation,
    "zero-monotone": zero_monotone_violation,
    "superadditive": superadditive_violation,
    "subadditive": subadditive_violation,
    "convex": convex_violation,
    "concave": concave_violation,
    "semi-convex": semi_convex_violation,
    "additive": additive_violation,
    "essential": essential_violation,
    "balanced": balanced_violation,
    "totally balanced": totally_balanced_violation,
    "exact": exact_violation,
    "quasi-balanced": quasi_balanced_violation,
    "constant-sum": constant_sum_violation,
    "simple": simple_violation,
    "symmetric": symmetric_violation,
    "zero-normalised": zero_normalised_violation,
}
_OF_THE_OTHER_SENSE = {
    "gain": ("subadditive", "concave"),
    "cost": ("superadditive", "convex", "simple"),
}


def property_violation(game: CoalitionalGame, kind: str) -> PropertyViolation | None:
    """What kind of game it is, and what shows that it is not of another kind.

    Each property is decided for good: all coalitions are gone through in whole numbers, and where
    the property fails, the worths that break it most are named.

    What shows that a game is not of this kind; ``None``: it is.

    ``kind``: monotone, superadditive, subadditive, convex, concave, additive, symmetric,
    constant-sum, simple or zero-normalised, which are about the worths as they stand, so that one
    asks of costs whether they are subadditive or concave; or zero-monotone, essential, balanced,
    totally balanced, exact, semi-convex or quasi-balanced, which costs are where savings would be.
    Errors: ``InvalidInput`` for another word.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> property_violation(pairs, "superadditive")
    >>> print(property_violation(pairs, "convex"))
    With {C} there already, A adds 60 before B has joined, and 12 after.
    >>> [kind for kind, breach in game_properties(pairs).items() if breach is None]
    ['monotone', 'zero-monotone', 'superadditive', 'essential', 'symmetric', 'zero-normalised']

    Source: Peleg and Sudhölter (2007), chapter 2; each property's own in its file.
    """
    refuse_untabulated(game)
    name = _plain(kind) if isinstance(kind, str) else ""
    known = {_plain(word): word for word in PROPERTIES} | {"inessential": "additive"}
    if name not in known:
        raise InvalidInput("the kind of game", kind, PROPERTIES)
    return PROPERTIES[known[name]](game)


def _plain(kind: str) -> str:
    return kind.lower().replace("_", " ").replace("-", " ")


def game_properties(game: CoalitionalGame) -> dict[str, PropertyViolation | None]:
    """Every property that one asks of gains, or of costs: what breaks it, or ``None``.

    That takes a few seconds at 10 cities; ask ``property_violation`` of a larger game.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    See ``property_violation`` for the concept and its source.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
    >>> [kind for kind, breach in game_properties(pairs).items() if breach is None]
    ['monotone', 'zero-monotone', 'superadditive', 'essential', 'symmetric', 'zero-normalised']
    """
    refuse_untabulated(game)
    return {
        kind: violated(game)
        for kind, violated in PROPERTIES.items()
        if kind not in _OF_THE_OTHER_SENSE[game.sense]
    }
