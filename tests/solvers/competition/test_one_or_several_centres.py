"""One centre against several: closed forms of both parts, by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from games import Centres, HubCongestion, InvalidInput, SubsidyCompetition
from solvers import one_or_several_centres

F = Fraction
HUBS = ["Hangzhou", "Ningbo", "Wenzhou", "Jinhua"]
SMALL = [f"c{k}" for k in range(8)]
EVEN = Centres(
    HubCongestion(HUBS, [10] * 4, [1] * 4, 8, outside=0),
    SubsidyCompetition(SMALL, [1] * 8, mu=F(1, 4), mass=2),
    parks={city: HUBS[k % 4] for k, city in enumerate(SMALL)},
    centre="Hangzhou",
)


def test_eight_cities_around_one_centre_and_around_four():
    """In one 8 crowd: 8 (10 - 8) of at most 5 * 5; in four, 2 each, 8 (10 - 2), which is best.

    Bids b - mu n/(n - 1): 1 - 2/7 among eight, 1 - 1/2 in each pair; 16 firms in all.
    """
    found = one_or_several_centres(EVEN)
    one, several = found.one, found.several
    assert (one.congestion.welfare, several.congestion.welfare) == (16, 64)
    assert (one.price_of_anarchy, several.price_of_anarchy) == (F(25, 16), 1)
    assert (one.crowded_share, several.crowded_share) == (1, 0)
    assert one.rent == {"Hangzhou": 25}
    assert several.rent == dict.fromkeys(HUBS, 2 * (10 - 2 - 6))
    for city in SMALL:
        assert abs(one.subsidies[city] - F(5, 7)) < F(1, 10**15)
        assert several.subsidies[city] == F(1, 2)
        assert abs(one.payoffs[city] - F(16, 8) * F(2, 7)) < F(1, 10**12)
        assert several.payoffs[city] == 1
    assert abs(one.outlay - 16 * F(5, 7)) < F(1, 10**12)
    assert (several.outlay, several.bid, several.firms_gain) == (8, F(1, 2), 8)
    assert abs(one.welfare - (16 + 16)) < F(1, 10**12)  # what is paid only changes hands
    assert several.welfare == 64 + 16
    assert found.several_better
    assert found.status == (
        "Better with several centres: startups earn 64, not 16; firms get 0.5, not 0.7143; "
        "cities keep 8, not 4.571."
    )
    assert found.certificate.verify(EVEN)


def test_alone_in_a_hub_nobody_bids():
    two = Centres(
        HubCongestion(HUBS[:2], [10, 10], [1, 1], 4),
        SubsidyCompetition(SMALL[:2], [1, 1], mu=F(1, 4)),
        dict(zip(SMALL[:2], HUBS[:2], strict=True)),
        "Ningbo",
    )
    found = one_or_several_centres(two)
    assert found.several.subsidies == {"c0": 0, "c1": 0}
    assert found.one.startups == {"Ningbo": 4}
    assert found.one.subsidies["c0"] == F(1, 2)


def test_what_changes_by_a_little_is_not_told_as_before():
    """A few startups go to a hub where the first of them earns a millionth more."""
    more = F(1, 10**6)
    two = Centres(
        HubCongestion(HUBS[:2], [10, 6 + more], [1, 1], 4),
        SubsidyCompetition(SMALL[:2], [1, 1], mu=F(1, 4)),
        dict(zip(SMALL[:2], HUBS[:2], strict=True)),
        "Hangzhou",
    )
    found = one_or_several_centres(two)
    earn = found.several.congestion.welfare
    assert found.one.congestion.welfare == 24 < earn
    told = found.status.partition("startups earn ")[2].partition(", not 24;")[0]
    assert abs(F(told) - earn) < (earn - 24) / 2


def test_nothing_changes_where_all_parks_stay_in_the_only_hub():
    only = replace(
        EVEN, congestion=EVEN.congestion.only("Hangzhou"), parks=dict.fromkeys(SMALL, "Hangzhou")
    )
    found = one_or_several_centres(only)
    assert found.one == found.several
    assert found.several_better is False
    assert "startups earn 16, as before" in found.status


def test_hubs_without_startups_or_parks_have_no_race():
    dull = replace(
        EVEN,
        congestion=HubCongestion(HUBS, [10, 1, 10, 10], [1] * 4, 6),
        parks={**dict.fromkeys(SMALL, "Hangzhou"), "c7": "Ningbo"},
    )
    found = one_or_several_centres(dull)
    assert found.several.startups["Ningbo"] == 0
    assert list(found.several.races) == ["Hangzhou"]
    assert "c7" not in found.several.subsidies


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"centre": "Jiaxing"}, "centre is 'Jiaxing'; it should be one of Hangzhou"),
        ({"parks": {"c0": "Hangzhou"}}, "park of c1 is missing; it should be one of Hangzhou"),
        ({"parks": {"x": "Hangzhou"}}, "a city with a park is 'x'; it should be one of c0"),
        (
            {"bidding": replace(EVEN.bidding, spillovers={"c0": {"c1": 1}})},
            "spillovers of the bidding is 'some'; it should be none",
        ),
    ],
)
def test_bad_input(change, sentence):
    with pytest.raises(InvalidInput) as raised:
        replace(EVEN, **change)
    assert str(raised.value).startswith(sentence)


def test_the_radius_is_that_of_enclosed_races():
    """Eight cities bid 5/7: only enclosed. What all keep adds up eight figures, and is a ninth."""
    found = one_or_several_centres(EVEN)
    radii = [
        race.proof.radius or 0
        for part in (found.one, found.several)
        for race in part.races.values()
    ]
    assert 0 < 9 * sum(radii) == found.proof.radius
