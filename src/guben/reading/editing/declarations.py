"""What a scheme declares by name: measures, parameters and ledgers, as pieces of a JSON Schema."""

from guben.model.keywords import KINDS
from guben.model.values import NUMERIC_KINDS
from guben.model.vocabulary import CHOICE_SETS
from guben.reading.editing.shapes import (
    BOUNDS,
    DIGITS,
    NUMBER,
    TRUTH,
    WORDS,
    Shape,
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
from guben.reading.measures import MEASURE_KEYS, SOURCES

_TITLE, _FORMULA = defined("title"), defined("formula")
TYPE: dict[str, Shape] = {
    "type": chosen(KINDS),
    "title": _TITLE,
    "digits": said(DIGITS, "显示的小数位数", "Decimals that are shown"),
    "bounds": said(
        BOUNDS, "上下限，如 0..100，含两端", "Lower and upper bound, such as 0..100, both inclusive"
    ),
    "choices": said(
        either(one_of(CHOICE_SETS), filled(by_word(_TITLE))),
        "选项：一个固定列表的名称，或代码及名称",
        "The name of a closed list, or codes with titles",
    ),
    "ordered": said(TRUTH, "选项由低到高排列", "The choices stand lowest first"),
}
_SOURCES: dict[str, Shape] = {
    "derive": said(_FORMULA, "由记录和其他数据项算出", "Follows from records and other measures"),
    "report": said(
        record(("period",), (), {"period": WORDS}), "由组织填报", "Is reported by the organization"
    ),
    "ballot": said(WORDS, "由测评产生", "Is given by a ballot"),
    "inspection": said(WORDS, "由检查产生", "Is given by an inspection"),
    "exam": said(WORDS, "由考试产生", "Is given by an exam"),
    "department": said(WORDS, "由部门提供", "Is given by a department"),
    "judged": said(WORDS, "由评分人给出", "Is given by somebody who judges"),
}
_MORE: dict[str, Shape] = {
    "aliases": said(listed(WORDS), "工作簿里也认得的表头", "Further headings of its column in a workbook"),
    "sensitive": said(
        TRUTH,
        "敏感：关于个人，看得到党员信息的人才看得到，不公开",
        "About a single person: shown to those only who see members, and never published",
    ),
}


def measures() -> Shape:
    """Return the measures: a type, a title and exactly one source."""
    shape = record(("type", "title"), MEASURE_KEYS, {**TYPE, **_SOURCES, **_MORE})
    return by_name({**shape, "oneOf": [{"required": [source]} for source in SOURCES]})


def yielded_measures() -> Shape:
    """Return the measures of a ledger, which follow from its entries."""
    others: dict[str, Shape] = {source: {"not": {}} for source in SOURCES if source != "derive"}
    shapes = {**TYPE, **others, "derive": _SOURCES["derive"], **_MORE}
    return by_name({**record(("type", "title"), MEASURE_KEYS, shapes), "anyOf": [{"required": ["derive"]}]})


def parameters() -> Shape:
    """Return the parameters, numbers with a type and perhaps other values from certain days on."""
    kind = {**chosen(KINDS), "enum": [code for code in KINDS.codes if code in NUMERIC_KINDS]}
    later = said(by_word(NUMBER), "某日起的值", "Values that it has from certain days on")
    shapes = {**TYPE, "type": kind, "value": NUMBER, "from": later}
    return by_name(record(("value", "type"), ("title", "digits", "bounds", "from"), shapes))


def ledgers() -> Shape:
    """Return the ledgers with the fields of their entries."""
    field = record(("type", "title"), ("digits", "bounds", "choices", "ordered"), TYPE)
    subtree = said(TRUTH, "下级的记录也算", "Whether entries of those below count")
    shapes = {"title": _TITLE, "subtree": subtree, "fields": by_name(field)}
    return by_name(record(("title",), ("subtree", "fields"), shapes))
