"""A game of numbers with quadratic payoffs and limits that the players share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, in_order, numbers, one_of, whole
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.frontier import read_formula
from games.players import validated_players

__all__ = ["QuadraticGame", "SharedLimit"]

Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class SharedLimit:
    """The choices times ``weights``, in the order of the players, add up to at most ``limit``.

    See ``QuadraticGame`` for the concept and its source.

    >>> quota = QuadraticGame.from_formulas(
    ...     {"Quzhou": "x - x**2/2", "Lishui": "2*y - y**2/2"},
    ...     {"Quzhou": "x", "Lishui": "y"}, shared=[({"Quzhou": 1, "Lishui": 1}, 2)])
    >>> quota.shared[0]
    SharedLimit(weights=(Fraction(1, 1), Fraction(1, 1)), limit=Fraction(2, 1))
    """

    weights: tuple[Fraction, ...]
    limit: Fraction

    def used(self, choices: Sequence[Fraction]) -> Fraction:
        """How much of the limit the choices use."""
        return sum((a * x for a, x in zip(self.weights, choices, strict=True)), Fraction(0))


@dataclass(frozen=True, slots=True, repr=False)
class QuadraticGame:
    """A game of numbers with quadratic payoffs and limits that the players share.

    Each player chooses a number x_i between its own bounds. Its payoff is a quadratic polynomial in
    everybody's choices, concave in its own; and all are bound by shared limits,

        sum_i a_mi x_i <= b_m,

    such as a quota or a common budget: what one may choose depends on the others. Taxes, subsidies
    and quantities in textbook models are games of this kind.

    Payoffs u_i(x) = constant_i + sum_j linear_ij x_j + sum_jk quadratic_i,jk x_j x_k / 2.

    Build it with ``from_formulas``. ``quadratic``: a symmetric matrix for each player.
    ``lower``, ``upper``: each player's own bounds; ``None`` is no bound. ``shared``: shared limits.

    Errors: ``InvalidInput`` where a payoff is no quadratic polynomial of the choices, or is convex
    in the player's own choice, or a lower bound is above an upper one.

    >>> quota = QuadraticGame.from_formulas(
    ...     {"Quzhou": "x - x**2/2", "Lishui": "2*y - y**2/2"},
    ...     {"Quzhou": "x", "Lishui": "y"}, shared=[({"Quzhou": 1, "Lishui": 1}, 2)])
    >>> quota.payoffs({"Quzhou": 1, "Lishui": 1}), quota.slope(0, [Fraction(0), Fraction(1)])
    ({'Quzhou': Fraction(1, 2), 'Lishui': Fraction(3, 2)}, Fraction(1, 1))

    Source: Rosen (1965), Existence and uniqueness of equilibrium points for concave n-person games.
    """

    players: tuple[str, ...]
    constant: tuple[Fraction, ...]
    linear: Matrix
    quadratic: tuple[Matrix, ...]
    lower: tuple[Fraction | None, ...]
    upper: tuple[Fraction | None, ...]
    shared: tuple[SharedLimit, ...] = ()

    def __post_init__(self) -> None:
        validated_players(self.players)
        for i, (player, low, high) in enumerate(
            zip(self.players, self.lower, self.upper, strict=True)
        ):
            if self.quadratic[i][i][i] > 0:
                raise InvalidInput(
                    f"square of {player}'s own choice in its payoff",
                    self.quadratic[i][i][i] / 2,
                    "0 or less, so that the payoff is concave in it",
                )
            if low is not None and high is not None and low > high:
                raise InvalidInput(f"lower bound of {player}", low, f"at most the upper {high}")

    @classmethod
    def from_formulas(
        cls,
        payoffs: Mapping[str, object],
        variables: Mapping[str, str] | None = None,
        *,
        lower: ByCity | int | None = 0,
        upper: ByCity | int | None = None,
        shared: Iterable[tuple[ByCity, Any]] = (),
    ) -> QuadraticGame:
        """Payoffs by player, as texts or SymPy expressions in the players' variables.

        ``variables``: the name of each player's choice in the formulas; its own name if not given.
        ``lower``, ``upper``: a number for all, or by player. ``shared``: pairs of weights by player
        (0 where not given) and a limit.
        """
        of_kind(payoffs, Mapping, place="the payoffs", hint="a formula for each player, by name")
        if variables is not None:
            of_kind(variables, Mapping, place="variables", hint="the name of each player's choice")
        players = validated_players(payoffs)
        for player, name in (variables or {}).items():
            one_of(player, players, "a player with a variable")
            of_kind(name, str, place=f"the variable of {player}")
        names = {player: (variables or {}).get(player, player) for player in players}
        if len(set(names.values())) < len(players):
            raise InvalidInput("variables", ", ".join(names.values()), "different names")
        polynomials = [_polynomial(payoffs[player], player, names) for player in players]
        return cls(
            players,
            tuple(one[0] for one in polynomials),
            tuple(one[1] for one in polynomials),
            tuple(one[2] for one in polynomials),
            _bounds(lower, players, "lower bound"),
            _bounds(upper, players, "upper bound"),
            tuple(
                SharedLimit(
                    numbers(weights, players, "weight", Fraction(0)), exact(limit, "shared limit")
                )
                for weights, limit in _pairs(shared)
            ),
        )

    def slope(self, i: int, choices: Sequence[Fraction]) -> Fraction:
        """How player i's payoff (by index) rises with its own choice."""
        whole(i, "the player's index", 0, len(self.players) - 1)
        choices = numbers(choices, self.players, "choice")
        return self.linear[i][i] + sum(
            (h * x for h, x in zip(self.quadratic[i][i], choices, strict=True)), Fraction(0)
        )

    def payoffs(self, choices: ByCity) -> dict[str, Fraction]:
        """Everybody's payoff, exact; limits are not checked."""
        x = numbers(choices, self.players, "choice")
        n = range(len(x))
        return {
            player: self.constant[i]
            + sum((self.linear[i][j] * x[j] for j in n), Fraction(0))
            + sum((self.quadratic[i][j][k] * x[j] * x[k] for j in n for k in n), Fraction(0)) / 2
            for i, player in enumerate(self.players)
        }

    def allows(self, choices: Sequence[Fraction]) -> bool:
        """Whether the choices are within all bounds and shared limits."""
        choices = numbers(choices, self.players, "choice")
        return all(
            (low is None or low <= x) and (high is None or x <= high)
            for x, low, high in zip(choices, self.lower, self.upper, strict=True)
        ) and all(one.used(choices) <= one.limit for one in self.shared)

    def __repr__(self) -> str:
        limits = f", {len(self.shared)} shared limit(s)" if self.shared else ""
        return f"QuadraticGame({', '.join(self.players)}{limits})"


def _pairs(shared: object) -> Iterator[tuple[ByCity, Any]]:
    of_kind(shared, Iterable, place="the shared limits", hint="pairs of weights and a limit")
    for pair in shared:  # type: ignore[attr-defined]
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise InvalidInput("a shared limit", pair, "a pair: weights by player, and a limit")
        yield pair[0], pair[1]


def _bounds(
    given: ByCity | int | None, players: tuple[str, ...], what: str
) -> tuple[Fraction | None, ...]:
    if given is None or not isinstance(given, Mapping | Sequence) or isinstance(given, str):
        bound = None if given is None else exact(given, what)
        return (bound,) * len(players)
    return tuple(
        None if entry is None else exact(entry, f"{what} of {player}")
        for player, entry in zip(players, in_order(given, players, what), strict=True)
    )


def _polynomial(
    given: object, player: str, names: Mapping[str, str]
) -> tuple[Fraction, tuple[Fraction, ...], Matrix]:
    import sympy

    symbols = [sympy.Symbol(name, real=True) for name in names.values()]
    expected = "a polynomial of degree 2 at most in " + ", ".join(names.values())
    try:
        expression = read_formula(given, dict(zip(names.values(), symbols, strict=True)))
        polynomial = sympy.Poly(sympy.expand(expression), *symbols, domain="QQ")
    except (InvalidInput, sympy.PolynomialError, sympy.CoercionFailed):
        raise InvalidInput(f"payoff of {player}", str(given), expected) from None
    if polynomial.total_degree() > 2:
        raise InvalidInput(f"payoff of {player}", str(given), expected)
    n = len(symbols)
    linear, quadratic = [Fraction(0)] * n, [[Fraction(0)] * n for _ in range(n)]
    constant = Fraction(0)
    for powers, coefficient in polynomial.terms():
        number = Fraction(int(coefficient.p), int(coefficient.q))
        where = [j for j, power in enumerate(powers) for _ in range(power)]
        if not where:
            constant = number
        elif len(where) == 1:
            linear[where[0]] = number
        else:
            j, k = where
            quadratic[j][k] += number
            quadratic[k][j] += number
    return constant, tuple(linear), tuple(map(tuple, quadratic))
