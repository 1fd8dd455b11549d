"""The call that rebuilds a value, as text: to be stored, copied, and run below three imports.

The three are ``from fractions import Fraction``, ``import numpy as np`` and
``from intercity import *``.

>>> from games import CoalitionalGame
>>> game = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 0.5})
>>> print(constructor_text(game))
CoalitionalGame(['A', 'B'], {'A': 0, 'B': 0, 'A, B': Fraction(1, 2)})
>>> from_constructor_text(constructor_text(game)) == game
True
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import types
from collections.abc import Callable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from games.bayesian_problem import BayesianProblem
from games.coalitional import CoalitionalGame
from games.continuous_problem import ContinuousProblem
from games.errors import IntercityError, InvalidInput, of_kind
from games.matching_market import MatchingMarket
from games.quota_bank import QuotaBank
from games.remote_talent import RemoteTalent
from games.strategic import StrategicGame
from games.talent_enclave import TalentEnclave
from games.white_space import WhiteSpace
from mechanisms.direct.direct_mechanism import DirectMechanism
from solvers.competition.race_on_grid import RaceOnGrid

__all__ = ["constructor_text", "from_constructor_text", "python_names"]


def constructor_text(value: Any) -> str:
    """The call that rebuilds a value of the library, or a plain value.

    Whole fractions are written as whole numbers, and arguments without which the value is the same
    are left out. A value that no call of a public name rebuilds is
    written as Python shows it.
    """
    return _text(value)


def from_constructor_text(text: str) -> Any:
    """The value that a text of ``constructor_text`` stands for.

    The text is Python, and is run: read only texts that you trust.

    Errors: ``InvalidInput`` where it is no expression, or stops with an error.
    """
    of_kind(text, str, place="constructor text")
    try:
        return eval(text, python_names(text))  # noqa: S307 - the docstring says so
    except IntercityError:
        raise
    except Exception as error:
        expected = f"a Python expression that runs (this one stops: {stopped_by(error)})"
        raise InvalidInput("constructor text", text, expected) from error


def python_names(text: str) -> dict[str, Any]:
    """What the three imports bring, by name: as much of it as a text uses.

    >>> sorted(python_names("core(case).empty and Fraction(1, 2)"))
    ['Fraction', 'core']
    """
    import intercity

    public = {*intercity.__getattr__("__all__")}
    used = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if type(node) is ast.Name}
    found = {name: getattr(intercity, name) for name in sorted(used & public)}
    own = {"Fraction": Fraction, "np": np}
    return found | {name: value for name, value in own.items() if name in used}


def stopped_by(error: Exception, *names: str) -> str:
    """What stops an expression; a name that there is not, with the one like it.

    ``names``: those that it may use besides the public ones.

    >>> stopped_by(NameError("name 'shapley' is not defined", name="shapley"))
    "NameError, name 'shapley' is not defined; did you mean 'shapley_value'?"
    """
    import intercity

    told = f"{type(error).__name__}, {error}"
    if not isinstance(error, NameError):
        return told
    near = get_close_matches(str(error.name), [*names, *intercity.__getattr__("__all__")], 1, 0.7)
    return f"{told}; did you mean {near[0]!r}?" if near else told


def _text(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else repr(value)
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()})"
    if isinstance(value, np.generic):
        return _text(value.item())
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(k)}: {_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        inside = ", ".join(map(_text, value))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, set | frozenset):
        inside = ", ".join(sorted(map(_text, value)))
        return f"{type(value).__name__}([{inside}])"
    if isinstance(value, types.MethodType | types.BuiltinMethodType):
        return f"{_text(value.__self__)}.{value.__name__}"
    if isinstance(value, type):
        return value.__name__
    for kind, write in _WRITTEN.items():
        if isinstance(value, kind):
            return write(value)
    if "__reduce__" in vars(type(value)) and type(value) not in _AGAIN:
        return _from_reduce(value)
    if dataclasses.is_dataclass(value):
        return _called(type(value).__name__, (), _keywords(value))
    return repr(value)


def _called(name: str, positional: Any, named: Mapping[str, Any]) -> str:
    parts = [*map(_text, positional), *(f"{key}={_text(each)}" for key, each in named.items())]
    return f"{name}({', '.join(parts)})"


def _from_reduce(value: Any) -> str:
    """By what pickle would call."""
    build: Any
    build, arguments = value.__reduce__()[:2]
    named: Mapping[str, Any] = {}
    if isinstance(build, partial):
        build, named = build.func, build.keywords
    return _called(build.__name__, arguments, named)


def _keywords(value: Any) -> dict[str, Any]:
    """The arguments of a dataclass by name, but for those without which it is the same value."""
    kind = type(value)
    again = _AGAIN[kind](value) if kind in _AGAIN else {}
    parameters = inspect.signature(kind).parameters
    found = {name: again.get(name, getattr(value, name)) for name in parameters}
    for name, parameter in parameters.items():
        default = parameter.default
        if default is parameter.empty:
            continue
        without = {other: each for other, each in found.items() if other != name}
        if type(found[name]) is type(default) and found[name] == default:
            found = without
            continue
        with suppress(IntercityError):
            if kind(**without) == value:
                found = without
    return found


def _coalitional(game: CoalitionalGame) -> str:
    sense = ["cost"] if game.sense == "cost" else []
    if game.array.dtype.kind == "f":
        return _called("CoalitionalGame.from_array", [list(game.players), game.array, *sense], {})
    plain = not any("," in name for name in game.players)
    worths = {
        ", ".join(members) if plain else members: game.worth(members) for members in iter(game)
    }
    return _called("CoalitionalGame", [list(game.players), worths, *sense], {})


def _strategic(game: StrategicGame) -> str:
    payoffs = [
        _scaled(table.tolist(), unit) for table, unit in zip(game.tables, game.units, strict=True)
    ]
    counted = all(
        actions == tuple(str(k) for k in range(1, len(actions) + 1)) for actions in game.actions
    )
    named = {} if counted else {"actions": list(map(list, game.actions))}
    return _called("StrategicGame.from_payoffs", [list(game.players), *payoffs], named)


def _race_on_grid(game: RaceOnGrid) -> str:
    bids = [[Fraction(action) for action in actions] for actions in game.actions]
    return _called("race_on_grid", [game.race, bids], {})


def _scaled(table: Any, unit: Fraction) -> Any:
    return [_scaled(row, unit) for row in table] if isinstance(table, list) else table * unit


def _continuous(problem: ContinuousProblem) -> str:
    """Its values are lines in the type, which the call takes as a function."""
    lines = {
        (city, chosen): line
        for city, row in zip(problem.cities, problem.values, strict=True)
        for chosen, line in zip(problem.alternatives, row, strict=True)
    }
    of_type = "lambda city, chosen, t: (lambda line: line[0] + line[1] * t)(%s[city, chosen])"
    parts = [
        _text(list(problem.cities)),
        _text(dict(zip(problem.cities, map(dict, problem.priors), strict=True))),
        _text(list(problem.alternatives)),
        of_type % _text(lines),
    ]
    outside = {
        city: line for city, line in zip(problem.cities, problem.outside, strict=True) if any(line)
    }
    if outside:
        each = (
            f"{city!r}: lambda t: {_text(level)} + {_text(slope)} * t"
            for city, (level, slope) in outside.items()
        )
        parts.append("outside={" + ", ".join(each) + "}")
    costs = dict(zip(problem.alternatives, problem.costs, strict=True))
    if any(costs.values()):
        parts.append(f"costs={_text(costs)}")
    if problem.coalitions:
        parts.append(f"coalitions={_text(dict(problem.coalitions))}")
    return f"ContinuousProblem({', '.join(parts)})"


def _bayesian(problem: BayesianProblem) -> str:
    by_city = list(zip(problem.cities, problem.types, strict=True))
    types_ = {
        city: dict(zip(kinds, prior, strict=True))
        for (city, kinds), prior in zip(by_city, problem.priors, strict=True)
    }
    values = {
        city: {
            chosen: {kind: row[a] for kind, row in zip(kinds, problem.values[i], strict=True)}
            for a, chosen in enumerate(problem.alternatives)
        }
        for i, (city, kinds) in enumerate(by_city)
    }
    outside = {
        city: dict(zip(kinds, row, strict=True))
        for (city, kinds), row in zip(by_city, problem.outside, strict=True)
        if any(row)
    }
    costs = dict(zip(problem.alternatives, problem.costs, strict=True))
    named = {
        "outside": outside,
        "costs": costs if any(costs.values()) else {},
        "coalitions": dict(problem.coalitions),
    }
    return _called(
        "BayesianProblem",
        [list(problem.cities), types_, list(problem.alternatives), values],
        {key: each for key, each in named.items() if each},
    )


def _mechanism(mechanism: DirectMechanism) -> str:
    problem = mechanism.problem
    allocation, payments = {}, {}
    for reports, outcome in mechanism.outcomes():
        lottery = {chosen: p for chosen, p in outcome.lottery.items() if p}
        profile = tuple(reports.values())
        allocation[profile] = next(iter(lottery)) if len(lottery) == 1 else lottery
        payments[profile] = {city: paid for city, paid in outcome.payments.items() if paid}
    return _called("DirectMechanism", [problem, allocation, payments], {})


def _nested(table: Mapping[tuple[str, str, str], Fraction]) -> dict[str, Any]:
    """A number by scenario, city and use, as a mapping of mappings."""
    found: dict[str, Any] = {}
    for (scenario, city, use), number in table.items():
        found.setdefault(scenario, {}).setdefault(city, {})[use] = number
    return found


_AGAIN: dict[type, Callable[[Any], dict[str, Any]]] = {
    MatchingMarket: lambda market: {
        "cities": {city: list(market.wishes(city)) for city in market.cities},
        "hubs": {hub: list(market.wishes(hub)) for hub in market.hubs},
        "quotas": dict(zip(market.hubs, market.quotas, strict=True)),
    },
    QuotaBank: lambda bank: {"allotted": dict(bank.allotted), "uses": dict(bank.uses)},
    RemoteTalent: lambda talent: {
        "residence": dict(zip((talent.home, talent.hub), talent.residence, strict=True))
    },
    TalentEnclave: lambda enclave: {
        name: dataclasses.asdict(getattr(enclave, name)) for name in ("alone", "signed")
    },
    WhiteSpace: lambda plan: {"returns": _nested(plan.returns), "demand": _nested(plan.demand)},
}
"""Arguments that a value keeps in another form than its call takes them."""


_WRITTEN: dict[type, Callable[[Any], str]] = {
    BayesianProblem: _bayesian,
    CoalitionalGame: _coalitional,
    ContinuousProblem: _continuous,
    DirectMechanism: _mechanism,
    RaceOnGrid: _race_on_grid,
    StrategicGame: _strategic,
}
