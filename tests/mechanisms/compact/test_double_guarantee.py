"""Enclaves alone and signed: against grim trigger on a table, and a town with its hub by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, RepeatedGame, StrategicGame, TalentEnclave
from mechanisms import double_guarantee
from solvers import grim_trigger
from tests.properties.strategies import examples

F = Fraction
amounts = st.fractions(0, 9, max_denominator=2)
shares = st.sampled_from([0, F(1, 4), F(1, 2), 1])
standings = st.fixed_dictionaries({"teams": amounts, "share": shares, "rent": amounts})
enclaves = st.builds(
    TalentEnclave,
    st.just("Town"),
    st.just("Hub"),
    alone=standings,
    signed=standings,
    back=amounts,
    stay=amounts,
    buzz=st.fractions(-2, 2, max_denominator=2),
    room=amounts,
    quota_cost=amounts,
    quota_worth=amounts,
    refund=amounts,
    discounts=st.lists(st.sampled_from([0, F(1, 3), F(1, 2), F(9, 10)]), min_size=2, max_size=2),
)


def year(game, town, hub):
    """What both have in a year by what they do, written out."""
    if "sign not" in (town, hub):
        alone = game.alone
        made = alone.teams * alone.share * game.back - alone.rent
        if made < 0:
            return [F(0), F(0)]
        stayed = alone.teams * (1 - alone.share)
        return [made, stayed * game.stay + alone.teams * game.buzz + alone.rent]
    now = game.signed
    home = now.teams * now.share
    away = now.teams - home
    u = home * game.back - now.rent + game.refund - game.quota_cost
    w = away * game.stay + now.teams * game.buzz + now.rent
    w += game.quota_worth - game.room - game.refund
    if town == "break":
        u += game.quota_cost
    if hub == "break":
        w += game.refund + max(F(0), now.share - game.alone.share) * now.teams * game.stay
    return [u, w]


@examples(60)
@given(enclaves)
def test_against_grim_trigger_on_a_table(game):
    stage = StrategicGame.from_function(
        ["Town", "Hub"], ["keep", "break", "sign not"], lambda at: year(game, *at)
    )
    apart = ["sign not", "sign not"]
    found, expected = double_guarantee(game), year(game, "keep", "keep")
    assert list(found.signed.values()) == expected
    assert list(found.without.values()) == year(game, *apart)
    assert list(found.tempted.values()) == [
        year(game, "break", "keep")[0] - expected[0],
        year(game, "keep", "break")[1] - expected[1],
    ]
    if min(found.gains.values()) >= 0:  # else to sign not is the best breach
        grim = grim_trigger(RepeatedGame(stage), ["keep", "keep"], reversion=apart)
        assert found.critical == grim.critical
    assert found.certificate.verify(game) is True


def test_who_breaks_it_below_a_factor_and_who_at_any_is_told():
    """A town gains 1 a year and would save 2 by a breach: it keeps to it from 2/3 on."""

    def signed(refund, discount):
        return double_guarantee(
            TalentEnclave(
                "Town",
                "Hub",
                alone={"teams": 0, "share": 0, "rent": 0},
                signed={"teams": 4, "share": 1, "rent": 0},
                back=F(3, 4),
                quota_cost=2,
                quota_worth=3,
                refund=refund,
                discounts=[discount] * 2,
            )
        )

    kept, broken = signed(0, F(2, 3)), signed(0, F(1, 2))
    assert (kept.breaks, broken.breaks) == ((), ("Town",))
    assert "neither breaks it" in kept.status
    assert "Town breaks it below a factor of 0.666667" in broken.status
    assert "at any factor" not in broken.status


@examples(40)
@given(enclaves)
def test_refunds_against_a_grid(game):
    found = double_guarantee(game)
    for k in range(41):
        refund = F(k, 2)
        there = double_guarantee(replaced(game, refund))
        signs = min(there.gains.values()) >= 0
        assert signs == (found.agreed is not None and found.agreed[0] <= refund <= found.agreed[1])
        keeps = signs and not there.breaks
        assert keeps == (found.kept is not None and found.kept[0] <= refund <= found.kept[1])


def replaced(game, refund):
    names = ("back", "stay", "buzz", "room", "quota_cost", "quota_worth", "discounts")
    standing = {
        way: {k: getattr(getattr(game, way), k) for k in ("teams", "share", "rent")}
        for way in ("alone", "signed")
    }
    same = {name: getattr(game, name) for name in names}
    return TalentEnclave(game.home, game.hub, refund=refund, **standing, **same)


def park(share, quota_cost=9, **more):
    return TalentEnclave(
        "Town",
        "Hub",
        alone={"teams": 10, "share": share, "rent": 3},
        signed={"teams": 20, "share": 0.5, "rent": 1},
        discounts=[0.6, 0.5],
        **{"back": 2, "stay": 3, "buzz": 0.5, "room": 4, "quota_worth": 12} | more,
        quota_cost=quota_cost,
    )


def test_the_hub_breaks_where_few_would_come_home_alone():
    """Alone 4 - 3 and 10 (2.4 + 0.5) + 3; signed 20 - 1 - 9 and 20 (1.5 + 0.5) + 1 + 12 - 4."""
    found = double_guarantee(park(0.2))
    assert (found.without, found.signed) == ({"Town": 1, "Hub": 32}, {"Town": 10, "Hub": 49})
    assert found.tempted == {"Town": 9, "Hub": 18}
    assert found.critical == {"Town": F(1, 2), "Hub": F(18, 35)}
    assert found.breaks == ("Hub",)
    assert found.kept is None  # at no refund: 0.5 * 35 < 18


def test_the_town_breaks_where_it_does_well_alone():
    """Alone 8 - 3: it gains 5, so 9/14; at 0.6 it takes a refund of 1, and the hub bears 17/2."""
    found = double_guarantee(park(0.4))
    assert found.critical == {"Town": F(9, 14), "Hub": F(6, 29)}
    assert found.breaks == ("Town",)
    assert found.kept == (1, F(17, 2))
    assert double_guarantee(park(0.4, refund=1)).breaks == ()
    assert double_guarantee(park(0.4, refund=9)).breaks == ("Hub",)


def test_both_guarantees_are_needed_where_the_quota_is_dear():
    """With the place alone 8 - 10, with the institution alone 10 - 10, against 1 without either."""
    dear, cheap = double_guarantee(park(0.2)), double_guarantee(park(0.2, quota_cost=5))
    assert (dear.space_only["Town"], dear.law_only["Town"]) == (-2, 0)
    assert (dear.needs_both, cheap.needs_both) == (True, False)
    assert dear.complements == 10 * F(3, 10) * 2
    assert dear.signed["Town"] - dear.space_only["Town"] - dear.law_only["Town"] == 10 + 2


def test_where_the_compact_is_worse_than_nothing_signed():
    """A quota that costs 19 leaves the town 0, less than 1; a refund from 1 on mends it."""
    found = double_guarantee(park(0.2, quota_cost=19))
    assert (found.better_for_both, found.gains["Town"]) == (False, -1)
    assert found.agreed == (1, 17)
    dear = double_guarantee(park(0.2, quota_cost=36))
    assert dear.agreed is None
    assert "at no refund" in dear.status


def test_an_enclave_that_does_not_pay_alone_is_not_set_up():
    found = double_guarantee(park(0.1))
    assert found.alone_pays is False
    assert found.without == {"Town": 0, "Hub": 0}


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="share alone"):
        park(2)
    with pytest.raises(InvalidInput, match="the cost of the room"):
        park(0.2, room=-1)
    with pytest.raises(InvalidInput, match="discount factor of Town"):
        TalentEnclave("Town", "Hub", alone={}, signed={}, back=1, discounts=1)
    with pytest.raises(InvalidInput, match="teams alone is missing; it should be a number"):
        TalentEnclave("Town", "Hub", alone={}, signed={}, back=1)
    with pytest.raises(InvalidInput, match="the way"):
        park(0.2).payoffs("sgned")
    with pytest.raises(InvalidInput, match="subject of double_guarantee"):
        double_guarantee(3)
