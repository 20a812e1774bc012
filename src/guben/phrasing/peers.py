"""Places among peers, in words."""

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.grading import Quantity, Quota, QuotaBase, QuotaKind, Rounding, Tail
from guben.model.scoring import Place, Ties
from guben.phrasing.expressions import say_condition, say_expression
from guben.phrasing.groups import say_within
from guben.typesystem import expressions as typed
from guben.typesystem.scorings import TypedRank

_ROUNDINGS = {
    Rounding.HALF_UP: Text("四舍五入", "rounded half up"),
    Rounding.DOWN: Text("舍去尾数", "rounded down"),
    Rounding.UP: Text("进位", "rounded up"),
}
_KIND_WORDS = {
    QuotaKind.AT_MOST: Text("不超过", "at most"),
    QuotaKind.ABOUT: Text("控制在", "about"),
    QuotaKind.AT_LEAST: Text("不少于", "at least"),
}
_TIES_ARE_IN, _TIES_ARE_OUT = (
    Text("末位并列的都计入", "equals at the border are all in"),
    Text("末位并列的都不计入", "equals at the border are all out"),
)


def say_rank(scoring: TypedRank, points: str) -> Text:
    """Return the rule of a rank as a sentence."""
    rank = scoring.rank
    order = Text("从高到低", "highest first") if rank.is_descending else Text("从低到高", "lowest first")
    ties = (
        Text("并列的取较前名次", "equals share the better place")
        if rank.ties is Ties.BEST
        else Text("并列的取较后名次", "equals share the worse place")
    )
    rule = Text(
        "第一名得{points}分，末名不得分，其间按名次等距递减",
        "{points} points for the first place, none for the last, in equal steps between",
    ).filled(points=points)
    if rank.places:
        befores = (None, *rank.places)
        said = [_place(place, before) for place, before in zip(rank.places, befores, strict=False)]
        rule = Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))
    words = Text(
        "在{within}中按{value}{order}排名{then}，{ties}：{rule}。",
        "By the place among {within} by {value}, {order}{then}; {ties}: {rule}.",
    )
    value, then = say_expression(scoring.value), _then(scoring.then)
    return words.filled(
        within=say_within(rank.within), value=value, order=order, then=then, ties=ties, rule=rule
    )


def _then(then: typed.TieBreak | None) -> Text:
    """Return what equals are put in order by, to be put behind an order; nothing where there is none."""
    if then is None:
        return Text("", "")
    words = Text("，相同的再按{value}从低到高", ", equals by {value}, lowest first")
    if then.is_descending:
        words = Text("，相同的再按{value}从高到低", ", equals by {value}, highest first")
    return words.filled(value=say_expression(then.value))


def _place(place: Place, before: Place | None) -> Text:
    """Return who has the points of a place; `before` is the one that is looked at before it."""
    points = plain_number(place.points)
    taken = before.number if before and before.number else 0
    if place.number is not None and place.number == taken + 1:
        words = Text("第{place}名得{points}分", "{points} points for place {place}")
        return words.filled(place=place.number, points=points)
    if place.number is not None and taken:
        words = Text("第{first}至{last}名得{points}分", "{points} points for places {first} to {last}")
        return words.filled(first=taken + 1, last=place.number, points=points)
    if place.number is not None:
        words = Text("前{number}名得{points}分", "{points} points for the first {number}")
        return words.filled(number=place.number, points=points)
    if place.share is not None:
        words = Text("前{share}%得{points}分", "{points} points for the first {share}%")
        if before is not None:
            words = Text(
                "其后至前{share}%得{points}分", "{points} points after them, up to the first {share}%"
            )
        return words.filled(share=plain_number(place.share * 100), points=points)
    return Text("其余得{points}分", "{points} points for the rest").filled(points=points)


def say_quota(quota: Quota, then: typed.TieBreak | None, grades: list[Text]) -> Text:
    """Return a quota on some grades as a sentence; `then` is its own, typed."""
    words = Text(
        "{grades}等次在{within}中{kind}{quantity}{base}{then}；{ties}{fills}。",
        "Among {within}, {kind} {quantity}{base} have {grades}{then}; {ties}{fills}.",
    )
    base = Text("", "")
    if quota.quantity.share is not None and quota.base is QuotaBase.ELIGIBLE:
        base = Text("（以没有否决情形的组织为基数）", " of those without a veto")
    fills = Text("", "")
    if quota.kind is QuotaKind.ABOUT:
        fills = Text("；分数线优先，达不到的不递补", "; the conditions of the grades come first")
    if quota.fills:
        fills = Text("；名额优先，不足的按名次补足", "; places that are left are filled by rank")
    return words.filled(
        grades=[Text(f"“{grade.zh}”", f"'{grade.en}'") for grade in grades],
        within=say_within(quota.within),
        kind=_KIND_WORDS[quota.kind],
        quantity=_quantity(quota.quantity),
        base=base,
        then=_then_of_points(then),
        ties=_TIES_ARE_IN if quota.ties_are_in else _TIES_ARE_OUT,
        fills=fills,
    )


def _then_of_points(then: typed.TieBreak | None) -> Text:
    if then is None:
        return Text("", "")
    words = Text("，得分相同的按{value}低者优先", ", of equal points first those with the lowest {value}")
    if then.is_descending:
        words = Text(
            "，得分相同的按{value}高者优先", ", of equal points first those with the highest {value}"
        )
    return words.filled(value=say_expression(then.value))


def say_tail(tail: Tail, expression: typed.Expression) -> Text:
    """Return who is on a list as a sentence; `expression` is the tail's own, typed."""
    assert isinstance(expression, typed.AnyOf)
    first = expression.operands[0]
    assert isinstance(first, typed.Compared) and isinstance(first.left, typed.Ranked)
    end = Text("最高", "highest") if tail.is_descending else Text("最低", "lowest")
    said = [
        Text(
            "在{within}中按{value}{end}的{quantity}{then}，{ties}",
            "the {quantity} {end} by {value} among {within}{then}; {ties}",
        ).filled(
            within=say_within(tail.within),
            value=say_expression(first.left.value),
            end=end,
            quantity=_quantity(tail.sure),
            then=_then(first.left.then),
            ties=_TIES_ARE_IN if tail.ties_are_in else _TIES_ARE_OUT,
        )
    ]
    rest = list(expression.operands[1:])
    if tail.condition is not None:
        more = rest.pop(0)
        assert isinstance(more, typed.AllOf)
        words = Text("{condition}的，至{quantity}", "up to {quantity} where {condition}")
        said.append(words.filled(condition=say_condition(more.operands[0]), quantity=_quantity(tail.most)))
    for also in rest:
        words = Text("凡{condition}的", "everybody where {condition}")
        said.append(words.filled(condition=say_condition(also)))
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def _quantity(quantity: Quantity) -> Text:
    if quantity.number is not None:
        return Text("{number}个", "{number}").filled(number=quantity.number)
    assert quantity.share is not None
    words = Text("{share}%（{rounding}）", "{share}% ({rounding})")
    if quantity.at_least:
        words = Text("{share}%（{rounding}，至少{least}个）", "{share}% ({rounding}, at least {least})")
    share = plain_number(quantity.share * 100)
    return words.filled(share=share, rounding=_ROUNDINGS[quantity.rounding], least=quantity.at_least)
