"""The picture of pairs: the lines that are drawn are the pairs that were found."""

from __future__ import annotations

from pathlib import Path

import pytest

import intercity as ic
from games.errors import InvalidInput
from intercity.checkup.check_up import check_up
from intercity.pictures import pictures_of, png
from mechanisms import mandated_pairing

EXAMPLE = Path(__file__).parents[2] / "examples" / "coast_and_hills" / "scenario.toml"
GAME = ic.PairingGame(
    ["H", "K"], ["a", "b", "c"], [[9, 5, 2], [5, 9, 8]], [[5, 0, 1], [9, 2, 1]], capacity=[2, 1]
)


def lines(figure):
    (axes,) = figure.axes
    return sorted(line.get_gid() for line in axes.lines if ": " in str(line.get_gid()))


def test_every_pair_is_a_line():
    order = ic.MandatedPairing(GAME, {"a": "H", "b": "K"})
    audit = mandated_pairing(order)
    expected = [f"mandated: {hub} and {city}" for city, hub in order.pairs.items()]
    expected += [f"best: {hub} and {city}" for city, hub in audit.best.pairs.items()]
    expected += [
        f"blocking: {p.hub} and {p.city}"
        for p in audit.blocking
        if audit.best.pairs.get(p.city) != p.hub
    ]
    figure = ic.pairing_picture(order)
    assert lines(figure) == sorted(expected)
    (told,) = figure.axes[0].findobj(lambda artist: artist.get_gid() == "figures of a")
    low, high = audit.best.ranges["a"]
    assert told.get_text() == f"has 5.0, can have {float(low):.1f} to {float(high):.1f}"


def test_where_pairs_may_not_pay_only_those_leave_who_both_gain():
    """H and a make 0 + 9, and so on: whoever leaves would have to be paid."""
    game = ic.PairingGame(["H", "K"], ["a", "b"], [[0, 0], [0, 0]], [[9, 5], [6, 4]])
    order = ic.MandatedPairing(game, {"a": "K", "b": "H"})
    paid, unpaid = ic.pairing_picture(order), ic.pairing_picture(order, payments=False)
    assert "gain most by leaving for each other" in paid.texts[1].get_text()
    # H, with 0 from either, does not mind: it gains nothing by a, and stays.
    assert unpaid.texts[1].get_text().startswith("Nobody would leave for another without being pai")
    (told,) = unpaid.axes[0].findobj(lambda artist: artist.get_gid() == "figures of a")
    assert told.get_text() == f"has {6.0}"


def test_credit_is_told_apart():
    """4 + 4, and 10 from the province: what H could have in the best pairing counts no credit."""
    game = ic.PairingGame(["H"], ["a"], [[4]], [[4]])
    figure = ic.pairing_picture(ic.MandatedPairing(game, {"a": "H"}, credit={"H": 10}))
    (told,) = figure.axes[0].findobj(lambda artist: artist.get_gid() == "figures of H")
    assert told.get_text() == "has 4.0 and 10.0 of credit, can have 0 to 8.0"


def test_what_stands_below_a_name_is_on_the_page():
    """Long figures of a hub, beside its credit, ran over the left edge."""
    game = ic.PairingGame(["Hangzhou"], ["Quzhou"], [[12345]], [[23456]])
    order = ic.MandatedPairing(game, {"Quzhou": "Hangzhou"}, credit={"Hangzhou": 4567})
    figure = ic.pairing_picture(order)
    for name in ("Hangzhou", "Quzhou"):
        (told,) = figure.axes[0].findobj(
            lambda one, name=name: one.get_gid() == f"figures of {name}"
        )
        edges = told.get_window_extent()
        assert 0 <= edges.x0 < edges.x1 <= figure.bbox.width


def test_what_leaving_brings_stands_on_the_line():
    """H and b would make 9 where they have 4 and 2: 3 more; the best pairs are the mandated."""
    game = ic.PairingGame(["H", "K"], ["a", "b"], [[4, 5], [0, 9]], [[6, 4], [0, 2]])
    order = ic.MandatedPairing(game, {"a": "H", "b": "K"}, consent=True)
    audit = mandated_pairing(order)
    figure = ic.pairing_picture(order)
    drawn = [t.get_text() for t in figure.axes[0].texts if t.get_text().startswith("+")]
    expected = [p for p in audit.blocking if audit.best.pairs.get(p.city) != p.hub]
    assert drawn == [f"+{float(pair.together):.1f}" for pair in expected]
    assert expected
    assert "which needs consent" in figure.texts[1].get_text()


def test_the_title_states_the_finding():
    """By hand: a and c with H make 14 + 3, b with K 11."""
    figure = ic.pairing_picture(ic.MandatedPairing(GAME, {}), money="million yuan")
    assert figure.texts[0].get_text() == "Left to themselves the best pairs make 28.0 million yuan"
    fine = ic.MandatedPairing(ic.PairingGame(["H"], ["a"], [[1]], [[1]]), {"a": "H"})
    assert ic.pairing_picture(fine).texts[0].get_text() == (
        "The mandated pairs make 2.0, the most that pairs can"
    )
    assert ic.pairing_picture(fine).texts[1].get_text().startswith("Nobody would leave for another")


def test_the_scenario_offers_it():
    report = check_up(ic.load_scenario(EXAMPLE), ranges=False)
    found = pictures_of(report)
    assert list(found) == ["pairing"]
    assert png(found["pairing"]()).startswith(b"\x89PNG")


def test_too_many_names():
    names = [f"c{k}" for k in range(17)]
    game = ic.PairingGame(["H"], names, [[1] * 17], [[1] * 17], capacity=[17])
    with pytest.raises(InvalidInput, match="the names on one side of a picture is 17"):
        ic.pairing_picture(ic.MandatedPairing(game, {}))
