"""Walk-away, deposits, tranches and hold-up against a replay of the years of random deals."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from games.annuity import Annuity
from mechanisms.compact.clauses import Enclave, Incubation, Refund, Transfer
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.hold_up import hold_up
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.self_enforcement import least_deposit, patience, walk_away
from mechanisms.compact.tranches import in_tranches, tranche_schedule
from mechanisms.compact.walk_away import at_stake
from tests.mechanisms.compact.dated_deals import City, Deal, Replay, deals, numbers, value

F = Fraction
DISCOUNTS = st.sampled_from([F(1, 2), F(3, 4), F(9, 10), F(19, 20)])


def signed(deal):
    compact = deal.compact()
    payoffs = deal_payoffs(compact)
    assume(payoffs is not None)
    streams = {city: Replay(deal).stream(city) for city in deal.members}
    assume(None not in streams.values())
    return compact, payoffs, streams


@given(deals(), DISCOUNTS)
def test_who_leaves_when_and_for_how_much(deal, d):
    """G_t from the replay: the stream of who leaves in year t less that of who stays."""
    compact, payoffs, streams = signed(deal)
    forever, dates = deal.annuity.forever, range(1, deal.annuity.last + 1)
    for city, staying in streams.items():
        assert Continuation(compact, payoffs).staying(city) == staying
        left = {t: Replay(deal, (city, t)).settle().stream(city) for t in dates}
        stake = at_stake(compact, payoffs, city)
        if None in left.values():
            assert stake is None
            continue
        gains = {}
        for t, flows in left.items():
            assert flows[:t] == staying[:t]
            at_signing = value(flows, d, forever=forever) - value(staying, d, forever=forever)
            gains[t] = at_signing / d**t
        verdict = walk_away(stake, d, forever=forever)
        assert {t: -verdict.values[t] for t in dates} == gains
        most = max(gains.values())
        assert verdict.margin == min(F(0), -most)
        assert (verdict.leaves_in is None) == (most <= 0)
        if most > 0:
            assert verdict.leaves_in == min(t for t in dates if gains[t] > 0)
            assert verdict.gain == gains[verdict.pays_most_in] == most
        assert (d in patience(stake, forever=forever)) == (most <= 0)
        assert_escrow_holds(deal, city, d, left, at_stake(compact, payoffs, city))


def assert_escrow_holds(deal, city, d, left, stake):
    """With the deposit nobody leaves; with a hair less somebody does; it costs what it says."""
    forever, r = deal.annuity.forever, deal.annuity.interest
    staying = Replay(deal).stream(city)
    held = least_deposit(stake, d, r, last_obligation(deal.compact()), forever=forever)
    if held is None:
        assert forever
        assert walk_away(stake, d, forever=True).values[-1] < 0
        return
    end = held.returned_in

    def best_year(amount):
        """The best year to leave, or None: an agent that looks ahead, with money in escrow."""
        account = -amount + d**end * amount * (1 + r) ** end
        stays = value(staying, d, forever=forever) + account
        leaves = {
            t: value(flows, d, forever=forever) + (account if t > end else -amount)
            for t, flows in left.items()
        }
        year = max(leaves, key=lambda t: (leaves[t], -t))
        return year if leaves[year] > stays else None

    assert best_year(held.amount) is None
    if held.amount:
        assert best_year(held.amount * F(999, 1000)) is not None
        assert best_year(F(0)) is not None
    else:
        assert best_year(F(0)) is None
    lost = held.amount - d**end * held.amount * (1 + r) ** end
    assert held.cost == max(0, lost)


@given(deals())
def test_bargaining_again_after_each_step(deal):
    """Fall-backs and what groups make from the replay, shared by orders of joining."""
    compact, payoffs, streams = signed(deal)
    members, evenly = deal.members, deal.annuity.evenly
    found = hold_up(compact, payoffs)
    groups = [g for k in range(1, len(members) + 1) for g in combinations(members, k)]
    steps = sorted({0, *(t.when for t in deal.transfers)})
    worth = {}
    for year in steps:
        for group in groups:
            replay = Replay(deal, left_together=(group, year)).settle()
            later = [replay.stream(city) for city in group]
            if None in later:
                worth[year, group] = None
                continue
            blank = [F(0)] * (year + 1)
            worth[year, group] = sum(evenly(blank + flows[year + 1 :]) for flows in later)
    if None in worth.values():
        assert found is None
        return
    assert [step.year for step in found.steps] == steps
    for step in found.steps:
        v = {frozenset(): F(0)} | {frozenset(g): worth[step.year, g] for g in groups}
        best = {s: covered(s, v) for s in v}
        orders = list(permutations(members))
        for city in members:
            alone = v[frozenset({city})]
            assert step.fall_back[city] == alone
            share = F(0)
            for order in orders:
                before = frozenset(order[: order.index(city)])
                share += best[before | {city}] - best[before]
            share /= len(orders)
            assert step.renegotiated[city] == share
            assert share >= alone  # a loss of going on is never shared
            before = [*streams[city][: step.year + 1], F(0)]
            assert step.path[city] == evenly(before) + share
            if all(best[s | {city}] == best[s] + alone for s in v if city not in s):
                assert share == step.nash[city] == alone
        assert sum(step.nash.values()) == best[frozenset(members)]
    for city in members:
        assert found.deal[city] == evenly(streams[city])
        assert found.lowest(city) == min(step.path[city] for step in found.steps)


def covered(group, worth):
    """The most that a group makes in parts."""
    if not group:
        return F(0)
    first, *rest = sorted(group)
    return max(
        worth[frozenset({first, *others})] + covered(group - {first, *others}, worth)
        for k in range(len(rest) + 1)
        for others in combinations(rest, k)
    )


@st.composite
def promises(draw):
    """A has land of B's still to come, and refunds to B; each makes as much of every mu."""
    horizon = draw(st.integers(3, 7))
    last = draw(st.integers(1, horizon - 2))
    one = Incubation(1, 0, 0, 0, draw(numbers(1, 6)), 0, 0, 0, 0, 0)
    park = Enclave("park 0", "A", "B", "B", "B", draw(numbers(0, 2)), 9, 1, 1, one)
    price = draw(st.sampled_from([F(0), F(0), F(1)]))
    lag = draw(st.sampled_from([1, 1, 2]))
    beyond = draw(st.sampled_from(["nothing", "perpetuity"]))
    uses = {"A": draw(numbers(1, 6)), "B": draw(numbers(0, 3))}
    land = {"A": draw(numbers(0, 2)), "B": F(20)}
    return Deal(
        {name: City(land[name], ((uses[name], F(50)),), None) for name in uses},
        Annuity(horizon, F(1, 10), beyond),
        lag,
        (Transfer("quota", "B", "A", draw(numbers(1, 20)), price),),
        (Refund("A", "B", F(1), 1, last),),
        (park,),
        {"A": draw(numbers(0, 2)), "B": draw(numbers(0, 8))},
    )


def leaves(deal, city, d, *, escrow=None):
    """The years in which a member would leave, all others staying; with money in escrow."""
    staying = Replay(deal).stream(city)
    forever, r = deal.annuity.forever, deal.annuity.interest
    found = []
    for t in range(1, deal.annuity.last + 1):
        left = Replay(deal, (city, t)).settle().stream(city)
        gain = value(left, d, forever=forever) - value(staying, d, forever=forever)
        if escrow is not None and t <= escrow.returned_in:
            gain -= d**escrow.returned_in * (1 + r) ** escrow.returned_in * escrow.amount
        if gain > 0:
            found.append(t)
    return found


def moved(deal, releases):
    """The deal with these amounts handed over later, the price paid with the first."""
    (transfer,) = deal.transfers
    rest = transfer.amount - sum(releases.values())
    dated = [(0, rest), *releases.items()] if rest else list(releases.items())
    parts = [replace(transfer, amount=q, when=y, price=F(0)) for y, q in sorted(dated) if q]
    parts[0] = replace(parts[0], price=transfer.price * transfer.amount / parts[0].amount)
    return replace(deal, transfers=tuple(parts))


@given(promises(), DISCOUNTS, DISCOUNTS, st.data())
def test_a_schedule_and_its_deposits_hold_once_they_are_written_into_the_deal(deal, a, b, data):
    compact, payoffs, _ = signed(deal)
    (transfer,) = compact.transfers
    discounts = {"A": a, "B": b}
    forever, r = deal.annuity.forever, deal.annuity.interest
    schedule = tranche_schedule(compact, payoffs, transfer, discounts)
    years = range(1, deal.annuity.horizon)
    guess = {
        y: transfer.amount * data.draw(st.sampled_from([F(0), F(1, 4), F(1, 2)])) for y in years
    }
    if sum(guess.values()) <= transfer.amount and not transfer.price:
        # No schedule that is tried by hand does with less, or holds both where none is said to.
        tried = moved(deal, {y: q for y, q in guess.items() if q})
        if not leaves(tried, "A", a):
            assert schedule is not None
            if not leaves(tried, "B", b):
                assert schedule.both_sides
            if not schedule.both_sides or not leaves(tried, "B", b):
                assert schedule.held_back <= sum(guess.values())
    if schedule is None or not schedule.feasible:
        return
    written = moved(deal, schedule.releases)
    assert in_tranches(compact, transfer, schedule.releases) == written.compact()
    if not transfer.price or schedule.held_back < transfer.amount:
        assert leaves(written, "A", a) == []
        assert not (schedule.both_sides and leaves(written, "B", b))
    again = deal_payoffs(written.compact())
    for city, d in discounts.items():
        stake = at_stake(written.compact(), again, city)
        held = least_deposit(stake, d, r, last_obligation(written.compact()), forever=forever)
        if held is None:
            assert forever
        else:
            assert leaves(written, city, d, escrow=held) == []
            assert (held.amount == 0) == (leaves(written, city, d) == [])
    for year, amount in schedule.releases.items():  # nothing more than needed is held back
        less = moved(deal, {**schedule.releases, year: amount * F(999, 1000)})
        if not schedule.both_sides:
            assert leaves(less, "A", a)


def test_the_year_before_the_end_of_the_horizon_is_a_year_to_leave_in():
    """A refund in years 1 to 3 and nothing in return: leaving pays most in year 1, and is seen."""
    verdict = walk_away([[], [F(-2)] * 3, [F(-2)] * 2, [F(-2)]], F(1, 2))
    assert (verdict.leaves_in, verdict.pays_most_in, verdict.gain) == (1, 1, F(7, 2))
