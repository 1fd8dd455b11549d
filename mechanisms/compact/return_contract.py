"""Incubate in the hub, produce at home: who pays for a start-up, and who keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from games.approximately import approximately, factor_from
from games.by_city import numbers, truth, within
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.players import validated_players
from mechanisms.compact.return_bonus import FirmsChoice, firms_choice
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["Act", "ReturnCertificate", "ReturnContract", "ReturnOutcome", "return_or_stay"]

ZERO = Fraction(0)
Act = Literal["return", "stay", "leave"]
_ACTS: tuple[Act, ...] = get_args(Act)


@dataclass(frozen=True, init=False, slots=True)
class ReturnContract:
    """Incubate in the hub, produce at home: who pays for a start-up, and who keeps it.

    A sponsor pays s1 for a firm in its park in the hub. With chance q the firm matures; then it
    returns to the sponsor's city, stays in the hub, or leaves. Backward, it returns iff

        back - separation + s2  >=  stay - clawback      (and it is no worse than leaving),

    the firms' choice of ``return_bonus.py`` with a bonus s2 for returning. Where that fails the
    sponsor has paid and the hub keeps the firm. A bonus that is only promised falls due when the
    firm has already returned. With a new firm every year the sponsor keeps its word iff

        s2  <=  d/(1 - d) * (its gain a year while it is believed - its gain a year when it is not),

    d its patience; else firms do not believe it, and choose as if there were none.

    A contract between a sponsor, the hub of its park, and a start-up; money per firm.

    ``support``: s1, which the sponsor pays and the firm gets. ``chance``: q, that it matures.
    ``stay``, ``back``, ``leave``: what a mature firm earns in the hub, at home, elsewhere;
    ``separation``: what two teams cost one that returns.
    ``home``, ``hub``: what a mature firm brings to the sponsor and to the hub, by act ("return",
    "stay", "leave"); 0 where not given.
    ``bonus``: s2. ``clawback``: what a firm that stays pays to the sponsor.
    ``promised``: the bonus cannot be enforced; the sponsor, of that ``patience`` in [0, 1), is
    believed only if it is in its interest to keep its word.
    ``alone``: what a firm expects that does not enter the park.

    Frozen, and changed by ``dataclasses.replace``. Errors: ``InvalidInput`` names the number.

    >>> from dataclasses import replace
    >>> from fractions import Fraction as F
    >>> park = ReturnContract("Quzhou", "Hangzhou", support=1, chance=F(1, 2), stay=4, back=3,
    ...                   home={"return": 6, "stay": 2}, hub={"stay": 5})
    >>> print(return_or_stay(park).status)
    Quzhou pays, Hangzhou keeps. A bonus of 1 or a clawback of 1 would bring firms back.
    >>> promised = return_or_stay(replace(park, bonus=1, promised=True, patience=F(3, 4)))
    >>> promised.act, promised.critical_patience, promised.payoffs["Quzhou"]
    ('return', Fraction(2, 5), Fraction(3, 2))

    Source: backward induction, Selten (1965); promises kept for the sake of later ones, Bull (1987)
    and Levin (2003); the model of incubation and return is Hu and Zhang's (2024).
    """

    sponsor: str
    host: str
    support: Fraction
    chance: Fraction
    stay: Fraction
    back: Fraction
    leave: Fraction
    separation: Fraction
    home: Mapping[str, Fraction]
    hub: Mapping[str, Fraction]
    bonus: Fraction
    clawback: Fraction
    promised: bool
    patience: Fraction
    alone: Fraction

    def __init__(
        self,
        sponsor: str,
        host: str,
        *,
        support: Any,
        chance: Any,
        stay: Any,
        back: Any,
        leave: Any = 0,
        separation: Any = 0,
        home: Mapping[str, Any],
        hub: Mapping[str, Any],
        bonus: Any = 0,
        clawback: Any = 0,
        promised: bool = False,
        patience: Any = 0,
        alone: Any = 0,
    ) -> None:
        validated_players([sponsor, host])
        patient = exact(patience, "patience")
        if not 0 <= patient < 1:
            raise InvalidInput("patience", patient, "from 0 to less than 1")
        for field, found in {
            "sponsor": sponsor,
            "host": host,
            "support": within(support, "support", "0 or more"),
            "chance": within(chance, "chance", "between 0 and 1"),
            "stay": exact(stay, "stay"),
            "back": exact(back, "back"),
            "leave": exact(leave, "leave"),
            "separation": within(separation, "separation", "0 or more"),
            "home": _by_act(home, f"gain of {sponsor}"),
            "hub": _by_act(hub, f"gain of {host}"),
            "bonus": within(bonus, "bonus", "0 or more"),
            "clawback": within(clawback, "clawback", "0 or more"),
            "promised": truth(promised, "promised"),
            "patience": patient,
            "alone": exact(alone, "alone"),
        }.items():
            object.__setattr__(self, field, found)

    def choice(self, bonus: Fraction) -> FirmsChoice:
        """What a mature firm compares, if it believes in this bonus."""
        believed = exact(bonus, "the bonus")
        return firms_choice(self.stay - self.clawback, self.back + believed, self.separation)

    def act(self, bonus: Fraction) -> Act:
        """The firm's choice; of equally good acts it returns, else stays."""
        choice = self.choice(bonus)
        earned = {
            "return": choice.profit_return,
            "stay": choice.profit_stay,
            "leave": self.leave,
        }
        return max(_ACTS, key=lambda act: earned[act])

    def earned(self, bonus: Fraction) -> Fraction:
        """What a firm expects that enters the park, support included."""
        choice = self.choice(bonus)
        mature = max(choice.profit_return, choice.profit_stay, self.leave)
        return self.support + self.chance * mature

    def gain(self, bonus: Fraction) -> Fraction:
        """What the sponsor expects, if it supports firms that believe in this bonus."""
        bonus = exact(bonus, "the bonus")
        if self.earned(bonus) < self.alone:
            return ZERO
        act = self.act(bonus)
        paid = {"return": -bonus, "stay": self.clawback}.get(act, ZERO)
        return self.chance * (self.home[act] + paid) - self.support


def _by_act(given: Mapping[str, Any], what: str) -> Mapping[str, Fraction]:
    found = numbers(given, tuple(_ACTS), what, ZERO, "act")
    return dict(zip(_ACTS, found, strict=True))


@dataclass(frozen=True, slots=True, repr=False)
class ReturnOutcome(Answer):
    """The subgame-perfect outcome of a return contract: who supports, who returns, who gets what.

    ``supported``: the sponsor pays for firms, and they enter. ``act``: what mature firms do.
    ``believed``: the bonus that they count on.
    ``payoffs``: what sponsor, hub and "firm" expect for each start-up.
    ``needed_bonus``, ``needed_clawback``: the smallest, instead of those in force, at which firms
    return if they believe it; ``None``: no clawback does it, as leaving is better.
    ``critical_patience``: from which on a promised bonus is kept; ``None``: at none.

    See ``ReturnContract`` for the concept, an example and its source.
    """

    contract: ReturnContract
    supported: bool
    act: Act
    believed: Fraction
    payoffs: Mapping[str, Fraction]
    needed_bonus: Fraction
    needed_clawback: Fraction | None
    critical_patience: Fraction | None
    certificate: ReturnCertificate
    method: str = "backward induction, in fractions"
    proof: Proof = EXACT

    @property
    def host_keeps(self) -> bool:
        """Firms that the sponsor pays for stay in the hub: back + s2 < stay - clawback."""
        return self.act == "stay"

    @property
    def status(self) -> str:
        game = self.contract
        outside = game.earned(self.believed) < game.alone
        if self.act == "return":
            if self.supported:
                return f"Firms return to {game.sponsor}."
            reason = f"they cost {game.sponsor} more than they bring"
            if outside:
                reason = "they do better outside the park"
            return f"Firms would return, but {reason}."
        keeps = {"stay": f"{game.host} keep", "leave": "firms leave"}[self.act]
        if self.supported:
            text = f"{game.sponsor} pays, {keeps}{'s' * self.host_keeps}."
        elif outside:
            text = f"Firms do better outside the park, and would not return to {game.sponsor}."
        else:
            text = f"{game.sponsor} would pay and {keeps}; it does better not to incubate."
        if self.believed < game.bonus:
            at = self.critical_patience
            need = "at no patience" if at is None else f"from a patience of {factor_from(at)} on"
            return f"{text} Firms do not believe in the bonus; it would be kept {need}."
        if outside:
            return text
        repair = f"A bonus of {approximately(self.needed_bonus)}"
        if self.needed_clawback is not None:
            repair += f" or a clawback of {approximately(self.needed_clawback)}"
        return f"{text} {repair} would bring firms back."


@dataclass(frozen=True, slots=True)
class ReturnCertificate(Certificate, kind="return contract"):
    """The path of play: whether firms are supported, what bonus they count on, what they do."""

    supported: bool
    believed: Fraction
    act: Act

    def violations(self, subject: ReturnContract) -> Iterator[str]:
        if self.believed != _believed(subject):
            yield f"Firms count on a bonus of {_believed(subject)}."
        if self.act != subject.act(self.believed):
            yield f"A mature firm does better not to {self.act}."
        if self.supported != _supported(subject, self.believed):
            yield "The sponsor, or the firm, does better otherwise."

    def answer(self, subject: ReturnContract) -> ReturnOutcome:
        bonus, chance = self.believed, subject.chance
        payoffs = dict.fromkeys((subject.sponsor, subject.host), ZERO) | {"firm": subject.alone}
        if self.supported:
            payoffs = {
                subject.sponsor: subject.gain(bonus),
                subject.host: chance * subject.hub[self.act],
                "firm": subject.earned(bonus),
            }
        home = subject.choice(ZERO).profit_return
        returns_at = max(subject.stay - subject.clawback, subject.leave) - home
        held = subject.stay - home - subject.bonus
        return ReturnOutcome(
            subject,
            self.supported,
            self.act,
            bonus,
            payoffs,
            max(ZERO, returns_at),
            max(ZERO, held) if home + subject.bonus >= subject.leave else None,
            _critical_patience(subject),
            self,
        )


def return_or_stay(contract: ReturnContract) -> ReturnOutcome:
    """Whether the sponsor supports a firm, the firm returns, stays or leaves, and who pays for it.

    Who is indifferent does what the contract means him to: the firm enters and returns, the
    sponsor supports and pays. Without a bonus there is nothing to promise: critical patience 0.

    Errors: ``InvalidInput`` for what is not a ``ReturnContract``.

    See ``ReturnContract`` for the concept and its source.

    >>> from fractions import Fraction as F
    >>> park = ReturnContract("Quzhou", "Hangzhou", support=1, chance=F(1, 2), stay=4, back=3,
    ...                   home={"return": 6, "stay": 2}, hub={"stay": 5})
    >>> print(return_or_stay(park).status)
    Quzhou pays, Hangzhou keeps. A bonus of 1 or a clawback of 1 would bring firms back.
    """
    of_kind(contract, ReturnContract, place="subject of return_or_stay")
    believed = _believed(contract)
    return ReturnCertificate(
        _supported(contract, believed), believed, contract.act(believed)
    ).answer(contract)


def _supported(contract: ReturnContract, bonus: Fraction) -> bool:
    return contract.earned(bonus) >= contract.alone and contract.gain(bonus) >= 0


def _believed(contract: ReturnContract) -> Fraction:
    critical = _critical_patience(contract)
    kept = critical is not None and contract.patience >= critical
    return contract.bonus if kept or not contract.promised else ZERO


def _critical_patience(contract: ReturnContract) -> Fraction | None:
    """s2/(s2 + gain a year from being believed); 0 if no bonus would ever fall due."""
    bonus = contract.bonus
    if not bonus or contract.act(bonus) != "return":
        return ZERO
    believed, doubted = (max(ZERO, contract.gain(one)) for one in (bonus, ZERO))
    gain = believed - doubted
    return bonus / (bonus + gain) if gain > 0 else None
