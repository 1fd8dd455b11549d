"""How a park is run, and which projects it lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, InnerShare, Positive, Quantity, Share
from intercity.scenario.section import Section

__all__ = ["Operator", "Screening"]


class Screening(Section):
    """Projects that apply to the park, and what the operator's gate-keeping can be paid by."""

    bad: Annotated[InnerShare, Label("the share of bad projects")] = Field(
        description="share of bad projects among those that apply"
    )
    look: Annotated[Positive, Label("the cost of a look at a project")] = Field(
        description="cost to the operator of looking into one project"
    )
    admit: Annotated[Amount, Label("the operator's cost of a project")] = Field(
        description="cost to the operator of admitting one project"
    )
    accuracy: Annotated[Share, Label("the accuracy of the assessment")] = Field(
        description="how often the later assessment passes a good project and fails a bad one; "
        "from 1/2, where it says nothing"
    )
    good_worth: Annotated[Amount, Label("the worth of a good project")] = Field(
        description="worth of a good project to the city"
    )
    bad_harm: Annotated[Amount | None, Label("the harm of a bad project")] = Field(
        default=None, description="harm of a bad project to the city"
    )
    tolerated: Annotated[Share | None, Label("the tolerated share of bad projects")] = Field(
        default=None, description="largest share of bad projects admitted that is borne; else none"
    )


class Operator(Section):
    """A park that can be hosted by an operator, run by officials, or by a joint company."""

    run: Literal["hosted", "public", "joint"] = Field(
        description="how it is run: hosted (paid by an assessment index), public (officials with "
        "a salary) or joint (a company with a share of what the park makes)"
    )
    value_quantity: Annotated[Amount, Label("the worth of a fuller park")] = Field(
        description="worth to the city per year of one unit of quantity: filling the park"
    )
    value_quality: Annotated[Amount, Label("the worth of quality in the park")] = Field(
        description="the same of quality: choosing and looking after what fills it"
    )
    index_quality: Annotated[Amount | None, Label("the index's weight on quality")] = Field(
        default=None, description="weight of quality in the index, quantity having 1; left out: 0"
    )
    effort_cost: Annotated[Positive, Label("the operator's cost of effort")] = Field(
        description="c: cost c x^2 / 2 of doing x more of one task than without incentives"
    )
    substitution: Annotated[Share, Label("how far filling the park takes from quality")] = Field(
        description="how far one task takes from the other: 0 (not at all) to below 1"
    )
    risk_aversion: Annotated[Amount, Label("the operator's fear of risk")] = Field(
        description="r: a yearly pay of variance s^2 must be r s^2 / 2 higher on average"
    )
    index_noise: Annotated[Amount, Label("the noise of the index")] = Field(
        description="standard deviation of the index"
    )
    profit_noise: Annotated[Amount, Label("the noise of what the park makes")] = Field(
        description="standard deviation of what the park makes"
    )
    basic_quantity: Annotated[Amount, Label("what an operator fills without incentives")] = Field(
        description="quantity brought about without incentives"
    )
    basic_quality: Annotated[Amount, Label("the quality without incentives")] = Field(
        description="quality brought about without incentives"
    )
    public_quantity: Annotated[Amount, Label("what officials fill")] = Field(
        description="quantity that officials bring about"
    )
    public_quality: Annotated[Amount, Label("the quality with officials")] = Field(
        description="quality that officials bring about"
    )
    cost: Annotated[
        Mapping[Literal["hosted", "public", "joint"], Amount],
        Label("the running cost of the park, {0}"),
    ] = Field(default={}, description="running cost of each way per year; 0 if left out")
    outside: Annotated[Quantity | None, Label("what there is without the park")] = Field(
        default=None, description="what the city has per year without the park; 0 if left out"
    )
    screening: Screening | None = Field(
        default=None, description="projects that apply, some of them bad, and the assessment"
    )
