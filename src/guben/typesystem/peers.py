"""Places among peers: who is compared with whom, and how fine."""

from fractions import Fraction

from guben.model.grading import Quantity, Rounding
from guben.model.scoring import Ties
from guben.model.values import Kind, ValueType
from guben.typesystem import bounds
from guben.typesystem import expressions as typed
from guben.typesystem.expressions import Expression, TieBreak, constant, number_type
from guben.typesystem.types import NumberType, RoundingMode

EVERYBODY = "all"
KINDS = ("field", "type")
_MANY = NumberType(Kind.COUNT, Fraction(1), Fraction(10**9))
_MODES = {
    Rounding.HALF_UP: RoundingMode.HALF_AWAY,
    Rounding.DOWN: RoundingMode.TOWARD_ZERO,
    Rounding.UP: RoundingMode.FROM_ZERO,
}


def group_columns(within: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of organizations in which peers are alike."""
    return tuple(word if word in KINDS else f"in_{word}" for word in within if word != EVERYBODY)


def _digits(value: Expression) -> int:
    """Return to how many decimals values are compared: as many as reported ones of the kind are kept with."""
    kind = number_type(value).kind
    return max(6, ValueType(kind, 2).scale)


def place_by(
    value: Expression,
    is_descending: bool,
    within: tuple[str, ...],
    ties: Ties,
    then: TieBreak | None = None,
) -> Expression:
    """Return the place of an organization by a value, and by `then` among equals."""
    return typed.Ranked(value, _digits(value), is_descending, group_columns(within), ties, _MANY, then)


def tie_break(value: Expression, is_descending: bool) -> TieBreak:
    """Return what equals are put in order by."""
    return TieBreak(value, _digits(value), is_descending)


def peers_by(value: Expression, within: tuple[str, ...]) -> Expression:
    """Return how many organizations have a place by a value."""
    return typed.Peers(value, group_columns(within), _MANY)


def average_of_peers(value: Expression, within: tuple[str, ...]) -> Expression:
    """Return the mean of a value over all organizations that have one."""
    digits = _digits(value)
    type_ = bounds.rounded(number_type(value), digits, RoundingMode.HALF_AWAY)
    return typed.PeerAverage(value, digits, group_columns(within), type_)


def quantity_of(quantity: Quantity, organizations: Expression) -> Expression:
    """Return how many of so many organizations a quantity is."""
    if quantity.number is not None:
        return constant(max(quantity.number, quantity.at_least), Kind.COUNT)
    assert quantity.share is not None
    share = constant(quantity.share)
    exact = typed.Calculated(
        "*", share, organizations, bounds.calculated("*", share.type, number_type(organizations))
    )
    mode = _MODES[quantity.rounding]
    whole = typed.Rounded(exact, 0, bounds.rounded(exact.type, 0, mode), mode)
    least = constant(quantity.at_least, Kind.COUNT)
    return typed.Extreme(False, (whole, least), bounds.extreme(False, [whole.type, least.type]))
