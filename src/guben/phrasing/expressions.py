"""Formulas in words."""

from dataclasses import replace

from guben.diagnostics import Text, both
from guben.model.formula import ComparisonSign
from guben.model.scheme import Parameter
from guben.model.values import Kind
from guben.model.vocabulary import POST
from guben.model.votes import option_title
from guben.phrasing.groups import say_group
from guben.phrasing.values import say_number
from guben.resolve.records import POSTS, TALLIES
from guben.typesystem import expressions as typed
from guben.typesystem.types import ChoiceType, DayType, NumberType, RoundingMode

_MOST_DIGITS = 12
_TURNED: dict[ComparisonSign, ComparisonSign] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "<>": "<>",
}
_COMPARED: dict[ComparisonSign, Text] = {
    ">=": Text("{left}不低于{right}", "{left} is at least {right}"),
    ">": Text("{left}高于{right}", "{left} is more than {right}"),
    "<=": Text("{left}不高于{right}", "{left} is at most {right}"),
    "<": Text("{left}低于{right}", "{left} is less than {right}"),
    "=": Text("{left}等于{right}", "{left} is {right}"),
    "<>": Text("{left}不等于{right}", "{left} is not {right}"),
}
_OPPOSITE: dict[ComparisonSign, ComparisonSign] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "<>",
    "<>": "=",
}
_COMPARED_DAYS: dict[ComparisonSign, Text] = {
    ">=": Text("{left}不早于{right}", "{left} is not before {right}"),
    ">": Text("{left}晚于{right}", "{left} is after {right}"),
    "<=": Text("{left}不晚于{right}", "{left} is not after {right}"),
    "<": Text("{left}早于{right}", "{left} is before {right}"),
    "=": Text("{left}和{right}是同一天", "{left} is the day of {right}"),
    "<>": Text("{left}和{right}不是同一天", "{left} is not the day of {right}"),
}
_CHOSEN: dict[ComparisonSign, Text] = {
    ">=": Text("{left}为{right}及以上", "{left} is {right} or above"),
    ">": Text("{left}高于{right}", "{left} is above {right}"),
    "<=": Text("{left}为{right}及以下", "{left} is {right} or below"),
    "<": Text("{left}低于{right}", "{left} is below {right}"),
    "=": Text("{left}为{right}", "{left} is {right}"),
    "<>": Text("{left}不是{right}", "{left} is not {right}"),
}
_ROUNDED = {
    RoundingMode.HALF_AWAY: Text("四舍五入", "rounded"),
    RoundingMode.TOWARD_ZERO: Text("舍去尾数", "rounded down"),
    RoundingMode.FROM_ZERO: Text("进位", "rounded up"),
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CALCULATED = {"+": "{left} + {right}", "-": "{left} − {right}", "*": "{left} × {right}"}
_LOOSE = (
    typed.Calculated
    | typed.Quotient
    | typed.Negated
    | typed.Rounded
    | typed.Extreme
    | typed.Chosen
    | typed.Shortfall
    | typed.DaysBetween
)


def say_condition(node: typed.Condition) -> Text:
    """Return a condition in words, without a full stop."""
    match node:
        case typed.Compared():
            return _compared(node)
        case typed.OneOf():
            title = (
                node.operand.type.choices[node.word].title
                if isinstance(node.operand.type, ChoiceType)
                else None
            )
            return _CHOSEN[node.sign].filled(
                left=say_expression(node.operand), right=title or both(node.word)
            )
        case typed.AllOf():
            between = _between(node)
            return between or _joined(_without_obvious(node.operands), Text("，且", ", and "))
        case typed.AnyOf():
            return _joined(node.operands, Text("，或", ", or "))
        case typed.Inverted():
            return _inverted(node.operand)
        case typed.Known():
            return Text("{it}有数据", "{it} is known").filled(it=say_expression(node.operand))
        case _:
            return Text("{it}为“是”", "{it} is yes").filled(it=say_expression(node))


def say_applies(node: typed.Condition) -> Text:
    """Return for whom a part is, to stand before its rule: kinds of organization by their names alone."""
    each_of = node.operands if isinstance(node, typed.AnyOf) else (node,)
    kinds = [
        each.operand.type.choices[each.word].title
        for each in each_of
        if isinstance(each, typed.OneOf) and isinstance(each.operand, typed.OwnField) and each.sign == "="
    ]
    if len(kinds) == len(each_of):
        return Text("（{kinds}适用）", "({kinds} only.) ").filled(kinds=kinds)
    return Text("（{condition}的适用）", "(Where {condition}.) ").filled(condition=say_condition(node))


def _inverted(operand: typed.Condition) -> Text:
    match operand:
        case typed.Compared():
            return _compared(replace(operand, sign=_OPPOSITE[operand.sign]))
        case typed.Known():
            return Text("{it}没有数据", "{it} is not known").filled(it=say_expression(operand.operand))
        case typed.MeasureValue() | typed.FieldValue() | typed.Looked():
            return Text("{it}为“否”", "{it} is no").filled(it=say_expression(operand))
        case typed.Inverted():
            return say_condition(operand.operand)
        case _:
            return Text("并非（{it}）", "not ({it})").filled(it=say_condition(operand))


def _without_obvious(operands: tuple[typed.Condition, ...]) -> tuple[typed.Condition, ...]:
    """Leave out that a figure is known where another condition speaks of the same figure."""
    spoken = [node for each in operands if not isinstance(each, typed.Known) for node in typed.walk(each)]
    return tuple(each for each in operands if not isinstance(each, typed.Known) or each.operand not in spoken)


def _joined(operands: tuple[typed.Condition, ...], word: Text) -> Text:
    said = [_member(each) if len(operands) > 1 else say_condition(each) for each in operands]
    return Text(word.zh.join(each.zh for each in said), word.en.join(each.en for each in said))


def _member(node: typed.Condition) -> Text:
    """Return one of several joined conditions in words; brackets show which belong together."""
    said = say_condition(node)
    if isinstance(node, typed.AllOf | typed.AnyOf) and "，" in said.zh:
        return Text(f"（{said.zh}）", f"({said.en})")
    return said


def _compared(node: typed.Compared) -> Text:
    sign, left, right = node.sign, node.left, node.right
    if _is_fixed(left) and not _is_fixed(right):
        sign, left, right = _TURNED[sign], right, left
    words = _COMPARED_DAYS if isinstance(left.type, DayType) else _COMPARED
    return words[sign].filled(left=say_expression(left), right=say_beside(right, left))


def _between(node: typed.AllOf) -> Text | None:
    """Return the words for `low <= x <= high`, None if it is something else."""
    if len(node.operands) != 2:
        return None
    low, high = node.operands
    if not isinstance(low, typed.Compared) or not isinstance(high, typed.Compared):
        return None
    if low.sign != "<=" or high.sign != "<=" or low.right != high.left or _is_fixed(low.right):
        return None
    words = Text("{it}在{low}至{high}之间（含）", "{it} is between {low} and {high}, both included")
    return words.filled(
        it=say_expression(low.right),
        low=say_beside(low.left, low.right),
        high=say_beside(high.right, low.right),
    )


def _is_fixed(node: typed.Expression) -> bool:
    return isinstance(
        node, typed.Constant | typed.ParameterValue | typed.Day | typed.DayOfYear | typed.CutOff
    )


def say_beside(node: typed.Expression, other: typed.Expression) -> Text:
    """Return an operand in words; a bare number takes the unit of what it is compared with."""
    if (
        isinstance(node, typed.Constant)
        and node.type.kind is Kind.NUMBER
        and isinstance(other.type, NumberType)
    ):
        return say_number(node.value, other.type.kind, _MOST_DIGITS)
    return say_expression(node)


def say_expression(node: typed.Expression) -> Text:
    """Return a formula in words, as part of a sentence."""
    match node:
        case typed.Constant():
            return say_number(node.value, node.type.kind, _MOST_DIGITS)
        case typed.ParameterValue():
            return _parameter(node.parameter)
        case typed.MeasureValue():
            return Text(f"“{node.measure.title.zh}”", f'"{node.measure.title.en}"')
        case typed.FieldValue():
            return node.field.title
        case typed.OwnField():
            title = node.type.choices.title
            return Text(f"本组织的{title.zh}", f"the organization's {title.en.lower()}")
        case typed.Day():
            return _day(node.value)
        case typed.DayOfYear():
            month, day = divmod(node.value, 100)
            return Text(f"当年{month}月{day}日", f"{day} {_MONTHS[month - 1]} of the year")
        case typed.CutOff():
            return Text("截止日期", "the cut-off date")
        case typed.Ranked():
            return Text("按{value}的名次", "the place by {value}").filled(value=say_expression(node.value))
        case typed.Peers():
            return Text("参加排名的组织数", "the number of organizations ranked")
        case typed.PeerAverage():
            words = Text("{value}在{within}中的平均值", "the average of {value} among {within}")
            return words.filled(value=say_expression(node.value), within=say_group(node.within))
        case typed.PartPoints():
            return (
                Text("总分", "the total")
                if not node.path
                else Text(f"“{node.path}”的得分", f"the points of '{node.path}'")
            )
        case typed.WonParts():
            return Text("达标的部分数", "the number of parts won")
        case (
            typed.Looked()
            | typed.Counted()
            | typed.Totalled()
            | typed.Averaged()
            | typed.Differing()
            | typed.Outermost()
        ):
            return _aggregate(node)
        case _ if isinstance(node.type, NumberType):
            return _arithmetic(node)
        case _:
            return say_condition(node)


def _aggregate(node: typed.Aggregate) -> Text:
    records = say_records(node.records)
    match node:
        case typed.Counted():
            return Text("{records}数", "the number of {records}").filled(records=records)
        case typed.Totalled():
            words = Text("{records}的{value}合计", "the total {value} of {records}")
        case typed.Averaged():
            words = Text("{records}的平均{value}", "the average {value} of {records}")
        case typed.Differing():
            words = Text("{records}中不同{value}的个数", "the number of different {value} among {records}")
        case typed.Outermost():
            words = Text("{records}的{value}中最大的", "the greatest {value} of {records}")
            if node.is_least:
                words = Text("{records}的{value}中最小的", "the least {value} of {records}")
            if isinstance(node.type, DayType):
                words = Text("{records}的最后{value}", "the last {value} of {records}")
                if node.is_least:
                    words = Text("{records}的最早{value}", "the first {value} of {records}")
        case typed.Looked():
            words = Text("{records}的{value}", "the {value} of the {records}")
            records = say_single(node.records)
    return words.filled(records=records, value=_inside(node.value))


def say_records(records: typed.Records) -> Text:
    """Return a record set with its condition in words."""
    if records.condition is None:
        return records.set.title
    words = Text("{condition}的{title}", "{title} where {condition}")
    return words.filled(condition=say_condition(records.condition), title=records.set.title)


def say_single(records: typed.Records) -> Text:
    """Return the one record that a lookup means in words: the secretary, the workplace."""
    condition = records.condition
    if records.set == POSTS and isinstance(condition, typed.OneOf):
        holder = POST[condition.word].title
        return Text(holder.zh, holder.en.lower())
    return Text(records.set.title.zh, records.set.title.en.removesuffix("s"))


def _arithmetic(node: typed.Expression) -> Text:
    match node:
        case typed.Calculated():
            return both(_CALCULATED[node.sign]).filled(left=_inside(node.left), right=_inside(node.right))
        case typed.Quotient():
            return _quotient(node)
        case typed.DaysBetween():
            words = Text("{start}至{end}的天数", "the days from {start} to {end}")
            return words.filled(start=say_expression(node.start), end=say_expression(node.end))
        case typed.Provided():
            words = Text("{it}（须{condition}）", "{it} (provided {condition})")
            return words.filled(it=say_expression(node.operand), condition=say_condition(node.condition))
        case typed.Negated():
            return both("−{it}").filled(it=_inside(node.operand))
        case typed.Absolute():
            return Text("{it}的绝对值", "the size of {it}").filled(it=_inside(node.operand))
        case typed.Rounded():
            return _rounded(node)
        case typed.Extreme():
            return _extreme(node)
        case typed.Shortfall():
            words = Text("{actual}比{required}少的数", "by how much {actual} is below {required}")
            return words.filled(
                actual=say_expression(node.actual), required=say_beside(node.required, node.actual)
            )
        case typed.Chosen():
            words = Text(
                "若{condition}则{then}，否则{otherwise}", "{then} if {condition}, otherwise {otherwise}"
            )
            return words.filled(
                condition=say_condition(node.condition),
                then=say_beside(node.then, node),
                otherwise=say_beside(node.otherwise, node),
            )
        case _:
            raise AssertionError(f"no words for {type(node).__name__}")


def _extreme(node: typed.Extreme) -> Text:
    them = [_inside(each) if isinstance(each, _LOOSE) else say_beside(each, node) for each in node.operands]
    if len(them) == 2:
        words = Text("{one}与{other}中的较小者", "the lesser of {one} and {other}")
        if not node.is_least:
            words = Text("{one}与{other}中的较大者", "the greater of {one} and {other}")
        return words.filled(one=them[0], other=them[1])
    words = Text("{them}中的最小者", "the least of {them}")
    if not node.is_least:
        words = Text("{them}中的最大者", "the greatest of {them}")
    return words.filled(them=them)


def _rounded(node: typed.Rounded) -> Text:
    if node.digits == 0:
        words = Text("{it}（{how}到整数）", "{it} ({how} to a whole number)")
    elif node.digits == 1:
        words = Text("{it}（{how}到1位小数）", "{it} ({how} to 1 decimal)")
    else:
        words = Text("{it}（{how}到{digits}位小数）", "{it} ({how} to {digits} decimals)")
    return words.filled(it=say_expression(node.operand), how=_ROUNDED[node.mode], digits=node.digits)


def _day(value: int) -> Text:
    """Return a day yyyymmdd as sheets print it."""
    year, month, day = value // 10_000, value // 100 % 100, value % 100
    return Text(f"{year}年{month}月{day}日", f"{day} {_MONTHS[month - 1]} {year}")


def _parameter(parameter: Parameter) -> Text:
    """Return the value of a parameter, with those that it has from certain days on."""
    kind = parameter.type.kind
    said = say_number(parameter.value, kind, _MOST_DIGITS)
    if not parameter.later:
        return said
    later = [
        Text("{day}起{value}", "{value} from {day} on").filled(
            day=_day(day), value=say_number(value, kind, _MOST_DIGITS)
        )
        for day, value in parameter.later
    ]
    return Text("{value}（{later}）", "{value} ({later})").filled(value=said, later=later)


def _quotient(node: typed.Quotient) -> Text:
    if node.is_share and isinstance(node.left, typed.PartPoints):
        return Text("得分率", "the share of the points earned")
    if isinstance(node.left, typed.Totalled) and isinstance(node.left.records.condition, typed.OneOf):
        chosen = node.left.records.condition
        if node.left.records.set.table is TALLIES:
            titles = [option_title(code) for code in chosen.codes]
            options = [Text(f"“{each.zh}”", f"'{each.en}'") for each in titles]
            return Text("{options}票的比例", "the share of votes for {options}").filled(options=options)
    left, right = say_expression(node.left), say_expression(node.right)
    if isinstance(node.left, typed.Counted) and isinstance(node.right, typed.Counted):
        left, right = say_records(node.left.records), say_records(node.right.records)
        return Text("{left}占{right}的比例", "the share of {left} among {right}").filled(
            left=left, right=right
        )
    if node.is_share and isinstance(node.left, typed.Calculated) and node.left.right == node.right:
        now = say_expression(node.left.left)
        return Text("{now}比{right}的增长率", "the growth of {now} over {right}").filled(now=now, right=right)
    if node.is_share:
        return Text("{left}占{right}的比例", "the share of {left} in {right}").filled(left=left, right=right)
    return both("{left} ÷ {right}").filled(left=_inside(node.left), right=_inside(node.right))


def _inside(node: typed.Expression) -> Text:
    said = say_expression(node)
    return Text(f"（{said.zh}）", f"({said.en})") if isinstance(node, _LOOSE) else said
