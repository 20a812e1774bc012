"""What a column of results or measures is called, and what its values say, for people."""

from decimal import Decimal
from fractions import Fraction

from guben.diagnostics import Text, both
from guben.lowering import (
    Lowered,
    divisor_column,
    missing_column,
    not_applicable_column,
    points_column,
    tail_column,
    won_column,
)
from guben.phrasing import say_value
from guben.plan import Program

_COLUMNS = {
    "total": Text("总分", "total"),
    "won": Text("达标数", "parts won"),
    "veto": Text("否决项", "veto"),
    "ceiling": Text("封顶条件", "ceiling"),
    "quota": Text("比例控制", "quota"),
    "floor": Text("保底条件", "floor"),
    "earned_grade": Text("否决前等次", "grade before vetoes"),
    "grade": Text("等次", "grade"),
    "rank": Text("名次", "rank"),
    "code": Text("组织代码", "code"),
    "name": Text("组织名称", "name"),
}
_NOTHING = Text("（空）", "(nothing)")
_GRADES = frozenset({"grade", "earned_grade"})


def say_column(program: Program, column: str) -> Text:
    """Return the title of a column of the results or the measures."""
    for step in program.parts:
        if step.part is not None:
            title = step.part.title
            if column == points_column(step.path):
                return Text("{title}·得分", "{title}: points").filled(title=title)
            if column == missing_column(step.path):
                return Text("{title}·是否缺数据", "{title}: figures missing").filled(title=title)
            if column == won_column(step.path):
                return Text("{title}·是否达标", "{title}: won").filled(title=title)
    for tail in program.tails:
        if column == tail_column(tail.name):
            return Text("{title}·是否列入", "{title}: on the list").filled(title=tail.tail.title)
    for measure in program.measures:
        title = measure.measure.title
        if column == measure.name:
            return title
        if column == divisor_column(measure.name):
            return Text("{title}·分母", "{title}: divisor").filled(title=title)
        if column == not_applicable_column(measure.name):
            return Text("{title}·是否不适用", "{title}: not applicable").filled(title=title)
    return _COLUMNS.get(column, both(column))


def say_held(program: Program, lowered: Lowered, column: str, value: object) -> Text:
    """Return what a value of a column says: grades by their titles, figures with their units."""
    if value is None:
        return _NOTHING
    if column in _GRADES:
        titles = {grade.name: grade.title for grade in program.scheme.grades}
        return titles.get(str(value), both(str(value)))
    stored = lowered.measures.get(column)
    if stored is not None and stored.is_number and not stored.denominator_bounds:
        number = Fraction(str(value)) / Fraction(10**stored.scale)
        return say_value(number, program.measure(column).measure.type, [number])
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return both(f"{value:f}" if isinstance(value, Decimal) else str(value))
