"""How a park is run, and which projects it lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from intercity.scenario.quantity import Amount, InnerShare, Positive, Quantity, Share
from intercity.scenario.section import Section

__all__ = ["Operator", "Screening"]


class Screening(Section):
    """Projects that apply to the park, and what the operator's gate-keeping can be paid by."""

    bad: InnerShare = Field(description="share of bad projects among those that apply")
    look: Positive = Field(description="cost to the operator of looking into one project")
    admit: Amount = Field(description="cost to the operator of admitting one project")
    accuracy: Share = Field(
        description="how often the later assessment passes a good project and fails a bad one; "
        "from 1/2, where it says nothing"
    )
    good_worth: Amount = Field(description="worth of a good project to the city")
    bad_harm: Amount | None = Field(default=None, description="harm of a bad project to the city")
    tolerated: Share | None = Field(
        default=None, description="largest share of bad projects admitted that is borne; else none"
    )


class Operator(Section):
    """A park that can be hosted by an operator, run by officials, or by a joint company."""

    run: Literal["hosted", "public", "joint"] = Field(
        description="how it is run: hosted (paid by an assessment index), public (officials with "
        "a salary) or joint (a company with a share of what the park makes)"
    )
    value_quantity: Amount = Field(
        description="worth to the city per year of one unit of quantity: filling the park"
    )
    value_quality: Amount = Field(
        description="the same of quality: choosing and looking after what fills it"
    )
    index_quality: Amount | None = Field(
        default=None, description="weight of quality in the index, quantity having 1; left out: 0"
    )
    effort_cost: Positive = Field(
        description="c: cost c x^2 / 2 of doing x more of one task than without incentives"
    )
    substitution: Share = Field(
        description="how far one task takes from the other: 0 (not at all) to below 1"
    )
    risk_aversion: Amount = Field(
        description="r: a yearly pay of variance s^2 must be r s^2 / 2 higher on average"
    )
    index_noise: Amount = Field(description="standard deviation of the index")
    profit_noise: Amount = Field(description="standard deviation of what the park makes")
    basic_quantity: Amount = Field(description="quantity brought about without incentives")
    basic_quality: Amount = Field(description="quality brought about without incentives")
    public_quantity: Amount = Field(description="quantity that officials bring about")
    public_quality: Amount = Field(description="quality that officials bring about")
    cost: Mapping[Literal["hosted", "public", "joint"], Amount] = Field(
        default={}, description="running cost of each way per year; 0 if left out"
    )
    outside: Quantity | None = Field(
        default=None, description="what the city has per year without the park; 0 if left out"
    )
    screening: Screening | None = Field(
        default=None, description="projects that apply, some of them bad, and the assessment"
    )
