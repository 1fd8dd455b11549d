"""Numbers that stand for many: fractions made of symbols, on which a function is run once.

A symbolic number is a kind of ``Fraction``, so that functions which read their numbers as exact
fractions take it for one; whatever they do with it passes through here. It is compared by asking,
and whatever only a known number can do is refused: both differ from one kind to another.

Source: King (1976), Symbolic execution and program testing.
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import Any, NoReturn, Self

__all__ = ["SymbolicNumber", "refused"]


def refused(step: str) -> Any:
    """A method that refuses this step."""

    def method(self: SymbolicNumber, *_: object, **__: object) -> NoReturn:
        self.refuse(step)

    return method


class SymbolicNumber(Fraction):
    """A number made of symbols; a kind of it adds, multiplies, and decides comparisons."""

    __slots__ = ()

    @abstractmethod
    def refuse(self, step: str) -> NoReturn:
        """Stop at a step that only a known number can take."""

    @abstractmethod
    def compared(self, other: Any, relation: str, *, turned: bool = False) -> Any:
        """``self - other relation 0``, or ``other - self`` if turned; ``<``, ``<=`` or ``==``."""

    def __pos__(self) -> Any:
        return self

    def __rsub__(self, other: Any) -> Any:
        return (-self).__add__(other)

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def __bool__(self) -> bool:
        return not self.compared(0, "==")

    def __lt__(self, other: Any) -> Any:
        return self.compared(other, "<")

    def __le__(self, other: Any) -> Any:
        return self.compared(other, "<=")

    def __gt__(self, other: Any) -> Any:
        return self.compared(other, "<", turned=True)

    def __ge__(self, other: Any) -> Any:
        return self.compared(other, "<=", turned=True)

    def __eq__(self, other: object) -> Any:
        return self.compared(other, "==")

    __hash__ = Fraction.__hash__

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, form: str) -> str:
        return repr(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = refused(
        "a division with a remainder"
    )
    __int__ = __trunc__ = __floor__ = __ceil__ = __round__ = refused("rounding")
