"""What is played: frozen values with their payoffs. Nothing here solves anything.

A layer of intercity. Its names are those of ``games.public``, imported when one is first used.
"""

from typing import TYPE_CHECKING

from games.on_demand import on_demand

if TYPE_CHECKING:
    from games.public import *  # noqa: F403
else:
    __getattr__, __dir__ = on_demand(__name__)
