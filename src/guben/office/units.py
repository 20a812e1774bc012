"""Units that offices write behind numbers and in headings, and what they are in the unit of computation."""

from fractions import Fraction

from guben.model.values import Kind
from guben.office.wording import folded

_MAGNITUDES = {
    "百万": 10**6,
    "千万": 10**7,
    "十亿": 10**9,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
}
_ONE = Fraction(1)
_THINGS = (
    "人",
    "名",
    "户",
    "个",
    "次",
    "人次",
    "项",
    "件",
    "场",
    "篇",
    "条",
    "门",
    "家",
    "处",
    "台",
    "套",
    "所",
    "位",
    "期",
    "起",
    "支",
    "份",
    "只",
    "本",
    "张",
    "辆",
    "座",
    "组",
    "户次",
    "场次",
)

_UNITS: dict[Kind, dict[str, Fraction]] = {
    Kind.PERCENT: {"%": Fraction(1, 100), "百分比": Fraction(1, 100), "‰": Fraction(1, 1000)},
    Kind.YUAN: dict.fromkeys(("元", "元整", "人民币元", "块", "yuan", "rmb", "cny"), _ONE),
    Kind.AREA: {
        **dict.fromkeys(("平方米", "平米", "m2", "sqm"), _ONE),
        **dict.fromkeys(("亩", "mu"), Fraction(2000, 3)),
        **dict.fromkeys(("公顷", "ha"), Fraction(10**4)),
        **dict.fromkeys(("平方公里", "平方千米", "km2"), Fraction(10**6)),
    },
    Kind.COUNT: dict.fromkeys(_THINGS, _ONE),
    Kind.AGE: dict.fromkeys(("岁", "周岁", "years", "year"), _ONE),
    Kind.DURATION: {
        **dict.fromkeys(("天", "日", "days", "day"), _ONE),
        **dict.fromkeys(("周", "星期"), Fraction(7)),
    },
    Kind.POINTS: dict.fromkeys(("分", "points", "point"), _ONE),
}
# A plain number does not say what it is counted in: any unit stands for itself.
_UNITS[Kind.NUMBER] = dict.fromkeys(
    [
        *_THINGS,
        "元",
        "yuan",
        "亩",
        "公里",
        "千米",
        "km",
        "米",
        "吨",
        "公斤",
        "千克",
        "平方米",
        "m2",
        "公顷",
        "倍",
        "年",
    ],
    _ONE,
)


def unit_factor(kind: Kind, unit: str) -> Fraction | None:
    """Return what one of `unit` is in the unit of computation; None if the unit does not fit the kind.

    What stands behind a stroke, as in 万元/年, does not change the number.
    """
    unit = folded(unit).partition("/")[0]
    units = _UNITS.get(kind, {})
    if unit in units:
        return units[unit]
    for word, magnitude in _MAGNITUDES.items():
        if unit.startswith(word):
            rest = unit.removeprefix(word)
            base = units.get(rest) if rest else (None if kind is Kind.PERCENT else _ONE)
            if base is not None:
                return base * magnitude
    return None


def is_unit(words: str) -> bool:
    """Return whether the words are a unit of any kind."""
    return any(unit_factor(kind, words) is not None for kind in _UNITS)
