"""A layer whose public names are imported when one of them is first asked for.

Whoever imports one file of a layer, as ``solvers.coalitional.core``, does not wait for all others.

>>> import solvers
>>> solvers.nucleolus.__module__
'solvers.coalitional.nucleolus'
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib import import_module
from typing import Any

__all__ = ["import_all", "no_attribute", "on_demand"]

_IN_USE: list[Callable[[], list[str]]] = []


def on_demand(layer: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a layer with the names of its module ``public``."""
    names = vars(sys.modules[layer])

    def imported() -> list[str]:
        public = import_module(f"{layer}.public")
        found: list[str] = getattr(public, "__all__", [])  # none while it is being imported
        names.update({name: getattr(public, name) for name in found})
        return found

    _IN_USE.append(imported)

    def get(name: str) -> Any:
        if name == "__all__":
            return imported()
        if name.startswith("_") or name not in imported():
            raise no_attribute(layer, name, names)
        return names[name]

    return get, lambda: sorted({*imported(), *names})


def no_attribute(module: str, name: str, names: Iterable[str]) -> AttributeError:
    """The error where a module has no such name; Python suggests none among more than 750.

    >>> print(no_attribute("solvers", "shapely_value", ["core", "shapley_value"]))
    module 'solvers' has no attribute 'shapely_value'; did you mean 'shapley_value'?
    """
    near = [] if name.startswith("_") else get_close_matches(name, names, 1, 0.7)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return AttributeError(f"module {module!r} has no attribute {name!r}{hint}")


def import_all() -> None:
    """Import the public names of all layers that are in use."""
    for imported in _IN_USE:
        imported()
