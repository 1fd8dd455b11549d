"""Look for the smallest case that breaks a claim.

>>> from intercity import testing
>>> found = falsify("not core(case).empty", over=testing.superadditive_games(senses=["gain"]),
...                 max_examples=100)
>>> print(found.call)
CoalitionalGame(['A', 'B', 'C'],
                {'A': 0, 'B': 0, 'A, B': 1, 'C': 0, 'A, C': 1, 'B, C': 1, 'A, B, C': 1})
>>> falsify("not core(case).empty", over=testing.convex_games(), max_examples=50)
NotRefuted(claim='not core(case).empty', cases=50, vacuous=0)

Source: Claessen and Hughes (2000), QuickCheck; MacIver and Hatfield-Dodds (2019), Hypothesis.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import (
    InvalidArgument,
    NoSuchExample,
    Unsatisfiable,
    UnsatisfiedAssumption,
)

from games.approximately import approximately
from games.by_city import whole
from games.errors import InvalidInput, Undefined
from intercity.testing.constructor_text import constructor_text
from intercity.testing.predicate import Predicate
from solvers.bargaining.axiom import NotRefuted
from solvers.progress import tell

__all__ = ["Counterexample", "falsify"]

BATCHES, MANY = 4, 100
"""So many searches of their own share the cases, from so many on."""
PATIENCE = 4
"""So many cases may be tried to shrink one, for each that may be drawn."""

Claim = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True, repr=False)
class Counterexample:
    """The smallest case found that breaks a claim.

    ``claim``: the claim in words, or its expression. ``case``: the value. ``numbers``: what the
    claim compares of it, by name; of a claim that returns what is wrong, that under ``violation``.
    ``call``: the call that rebuilds the case, below the three imports of ``constructor_text``.
    ``cases``: how many cases were tried, those of shrinking included.

    See ``falsify`` for an example and its source.
    """

    claim: str
    case: Any
    numbers: Mapping[str, Any]
    call: str
    cases: int

    def __repr__(self) -> str:
        return f"Counterexample({self.claim}: {self.call})"

    def __str__(self) -> str:
        rows = "".join(f"\n  {name}: {_shown(value)}" for name, value in self.numbers.items())
        return f"Refuted: {self.claim}\n  case: {self.call}{rows}"


def falsify(
    claim: Claim,
    over: st.SearchStrategy[Any],
    *,
    max_examples: int = 1000,
    seed: int = 0,
) -> Counterexample | NotRefuted:
    """Look for the smallest case that breaks a claim.

    ``claim``: an expression in ``case``, as ``"not core(case).empty"``; or a function, which
    returns ``True`` or ``None`` where the claim holds, and ``False`` or what is wrong where it does
    not (or stops with ``AssertionError``). It says nothing of a case where it is ``Undefined``,
    where Hypothesis' ``assume`` stops it, or where what an expression supposes is not met: where A
    holds in ``"A or B"`` (``Predicate.asked``).
    ``over``: the Hypothesis strategy that draws cases. ``max_examples``: how many are drawn; with
    the same ``seed`` the same ones.

    Hypothesis shrinks the first case that breaks the claim, by up to four times ``max_examples``
    cases. Then cases with fewer or shorter numbers are looked for, until a quarter of
    ``max_examples`` (but at least 100, from 100 on) are drawn in vain: the result is the smallest
    *found*.

    A ``Counterexample`` is true in a condition; a ``NotRefuted`` is false, and no proof. It says
    how many cases there were and of how many the claim says nothing (``vacuous``). What a
    strategy's own ``filter`` leaves out is no case.

    Errors: ``InvalidInput`` for a claim, a strategy or a number of another kind.

    >>> from intercity import testing
    >>> def nobody_is_alone(graph):
    ...     return all(len(part) > 1 for part in graph.parts(graph.players))
    >>> falsify(nobody_is_alone, testing.communication_graphs(min_players=2)).call
    "CommunicationGraph(players=('A', 'B'), links=())"
    >>> lone = "len(case.links) > 0 or len(case.parts(case.players)) == len(case.players)"
    >>> print(falsify(lone, testing.communication_graphs(), max_examples=50).tried)
    50 cases, of which 5 say something

    Source: Claessen and Hughes (2000), QuickCheck; MacIver and Hatfield-Dodds (2019), Hypothesis.
    """
    predicate = _predicate(claim)
    if not isinstance(over, st.SearchStrategy):
        raise InvalidInput("over", over, _strategy_for(over))
    count = whole(max_examples, "max_examples", 1)
    trial = _Trial(predicate, PATIENCE * count)
    random = Random(whole(seed, "seed", 0))
    smallest, size = None, None
    further = max(1, count // BATCHES) if count < MANY else max(count // BATCHES, MANY)
    batches = [count // BATCHES] * (BATCHES - 1) if count >= MANY else []
    for batch in [count - sum(batches), *batches]:  # what Hypothesis draws first guides the rest
        if (found := _search(trial, over, batch, random, below=None)) is not None:
            break
    while found is not None:
        smallest, size = found, size_of(constructor_text(found[0]))
        found = _search(trial, over, further, random, below=size)
    name = _name(claim)
    if smallest is None:
        return NotRefuted(name, trial.cases, trial.vacuous)
    case, wrong = smallest
    numbers = predicate.judge(case).numbers if isinstance(predicate, Predicate) else _numbers(wrong)
    return Counterexample(name, case, numbers, constructor_text(case), trial.cases)


class _Enough(BaseException):
    """Ends the shrinking of a case; no ``Exception``, which Hypothesis would take for a failure."""


class _Trial:
    """Asks the claim about cases, and counts them."""

    def __init__(self, claim: Callable[[Any], Any], patience: int) -> None:
        self.claim, self.patience = claim, patience
        self.cases = self.vacuous = 0

    def wrong(self, case: Any) -> Any:
        """What is wrong; ``None`` where the claim holds or says nothing."""
        self.cases += 1
        tell("cases drawn", self.cases)
        found: Any
        try:
            if isinstance(self.claim, Predicate):
                found, says = self.claim.asked(case)
                self.vacuous += not says
            else:
                found = self.claim(case)
        except AssertionError as error:
            found = str(error) or False
        except Undefined:
            self.vacuous += 1
            return None
        except UnsatisfiedAssumption:
            self.vacuous += 1
            raise
        if isinstance(found, bool | np.bool_):
            return None if found else False
        return found


def _search(
    trial: _Trial,
    over: st.SearchStrategy[Any],
    count: int,
    random: Random,
    below: Size | None,
) -> tuple[Any, Any] | None:
    """A case that breaks the claim, shrunk, and what is wrong with it; or none."""
    smallest: list[Any] = []  # the case and its size
    last = 0

    def breaks(case: Any) -> bool:
        nonlocal last
        if below is not None and size_of(constructor_text(case)) >= below:
            return False
        wrong = trial.wrong(case) is not None
        if not smallest:
            last = trial.cases + trial.patience
        size = size_of(constructor_text(case)) if wrong else (0, 0, 0)
        if wrong and (not smallest or size < smallest[1]):
            smallest[:] = case, size
        if smallest and trial.cases > last:
            raise _Enough
        return wrong

    phases = [Phase.generate, Phase.target, Phase.shrink]
    patient = settings(max_examples=count, database=None, deadline=None, phases=phases)
    try:
        case = find(over, breaks, settings=patient, random=random)
    except _Enough:
        case, _ = smallest
    except NoSuchExample:
        return None
    except (InvalidArgument, Unsatisfiable) as error:
        if trial.cases:  # ``assume`` was met by none
            return None
        why = str(error).split("\n")[0]
        raise InvalidInput("over", over, f"a strategy that draws cases ({why})") from error
    return case, trial.wrong(case)


Size = tuple[int, int, int]


def size_of(call: str) -> Size:
    """How many names and numbers a call has, how long it is, and the sum of its whole numbers.

    Of two cases the one with the smaller size is the smaller counterexample.

    >>> size_of("(1, 2)") < size_of("(1, 3)") < size_of("(1, 30)") < size_of("(0, 0, 0)")
    True
    """
    whole_numbers = map(int, re.findall(r"(?<![\w.])\d+(?![\w.])", call))
    return len(re.findall(r"[\w.]+", call)), len(call), sum(whole_numbers)


def _strategy_for(given: object) -> str:
    """What to give in place of what is no strategy: one of ours is called first."""
    if str(getattr(given, "__module__", "")).startswith(__package__):
        return f"called: {getattr(given, '__name__', '')}()"
    return "a Hypothesis strategy, as intercity.testing has them"


def _predicate(claim: Claim) -> Callable[[Any], Any]:
    if isinstance(claim, str):
        return Predicate(claim, "claim")
    if not callable(claim):
        raise InvalidInput("claim", claim, "a function of the case, or an expression in case")
    return claim


def _name(claim: Claim) -> str:
    if isinstance(claim, str):
        return claim.strip()
    name = getattr(claim, "__name__", type(claim).__name__)
    return "the claim" if name == "<lambda>" else name.replace("_", " ")


def _numbers(wrong: Any) -> Mapping[str, Any]:
    if isinstance(wrong, Mapping):
        return dict(wrong)
    return {} if wrong is False else {"violation": wrong}


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_shown(each)}" for name, each in value.items())
    if isinstance(value, Fraction):
        return str(value) if value.denominator < 1000 else approximately(value)
    return str(value)
