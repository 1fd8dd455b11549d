"""Rules that cities can sign, one per file, and the audits that try to break them.

A layer of intercity. Its names are those of ``mechanisms.public``, imported when one is first used.
"""

from typing import TYPE_CHECKING

from games.on_demand import on_demand

if TYPE_CHECKING:
    from mechanisms.public import *  # noqa: F403
else:
    __getattr__, __dir__ = on_demand(__name__)
