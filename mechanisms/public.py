"""Rules that cities can sign: all public names of the layer."""

from games.notebook import show_in_notebooks
from mechanisms.accord.bid_floor import BidFloor, bid_floor
from mechanisms.accord.cap_accord import CapAccord, cap_accord
from mechanisms.accord.common_fund import CommonFund, FundRule, common_fund, under_fund
from mechanisms.accord.contest_cap import ContestCap
from mechanisms.accord.contest_truce import ContestTruce
from mechanisms.accord.detection_lags import DetectionLags, WatchedTruce, detection_lags
from mechanisms.accord.fairest_truce import FairestTruce, fairest_truce
from mechanisms.accord.matching_levy import MatchingLevy, matching_levy
from mechanisms.accord.race_or_truce import race_or_truce
from mechanisms.accord.repair_effect import RepairEffect, repair_effect
from mechanisms.accord.stick_and_carrot import StickAndCarrot, stick_and_carrot
from mechanisms.accord.subsidy_accord import SubsidyTruce, critical_discount, truce
from mechanisms.accord.subsidy_clawback import Clawback, SubsidyClawback, clawback
from mechanisms.accord.truce_patience import PatientTruce, TrucePatience, truce_patience
from mechanisms.accord.truce_terms import TruceTerms
from mechanisms.accord.unequal_truce import UnequalTruce
from mechanisms.claims.adjusted_proportional import adjusted_proportional
from mechanisms.claims.alpha_min import alpha_min
from mechanisms.claims.average_of_awards import average_of_awards
from mechanisms.claims.claims_property import ClaimsAudit, ClaimsViolation, claims_audit
from mechanisms.claims.constrained_egalitarian import constrained_egalitarian
from mechanisms.claims.constrained_equal_awards import constrained_equal_awards
from mechanisms.claims.constrained_equal_losses import constrained_equal_losses
from mechanisms.claims.dominguez_thomson import dominguez_thomson
from mechanisms.claims.duality import dual_rule
from mechanisms.claims.exaggeration import Exaggeration, exaggeration_gain
from mechanisms.claims.lorenz import award_path, gini_index, lorenz_comparison
from mechanisms.claims.merging_and_splitting import ClaimsManipulation, merging_gain, splitting_gain
from mechanisms.claims.minimal_overlap import minimal_overlap
from mechanisms.claims.piniles import piniles_rule
from mechanisms.claims.promised_claims import promised_claims
from mechanisms.claims.proportional import proportional_rule
from mechanisms.claims.random_arrival import random_arrival
from mechanisms.claims.reverse_talmud import reverse_talmud
from mechanisms.claims.talmud import talmud_rule
from mechanisms.compact.attribution import (
    Attribution,
    DoubleCounting,
    double_counting,
    least_double_counting,
)
from mechanisms.compact.clauses import (
    Bonus,
    Deposit,
    Enclave,
    Incubation,
    Loan,
    Payment,
    Pool,
    Refund,
    ReturnClawback,
    Transfer,
)
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.contributions import contribution_caps
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.double_guarantee import DoubleGuarantee, double_guarantee
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.firms_response import as_firms_choose, willing_to_return
from mechanisms.compact.gain_curve import Piece, gain_curves
from mechanisms.compact.hold_up import HoldUp, Renegotiation, hold_up, sunk_steps
from mechanisms.compact.instrument import (
    Instrument,
    amended_compact,
    amount_of,
    main_transfer,
    payments_between,
    price_of,
    refund_share,
    with_clauses_merged,
)
from mechanisms.compact.kept_platforms import with_kept_platforms
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.lawful_contract import (
    LawfulContract,
    lawful_contract,
    lawful_stable_split,
)
from mechanisms.compact.member_floors import Floor, floors_are_feasible, member_floors
from mechanisms.compact.nearest_terms import NearestTerms, nearest_amount, nearest_by_money
from mechanisms.compact.negotiation import Formula, NegotiatedTerms, Negotiation, negotiated_terms
from mechanisms.compact.outside_money import OpenClauses, least_outside_money
from mechanisms.compact.outside_offers import OutsideOffers, outside_offers
from mechanisms.compact.outsider_splits import OutsiderSplits, Requirement
from mechanisms.compact.own_program import fall_back_game
from mechanisms.compact.own_rate import gains_at_own_rate
from mechanisms.compact.payment_schedule import PaymentSchedule, payment_schedule
from mechanisms.compact.regional_bargaining import regional_bargaining
from mechanisms.compact.return_bonus import FirmsChoice, break_even_returns, firms_choice
from mechanisms.compact.return_contract import ReturnContract, ReturnOutcome, return_or_stay
from mechanisms.compact.self_enforcement import (
    LeastDeposit,
    Patience,
    WalkAway,
    continuation_flows,
    effective_discount,
    lagged_continuation_flows,
    least_deposit,
    patience,
    walk_away,
)
from mechanisms.compact.shortfalls import Shortfall, shortfalls
from mechanisms.compact.side_payments import SidePayments, nearest_split
from mechanisms.compact.terms import Terms, terms_of_trade
from mechanisms.compact.threat_point import Disarmament, disarmament, race_threat, stand_alone
from mechanisms.compact.tranches import (
    TrancheSchedule,
    in_tranches,
    last_unit_value,
    one_more_unit_value,
    tranche_schedule,
)
from mechanisms.compact.walk_away import at_stake
from mechanisms.cost_sharing.average_cost import average_cost_sharing
from mechanisms.cost_sharing.demand_game import demand_game
from mechanisms.cost_sharing.moulin import MoulinMechanism, MoulinOutcome
from mechanisms.cost_sharing.serial import serial_cost_sharing
from mechanisms.cost_sharing.shapley_shubik import shapley_shubik_sharing
from mechanisms.direct.audit import audit
from mechanisms.direct.audit_answer import Audit
from mechanisms.direct.chatterjee_samuelson import SealedBids, chatterjee_samuelson
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.design import Design, PriorPoint, design, design_program, prior_sweep
from mechanisms.direct.direct_mechanism import DirectMechanism, InterimPayoff, MechanismOutcome
from mechanisms.direct.myerson_satterthwaite import (
    MyersonSatterthwaite,
    UniformTrade,
    myerson_satterthwaite,
)
from mechanisms.direct.optimal_auction import OptimalAuction, optimal_auction
from mechanisms.direct.partnership import Dissolution, dissolution
from mechanisms.direct.properties import PROPERTIES
from mechanisms.direct.range_audit import RangeAudit
from mechanisms.direct.sampled_audit import SampledAudit, sampled_audit
from mechanisms.direct.second_best_trade import PostedPrice, SecondBestTrade, second_best_trade
from mechanisms.direct.uniform_voluntary_rule import UniformVoluntaryRule, uniform_voluntary_rule
from mechanisms.direct.voluntary_rule import BestVoluntaryRule, best_voluntary_rule
from mechanisms.exchange.balanced_auction import balanced_auction
from mechanisms.exchange.clearing import Clearing
from mechanisms.exchange.exchange_in_ranges import ExchangeInRanges, exchange_in_ranges
from mechanisms.exchange.exchange_mechanism import exchange_mechanism, exchange_on_ranges
from mechanisms.exchange.expected_exchange import ExpectedExchange, ExpectedRule, expected_exchange
from mechanisms.exchange.k_double_auction import k_double_auction
from mechanisms.exchange.mcafee import mcafee, trade_reduction
from mechanisms.exchange.misreport import ExchangeMisreport, exchange_misreport
from mechanisms.exchange.posted_ratio import PostedRatio, PostedSwap, fair_ratio, posted_ratio
from mechanisms.exchange.quota_bank import QuotaBankPlan, bank_program, quota_banking
from mechanisms.exchange.uniform_price import UniformPrice, UniformPriceRule, uniform_price
from mechanisms.exchange.vcg_exchange import vcg_exchange
from mechanisms.joint_meeting.meeting_power import MeetingPower, meeting_power
from mechanisms.joint_meeting.meeting_watch import MeetingWatch, WatchedMeeting, meeting_watch
from mechanisms.operator.index_contract import IndexContract, index_contract
from mechanisms.operator.limited_liability import OperatorContract, best_contract
from mechanisms.operator.linear_contract import LinearContract
from mechanisms.operator.profit_taking import FirmOffers, ProfitTaking, profit_taking
from mechanisms.operator.regimes import OperatorRegimes, operator_regimes
from mechanisms.operator.screening_contract import ScreeningContract, screening_contract
from mechanisms.operator.team_sharing import TeamSharing, best_shares, team_sharing
from mechanisms.pairing.deferred_acceptance import StablePairing, deferred_acceptance
from mechanisms.pairing.mandated_pairing import BlockingPair, MandateAudit, mandated_pairing
from mechanisms.pairing.misreport import Misreport, profitable_misreport
from mechanisms.pairing.pairing_mechanism import pairing_mechanism
from mechanisms.pairing.pairing_with_transfers import PairingWithTransfers, pairing_with_transfers
from mechanisms.pairing.stable_pairings import StablePairings, stable_pairings
from mechanisms.pairing.stable_roommates import RoommatesPairing, stable_roommates
from mechanisms.pairing.star_pairing import StarPairing, star_pairing
from mechanisms.pairing.top_trading_cycles import (
    HousingAssignment,
    serial_dictatorship,
    top_trading_cycles,
)
from mechanisms.public_fund.cavallo import cavallo_redistribution
from mechanisms.public_fund.clarke_pivot import clarke_pivot
from mechanisms.public_fund.expected_externality import expected_externality
from mechanisms.public_fund.expected_project import (
    ExpectedProject,
    ProjectRule,
    UnderstatedWorth,
    WorstOff,
    expected_project,
)
from mechanisms.public_fund.fixed_shares import best_fixed_shares
from mechanisms.public_fund.fund_balance import FundBalance, fund_balance
from mechanisms.public_fund.groves import groves
from mechanisms.public_fund.lindahl import (
    LindahlEquilibrium,
    Understatement,
    lindahl,
    public_good_game,
    understatement,
)
from mechanisms.public_fund.project_in_ranges import ProjectInRanges, project_in_ranges
from mechanisms.public_fund.provision_point import (
    ProvisionDeviation,
    ProvisionOutcome,
    ProvisionPoint,
)
from mechanisms.public_fund.voluntary_contributions import (
    VoluntaryContributions,
    voluntary_contributions,
)
from mechanisms.tax_sharing.intergovernmental_refund import IntergovernmentalRefund
from mechanisms.tax_sharing.origin_destination import OriginDestination
from mechanisms.tax_sharing.relocation_sharing import (
    JING_JIN_JI_2015,
    OriginStake,
    RelocationSharing,
    SharedTax,
)
from mechanisms.tax_sharing.self_enforcing_refund import (
    RefundTerms,
    SelfEnforcingRefund,
    self_enforcing_refund,
)
from mechanisms.tax_sharing.tax_base_pooling import PooledBase, tax_base_pooling
from mechanisms.technology.brokered_market import (
    Brokerage,
    BrokeredMarket,
    best_fee,
    brokered_market,
)
from mechanisms.technology.licence_price import LicencePrice, licence_price
from mechanisms.technology.package_sale import PackageSale, sale_game, vcg_sale

__all__ = [
    "JING_JIN_JI_2015",
    "PROPERTIES",
    "Attribution",
    "Audit",
    "BestVoluntaryRule",
    "BidFloor",
    "BlockingPair",
    "Bonus",
    "Brokerage",
    "BrokeredMarket",
    "CapAccord",
    "ClaimsAudit",
    "ClaimsManipulation",
    "ClaimsViolation",
    "Clawback",
    "Clearing",
    "CommonFund",
    "ContestCap",
    "ContestTruce",
    "Continuation",
    "ContinuousMechanism",
    "DealPayoffs",
    "Deposit",
    "Design",
    "DetectionLags",
    "DirectMechanism",
    "Disarmament",
    "Dissolution",
    "DoubleCounting",
    "DoubleGuarantee",
    "Enclave",
    "EnclaveCompact",
    "Exaggeration",
    "ExchangeInRanges",
    "ExchangeMisreport",
    "ExpectedExchange",
    "ExpectedProject",
    "ExpectedRule",
    "FairestTruce",
    "FirmOffers",
    "FirmsChoice",
    "Floor",
    "Formula",
    "FundBalance",
    "FundRule",
    "HoldUp",
    "HousingAssignment",
    "Incubation",
    "IndexContract",
    "Instrument",
    "IntergovernmentalRefund",
    "InterimPayoff",
    "LawfulContract",
    "LeastDeposit",
    "LicencePrice",
    "LindahlEquilibrium",
    "LinearContract",
    "Loan",
    "MandateAudit",
    "MatchingLevy",
    "MechanismOutcome",
    "MeetingPower",
    "MeetingWatch",
    "Misreport",
    "MoulinMechanism",
    "MoulinOutcome",
    "MyersonSatterthwaite",
    "NearestTerms",
    "NegotiatedTerms",
    "Negotiation",
    "OpenClauses",
    "OperatorContract",
    "OperatorRegimes",
    "OptimalAuction",
    "OriginDestination",
    "OriginStake",
    "OutsideOffers",
    "OutsiderSplits",
    "PackageSale",
    "PairingWithTransfers",
    "Patience",
    "PatientTruce",
    "Payment",
    "PaymentSchedule",
    "Piece",
    "Pool",
    "PooledBase",
    "PostedPrice",
    "PostedRatio",
    "PostedSwap",
    "PriorPoint",
    "ProfitTaking",
    "ProjectInRanges",
    "ProjectRule",
    "ProvisionDeviation",
    "ProvisionOutcome",
    "ProvisionPoint",
    "QuotaBankPlan",
    "RangeAudit",
    "Refund",
    "RefundTerms",
    "RelocationSharing",
    "Renegotiation",
    "RepairEffect",
    "Requirement",
    "ReturnClawback",
    "ReturnContract",
    "ReturnOutcome",
    "RoommatesPairing",
    "SampledAudit",
    "ScreeningContract",
    "SealedBids",
    "SecondBestTrade",
    "SelfEnforcingRefund",
    "SharedTax",
    "Shortfall",
    "SidePayments",
    "StablePairing",
    "StablePairings",
    "StarPairing",
    "StickAndCarrot",
    "SubsidyClawback",
    "SubsidyTruce",
    "TeamSharing",
    "Terms",
    "TrancheSchedule",
    "Transfer",
    "TrucePatience",
    "TruceTerms",
    "UnderstatedWorth",
    "Understatement",
    "UnequalTruce",
    "UniformPrice",
    "UniformPriceRule",
    "UniformTrade",
    "UniformVoluntaryRule",
    "VoluntaryContributions",
    "WalkAway",
    "WatchedMeeting",
    "WatchedTruce",
    "WorstOff",
    "adjusted_proportional",
    "alpha_min",
    "amended_compact",
    "amount_of",
    "as_firms_choose",
    "at_stake",
    "audit",
    "average_cost_sharing",
    "average_of_awards",
    "award_path",
    "balanced_auction",
    "bank_program",
    "best_contract",
    "best_fee",
    "best_fixed_shares",
    "best_shares",
    "best_voluntary_rule",
    "bid_floor",
    "break_even_returns",
    "brokered_market",
    "cap_accord",
    "cavallo_redistribution",
    "chatterjee_samuelson",
    "claims_audit",
    "clarke_pivot",
    "clawback",
    "common_fund",
    "constrained_egalitarian",
    "constrained_equal_awards",
    "constrained_equal_losses",
    "continuation_flows",
    "contribution_caps",
    "critical_discount",
    "deal_payoffs",
    "deferred_acceptance",
    "demand_game",
    "design",
    "design_program",
    "detection_lags",
    "disarmament",
    "dissolution",
    "dominguez_thomson",
    "double_counting",
    "double_guarantee",
    "dual_rule",
    "effective_discount",
    "exaggeration_gain",
    "exchange_in_ranges",
    "exchange_mechanism",
    "exchange_misreport",
    "exchange_on_ranges",
    "expected_exchange",
    "expected_externality",
    "expected_project",
    "fair_ratio",
    "fairest_truce",
    "fall_back_game",
    "firms_choice",
    "floors_are_feasible",
    "fund_balance",
    "gain_curves",
    "gains_at_own_rate",
    "gini_index",
    "groves",
    "hold_up",
    "in_tranches",
    "index_contract",
    "k_double_auction",
    "lagged_continuation_flows",
    "last_obligation",
    "last_unit_value",
    "lawful_contract",
    "lawful_stable_split",
    "least_deposit",
    "least_double_counting",
    "least_outside_money",
    "licence_price",
    "lindahl",
    "lorenz_comparison",
    "main_transfer",
    "mandated_pairing",
    "matching_levy",
    "mcafee",
    "meeting_power",
    "meeting_watch",
    "member_floors",
    "merging_gain",
    "minimal_overlap",
    "myerson_satterthwaite",
    "nearest_amount",
    "nearest_by_money",
    "nearest_split",
    "negotiated_terms",
    "one_more_unit_value",
    "operator_regimes",
    "optimal_auction",
    "outside_offers",
    "pairing_mechanism",
    "pairing_with_transfers",
    "patience",
    "payment_schedule",
    "payments_between",
    "piniles_rule",
    "posted_ratio",
    "price_of",
    "prior_sweep",
    "profit_taking",
    "profitable_misreport",
    "project_in_ranges",
    "promised_claims",
    "proportional_rule",
    "public_good_game",
    "quota_banking",
    "race_or_truce",
    "race_threat",
    "random_arrival",
    "refund_share",
    "regional_bargaining",
    "repair_effect",
    "return_or_stay",
    "reverse_talmud",
    "sale_game",
    "sampled_audit",
    "screening_contract",
    "second_best_trade",
    "self_enforcing_refund",
    "serial_cost_sharing",
    "serial_dictatorship",
    "shapley_shubik_sharing",
    "shortfalls",
    "splitting_gain",
    "stable_pairings",
    "stable_roommates",
    "stand_alone",
    "star_pairing",
    "stick_and_carrot",
    "sunk_steps",
    "talmud_rule",
    "tax_base_pooling",
    "team_sharing",
    "terms_of_trade",
    "top_trading_cycles",
    "trade_reduction",
    "tranche_schedule",
    "truce",
    "truce_patience",
    "under_fund",
    "understatement",
    "uniform_price",
    "uniform_voluntary_rule",
    "vcg_exchange",
    "vcg_sale",
    "voluntary_contributions",
    "walk_away",
    "willing_to_return",
    "with_clauses_merged",
    "with_kept_platforms",
]

show_in_notebooks(globals(), __all__)
