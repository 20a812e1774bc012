"""The whole of a scheme file and of `pack.yaml` as JSON Schemas."""

from collections.abc import Mapping

from guben.model.keywords import CUT_OFFS, EDGES, PERIODS, QUOTA_BASES, QUOTA_KINDS, ROUNDINGS
from guben.model.vocabulary import EVALUATED_LEVELS, FIELD
from guben.reading.cases import CASE_KEYS
from guben.reading.editing.declarations import ledgers, measures, parameters
from guben.reading.editing.parts import CAPPED, FORMULA, MISSING, ORDERING, RATERS, TITLE, WITHIN, part
from guben.reading.editing.shapes import (
    DIALECT,
    DIGITS,
    NUMBER,
    PACK_NAME,
    RANGE,
    WORDS,
    Shape,
    both_languages,
    by_name,
    by_word,
    chosen,
    defined,
    either,
    filled,
    listed,
    one_of,
    record,
    said,
)
from guben.reading.grading import QUANTITY_KEYS
from guben.reading.packs import PACK_KEYS
from guben.reading.schemes import TOP_OPTIONAL, TOP_REQUIRED

_COUNT: dict[str, Shape] = {
    "number": NUMBER,
    "share": RANGE,
    "rounding": chosen(ROUNDINGS),
    "at_least": said(NUMBER, "至少几个", "The fewest"),
}


def scheme_schema() -> dict[str, object]:
    """Return the JSON Schema of a scheme file."""
    top = record(TOP_REQUIRED, TOP_OPTIONAL, _top())
    return {
        "$schema": DIALECT,
        "title": "Guben 制度 / Guben scheme",
        **top,
        "$defs": {
            "title": both_languages(),
            "formula": said(WORDS, "公式，写法同Excel", "A formula, written as in Excel"),
            "within": _within(),
            "ordering": _ordering(),
            "part": part(),
        },
    }


def pack_schema() -> dict[str, object]:
    """Return the JSON Schema of the file `pack.yaml`."""
    name = said(WORDS, "方案包，即文件夹名", "The pack, called as its folder")
    shapes: Mapping[str, Shape] = {"pack": name, "title": both_languages()}
    return {"$schema": DIALECT, "title": "Guben 方案包 / Guben pack", **record(PACK_KEYS, (), shapes)}


def _within() -> Shape:
    word = one_of(("all", *EVALUATED_LEVELS[1:], "field", "type"))
    return said(either(word, listed(word)), "在哪些组织之间", "Among which organizations")


def _ordering() -> Shape:
    words: Shape = {"type": "string", "pattern": " (ascending|descending)\\s*$"}
    return said(words, "公式和顺序", "A formula and a direction")


def _top() -> dict[str, Shape]:
    scope: dict[str, Shape] = {"level": one_of(EVALUATED_LEVELS), "fields": listed(chosen(FIELD))}
    grade = record(("title",), ("when",), {"title": TITLE, "when": FORMULA})
    return {
        "scheme": said(PACK_NAME, "方案包/制度", "The pack and the scheme: pack/scheme"),
        "version": said(WORDS, "版本", "The version; it is in every result"),
        "title": TITLE,
        "for": said(record(("level",), ("fields",), scope), "考核范围", "Which organizations are evaluated"),
        "total": said(NUMBER, "总分", "The points of all parts together"),
        "parts": filled(by_name(defined("part"))),
        "grades": said(filled(by_name(grade)), "等次，由高到低", "The grades, best first"),
        "period": chosen(PERIODS),
        "digits": said(DIGITS, "分数的小数位数", "Decimals of points"),
        "missing": MISSING,
        "children": said(PACK_NAME, "下级组织的制度", "The scheme of the organizations below"),
        "capped": CAPPED,
        "judges": said(by_name(TITLE), "评分人", "Who judges"),
        "raters": RATERS,
        "uses": said(
            listed(PACK_NAME), "使用的台账，连同它们的数据项", "Ledgers of packs, with what they yield"
        ),
        "ledgers": ledgers(),
        "parameters": parameters(),
        "measures": measures(),
        "vetoes": said(_limits("grade"), "一票否决", "Facts that set the best grade that can still be had"),
        "ceilings": said(_limits("at_most"), "封顶条件", "What lowers the grade"),
        "quotas": said(listed(_quota()), "比例控制", "How many may or must have some grades"),
        "floors": said(_limits("at_least"), "保底条件", "What raises the grade"),
        "tails": said(by_name(_tail()), "名单", "Lists of the first or last"),
        "cases": said(listed(_case()), "手算的算例", "Examples worked by hand"),
    }


def _limits(key: str) -> Shape:
    return listed(record(("if", key), ("title",), {"if": FORMULA, key: WORDS, "title": TITLE}))


def _quota() -> Shape:
    shapes: dict[str, Shape] = {
        **_COUNT,
        "grades": filled(listed(WORDS)),
        "kind": chosen(QUOTA_KINDS),
        "within": WITHIN,
        "ties": chosen(EDGES),
        "of": chosen(QUOTA_BASES),
        "cut_off": chosen(CUT_OFFS),
        "then": ORDERING,
        "title": TITLE,
    }
    return record(
        ("grades", "kind", "within", "ties"), (*QUANTITY_KEYS, "of", "cut_off", "then", "title"), shapes
    )


def _tail() -> Shape:
    shapes = {**_COUNT, "title": TITLE, "order": ORDERING, "within": WITHIN, "ties": chosen(EDGES)}
    shapes["then"] = ORDERING
    optional = (*QUANTITY_KEYS, "then", "if", "also")
    return record(("title", "order", "within", "ties"), optional, {**shapes, "if": FORMULA, "also": FORMULA})


def _case() -> Shape:
    values = by_word(WORDS)
    shapes: dict[str, Shape] = {
        "name": WORDS,
        "expect": values,
        "given": values,
        "organization": values,
        "members": listed(values),
        "workplace": values,
        "children": listed(values),
        "peers": listed(values),
        "ledgers": by_word(listed(values)),
        "tallies": by_word(values),
        "as_of": said(WORDS, "截止日期", "The cut-off date"),
    }
    return record(("name", "expect"), CASE_KEYS, shapes)
