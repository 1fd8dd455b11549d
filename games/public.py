"""What is played: all public names of the layer."""

from games.agency import Agency
from games.airport import AirportGame
from games.alternating_offers import AlternatingOffers
from games.annuity import Annuity
from games.assignment import AssignmentGame
from games.bankruptcy import BankruptcyProblem
from games.bargaining import BargainingProblem
from games.barter import AgreedBarter, Barter, Right
from games.bayesian_problem import BayesianProblem
from games.centres import Centres
from games.coalition_structure import CoalitionStructure
from games.coalitional import CoalitionalGame
from games.cobweb import Cobweb
from games.common_agency import CommonAgency
from games.communication_graph import CommunicationGraph
from games.contest import Contest
from games.continuous_problem import ContinuousProblem
from games.contract_network import ContractNetwork
from games.conversion import (
    from_nashpy,
    from_networkx,
    from_pandas,
    from_pygambit,
    to_nashpy,
    to_networkx,
    to_pandas,
    to_pygambit,
)
from games.corridor import Corridor
from games.cost_sharing import CostSharingProblem
from games.costly_links import CostlyLinks
from games.counted_deal import CountedDeal
from games.dividend_game import DividendGame
from games.efg import read_efg, write_efg
from games.errors import IntercityError, InvalidInput, NotFound, NotProven, TooLarge, Undefined
from games.exchange_market import ExchangeMarket
from games.extensive import Chance, Decision, ExtensiveGame, Outcome
from games.facility_location import FacilityLocation
from games.factor_flow import FactorFlow, FlowPolicy
from games.firm_menu import FirmMenu
from games.flow import Arc, FlowGame
from games.frontier import Frontier
from games.glove import GloveGame
from games.hedonic_game import HedonicGame
from games.housing_market import HousingMarket
from games.hub_congestion import HubCongestion
from games.industry_choice import IndustryChoice
from games.joint_meeting import JointMeeting
from games.legislative_bargaining import LegislativeBargaining
from games.licence import Licence
from games.link_formation import LinkFormation
from games.local_buzz import LocalBuzz
from games.matching_market import MatchingMarket
from games.multitask_agency import MultitaskAgency
from games.neighbour_growth import NeighbourGrowth
from games.newsvendor import Newsvendor
from games.nfg import read_nfg, write_nfg
from games.notebook import show_in_notebooks
from games.oracle_game import OracleGame
from games.package_auction import PackageAuction
from games.pairing_game import MandatedPairing, PairingGame
from games.park_operator import ParkOperator
from games.partition_game import ClubRace, PartitionGame
from games.point_hubs import PointHubs
from games.private_exchange import PrivateExchange
from games.private_project import PrivateProject
from games.private_types import midpoint_types
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from games.project_screening import ProjectScreening
from games.public_good import PublicGood
from games.quadrants import Firm, Quadrants
from games.quadratic_game import QuadraticGame, SharedLimit
from games.quota_bank import QuotaBank
from games.quota_swap import QuotaSwap
from games.remote_talent import RemoteTalent, Talent
from games.repeated import RepeatedGame, TacitAgreement
from games.richardson import RichardsonRace
from games.roommates import Roommates
from games.spanning_tree import SpanningTreeGame
from games.station_nodes import StationNodes
from games.strategic import StrategicGame
from games.subsidy import SubsidyCompetition
from games.talent_enclave import EnclaveYear, TalentEnclave
from games.team import Team
from games.threat_game import ThreatGame
from games.trial_and_error import TrialAndError
from games.uniform_values import UniformExchange, UniformProject
from games.weighted_voting import WeightedVoting
from games.white_space import WhiteSpace

__all__ = [
    "Activity",
    "Agency",
    "AgreedBarter",
    "AirportGame",
    "AlternatingOffers",
    "Annuity",
    "Arc",
    "AssignmentGame",
    "BankruptcyProblem",
    "BargainingProblem",
    "Barter",
    "BayesianProblem",
    "Centres",
    "Chance",
    "ClubRace",
    "CoalitionStructure",
    "CoalitionalGame",
    "Cobweb",
    "CommonAgency",
    "CommunicationGraph",
    "Contest",
    "ContinuousProblem",
    "ContractNetwork",
    "Corridor",
    "CostSharingProblem",
    "CostlyLinks",
    "CountedDeal",
    "Decision",
    "DividendGame",
    "EnclaveYear",
    "Exchange",
    "ExchangeMarket",
    "ExtensiveGame",
    "FacilityLocation",
    "FactorFlow",
    "Firm",
    "FirmMenu",
    "FlowGame",
    "FlowPolicy",
    "Frontier",
    "GloveGame",
    "HedonicGame",
    "HousingMarket",
    "HubCongestion",
    "IndustryChoice",
    "IntercityError",
    "InvalidInput",
    "JointMeeting",
    "LegislativeBargaining",
    "Licence",
    "LinearProductionGame",
    "LinkFormation",
    "LocalBuzz",
    "MandatedPairing",
    "MatchingMarket",
    "MultitaskAgency",
    "NeighbourGrowth",
    "Newsvendor",
    "NotFound",
    "NotProven",
    "OracleGame",
    "Outcome",
    "PackageAuction",
    "PairingGame",
    "ParkOperator",
    "PartitionGame",
    "Platform",
    "PointHubs",
    "PrivateExchange",
    "PrivateProject",
    "ProjectScreening",
    "PublicGood",
    "Quadrants",
    "QuadraticGame",
    "QuotaBank",
    "QuotaSwap",
    "RemoteTalent",
    "RepeatedGame",
    "Resource",
    "RichardsonRace",
    "Right",
    "Roommates",
    "SharedLimit",
    "SpanningTreeGame",
    "StationNodes",
    "StrategicGame",
    "SubsidyCompetition",
    "TacitAgreement",
    "Talent",
    "TalentEnclave",
    "Team",
    "ThreatGame",
    "TooLarge",
    "TrialAndError",
    "Undefined",
    "UniformExchange",
    "UniformProject",
    "Use",
    "Value",
    "WeightedVoting",
    "WhiteSpace",
    "from_nashpy",
    "from_networkx",
    "from_pandas",
    "from_pygambit",
    "midpoint_types",
    "read_efg",
    "read_nfg",
    "to_nashpy",
    "to_networkx",
    "to_pandas",
    "to_pygambit",
    "write_efg",
    "write_nfg",
]

show_in_notebooks(globals(), __all__)
