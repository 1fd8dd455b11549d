"""A layer whose public names are imported when one of them is first asked for.

Whoever imports one file of a layer, as ``solvers.coalitional.core``, does not wait for all others.

>>> import solvers
>>> solvers.nucleolus.__module__
'solvers.coalitional.nucleolus'
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["import_all", "on_demand"]

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
            raise AttributeError(f"module {layer!r} has no attribute {name!r}")
        return names[name]

    return get, lambda: sorted({*imported(), *names})


def import_all() -> None:
    """Import the public names of all layers that are in use."""
    for imported in _IN_USE:
        imported()
