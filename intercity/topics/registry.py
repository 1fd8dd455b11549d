"""All topics, in the order in which they are read."""

from __future__ import annotations

from intercity.topics import (
    all_together,
    arms_race,
    consistency,
    deal,
    firms_choice,
    hold_up,
    model,
    negotiation,
    operator,
    outside_offers,
    pairing,
    park,
    private_values,
    statistics,
    surplus,
    terms,
    truce_clubs,
    walk_away,
)

__all__ = ["TOPICS"]

TOPICS = (
    model.TOPIC,
    deal.TOPIC,
    surplus.TOPIC,
    park.TOPIC,
    all_together.TOPIC,
    terms.TOPIC,
    outside_offers.TOPIC,
    firms_choice.TOPIC,
    walk_away.TOPIC,
    hold_up.TOPIC,
    arms_race.TOPIC,
    truce_clubs.TOPIC,
    private_values.TOPIC,
    pairing.TOPIC,
    operator.TOPIC,
    statistics.TOPIC,
    consistency.TOPIC,
    negotiation.TOPIC,
)
