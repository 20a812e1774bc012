"""Figures of cells: exact, in words, held against those of the period before, against bounds and against each other."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from guben_web.engine.reporting import Reported, broken_rule, find_measure, rules_of
from guben_web.engine.schemes import Kind, Measure
from guben_web.engine.texts import Text, both
from guben_web.ledgers.models import ReportedValue
from guben_web.ledgers.queries import unit_of, value_in_words
from guben_web.reporting.models import Cell
from guben_web.words.formats import number_of

# Number, scale, choice, whether there can be none; None where nothing is known.
Value = tuple[int | None, int, str | None, bool]
MISSING: Value = (None, 0, None, False)
_EMPTY = Text("（空）", "(nothing)")
_WITH_UNIT = Text("{value}{unit}", "{value} {unit}")
# Within a twentieth of what lies between its bounds, a figure is near one of them.
_NEAR = Fraction(1, 20)
_NO_SIZE = (Kind.YES_NO, Kind.DATE, Kind.CHOICE, Kind.TEXT)


def value_of(row: Cell | ReportedValue) -> Value:
    """Return what a cell or a reported value says."""
    return row.number, row.scale, row.choice, row.is_not_applicable


def as_stored(measure: Measure, read: Reported | None) -> Value:
    """Return a value that was read, as it is stored."""
    if read is None:
        return MISSING
    number, choice, is_absent = read
    return (
        number,
        measure.type.scale if number is not None and measure.type.is_number else 0,
        choice,
        is_absent,
    )


def is_missing(value: Value | None) -> bool:
    """Return whether nothing is said."""
    return value is None or (value[0] is None and value[2] is None and not value[3])


def as_data(value: Value | None) -> list[object] | None:
    """Return a value as JSON; None for a missing one."""
    return None if value is None or is_missing(value) else list(value)


def from_data(data: list[object] | None) -> Value:
    """Return the value that JSON holds."""
    if data is None:
        return MISSING
    number, scale, choice, is_absent = data
    return (
        None if number is None else int(str(number)),
        int(str(scale)),
        None if choice is None else str(choice),
        bool(is_absent),
    )


def in_words(name: str, value: Value | None) -> Text:
    """Return a value as people write it, with its unit; （空） for a missing one."""
    if value is None or is_missing(value):
        return _EMPTY
    measure = find_measure(name)
    if measure is None:
        number, scale, choice, _ = value
        return both(choice or number_of(number) + (f"e-{scale}" if scale else ""))
    unit = both("") if value[3] else unit_of(measure)
    said = _WITH_UNIT.filled(value=value_in_words(measure, value), unit=unit)
    return Text(said.zh, said.en.strip())


def title_of(name: str) -> Text:
    """Return what a measure is called; its name where no scheme asks for it any more."""
    measure = find_measure(name)
    return measure.title if measure else both(name)


def exact(value: Value | None) -> Fraction | None:
    """Return the number that a value is; None where it is none."""
    if value is None or value[0] is None:
        return None
    return Fraction(value[0], 10 ** value[1])


def is_jump(measure: Measure, value: Value, before: Value | None, percent: int) -> bool:
    """Return whether a number differs from the one before by more than a share of that; any number does from zero."""
    now, then = exact(value), exact(before)
    if now is None or then is None or measure.type.kind in _NO_SIZE or now == then:
        return False
    return abs(now - then) * 100 > percent * abs(then)


def is_near_bounds(measure: Measure, value: Value) -> bool:
    """Return whether a number is near its upper bound, or near a lower bound other than zero."""
    low, high, number = measure.type.low, measure.type.high, exact(value)
    if low is None or high is None or number is None or measure.type.kind in _NO_SIZE:
        return False
    margin = (high - low) * _NEAR
    return number > high - margin or (low != 0 and number < low + margin)


def broken_rules(schemes: Iterable[str], values: Mapping[str, Value]) -> list[tuple[str, Text]]:
    """Return what does not fit together among the figures of an organization: a measure, and the sentence."""
    numbers = {name: number for name, value in values.items() if (number := exact(value)) is not None}
    titles = {name: title_of(name) for name in values}
    return [
        (rule.parts[0], said)
        for scheme in schemes
        for rule in rules_of(scheme)
        if (said := broken_rule(rule, numbers, titles)) is not None
    ]
