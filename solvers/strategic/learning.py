"""Learning: two cities that keep replying to what the other has done. Where does it end?"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from games.approximately import approximately
from games.by_city import one_of, whole
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.strategic import StrategicGame, Strategies
from solvers.answer import UNPROVEN, Answer, Proof
from solvers.strategic.best_response import regrets
from solvers.strategic.equilibrium import Equilibrium, proven_equilibrium

__all__ = ["LearningPath", "Rule", "learning_path"]

Rule = Literal["fictitious play", "stochastic fictitious play", "replicator dynamics"]

Point = tuple[tuple[Fraction, ...], ...]
"""A probability for each action of each city, in the game's order."""

_EXACT_IN_FLOATS = 1 << 53
_NEARLY_ALWAYS = Fraction(9, 10)
_LEAST_NOISE = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class LearningPath(Answer):
    """Where learning led, round by round.

    ``path``: a point a round, the last one after ``rounds``. In fictitious play it is how often
    each action was played so far, which is what the other city believes; in replicator dynamics,
    the shares.
    ``plays``: in fictitious play, what was played in each round; else empty.
    ``last``: the last point by city and action. ``regret``: the most that a city could gain by
    changing alone there, exact. ``swing``: the most that a probability still moved in the second
    half of the rounds.
    ``end``: the last point if it is an equilibrium; else the pure profile of which both play their
    part in nine of ten cases, if that is one; else ``None``. Either has passed an exact check
    against every other action.

    See ``learning_path`` for the concept, an example and its source.
    """

    game: StrategicGame
    rule: Rule
    rounds: int
    path: tuple[Point, ...]
    plays: tuple[tuple[str, str], ...]
    regret: Fraction
    end: Equilibrium | None
    proof: Proof = UNPROVEN
    certificate: None = None

    @property
    def last(self) -> dict[str, dict[str, Fraction]]:
        return {
            city: dict(zip(actions, strategy, strict=True))
            for city, actions, strategy in zip(
                self.game.players, self.game.actions, self.path[-1], strict=True
            )
        }

    @property
    def swing(self) -> Fraction:
        columns = zip(*(sum(p, ()) for p in self.path[len(self.path) // 2 :]), strict=True)
        return max((max(column) - min(column) for column in columns), default=Fraction(0))

    @property
    def method(self) -> str:
        return f"{self.rule}, run by Nashpy; the last point compared with every action, exactly"

    @property
    def status(self) -> str:
        after = f"After {self.rounds} rounds"
        if self.end is not None and not self.regret:
            return f"{after} they are where no city gains by changing alone."
        if self.end is not None:
            profile = ", ".join(next(iter(played)) for played in self.end.played.values())
            return (
                f"{after} both nearly always play ({profile}), where no city gains by changing "
                "alone."
            )
        return (
            f"{after} a city could still gain {approximately(self.regret, '.3g')} by changing "
            f"alone, and probabilities moved by up to {approximately(self.swing, '.2g')} in the "
            "second half: no equilibrium."
        )

    def __repr__(self) -> str:
        regret = approximately(self.regret, ".3g")
        return f"LearningPath({self.rule}, {self.rounds} rounds, regret {regret})"


def learning_path(
    game: StrategicGame,
    rule: Rule = "fictitious play",
    *,
    rounds: int = 1000,
    start: Strategies | None = None,
    noise: Any = 0.1,
    seed: int = 0,
) -> LearningPath:
    """Learning: two cities that keep replying to what the other has done. Where does it end?

    Three rules, all run by Nashpy:

    - ``"fictitious play"``: in each round a city plays what would have been best against all that
      the other has played so far, whatever that was made of;
    - ``"stochastic fictitious play"``: the same with mistakes, an action being played with a chance
      in proportion to exp(what it would bring / noise);
    - ``"replicator dynamics"``: in many small steps, an action's share grows by how much more it
      brings than the mean, x_a' = x_a (u_a - mean u).

    A path is what was found, and proves nothing about the next round. What is exact is the regret
    at its last point, and only a point without regret is called an equilibrium.

    The path on which two cities learn, from a start; the same for the same seed.

    ``start``: what each has seen of the other before the first round, or the first shares. Without,
    fictitious play begins with actions drawn by lot, replicator dynamics with equal shares. With
    replicators an action of share 0 stays there, however good it would be.
    ``noise``: in stochastic fictitious play, in units of the range of a city's payoffs; from 0.01.
    ``seed``: of what is drawn by lot: ties in fictitious play, mistakes in the stochastic one.

    From a start of actions that are played for sure, ties are seen exactly as long as payoffs, as
    whole numbers, times rounds are below 2^53; payoffs further apart are rounded first. For
    replicators payoffs are scaled so that each city's range is 1, and a round is one unit of time;
    from a start on the ridge between two ends they seem to rest, until rounding decides. In a game
    of zeros fictitious play chooses by lot throughout, replicators stay, and every point is an
    equilibrium.

    Errors: ``InvalidInput`` for other than two cities, an unknown rule, rounds or noise too small.

    >>> from games import StrategicGame
    >>> race = StrategicGame.from_payoffs(["Quzhou", "Lishui"], [[3, 1], [4, 2]], [[3, 4], [1, 2]],
    ...                                   actions=["hold", "bid"])
    >>> path = learning_path(race, rounds=99, start=["hold", "hold"])
    >>> path.last["Quzhou"], path.regret, path.end
    ({'hold': Fraction(1, 100), 'bid': Fraction(99, 100)}, Fraction(1, 100), \
    Equilibrium(Quzhou: bid; Lishui: bid))
    >>> path.status
    'After 99 rounds both nearly always play (bid, bid), where no city gains by changing alone.'

    It need not end: in Shapley's (1964) game of three actions, fictitious play goes round in ever
    longer circles. In zero-sum games (Robinson 1951) and in games with a potential (Monderer and
    Shapley 1996) what cities believe comes to equilibria, though what they play need not.

    Source: Brown (1951), Iterative solution of games by fictitious play; Fudenberg and Levine
    (1998), The Theory of Learning in Games; Taylor and Jonker (1978) for replicators; run by Nashpy
    (Knight and Campbell 2018).
    """
    of_kind(game, StrategicGame, place="subject of learning_path")
    if len(game.players) != 2:
        raise InvalidInput("the number of cities", len(game.players), "2")
    one_of(rule, get_args(Rule), "rule of learning")
    rounds, seed = whole(rounds, "rounds", 1, 10**6), whole(seed, "seed", 0, 2**32 - 1)
    if exact(noise, "noise") < _LEAST_NOISE:
        raise InvalidInput("noise", float(noise), "at least 0.01, in units of the payoffs' range")
    first = None if start is None else game.mixed(start)
    plays: list[tuple[int, int]] = []
    with _nashpy(seed) as nash:
        if rule == "replicator dynamics":
            times = np.arange(rounds + 1.0)
            given = [None, None] if first is None else [np.array(x, dtype=float) for x in first]
            found = nash.Game(*map(_unit_range, game.tables)).asymmetric_replicator_dynamics(
                *given, timepoints=times
            )
            path = [tuple(map(_normalised, point)) for point in zip(*found, strict=True)]
        else:
            wavering = None if rule == "fictitious play" else float(noise)
            plays = list(_played(_counts(nash, game, rounds, first, wavering)))
            path = list(_frequencies(game, plays, first))
    last = path[-1]
    regret = max(regrets(game, last).values())
    return LearningPath(
        game,
        rule,
        rounds,
        tuple(path),
        tuple((game.actions[0][a], game.actions[1][b]) for a, b in plays),
        regret,
        _equilibrium_at(game, last, regret),
    )


def _equilibrium_at(game: StrategicGame, last: Point, regret: Fraction) -> Equilibrium | None:
    if not regret:
        return proven_equilibrium(game, last)
    if min(max(strategy) for strategy in last) < _NEARLY_ALWAYS:
        return None
    pure = proven_equilibrium(
        game, [[Fraction(p == max(strategy)) for p in strategy] for strategy in last]
    )
    return None if pure.regret else pure


_in_turn = threading.RLock()


@contextmanager
def _nashpy(seed: int) -> Iterator[Any]:
    """Nashpy with its lots drawn from this seed; numpy's own state is put back afterwards.

    One thread after the other: that state is everybody's.
    """
    import nashpy

    with _in_turn:
        state = np.random.get_state()  # noqa: NPY002  (Nashpy draws from the global one)
        np.random.seed(seed)  # noqa: NPY002
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # it reports a path that went wrong by a warning
                yield nashpy
        finally:
            np.random.set_state(state)  # noqa: NPY002


def _counts(
    nash: Any, game: StrategicGame, rounds: int, first: Point | None, noise: float | None
) -> Iterator[Sequence[npt.NDArray[Any]]]:
    """How often each action was played up to each round, of both; ``noise`` None: no mistakes."""
    seen = None if first is None else tuple(np.array(x, dtype=float) for x in first)
    if noise is None:
        whole = nash.Game(*(_whole(table, rounds) for table in game.tables))
        yield from whole.fictitious_play(rounds, play_counts=seen)
    else:
        scaled = nash.Game(*map(_unit_range, game.tables))
        for counts, _ in scaled.stochastic_fictitious_play(
            rounds, play_counts=seen, etha=noise, epsilon_bar=0
        ):
            yield counts


def _played(counts: Iterator[Sequence[npt.NDArray[Any]]]) -> Iterator[tuple[int, int]]:
    """What is played in each round, by index."""
    before = next(counts)
    for seen in counts:
        a, b = (int(np.argmax(now - then)) for now, then in zip(seen, before, strict=True))
        yield a, b
        before = seen


def _frequencies(
    game: StrategicGame, plays: Sequence[tuple[int, int]], first: Point | None
) -> Iterator[Point]:
    """How often each action was played up to each round, the start counting as one round."""
    counts = [[Fraction(0)] * len(a) for a in game.actions] if first is None else map(list, first)
    counted = list(counts)
    if first is not None:
        yield first
    for rounds, profile in enumerate(plays, start=1 if first is None else 2):
        for strategy, action in zip(counted, profile, strict=True):
            strategy[action] += 1
        yield tuple(tuple(count / rounds for count in strategy) for strategy in counted)


def _whole(table: npt.NDArray[Any], rounds: int) -> npt.NDArray[Any]:
    """Payoffs from 0 on, in whole numbers where floating point adds them up without an error."""
    risen = table.astype(object) - int(table.min())
    if int(risen.max()) * (rounds + 1) < _EXACT_IN_FLOATS:
        return risen.astype(np.int64)
    return _unit_range(table)


def _unit_range(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Payoffs from 0 to 1; all 0 where they are equal."""
    risen = table.astype(object) - int(table.min())
    most = int(risen.max())
    scaled = [float(Fraction(int(u), most or 1)) for u in risen.flat]
    return np.array(scaled).reshape(table.shape)


def _normalised(shares: npt.NDArray[Any]) -> tuple[Fraction, ...]:
    positive = [Fraction(max(share, 0.0)) for share in shares.tolist()]
    total = sum(positive, Fraction(0))
    return tuple(share / total for share in positive)
