"""From [firm_offers] to a menu for firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.firm_offers.section import FirmOffers

if TYPE_CHECKING:
    from games.firm_menu import FirmMenu
    from intercity.region.context import Context

__all__ = ["firm_menu"]


def firm_menu(context: Context) -> FirmMenu | None:
    """Kinds of firms, and what they are offered; ``None`` without the section."""
    given = context.scenario.section(FirmOffers)
    if given is None:
        return None
    from games.firm_menu import FirmMenu

    return FirmMenu(
        {kind: cost.value for kind, cost in given.costs.items()},
        {level.invested.value: level.worth.value for level in given.value},
        numbers={k: given.numbers[k].value if k in given.numbers else 1 for k in given.costs},
        offers={k: (one.invest.value, one.subsidy.value) for k, one in given.offers.items()},
    )
