"""How a park is run, and which projects it lets in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StrictBool

from intercity.scenario.label import Label
from intercity.scenario.quantity import (
    Amount,
    InnerShare,
    Positive,
    Quantity,
    Share,
    amount_of,
)
from intercity.scenario.section import Section

if TYPE_CHECKING:
    from games.multitask_agency import MultitaskAgency
    from mechanisms.operator.linear_contract import LinearContract

__all__ = ["Operator", "Screening", "SignedContract"]


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


class SignedContract(Section):
    """What has been signed with who runs the park: a fixed sum, and pay by results."""

    fixed: Annotated[Quantity, Label("the operator's fixed pay")] = Field(
        description="pay per year whatever is done; below 0: the operator pays so much for the park"
    )
    slope: Annotated[Amount | None, Label("the operator's pay by results")] = Field(
        default=None,
        description="hosted: pay per point of the index; joint: the share of what the park makes; "
        "left out: 0, a fixed sum alone",
    )
    fee: Annotated[Amount | None, Label("the operator's fee per passed project")] = Field(
        default=None,
        description="hosted, with screening: pay per project let in that passes the assessment; "
        "left out: the fee is open, and the best is asked for",
    )
    park: Annotated[str | None, Label("the park that the operator runs")] = Field(
        default=None,
        description="the platform of [platforms] that it runs: who opens that pays the operator, "
        "in the deal and in any group; left out: its pay is in no other check",
    )
    enforceable: Annotated[
        StrictBool, Label("whether a court enforces the operator's contract")
    ] = Field(description="true: a court enforces it; pay by results cannot be a mere promise")


class Operator(Section):
    """A park that can be hosted by an operator, run by officials, or by a joint company."""

    run: Annotated[Literal["hosted", "public", "joint"], Label("how the park is run")] = Field(
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
    elsewhere: Annotated[Amount | None, Label("what the operator has elsewhere")] = Field(
        default=None,
        description="what an operator, or the company's people, would have elsewhere per year; 0 "
        "if left out",
    )
    screening: Screening | None = Field(
        default=None, description="projects that apply, some of them bad, and the assessment"
    )
    contract: SignedContract | None = Field(
        default=None, description="what is signed with the operator; left out: the best contract"
    )

    @property
    def yearly_costs(self) -> Mapping[str, Fraction]:
        """What the operator of a platform is paid."""
        if self.contract is None or self.contract.park is None:
            return {}
        return {self.contract.park: self.signed(self.contract).pay}

    @property
    def paid_by_index(self) -> MultitaskAgency:
        """A paid operator, its two tasks and the index."""
        from games.multitask_agency import MultitaskAgency

        return MultitaskAgency(
            value=(self.value_quantity.value, self.value_quality.value),
            index=(Fraction(1), amount_of(self.index_quality)),
            cost=self.effort_cost.value,
            noise=self.index_noise.value,
            risk_aversion=self.risk_aversion.value,
            substitution=self.substitution.value,
            basic=(self.basic_quantity.value, self.basic_quality.value),
        )

    def signed(self, contract: SignedContract) -> LinearContract:
        """The contract with a paid operator, or with the people of a joint company."""
        from mechanisms.operator.linear_contract import LinearContract

        agency = self.paid_by_index
        if self.run == "joint":
            agency = replace(agency, index=agency.value, noise=self.profit_noise.value)
        return LinearContract(agency, contract.fixed.value, amount_of(contract.slope))
