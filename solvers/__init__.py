"""How an answer is found and proven: one concept a file, each answer with its certificate.

A layer of intercity. Its names are those of ``solvers.public``, imported when one is first used.
"""

from typing import TYPE_CHECKING

from games.on_demand import on_demand

if TYPE_CHECKING:
    from solvers.public import *  # noqa: F403
else:
    __getattr__, __dir__ = on_demand(__name__)
