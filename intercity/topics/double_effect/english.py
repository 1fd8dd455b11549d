"""What is said of the double effect: projects gather in the hub, and reach the small city."""

from __future__ import annotations

from intercity.english import amount, fitting, share_words, shown
from intercity.topics.clauses.clause import ReturnBonus
from intercity.topics.double_effect.check import DoubleEffectOutcome, Park, WhyNot
from intercity.topics.outcome import NoRepair, Repair
from intercity.topics.words import LINE, REMEDY, Words

__all__ = ["WORDS"]

TURNED = {"stands": "projects gather in the hub and return", "fails": "an effect is missing"}
_REASONS = {
    WhyNot.NOTHING_NEW: "its parks bring no project from outside the region",
    WhyNot.NO_BONUS: "no bonus makes firms return without harm to a member",
}


def says(found: DoubleEffectOutcome) -> str:
    """Both measures of each park."""
    return ". ".join(f"{_gather(park)}; {_reach(park)}" for park in found.parks.values())


def _gather(park: Park) -> str:
    after, before = amount(park.starts_after), amount(park.starts_before)
    if park.agglomeration <= 0:
        return f"no more projects gather in {park.host}: {before} start there, as without the deal"
    shares = f"{share_words(park.share_after)} of the region's, {share_words(park.share_before)}"
    return f"projects gather in {park.host}: {after} start there, {before} before ({shares} before)"


def _reach(park: Park) -> str:
    shared = ""
    if park.shared_tax:
        shared = f"; {shown(park.shared_tax)} a year of tax is shared with it, before what it pays"
    if park.diffusion <= 0:
        return f"none of them reaches {park.home}, since none returns{shared}"
    return (
        f"{amount(park.returning)} of them reach {park.home} as plants, which bring it "
        f"{shown(park.plant_tax)} a year in tax{shared}"
    )


def line(found: DoubleEffectOutcome) -> str:
    """Which effect is missing, or both in short."""
    for name in (*found.without_diffusion, *found.without_agglomeration):
        park = found.parks[name]
        nowhere = f"none of the projects in {park.host} reaches {park.home}"
        if park.agglomeration > 0:
            return fitting(LINE, f"projects gather in {park.host}, but none reaches {park.home}")
        if park.diffusion <= 0:
            return fitting(LINE, f"no more gather in {park.host}, and {nowhere}", nowhere)
        return fitting(LINE, f"no more projects gather in {park.host} than without the deal")
    told = [f"{amount(park.returning)} reach {park.home}" for park in found.parks.values()]
    return fitting(LINE, ", ".join(told), told[0])


def repair(found: DoubleEffectOutcome) -> str:
    """The bonus, or why there is none."""
    if isinstance(found.repair, NoRepair):
        return f"none: {_REASONS[WhyNot(found.repair.reason)]}"
    return remedy(found)


def remedy(found: DoubleEffectOutcome) -> str:
    """The bonus that makes firms return."""
    if not isinstance(found.repair, Repair):
        return ""
    told = [
        f"a bonus of {shown(clause.a_year)} a year for each return to {clause.payer}"
        for clause in found.repair.clauses
        if isinstance(clause, ReturnBonus)
    ]
    return fitting(REMEDY, " and ".join(told), told[0])


WORDS = Words(says=says, line=line, repair=repair, remedy=remedy, turned=TURNED)
