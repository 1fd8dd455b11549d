"""A strategy for each public game, by its class: what ``st.from_type`` draws.

>>> from hypothesis import find
>>> from hypothesis import strategies as st
>>> from games import AirportGame
>>> find(st.from_type(AirportGame), lambda game: len(game.players) > 1).players
('A', 'B')

Games with a file of their own beside this one come from there; the others are drawn here, from two
or three cities and small whole numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import (
    Activity,
    Arc,
    EnclaveYear,
    Exchange,
    Firm,
    MultitaskAgency,
    Platform,
    Resource,
    Right,
    SharedLimit,
    Talent,
    Use,
    Value,
)
from intercity.testing.assignment import assignment_games
from intercity.testing.bargaining import bargaining_problems
from intercity.testing.bounds import city_names
from intercity.testing.coalitional import coalitional_games
from intercity.testing.compacts import compacts
from intercity.testing.graphs import communication_graphs
from intercity.testing.markets import exchange_markets, matching_markets, pairing_games
from intercity.testing.private_values import bayesian_problems, direct_mechanisms
from intercity.testing.production import production_games
from intercity.testing.spelled import spelled
from intercity.testing.strategic import strategic_games
from intercity.testing.subsidies import subsidy_competitions
from intercity.testing.voting import weighted_voting_games
from mechanisms.accord.common_fund import FundRule
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.public_fund.provision_point import ProvisionPoint
from mechanisms.tax_sharing.origin_destination import OriginDestination
from solvers.competition.race_on_grid import RaceOnGrid, race_on_grid
from solvers.families.program_game import ProgramGame
from solvers.linear_program import LinearProgram, Row

__all__ = ["register_public_games"]

_few = st.integers(0, 6)
_some = st.integers(1, 6)
_any = st.integers(-3, 6)
_shares = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(1, 4)])
_chances = st.sampled_from([Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)])
_names = st.integers(2, 3).map(city_names)


def register_public_games() -> None:
    """Tell Hypothesis how to draw each public game: ``st.from_type(ic.Corridor)`` then works."""
    for kind, strategy in {**_ELSEWHERE, **_drawn_here()}.items():
        st.register_type_strategy(kind, strategy)


_ELSEWHERE: dict[type, st.SearchStrategy[Any]] = {
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


Draw = st.DrawFn
Numbers = st.SearchStrategy[Any]
Names = Sequence[Any]


def _each(draw: Draw, numbers: Numbers, of: Names) -> list[Any]:
    return draw(st.lists(numbers, min_size=len(of), max_size=len(of)))


def _by(draw: Draw, numbers: Numbers, names: Names) -> dict[str, Any]:
    return dict(zip(names, _each(draw, numbers, names), strict=True))


def _matrix(
    draw: Draw, numbers: st.SearchStrategy[Any], rows: Sequence[Any], columns: Sequence[Any]
) -> list[list[Any]]:
    return [_each(draw, numbers, columns) for _ in rows]


def _off_diagonal(draw: Draw, numbers: Numbers, names: Names) -> list[list[Any]]:
    return [[draw(numbers) if i != j else 0 for j in range(len(names))] for i in range(len(names))]


def _ranges(draw: Draw, names: Names) -> dict[str, tuple[int, int]]:
    found = {}
    for name in names:
        low = draw(_few)
        found[name] = (low, low + draw(_some))
    return found


# ------------------------------------------------------------------- coalitions and costs


def _airport(draw: Draw) -> Any:
    return spelled(draw, games.AirportGame, _by(draw, _few, draw(_names)))


def _bankruptcy(draw: Draw) -> Any:
    claims = _by(draw, _few, draw(_names))
    estate = draw(st.integers(0, sum(claims.values())))
    return spelled(draw, games.BankruptcyProblem, claims, estate)


def _coalition_structure(draw: Draw) -> Any:
    names = draw(_names)
    union = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    return spelled(draw, games.CoalitionStructure, names, [union])


def _cost_sharing(draw: Draw) -> Any:
    demands = _by(draw, st.integers(0, 3), draw(_names))
    most = len(demands) * max(demands.values())  # that serial cost sharing asks of
    steps = draw(st.lists(st.integers(0, 3), min_size=most, max_size=most))
    costs = {Fraction(k): Fraction(c) for k, c in enumerate(itertools.accumulate([0, *steps]))}
    return spelled(draw, games.CostSharingProblem, demands, costs.__getitem__)


def _costly_links(draw: Draw) -> Any:
    game = draw(
        coalitional_games(min_players=2, max_players=3, senses=["gain"], kinds=["integers"])
    )
    pairs = draw(st.lists(st.sampled_from([*itertools.combinations(game.players, 2)]), unique=True))
    costs = dict(zip(pairs, _each(draw, _few, pairs), strict=True))
    return spelled(draw, games.CostlyLinks, game, costs)


def _dividends(draw: Draw) -> Any:
    names = draw(_names)
    groups = [g for k in (1, 2, 3) for g in itertools.combinations(names, k)]
    chosen = draw(st.lists(st.sampled_from(groups), unique=True))
    sense = draw(st.sampled_from(["gain", "cost"]))
    dividends = dict(zip(chosen, _each(draw, _any, chosen), strict=True))
    return spelled(draw, games.DividendGame, names, dividends, sense)


def _facilities(draw: Draw) -> Any:
    names, sites = draw(_names), ["north", "south"]
    return spelled(
        draw,
        games.FacilityLocation,
        names,
        sites,
        _each(draw, _few, sites),
        _matrix(draw, _few, names, sites),
    )


def _arc(draw: Draw) -> Any:
    tail, head = draw(st.sampled_from([("mine", "yard"), ("yard", "port"), ("mine", "port")]))
    return spelled(draw, Arc, tail, head, draw(_few), draw(st.sampled_from(city_names(3))))


def _flow_game(draw: Draw) -> Any:
    arcs = draw(st.lists(st.from_type(Arc), min_size=1, max_size=5))
    return spelled(draw, games.FlowGame, "mine", "port", arcs)


def _gloves(draw: Draw) -> Any:
    left, right = draw(_some), draw(_some)
    return spelled(
        draw,
        games.GloveGame,
        tuple(f"left {k + 1}" for k in range(left)),
        tuple(f"right {k + 1}" for k in range(right)),
    )


def _oracle(draw: Draw) -> Any:
    table = draw(coalitional_games(min_players=2, max_players=3))
    return spelled(draw, games.OracleGame, table.players, table.worth, None, table.sense)


def _package_auction(draw: Draw) -> Any:
    items = ["one", "two"]
    packages = ["one", "two", ("one", "two")]
    names = draw(_names)
    bids = {}
    for name in names:
        chosen = draw(st.lists(st.sampled_from(packages), unique=True, min_size=1))
        bids[name] = dict(zip(chosen, _each(draw, _few, chosen), strict=True))
    return spelled(draw, games.PackageAuction, items, bids)


def _partition_game(draw: Draw) -> Any:
    names = city_names(2)
    payoffs = [tuple(map(Fraction, _each(draw, _few, names))) for _ in range(4)]
    return spelled(draw, games.PartitionGame, tuple(names), tuple(payoffs))


def _spanning_tree(draw: Draw) -> Any:
    names = draw(_names)
    pairs = draw(st.lists(st.sampled_from([*itertools.combinations(names, 2)]), unique=True))
    links = dict(zip(pairs, _each(draw, _few, pairs), strict=True))
    return spelled(draw, games.SpanningTreeGame, names, _by(draw, _few, names), links)


# ------------------------------------------------------------------- bargaining and deals


def _offers(draw: Draw) -> Any:
    problem = draw(bargaining_problems())
    discount = _by(draw, _chances, problem.players)
    return spelled(draw, games.AlternatingOffers, problem, discount)


def _annuity(draw: Draw) -> Any:
    horizon, percent = draw(st.integers(1, 20)), draw(st.integers(0, 9))
    beyond = "perpetuity" if percent and draw(st.booleans()) else "nothing"
    return spelled(draw, games.Annuity, horizon, Fraction(percent, 100), beyond)


def _right(draw: Draw) -> Any:
    names = city_names(2)
    name = draw(st.sampled_from(["quota", "site", "clause"]))
    return spelled(draw, Right, name, draw(st.sampled_from(names)), _by(draw, _any, names))


def _barter(draw: Draw) -> Any:
    rights = draw(st.lists(st.from_type(Right), min_size=1, unique_by=lambda right: right.name))
    return spelled(draw, games.Barter, city_names(2), rights)


def _agreed_barter(draw: Draw) -> Any:
    barter = draw(st.from_type(games.Barter))
    return spelled(draw, games.AgreedBarter, barter, _by(draw, _few, barter.players))


def _contracts(draw: Draw) -> Any:
    names = city_names(2)
    payoffs = {(): _each(draw, _few, names), (tuple(names),): _each(draw, _few, names)}
    return spelled(draw, games.ContractNetwork, names, [tuple(names)], payoffs)


def _counted(draw: Draw) -> Any:
    names = city_names(2)
    return spelled(
        draw,
        games.CountedDeal,
        _by(draw, _any, names),
        draw(_few),
        draw(_few),
        _by(draw, _few, names),
    )


def _frontier(draw: Draw) -> Any:
    high = draw(_some)
    return spelled(draw, games.Frontier.read, f"{high} - x**2", (0, 1))


def _legislature(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(
        draw,
        games.LegislativeBargaining,
        names,
        draw(_chances),
        quota=draw(st.integers(1, len(names))),
    )


def _swap(draw: Draw) -> Any:
    quota_worth = [draw(_some), draw(_some)]
    floor_worth = [draw(_few), draw(_few)]
    return spelled(
        draw, games.QuotaSwap, "A", "B", draw(_few), draw(_few), quota_worth, floor_worth
    )


def _outcome(draw: Draw) -> Any:
    return spelled(draw, games.Outcome, (draw(_any), draw(_any)))


def _chance(draw: Draw) -> Any:
    one, other = draw(st.from_type(games.Outcome)), draw(st.from_type(games.Outcome))
    p = draw(_chances)
    return spelled(draw, games.Chance, (("up", p, one), ("down", 1 - p, other)))


def _decision(draw: Draw) -> Any:
    after = st.from_type(games.Outcome) | st.from_type(games.Chance)
    who, where = draw(st.sampled_from("AB")), draw(st.sampled_from("12"))
    return spelled(
        draw, games.Decision, who, where, (("left", draw(after)), ("right", draw(after)))
    )


def _extensive(draw: Draw) -> Any:
    after = st.from_type(games.Outcome) | st.from_type(games.Decision)
    first = games.Decision("A", "first", (("in", draw(after)), ("out", draw(after))))
    return spelled(draw, games.ExtensiveGame, ("A", "B"), first)


def _threats(draw: Draw) -> Any:
    return spelled(draw, games.ThreatGame, draw(strategic_games()), draw(st.booleans()))


def _housing(draw: Draw) -> Any:
    names = draw(_names)
    things = [f"site {k + 1}" for k in range(len(names))]
    rankings = {name: draw(st.permutations(things)) for name in names}
    return spelled(draw, games.HousingMarket, dict(zip(names, things, strict=True)), rankings)


def _roommates(draw: Draw) -> Any:
    names = city_names(draw(st.integers(1, 5)))
    rankings = {}
    for name in names:
        others = draw(st.permutations([other for other in names if other != name]))
        rankings[name] = others[draw(st.integers(0, 1)) :]
    return spelled(draw, games.Roommates, rankings)


def _mandated(draw: Draw) -> Any:
    hub, names = ["hub 1"], city_names(2)
    pairing = games.PairingGame(
        hub,
        names,
        _matrix(draw, _any, hub, names),
        _matrix(draw, _any, hub, names),
        capacity=[2],
    )
    paired = draw(st.lists(st.sampled_from(names), unique=True))
    return spelled(draw, games.MandatedPairing, pairing, dict.fromkeys(paired, "hub 1"))


# ------------------------------------------------------------------- races and repetition


def _contest(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(
        draw,
        games.Contest,
        names,
        _each(draw, _some, names),
        draw(st.sampled_from(["tullock", "all-pay", "bertrand"])),
    )


def _club_race(draw: Draw) -> Any:
    names = draw(_names)
    value = _each(draw, _some, names)
    race = games.SubsidyCompetition(names, value, mu=draw(_some))
    conjecture = draw(st.sampled_from(["gamma", "delta", "alpha"]))
    return spelled(draw, games.ClubRace, race, conjecture)


def _repeated(draw: Draw) -> Any:
    stage = draw(strategic_games(max_actions=2))
    return spelled(draw, games.RepeatedGame, stage, draw(_chances), draw(st.integers(1, 2)))


def _tacit(draw: Draw) -> Any:
    game = draw(st.from_type(games.RepeatedGame))
    target = tuple(draw(st.sampled_from(actions)) for actions in game.stage.actions)
    return spelled(draw, games.TacitAgreement, game, target)


def _richardson(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(
        draw,
        games.RichardsonRace,
        names,
        _off_diagonal(draw, _few, names),
        _each(draw, _few, names),
        _each(draw, _any, names),
    )


def _shared_limit(draw: Draw) -> Any:
    weights = tuple(map(Fraction, _each(draw, _some, "AB")))
    return spelled(draw, SharedLimit, weights, Fraction(draw(_few)))


def _quadratic(draw: Draw) -> Any:
    names = tuple(city_names(2))
    slopes, quadratic = [], []
    for i in range(2):
        slopes.append(tuple(map(Fraction, _each(draw, _any, names))))
        across, own = Fraction(draw(_any)), Fraction(-draw(_some))
        other = Fraction(0)
        rows = [[own, across], [across, other]] if i == 0 else [[other, across], [across, own]]
        quadratic.append(tuple(map(tuple, rows)))
    bounds = (Fraction(0),) * 2, (Fraction(draw(_some)),) * 2
    shared = tuple(draw(st.lists(st.from_type(SharedLimit), max_size=1)))
    constant = (Fraction(0),) * 2
    return spelled(
        draw, games.QuadraticGame, names, constant, tuple(slopes), tuple(quadratic), *bounds, shared
    )


# ------------------------------------------------------------------- private information


def _private_exchange(draw: Draw) -> Any:
    types = st.lists(_few, min_size=1, max_size=2, unique=True)
    return spelled(draw, games.PrivateExchange, {"buyer 1": draw(types)}, {"seller 1": draw(types)})


def _private_project(draw: Draw) -> Any:
    types = st.lists(_any, min_size=1, max_size=2, unique=True)
    return spelled(draw, games.PrivateProject, _by(draw, types, city_names(2)), draw(_few))


def _uniform_exchange(draw: Draw) -> Any:
    return spelled(
        draw, games.UniformExchange, _ranges(draw, ["buyer 1"]), _ranges(draw, ["seller 1"])
    )


def _uniform_project(draw: Draw) -> Any:
    return spelled(draw, games.UniformProject, _ranges(draw, city_names(2)), draw(_few))


def _continuous(draw: Draw) -> Any:
    if draw(st.booleans()):
        return games.ContinuousProblem.auction(_ranges(draw, draw(_names)))
    return games.ContinuousProblem.bilateral_trade(_ranges(draw, ["A"]), _ranges(draw, ["B"]))


def _public_good(draw: Draw) -> Any:
    names = draw(_names)
    first, falls = _each(draw, _few, names), _each(draw, _some, names)
    return spelled(draw, games.PublicGood, names, first, falls, draw(_some))


# ------------------------------------------------------------------- operators and teams


def _agency(draw: Draw) -> Any:
    outcomes = _by(draw, _any, ["bad", "good"])
    efforts = _by(draw, _few, ["none", "care"])
    chances = {}
    for effort in efforts:
        good = draw(_shares)
        chances[effort] = {"bad": 1 - good, "good": good}
    return spelled(draw, games.Agency, outcomes, efforts, chances, outside=draw(_few))


def _tasks(draw: Draw) -> Any:
    return spelled(
        draw,
        MultitaskAgency,
        (draw(_some), draw(_few)),
        (draw(_some), draw(_few)),
        draw(_some),
        draw(_few),
        draw(_few),
        draw(_chances),
        (draw(_few), draw(_few)),
    )


def _operator(draw: Draw) -> Any:
    return spelled(
        draw,
        games.ParkOperator,
        draw(st.from_type(MultitaskAgency)),
        (draw(_few), draw(_few)),
        draw(_few),
        outside=draw(_few),
    )


def _screening(draw: Draw) -> Any:
    accuracy = draw(st.sampled_from([Fraction(3, 4), Fraction(1), Fraction(1, 2)]))
    numbers = [draw(_chances), draw(_some), draw(_few), accuracy, draw(_few), draw(_few)]
    return spelled(draw, games.ProjectScreening, *numbers)


def _team(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(draw, games.Team, names, _each(draw, _few, names), _each(draw, _some, names))


def _common_agency(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(
        draw,
        games.CommonAgency,
        names,
        _each(draw, _few, names),
        _each(draw, _some, names),
        draw(_some),
        tiredness=draw(_few),
    )


def _licence(draw: Draw) -> Any:
    names = draw(_names)
    worth, rivalry = _each(draw, _few, names), _each(draw, _few, names)
    return spelled(draw, games.Licence, "owner", names, worth, rivalry=rivalry, keeps=draw(_few))


# ------------------------------------------------------------------- hubs, zones and corridors


def _hub_congestion(draw: Draw) -> Any:
    hubs = ["hub 1", "hub 2"]
    return spelled(
        draw,
        games.HubCongestion,
        hubs,
        _each(draw, _few, hubs),
        _each(draw, _some, hubs),
        draw(_few),
        outside=0,
        whole=draw(st.booleans()),
    )


def _centres(draw: Draw) -> Any:
    hubs, names = ["hub 1", "hub 2"], city_names(2)
    crowd = games.HubCongestion(
        hubs, _each(draw, _few, hubs), _each(draw, _some, hubs), draw(_few), outside=0
    )
    bids = games.SubsidyCompetition(names, _each(draw, _some, names), mu=1)
    parks = _by(draw, st.sampled_from(hubs), names)
    return spelled(draw, games.Centres, crowd, bids, parks, "hub 1")


def _corridor(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(
        draw,
        games.Corridor,
        names,
        _each(draw, _few, names),
        _each(draw, _few, names[1:]),
        draw(_chances),
    )


def _hedonic(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(draw, games.HedonicGame, names, _off_diagonal(draw, _any, names))


def _link_formation(draw: Draw) -> Any:
    names = draw(_names)
    worth, costs = _off_diagonal(draw, _few, names), _off_diagonal(draw, _few, names)
    return spelled(draw, games.LinkFormation, names, worth, costs, kept=draw(_chances))


def _point_hubs(draw: Draw) -> Any:
    names, hubs = draw(_names), ["hub 1", "hub 2"]
    worth = _matrix(draw, _few, names, hubs)
    return spelled(draw, games.PointHubs, names, hubs, _each(draw, _few, hubs), worth, draw(_few))


def _station_nodes(draw: Draw) -> Any:
    names, nodes = draw(_names), ["station", "park"]
    return spelled(
        draw,
        games.StationNodes,
        names,
        nodes,
        _each(draw, _few, nodes),
        _matrix(draw, _few, names, nodes),
        minutes=_matrix(draw, _few, names, nodes),
        minute=_each(draw, _few, names),
        remote="park",
    )


def _local_buzz(draw: Draw) -> Any:
    firms, places = ["lab", "team"], ["hub", "home"]
    own, buzz = _matrix(draw, _any, firms, places), _off_diagonal(draw, _few, firms)
    return spelled(draw, games.LocalBuzz, firms, places, own, buzz)


def _industry_choice(draw: Draw) -> Any:
    names, industries = draw(_names), ["chips", "tea"]
    return spelled(
        draw,
        games.IndustryChoice,
        names,
        industries,
        fit=_matrix(draw, _few, names, industries),
        crowding=_each(draw, _any, industries),
    )


def _joint_meeting(draw: Draw) -> Any:
    votes = _by(draw, _some, draw(_names))
    every = draw(st.integers(1, 3))
    lag = every + draw(st.integers(0, 2))
    return spelled(draw, games.JointMeeting, votes, every=every, lag=lag)


# ------------------------------------------------------------------- firms, talent and land


def _cobweb(draw: Draw) -> Any:
    names = city_names(draw(st.integers(1, 2)))
    supply = _each(draw, _few, names)
    demand = [low + draw(_some) for low in supply]
    return spelled(
        draw,
        games.Cobweb,
        names,
        demand=demand,
        demand_slope=_each(draw, _some, names),
        supply=supply,
        supply_slope=_each(draw, _some, names),
        start=_each(draw, _some, names),
    )


def _factor_flow(draw: Draw) -> Any:
    names = draw(_names)
    return spelled(
        draw,
        games.FactorFlow,
        names,
        _each(draw, _some, names),
        draw(st.sampled_from([1, 2, Fraction(1, 2)])),
        draw(_some),
        congestion=draw(_few),
    )


def _flow_policy(draw: Draw) -> Any:
    flow = draw(st.from_type(games.FactorFlow))
    return spelled(draw, games.FlowPolicy, flow, draw(st.sampled_from(flow.regions)), draw(_some))


def _firm(draw: Draw) -> Any:
    name = draw(st.sampled_from(["startup", "plant"]))
    research, production = _each(draw, _few, "HS"), _each(draw, _few, "HS")
    return spelled(draw, Firm, name, research, production, draw(_few), draw(_some))


def _firm_menu(draw: Draw) -> Any:
    adds = sorted(_each(draw, _few, "ab"), reverse=True)
    value = {1: adds[0], 2: sum(adds)}
    return spelled(draw, games.FirmMenu, _by(draw, _few, ["lean", "dear"]), value)


def _quadrants(draw: Draw) -> Any:
    firms = draw(st.lists(st.from_type(Firm), min_size=1, unique_by=lambda firm: firm.name))
    bonus, clawback = draw(_few), draw(_few)
    return spelled(draw, games.Quadrants, "hub", "home", firms, bonus=bonus, clawback=clawback)


def _neighbour_growth(draw: Draw) -> Any:
    names = city_names(2)
    return spelled(
        draw,
        games.NeighbourGrowth,
        names,
        _each(draw, _few, names),
        _each(draw, _some, names),
        draw(_some),
        arrivals=draw(_few),
    )


def _newsvendor(draw: Draw) -> Any:
    salvage = draw(_few)
    cost = salvage + draw(_some)
    demand = _by(draw, _few, ["slump", "boom"])
    return spelled(draw, games.Newsvendor, demand, cost + draw(_few), cost, salvage)


def _quota_bank(draw: Draw) -> Any:
    names = city_names(2)
    allotted = {name: _each(draw, _few, "12") for name in names}
    uses = {name: [[(draw(_few), draw(_few))] for _ in "12"] for name in names}
    return spelled(draw, games.QuotaBank, allotted, uses, discount=draw(_chances))


def _talent(draw: Draw) -> Any:
    name = draw(st.sampled_from(["engineers", "designers"]))
    wage, in_hub, remote, at_home = _each(draw, _few, "1234")
    return spelled(draw, Talent, name, wage=wage, in_hub=in_hub, remote=remote, at_home=at_home)


def _remote_talent(draw: Draw) -> Any:
    kinds = draw(st.lists(st.from_type(Talent), min_size=1, unique_by=lambda kind: kind.name))
    residence = _by(draw, _few, ["home", "hub"])
    return spelled(
        draw, games.RemoteTalent, "home", "hub", kinds, residence=residence, desk=draw(_few)
    )


def _enclave_year(draw: Draw) -> Any:
    return spelled(draw, EnclaveYear, Fraction(draw(_few)), draw(_shares), Fraction(draw(_few)))


def _talent_enclave(draw: Draw) -> Any:
    years = [{"teams": draw(_few), "share": draw(_shares), "rent": draw(_few)} for _ in range(2)]
    figures = _by(draw, _few, ["back", "stay", "buzz", "room", "quota_cost", "quota_worth"])
    return spelled(
        draw, games.TalentEnclave, "home", "hub", alone=years[0], signed=years[1], **figures
    )


def _trial_and_error(draw: Draw) -> Any:
    names = city_names(draw(st.integers(1, 2)))
    return spelled(
        draw,
        games.TrialAndError,
        names,
        _each(draw, _few, names),
        _each(draw, _few, names),
        _each(draw, _chances, names),
        hub_cost=draw(_few),
        hub_chance=draw(_chances),
    )


def _white_space(draw: Draw) -> Any:
    names, uses = city_names(2), ["labs", "homes"]
    returns = {
        scenario: {name: _by(draw, _few, uses) for name in names} for scenario in ("boom", "slump")
    }
    return spelled(draw, games.WhiteSpace, _by(draw, _few, names), returns)


# ------------------------------------------------------------------- parts of a region


def _use(draw: Draw) -> Any:
    return spelled(draw, Use, "quota", Fraction(draw(_few)))


def _value(draw: Draw) -> Any:
    kind = draw(st.sampled_from(["cash", "land_revenue", "spillover", "indicator"]))
    return spelled(draw, Value, draw(st.sampled_from(city_names(2))), kind, Fraction(draw(_any)))


def _activity(draw: Draw) -> Any:
    uses = tuple(draw(st.lists(st.from_type(Use), max_size=1)))
    values = (Value("A", "cash", Fraction(draw(_any))),)
    return spelled(draw, Activity, "build", ("A",), uses, values, Fraction(draw(_few)))


def _exchange(draw: Draw) -> Any:
    sell = draw(_few)
    return spelled(
        draw, Exchange, Fraction(sell + draw(_few)), Fraction(sell), Fraction(draw(_few))
    )


def _platform(draw: Draw) -> Any:
    provides = tuple(draw(st.lists(st.from_type(Use), max_size=1)))
    return spelled(draw, Platform, "park", "A", Fraction(draw(_few)), provides)


def _resource(draw: Draw) -> Any:
    kind = draw(st.sampled_from(["tradable", "bound"]))
    owned = {name: Fraction(amount) for name, amount in _by(draw, _few, city_names(2)).items()}
    return spelled(draw, Resource, "quota", kind, owned)


# ------------------------------------------------------------------- beyond ``games``


def _fund(draw: Draw) -> Any:
    race = draw(subsidy_competitions(max_cities=3, allow_budgets=False))
    weights = _each(draw, _some, race.cities)
    key = [Fraction(weight, sum(weights)) for weight in weights]
    return spelled(draw, FundRule, race, key)


def _origin_destination(draw: Draw) -> Any:
    return spelled(draw, OriginDestination, draw(_names), draw(_shares))


def _provision_point(draw: Draw) -> Any:
    refund, rebate = draw(st.booleans()), draw(st.booleans())
    return spelled(draw, ProvisionPoint, draw(_names), draw(_some), refund=refund, rebate=rebate)


def _program_game(draw: Draw) -> Any:
    """Batches of what members own, a worth each, in parks that may have to be opened."""
    names, one, none = draw(_names), Fraction(1), Fraction(0)
    owned = {name: -Fraction(amount) for name, amount in _by(draw, _some, names).items()}
    worth, cost, places = Fraction(draw(_some)), Fraction(draw(_few)), Fraction(draw(_some))
    rows = (
        Row("room", {"batches": one, "parks": -places}, "<=", none),
        Row("owned", {"batches": one, **owned}, "<=", none),
    )
    most = Fraction(-sum(owned.values()))
    bounds = {**dict.fromkeys(names, (none, one)), "batches": (none, most), "parks": (none, most)}
    program = LinearProgram("max", {"batches": worth, "parks": -cost}, rows, bounds)
    return spelled(draw, ProgramGame, names, program, draw(st.sampled_from([[], ["parks"]])))


def _grid(draw: Draw) -> Any:
    race = games.Contest(city_names(2), _each(draw, _some, "AB"))
    bids = draw(st.lists(_few, min_size=1, max_size=3, unique=True).map(sorted))
    return spelled(draw, race_on_grid, race, bids)


_HERE: dict[type, Callable[[Draw], Any]] = {
    FundRule: _fund,
    OriginDestination: _origin_destination,
    ProgramGame: _program_game,
    ProvisionPoint: _provision_point,
    RaceOnGrid: _grid,
    games.Activity: _activity,
    games.Agency: _agency,
    games.AgreedBarter: _agreed_barter,
    games.AirportGame: _airport,
    games.AlternatingOffers: _offers,
    games.Annuity: _annuity,
    games.Arc: _arc,
    games.BankruptcyProblem: _bankruptcy,
    games.Barter: _barter,
    games.Centres: _centres,
    games.ClubRace: _club_race,
    games.Chance: _chance,
    games.CoalitionStructure: _coalition_structure,
    games.Cobweb: _cobweb,
    games.CommonAgency: _common_agency,
    games.Contest: _contest,
    games.ContinuousProblem: _continuous,
    games.ContractNetwork: _contracts,
    games.Corridor: _corridor,
    games.CostSharingProblem: _cost_sharing,
    games.CostlyLinks: _costly_links,
    games.CountedDeal: _counted,
    games.Decision: _decision,
    games.DividendGame: _dividends,
    games.EnclaveYear: _enclave_year,
    games.Exchange: _exchange,
    games.ExtensiveGame: _extensive,
    games.FacilityLocation: _facilities,
    games.FactorFlow: _factor_flow,
    games.Firm: _firm,
    games.FirmMenu: _firm_menu,
    games.FlowGame: _flow_game,
    games.FlowPolicy: _flow_policy,
    games.Frontier: _frontier,
    games.GloveGame: _gloves,
    games.HedonicGame: _hedonic,
    games.HousingMarket: _housing,
    games.HubCongestion: _hub_congestion,
    games.IndustryChoice: _industry_choice,
    games.JointMeeting: _joint_meeting,
    games.LegislativeBargaining: _legislature,
    games.Licence: _licence,
    games.LinkFormation: _link_formation,
    games.LocalBuzz: _local_buzz,
    games.MandatedPairing: _mandated,
    games.MultitaskAgency: _tasks,
    games.NeighbourGrowth: _neighbour_growth,
    games.Newsvendor: _newsvendor,
    games.OracleGame: _oracle,
    games.Outcome: _outcome,
    games.PackageAuction: _package_auction,
    games.ParkOperator: _operator,
    games.PartitionGame: _partition_game,
    games.Platform: _platform,
    games.PointHubs: _point_hubs,
    games.PrivateExchange: _private_exchange,
    games.PrivateProject: _private_project,
    games.ProjectScreening: _screening,
    games.PublicGood: _public_good,
    games.Quadrants: _quadrants,
    games.QuadraticGame: _quadratic,
    games.QuotaBank: _quota_bank,
    games.QuotaSwap: _swap,
    games.RemoteTalent: _remote_talent,
    games.RepeatedGame: _repeated,
    games.Resource: _resource,
    games.RichardsonRace: _richardson,
    games.Right: _right,
    games.Roommates: _roommates,
    games.SharedLimit: _shared_limit,
    games.SpanningTreeGame: _spanning_tree,
    games.StationNodes: _station_nodes,
    games.TacitAgreement: _tacit,
    games.Talent: _talent,
    games.TalentEnclave: _talent_enclave,
    games.Team: _team,
    games.ThreatGame: _threats,
    games.TrialAndError: _trial_and_error,
    games.UniformExchange: _uniform_exchange,
    games.UniformProject: _uniform_project,
    games.Use: _use,
    games.Value: _value,
    games.WhiteSpace: _white_space,
}


def _drawn_here() -> dict[type, st.SearchStrategy[Any]]:
    return {kind: st.composite(function)() for kind, function in _HERE.items()}
