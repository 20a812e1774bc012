"""Integer SQL expressions that know their bounds, and use 64 bits where those fit."""

from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.findings import TOO_WIDE, NotExact
from guben.typesystem.types import RoundingMode

_LARGEST_NARROW = 2**63 - 1
_LARGEST_WIDE = 10**38 - 1

NARROW = exp.DataType(this=exp.DType.BIGINT)
# 128-bit on DuckDB, DECIMAL(38, 0) elsewhere: see `guben.backends`.
WIDE = exp.DataType(this=exp.DType.INT128)
_LARGEST_SHORT = 10**18 - 1
_SHORT = exp.DataType.build("DECIMAL(18, 0)")


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer SQL expression; NULL where there is no value."""

    sql: exp.Expr
    low: int
    high: int

    @property
    def is_wide(self) -> bool:
        """True if 64 bits may not be enough."""
        return max(abs(self.low), abs(self.high)) > _LARGEST_NARROW

    @property
    def constant(self) -> int | None:
        """The value, where it is the same for every row and never NULL."""
        return (
            self.low
            if self.low == self.high and isinstance(self.sql, exp.Cast) and _is_literal(self.sql)
            else None
        )


def _is_literal(cast: exp.Cast) -> bool:
    inside = cast.this
    return isinstance(inside, exp.Literal) or (
        isinstance(inside, exp.Neg) and isinstance(inside.this, exp.Literal)
    )


@lru_cache(maxsize=1024)
def integer(value: int) -> Integer:
    """Return a constant."""
    type_ = WIDE if abs(value) > _LARGEST_NARROW else NARROW
    literal: exp.Expr = exp.Literal.number(str(abs(value)))
    return Integer(nodes.cast(exp.Neg(this=literal) if value < 0 else literal, type_), value, value)


def stored_integer(column: exp.Expr, low: int, high: int) -> Integer:
    """Return a column of a snapshot, where integers are DECIMAL(38, 0), as the integer within these bounds that it is."""
    largest = max(abs(low), abs(high))
    if largest > _LARGEST_NARROW:
        return Integer(nodes.cast(column, WIDE), low, high)
    # DuckDB is ten times as fast on the way over a shorter decimal.
    short = nodes.cast(column, _SHORT) if largest <= _LARGEST_SHORT else column
    return Integer(nodes.cast(short, NARROW), low, high)


def beside(typed: Integer, number: Integer) -> exp.Expr:
    """Return a number as it may stand beside one that has a type: a constant then needs none of its own."""
    is_plain = number.constant is not None and typed.constant is None and not number.is_wide
    return number.sql.this if is_plain else number.sql


def or_zero(number: Integer) -> Integer:
    """Return the number, or 0 where there is none."""
    sql = exp.Coalesce(this=number.sql, expressions=[exp.Literal.number(0)])
    return Integer(sql, min(number.low, 0), max(number.high, 0))


def _made(sql: exp.Expr, low: int, high: int) -> Integer:
    if max(abs(low), abs(high)) > _LARGEST_WIDE:
        raise NotExact(TOO_WIDE)
    return Integer(sql, low, high)


def _operands(left: Integer, right: Integer, low: int, high: int) -> tuple[exp.Expr, exp.Expr]:
    """Widen an operand of an operation whose result needs it."""
    needs_wide = max(abs(low), abs(high)) > _LARGEST_NARROW
    if needs_wide and not left.is_wide and not right.is_wide:
        return nodes.cast(left.sql, WIDE), right.sql
    return beside(right, left), beside(left, right)


def add(left: Integer, right: Integer) -> Integer:
    """Return left + right."""
    if left.constant == 0:
        return right
    if right.constant == 0:
        return left
    low, high = left.low + right.low, left.high + right.high
    one, other = _operands(left, right, low, high)
    return _made(nodes.paren(exp.Add(this=one, expression=other)), low, high)


def subtract(left: Integer, right: Integer) -> Integer:
    """Return left - right."""
    if right.constant == 0:
        return left
    low, high = left.low - right.high, left.high - right.low
    one, other = _operands(left, right, low, high)
    return _made(nodes.paren(exp.Sub(this=one, expression=other)), low, high)


def multiply(left: Integer, right: Integer) -> Integer:
    """Return left × right."""
    if left.constant == 1:
        return right
    if right.constant == 1:
        return left
    if left.constant is not None and right.constant is not None:
        return integer(left.constant * right.constant)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    low, high = min(corners), max(corners)
    one, other = _operands(left, right, low, high)
    return _made(nodes.paren(exp.Mul(this=one, expression=other)), low, high)


def shift(number: Integer, digits: int) -> Integer:
    """Return number × 10^digits."""
    return multiply(number, integer(10**digits)) if digits else number


def negate(number: Integer) -> Integer:
    """Return -number."""
    return _made(nodes.paren(exp.Neg(this=nodes.paren(number.sql))), -number.high, -number.low)


def absolute(number: Integer) -> Integer:
    """Return the number without its sign."""
    if number.low >= 0:
        return number
    high = max(abs(number.low), abs(number.high))
    low = 0 if number.high >= 0 else -number.high
    return _made(exp.Abs(this=number.sql), low, high)


def divide(numerator: Integer, denominator: Integer, mode: RoundingMode) -> Integer:
    """Return numerator / denominator rounded as the mode says; the denominator is above 0 where there is a value.

    Truncation and floor differ for negative numbers between engines, so only numbers without a sign are divided.
    """
    size = absolute(numerator)
    least = max(1, denominator.low)
    raised, divisor = size, denominator
    high = size.high // least + 1
    if mode is RoundingMode.HALF_AWAY:
        raised, divisor = add(multiply(size, integer(2)), denominator), multiply(denominator, integer(2))
        high = (2 * size.high + least) // (2 * least)
    elif mode is RoundingMode.FROM_ZERO:
        raised = add(size, subtract(denominator, integer(1)))
    quotient: exp.Expr = exp.IntDiv(
        this=nodes.paren(beside(divisor, raised)), expression=nodes.paren(beside(raised, divisor))
    )
    if (raised.is_wide or divisor.is_wide) and high <= _LARGEST_NARROW:
        quotient = nodes.cast(quotient, NARROW)
    quotient = nodes.paren(quotient)
    if numerator.low >= 0:
        return _made(quotient, 0, high)
    is_negative = exp.LT(this=numerator.sql, expression=exp.Literal.number(0))
    signed = nodes.case((is_negative, exp.Neg(this=quotient)), otherwise=quotient)
    return _made(signed, -high, high)


def divide_half_away(numerator: Integer, denominator: Integer) -> Integer:
    """Return numerator / denominator rounded half away from zero."""
    return divide(numerator, denominator, RoundingMode.HALF_AWAY)


def day_number(day: Integer) -> Integer:
    """Return the number of a day yyyymmdd in the count of all days, by the rules of the Gregorian calendar."""
    year, month, of_month = _over(day, 10_000), _rest(_over(day, 100), 100), _rest(day, 100)
    # Years begin in March here, so that a leap day is the last of its year.
    is_early = _over(subtract(integer(14), month), 12)
    years = subtract(add(year, integer(4800)), is_early)
    months = subtract(add(month, multiply(integer(12), is_early)), integer(3))
    before_month = _over(add(multiply(integer(153), months), integer(2)), 5)
    leap = add(subtract(_over(years, 4), _over(years, 100)), _over(years, 400))
    number = add(add(of_month, before_month), add(multiply(integer(365), years), leap))
    return Integer(number.sql, 0, 40_000_000)


def _over(number: Integer, divisor: int) -> Integer:
    sql = nodes.paren(exp.IntDiv(this=nodes.paren(number.sql), expression=beside(number, integer(divisor))))
    return Integer(sql, 0, number.high // divisor)


def _rest(number: Integer, divisor: int) -> Integer:
    sql = nodes.paren(exp.Mod(this=nodes.paren(number.sql), expression=beside(number, integer(divisor))))
    return Integer(sql, 0, divisor - 1)


def either(holds: exp.Expr, fails: exp.Expr, then: Integer, otherwise: Integer) -> Integer:
    """Return `then` where a condition holds, `otherwise` where it does not but the other holds, NULL elsewhere."""
    one, other = _as_wide(then, otherwise)
    case = nodes.case((holds, one), (fails, other))
    return Integer(case, min(then.low, otherwise.low), max(then.high, otherwise.high))


def at_least(number: Integer, least: Integer) -> Integer:
    """Return the number, or the constant `least` where it is below that."""
    if least.high <= number.low:
        return number
    return Integer(_or_limit(exp.LT, number, least), least.low, max(number.high, least.high))


def at_most(number: Integer, most: Integer) -> Integer:
    """Return the number, or the constant `most` where it is above that."""
    if most.low >= number.high:
        return number
    return Integer(_or_limit(exp.GT, number, most), min(number.low, most.low), most.high)


def _or_limit(beyond: type[exp.Binary], number: Integer, limit: Integer) -> exp.Expr:
    one, other = _as_wide(number, limit)
    is_beyond = beyond(this=number.sql, expression=beside(number, limit))
    # Where there is no number it is not beyond anything, and there stays none.
    return nodes.case((is_beyond, other), otherwise=one)


def _as_wide(one: Integer, other: Integer) -> tuple[exp.Expr, exp.Expr]:
    """Return both in one type."""
    if one.is_wide == other.is_wide:
        return beside(other, one), beside(one, other)
    return nodes.cast(one.sql, WIDE), nodes.cast(other.sql, WIDE)
