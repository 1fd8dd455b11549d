"""Extensive games: who moves when, and what it knows then."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput, all_of_kind, of_kind
from games.exact import exact
from games.players import validated_players
from games.strategic import StrategicGame

__all__ = ["Chance", "Decision", "ExtensiveGame", "Node", "Outcome"]

MOST_PROFILES = 10**5


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a play: what each city gets, in the order of the players.

    See ``ExtensiveGame`` for the concept, an example and its source.
    """

    payoffs: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        of_kind(self.payoffs, Sequence, place="payoffs of an outcome", hint="in the players' order")
        read = tuple(exact(x, "a payoff of an outcome") for x in self.payoffs)
        object.__setattr__(self, "payoffs", read)


@dataclass(frozen=True, slots=True)
class Chance:
    """A move of chance: (name, probability, what follows) of each.

    See ``ExtensiveGame`` for the concept, an example and its source.
    """

    moves: tuple[tuple[str, Fraction, Node], ...]

    def __post_init__(self) -> None:
        read = _moves(self.moves, 3, "a name, a probability and what follows")
        moves = tuple((name, exact(p, f"chance of {name}"), node) for name, p, node in read)
        object.__setattr__(self, "moves", moves)
        total = sum((p for _, p, _ in moves), Fraction(0))
        if total != 1 or min(p for _, p, _ in moves) < 0:
            raise InvalidInput("sum of the chances of a move", total, "1, of numbers from 0 on")


@dataclass(frozen=True, slots=True)
class Decision:
    """A city's move: who, in which of its information sets, and (action, what follows) of each.

    Where a city cannot tell several of its moves apart, they have the same information set.

    See ``ExtensiveGame`` for the concept, an example and its source.
    """

    player: str
    information: str
    moves: tuple[tuple[str, Node], ...]

    def __post_init__(self) -> None:
        of_kind(self.player, str, place="the city that moves")
        of_kind(self.information, str, place="the information set")
        moves = _moves(self.moves, 2, "an action and what follows")
        object.__setattr__(self, "moves", moves)

    @property
    def actions(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(name for name, _ in self.moves)


Node = Outcome | Chance | Decision


def _moves(given: object, size: int, hint: str) -> tuple[tuple[Any, ...], ...]:
    """Moves as tuples of one size, each with its name first."""
    moves = all_of_kind(given, tuple, place="the moves of a node")
    for move in moves:
        if len(move) != size or not isinstance(move[0], str):
            raise InvalidInput("a move of a node", move, f"{hint}, with a text as its name")
    return moves


@dataclass(frozen=True, slots=True)
class ExtensiveGame:
    """Extensive games: who moves when, and what it knows then.

    A play goes from the root to an outcome. At each node a city chooses an action, or chance draws
    one. A city knows in which of its *information sets* it is, and no more. A finite tree, with
    perfect or imperfect information.

    ``players``: names. ``root``: the first node.

    Errors: ``InvalidInput`` names an information set with two players or different actions, a city
    that does not play, and an outcome with too many or too few payoffs.

    >>> stay = Outcome((3, 3))
    >>> entry = ExtensiveGame(("entrant", "hub"), Decision("entrant", "1", (
    ...     ("out", Outcome((0, 9))),
    ...     ("in", Decision("hub", "1", (("share", stay), ("fight", Outcome((-1, 0)))))))))
    >>> entry.information_sets()["hub"]
    {'1': ('share', 'fight')}
    >>> entry.strategic_form().payoff(["in", "fight"])
    {'entrant': Fraction(-1, 1), 'hub': Fraction(0, 1)}

    Source: Kuhn (1953), Extensive games and the problem of information; Selten (1978) for the
    example.
    """

    players: tuple[str, ...]
    root: Node

    def __post_init__(self) -> None:
        names = validated_players(self.players)
        object.__setattr__(self, "players", names)
        known: dict[tuple[str, str], tuple[str, ...]] = {}
        for node in self.nodes():
            if isinstance(node, Outcome):
                if len(node.payoffs) != len(names):
                    raise InvalidInput("payoffs of an outcome", len(node.payoffs), f"{len(names)}")
            elif isinstance(node, Decision):
                if node.player not in names:
                    raise InvalidInput("a city that moves", node.player, names)
                place = f"information set {node.information} of {node.player}"
                actions = known.setdefault((node.player, node.information), node.actions)
                if actions != node.actions or len(set(actions)) < len(actions) or not actions:
                    raise InvalidInput(f"actions in {place}", node.actions, "the same, each once")

    def nodes(self) -> Iterator[Node]:
        """All nodes of the tree, parents before children."""
        waiting: list[Node] = [self.root]
        while waiting:
            node = waiting.pop()
            of_kind(node, Outcome, Chance, Decision, place="a node of the game")
            yield node
            if isinstance(node, Decision):
                waiting += [after for _, after in reversed(node.moves)]
            elif isinstance(node, Chance):
                waiting += [after for _, _, after in reversed(node.moves)]

    def information_sets(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """By city its information sets, in the order of the tree, each with its actions."""
        found: dict[str, dict[str, tuple[str, ...]]] = {city: {} for city in self.players}
        for node in self.nodes():
            if isinstance(node, Decision):
                found[node.player][node.information] = node.actions
        return found

    def expected(self, plans: Mapping[str, Mapping[str, str]]) -> tuple[Fraction, ...]:
        """What each city expects if each has an action for each of its information sets."""
        return self._expected(self.root, plans)

    def _expected(self, node: Node, plans: Mapping[str, Mapping[str, str]]) -> tuple[Fraction, ...]:
        if isinstance(node, Outcome):
            return node.payoffs
        if isinstance(node, Decision):
            action = plans[node.player][node.information]
            return self._expected(dict(node.moves)[action], plans)
        parts = [(p, self._expected(after, plans)) for _, p, after in node.moves]
        return tuple(
            sum((p * payoffs[i] for p, payoffs in parts), Fraction(0))
            for i in range(len(self.players))
        )

    def strategic_form(self) -> StrategicGame:
        """The strategic game in which each city chooses a plan: an action for each of its sets.

        A plan is named by its actions, with / between; that of a city without a move is "wait".

        Errors: ``InvalidInput`` for more than 100,000 profiles of plans, and for names of actions
        with / in them by which two plans would have the same name.
        """
        sets = self.information_sets()
        count = math.prod(len(actions) for one in sets.values() for actions in one.values())
        if count > MOST_PROFILES:
            raise InvalidInput(
                "the number of profiles of plans", count, f"at most {MOST_PROFILES:,}"
            )
        plans = {city: _plans(city, one) for city, one in sets.items()}

        def payoffs(profile: tuple[str, ...]) -> tuple[Fraction, ...]:
            return self.expected(
                {city: plans[city][name] for city, name in zip(sets, profile, strict=True)}
            )

        return StrategicGame.from_function(
            self.players, [list(plans[city]) for city in sets], payoffs
        )


def _plans(city: str, sets: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, str]]:
    """By name the plans of a city: an action for each of its information sets."""
    plans: dict[str, dict[str, str]] = {}
    for chosen in itertools.product(*sets.values()):
        name = " / ".join(chosen) or "wait"
        if name in plans:
            raise InvalidInput(f"two plans of {city}", name, "told apart: actions without /")
        plans[name] = dict(zip(sets, chosen, strict=True))
    return plans
