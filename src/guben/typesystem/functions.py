"""The functions of the language: how many arguments each takes, and how a call of it is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from guben.diagnostics import SourceSpan, Text
from guben.model import formula as written
from guben.model.values import Kind
from guben.model.vocabulary import words_of_peers
from guben.resolve.formulas import previous_name
from guben.typesystem import bounds
from guben.typesystem import expressions as typed
from guben.typesystem import findings as codes
from guben.typesystem.expressions import Expression, number_type
from guben.typesystem.peers import average_of_peers
from guben.typesystem.places import Place, Surroundings
from guben.typesystem.types import DayType, NumberType, RoundingMode, TextType, type_of_values
from guben.typesystem.votes import share_of_votes

if TYPE_CHECKING:
    # The typist calls these functions, and they call the typist for their arguments.
    from guben.typesystem.inference import Typist

_MANY = Fraction(10**9)
_COUNT = NumberType(Kind.COUNT, Fraction(0), _MANY)
_DAYS = NumberType(Kind.DURATION, Fraction(-3_652_425), Fraction(3_652_425))
_WON = "WON"
_ROUNDINGS = {
    "ROUND": RoundingMode.HALF_AWAY,
    "ROUNDDOWN": RoundingMode.TOWARD_ZERO,
    "ROUNDUP": RoundingMode.FROM_ZERO,
}


def counted(typist: "Typist", node: written.Expression, around: Surroundings) -> Expression | None:
    """Return how many records a record set has, or None after a finding."""
    records = typist.records(node, around)
    return typed.Counted(records, _COUNT) if records else None


def count(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    argument = node.arguments[0]
    if isinstance(argument, written.Name) and argument.name.upper() == _WON:
        if around.place is not Place.GRADE:
            return typist.not_here(argument.name, argument.span, codes.USE_WON)
        number = sum(part.won is not None for part in typist.names.parts.values())
        return typed.WonParts(NumberType(Kind.COUNT, Fraction(0), Fraction(number)))
    return counted(typist, argument, around)


def _field_of_records(
    typist: "Typist", node: written.Call, around: Surroundings
) -> tuple[typed.Records, typed.FieldValue, SourceSpan] | None:
    """Return the records and the field that `records.field` names, with its place, or None after a finding."""
    argument = node.arguments[0]
    if not isinstance(argument, written.Attribute):
        signature = Text("记录集.字段，例如 team.age", "records.field, such as team.age")
        typist.report(codes.ARGUMENTS, node.span, function=node.function, signature=signature)
        return None
    records = typist.records(argument.of, around)
    field = typist.field(records.set, argument) if records else None
    if records is None or field is None:
        return None
    return records, typed.FieldValue(field, type_of_values(field.type)), argument.span


def _number_of_records(
    typist: "Typist", node: written.Call, around: Surroundings
) -> tuple[typed.Records, Expression] | None:
    """Return the records and the number that `records.field` or `records, formula` names, or None after a finding."""
    if len(node.arguments) == 2:
        records = typist.records(node.arguments[0], around)
        inside = Surroundings(around.place, around.part, records.set) if records else around
        number = typist.number(node.arguments[1], inside) if records else None
        return (records, number) if records and number else None
    found = _field_of_records(typist, node, around)
    if found is None:
        return None
    records, value, span = found
    if not isinstance(value.type, NumberType):
        typist.report(codes.NUMBER_EXPECTED, span, found=value.type.say())
        return None
    return records, value


def sum_or_average(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    found = _number_of_records(typist, node, around)
    if found is None:
        return None
    records, value = found
    value_type = number_type(value)
    if node.function.upper() == "AVERAGE":
        return typed.Averaged(records, value, value_type)
    return typed.Totalled(records, value, bounds.totalled(value_type, _MANY))


def share(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    left, right = (typist.records_or_number(each, around) for each in node.arguments)
    if left is None or right is None or not typist.same_unit(left, right, node.span):
        return None
    type_ = bounds.divided(number_type(left), number_type(right))
    return typed.Quotient(left, right, NumberType(Kind.PERCENT, type_.low, type_.high), is_share=True)


def shortfall(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    required, actual = (typist.number(each, around) for each in node.arguments)
    if required is None or actual is None or not typist.same_unit(required, actual, node.span):
        return None
    difference = bounds.calculated("-", number_type(required), number_type(actual))
    type_ = NumberType(difference.kind, max(Fraction(0), difference.low), max(Fraction(0), difference.high))
    return typed.Shortfall(required, actual, type_)


def outermost(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    if around.records is not None:
        return typist.not_here(node.function, node.span, codes.USE_ONCE)
    found = _field_of_records(typist, node, around)
    if found is None:
        return None
    records, value, span = found
    if not isinstance(value.type, NumberType | DayType):
        return typist.report(codes.NUMBER_EXPECTED, span, found=value.type.say())
    return typed.Outermost(records, value, node.function.upper() == "MIN", value.type)


def extreme(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    argument = node.arguments[0]
    if isinstance(argument, written.Attribute) and typist.is_records(argument.of):
        return outermost(typist, node, around)
    operands = [typist.number(each, around) for each in node.arguments]
    known = tuple(each for each in operands if each is not None)
    if len(known) < len(operands):
        return None
    if not all(typist.same_unit(known[0], each, node.span) for each in known[1:]):
        return None
    is_least = node.function.upper() == "MIN"
    return typed.Extreme(is_least, known, bounds.extreme(is_least, [number_type(each) for each in known]))


def rounded(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    operand, digits = typist.number(node.arguments[0], around), node.arguments[1]
    if operand is None:
        return None
    is_whole = isinstance(digits, written.Number) and digits.value.denominator == 1 and digits.value <= 6
    if not is_whole:
        signature = FUNCTIONS[node.function.upper()].signature
        return typist.report(codes.ARGUMENTS, digits.span, function=node.function, signature=signature)
    assert isinstance(digits, written.Number)
    whole, mode = int(digits.value), _ROUNDINGS[node.function.upper()]
    return typed.Rounded(operand, whole, bounds.rounded(number_type(operand), whole, mode), mode)


def absolute(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    operand = typist.number(node.arguments[0], around)
    return operand and typed.Absolute(operand, bounds.absolute(number_type(operand)))


def chosen(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    condition = typist.condition(node.arguments[0], around)
    then, otherwise = (typist.number(each, around) for each in node.arguments[1:])
    if (
        condition is None
        or then is None
        or otherwise is None
        or not typist.same_unit(then, otherwise, node.span)
    ):
        return None
    return typed.Chosen(condition, then, otherwise, bounds.either(number_type(then), number_type(otherwise)))


def known(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    operand = typist.value(node.arguments[0], around)
    return operand and typed.Known(operand)


def peer_average(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    if around.records is not None or around.place is Place.MEASURE:
        return typist.not_here(node.function, node.span, codes.USE_IN_RULES)
    known = words_of_peers(typist.names.scheme.scope.level)
    value, *among = node.arguments
    words = tuple(each.name for each in among if isinstance(each, written.Name) and each.name in known)
    operand = typist.number(value, around)
    if len(words) < len(among):
        words_known = ", ".join(known)
        signature = Text("数, 在哪些组织之间（{known}）", "number, among whom ({known})").filled(
            known=words_known
        )
        return typist.report(codes.ARGUMENTS, node.span, function=node.function, signature=signature)
    return operand and average_of_peers(operand, words)


def distinct(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    found = _field_of_records(typist, node, around)
    if found is None:
        return None
    records, value, span = found
    if isinstance(value.type, TextType):
        return typist.report(codes.NUMBER_EXPECTED, span, found=value.type.say())
    return typed.Differing(records, value, _COUNT)


def sample(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    """The average over those that were drawn and looked at; missing until as many were as should be, or all."""
    found, drawn = _field_of_records(typist, node, around), node.arguments[1]
    if found is None:
        return None
    records, value, span = found
    if not isinstance(value.type, NumberType):
        return typist.report(codes.NUMBER_EXPECTED, span, found=value.type.say())
    if not isinstance(drawn, written.Number) or drawn.value.denominator != 1 or drawn.value < 1:
        signature = FUNCTIONS["SAMPLE"].signature
        return typist.report(codes.ARGUMENTS, drawn.span, function=node.function, signature=signature)
    is_known = typed.Known(value)
    condition = is_known if records.condition is None else typed.AllOf((records.condition, is_known))
    looked_at = typed.Records(records.set, condition)
    should = typed.constant(drawn.value, Kind.COUNT)
    everybody = typed.Counted(records, _COUNT)
    least = typed.Extreme(True, (should, everybody), bounds.extreme(True, [should.type, _COUNT]))
    is_enough = typed.Compared(">=", typed.Counted(looked_at, _COUNT), least)
    average = typed.Averaged(looked_at, value, value.type)
    return typed.Provided(is_enough, average, typed.Gap.MISSING, value.type)


def previous(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    argument = node.arguments[0]
    if not isinstance(argument, written.Name):
        signature = FUNCTIONS["PREVIOUS"].signature
        return typist.report(codes.ARGUMENTS, node.span, function=node.function, signature=signature)
    name = written.Name(previous_name(argument.name), argument.span)
    known = around.records.fields if around.records is not None else typist.names.measures
    if name.name in known:
        return typist.value(name, around)
    if argument.name in known or argument.name in typist.names.everything():
        return typist.not_here(node.function, node.span, codes.USE_PREVIOUS)
    return typist.value(argument, around)


def growth(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    now, before = typist.number(node.arguments[0], around), previous(typist, node, around)
    if now is None or before is None:
        return None
    before_type = number_type(before)
    change = typed.Calculated("-", now, before, bounds.calculated("-", number_type(now), before_type))
    type_ = bounds.divided(change.type, before_type)
    return typed.Quotient(change, before, NumberType(Kind.PERCENT, type_.low, type_.high), is_share=True)


def days(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    found = [typist.value(each, around) for each in node.arguments]
    for each, argument in zip(found, node.arguments, strict=True):
        if each is not None and not isinstance(each.type, DayType):
            signature = FUNCTIONS["DAYS"].signature
            return typist.report(codes.ARGUMENTS, argument.span, function=node.function, signature=signature)
    start, end = found
    return start and end and typed.DaysBetween(start, end, _DAYS)


def day(typist: "Typist", node: written.Call, around: Surroundings) -> Expression | None:
    numbers = [int(each.value) for each in node.arguments if isinstance(each, written.Number)]
    of_every_year = len(node.arguments) == 2
    try:
        # 2023 has no 29th of February, as not every year has.
        found = date(*(2023, *numbers) if of_every_year else numbers)
    except (TypeError, ValueError, OverflowError):
        signature = FUNCTIONS["DATE"].signature
        return typist.report(codes.ARGUMENTS, node.span, function=node.function, signature=signature)
    value = found.month * 100 + found.day
    return typed.DayOfYear(value) if of_every_year else typed.Day(found.year * 10_000 + value)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: how many arguments it takes, and how a call of it is typed."""

    low: int
    high: int
    signature: Text
    apply: Callable[["Typist", written.Call, Surroundings], Expression | None]
    is_over_records: bool = False


_OF_EACH = Text("记录集.字段，或 记录集, 每条记录的公式", "records.field, or records, formula of a record")
FUNCTIONS: dict[str, Function] = {
    "COUNT": Function(1, 1, Text("记录集", "records"), count, is_over_records=True),
    "SUM": Function(1, 2, _OF_EACH, sum_or_average, is_over_records=True),
    "AVERAGE": Function(1, 2, _OF_EACH, sum_or_average, is_over_records=True),
    "DISTINCT": Function(1, 1, Text("记录集.字段", "records.field"), distinct, is_over_records=True),
    "SAMPLE": Function(
        2, 2, Text("记录集.字段, 抽查数", "records.field, how many"), sample, is_over_records=True
    ),
    "PEER_AVERAGE": Function(
        2,
        4,
        Text(
            "数, 在哪些组织之间（例如 all、township、field）",
            "number, among whom (such as all, township, field)",
        ),
        peer_average,
    ),
    "SHARE": Function(2, 2, Text("部分, 全部", "some, all"), share, is_over_records=True),
    "SHORTFALL": Function(2, 2, Text("要求数, 实际数", "required, actual"), shortfall),
    "MIN": Function(1, 20, Text("数, 数, …；或 记录集.字段", "numbers; or records.field"), extreme),
    "MAX": Function(1, 20, Text("数, 数, …；或 记录集.字段", "numbers; or records.field"), extreme),
    "ROUND": Function(2, 2, Text("数, 小数位数（0至6）", "number, digits (0 to 6)"), rounded),
    "ROUNDDOWN": Function(2, 2, Text("数, 小数位数（0至6）", "number, digits (0 to 6)"), rounded),
    "ROUNDUP": Function(2, 2, Text("数, 小数位数（0至6）", "number, digits (0 to 6)"), rounded),
    "ABS": Function(1, 1, Text("数", "number"), absolute),
    "IF": Function(3, 3, Text("条件, 数, 数", "condition, number, number"), chosen),
    "KNOWN": Function(1, 1, Text("值", "value"), known),
    "VOTES": Function(
        2,
        20,
        Text("测评/题目, 选项, …", "ballot/question, options"),
        share_of_votes,
        is_over_records=True,
    ),
    "PREVIOUS": Function(
        1, 1, Text("数据项的名称、total 或 grade", "the name of a measure, total or grade"), previous
    ),
    "GROWTH": Function(1, 1, Text("数据项的名称", "the name of a measure"), growth),
    "DAYS": Function(2, 2, Text("起始日期, 截止日期", "first day, last day"), days),
    "DATE": Function(
        2,
        3,
        Text(
            "年, 月, 日；或 月, 日（截止日期那一年的，每年都有的一天）",
            "year, month, day; or month, day (of the year of the cut-off date, a day that every year has)",
        ),
        day,
    ),
}
FUNCTION_NAMES = tuple(FUNCTIONS)
