"""A strategy for each public game, by its class: what ``st.from_type`` draws.

>>> from hypothesis import find
>>> from hypothesis import strategies as st
>>> from games import AirportGame
>>> find(st.from_type(AirportGame), lambda game: len(game.players) > 1).players
('A', 'B')

What has strategies of its own beside this folder is drawn by them; all else by the files of this
folder, from two or three cities and small whole numbers.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import games
from intercity.testing.assignment import assignment_games
from intercity.testing.bargaining import bargaining_problems
from intercity.testing.coalitional import coalitional_games
from intercity.testing.compacts import compacts
from intercity.testing.graphs import communication_graphs
from intercity.testing.markets import exchange_markets, matching_markets, pairing_games
from intercity.testing.private_values import bayesian_problems, direct_mechanisms
from intercity.testing.production import production_games
from intercity.testing.public_games import (
    bargaining,
    coalitions,
    extensive,
    firms,
    operators,
    pairing,
    places,
    private_information,
    races,
    region,
    rules,
)
from intercity.testing.public_games.draws import DRAWN
from intercity.testing.strategic import strategic_games
from intercity.testing.subsidies import subsidy_competitions
from intercity.testing.voting import weighted_voting_games
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.direct.direct_mechanism import DirectMechanism

__all__ = [
    "bargaining",
    "coalitions",
    "extensive",
    "firms",
    "operators",
    "pairing",
    "places",
    "private_information",
    "races",
    "region",
    "register_public_games",
    "rules",
]


def register_public_games() -> None:
    """Tell Hypothesis how to draw each public game: ``st.from_type(ic.Corridor)`` then works."""
    drawn = {kind: st.composite(make)() for kind, make in DRAWN.items()}
    for kind, strategy in {**_BESIDE, **drawn}.items():
        st.register_type_strategy(kind, strategy)


_BESIDE: dict[type, st.SearchStrategy[Any]] = {
    games.AssignmentGame: assignment_games(),
    games.BargainingProblem: bargaining_problems(),
    games.BayesianProblem: bayesian_problems(),
    games.CoalitionalGame: coalitional_games(),
    games.CommunicationGraph: communication_graphs(),
    games.ExchangeMarket: exchange_markets(),
    games.LinearProductionGame: production_games(),
    games.MatchingMarket: matching_markets(),
    games.PairingGame: pairing_games(),
    games.StrategicGame: strategic_games(),
    games.SubsidyCompetition: subsidy_competitions(),
    games.WeightedVoting: weighted_voting_games(),
    EnclaveCompact: compacts(),
    DirectMechanism: direct_mechanisms(),
}
