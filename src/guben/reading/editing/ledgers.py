"""The file of a ledger as a JSON Schema."""

from collections.abc import Iterable

from guben.diagnostics import Text
from guben.model.keywords import KINDS
from guben.model.ledger_type import Audience, Closing, Mover, Reference, Time
from guben.model.vocabulary import LEVEL
from guben.reading.editing.declarations import TYPE, parameters, yielded_measures
from guben.reading.editing.shapes import (
    DIALECT,
    PACK_NAME,
    TRUTH,
    WORDS,
    Shape,
    about,
    both_languages,
    by_name,
    by_word,
    defined,
    either,
    filled,
    listed,
    one_of,
    record,
    said,
)
from guben.reading.ledger_cases import LEDGER_CASE_KEYS
from guben.reading.ledgers import FIELD_KEYS, LEDGER_OPTIONAL, LEDGER_REQUIRED, STATE_KEYS

_TITLE, _FORMULA = defined("title"), defined("formula")
_REFERENCES = {
    Reference.MEMBER: Text("党员", "a member"),
    Reference.MEMBERS: Text("多名党员", "several members"),
    Reference.ORGANIZATION: Text("组织", "an organization"),
    Reference.WORKPLACE: Text("单位", "a workplace"),
    Reference.ENTRY: Text("另一个台账的一条记录，用 of 写明", "an entry of another ledger, named by 'of'"),
}
_MOVERS = {
    Mover.KEEPER: Text("登记的组织", "the organization that keeps it"),
    Mover.SUPERIOR: Text("它的上级", "one above it"),
    Mover.DEPARTMENT: Text("主管部门", "the department"),
}


def ledger_schema() -> dict[str, object]:
    """Return the JSON Schema of the file of a ledger."""
    top = record(LEDGER_REQUIRED, LEDGER_OPTIONAL, _top())
    definitions = {
        "title": both_languages(),
        "formula": said(WORDS, "公式，写法同Excel", "A formula, written as in Excel"),
    }
    return {"$schema": DIALECT, "title": "Guben 台账 / Guben ledger", **top, "$defs": definitions}


def _top() -> dict[str, Shape]:
    rule = record(("must",), ("says",), {"must": _FORMULA, "says": _TITLE})
    due = record(("field", "done"), (), {"field": WORDS, "done": _one_or_more(WORDS)})
    return {
        "ledger": said(PACK_NAME, "方案包/台账", "The pack and the ledger: pack/ledger"),
        "version": said(WORDS, "版本，每条记录都带着它", "The version; every entry is kept under one"),
        "title": _TITLE,
        "kept_by": said(
            _one_or_more(one_of(LEVEL.codes)), "哪些层级的组织登记", "The levels whose organizations keep it"
        ),
        "fields": said(filled(by_name(_field())), "一条记录的内容", "What an entry says"),
        "lead": said(_TITLE, "一句话说明", "What it is for, in a sentence"),
        "subject": said(
            _one_or_more(WORDS), "一条记录关于谁：一个或两个字段", "Whom an entry is about: one field or two"
        ),
        "time": said(one_of(Time), "某一天的事，或持续一段时间", "Of a day, or of what lasts"),
        "close": said(one_of(Closing), "多久结清一次", "How often it is closed"),
        "rules": said(listed(rule), "每条记录都要符合的条件", "What every entry fulfils"),
        "states": said(
            filled(by_name(_state())), "状态，第一个是新记录的", "The states, that of a new entry first"
        ),
        "moves": said(by_name(_move()), "状态之间的流转", "The ways between the states"),
        "seen_by": said(one_of(Audience), "谁看得到", "Who sees entries"),
        "disclosed": said(_one_or_more(WORDS), "向群众公开的字段", "The fields for the public"),
        "evidence": said(TRUTH, "可以附材料", "Files can be attached"),
        "due": said(due, "到哪一天要办到哪个状态", "Until which day an entry reaches which states"),
        "parameters": parameters(),
        "measures": said(yielded_measures(), "台账算得出的数据项", "What follows from its entries"),
        "cases": said(listed(_case()), "手算的算例", "Examples worked by hand"),
    }


def _field() -> Shape:
    kinds = {code: KINDS[code].title for code in KINDS.codes} | {
        each.value: words for each, words in _REFERENCES.items()
    }
    shapes: dict[str, Shape] = {
        **TYPE,
        "type": _words(kinds),
        "of": said(PACK_NAME, "哪个台账的记录", "The ledger whose entry it refers to"),
        "required": said(TRUTH, "必填", "Has to be filled in"),
        "filter": said(TRUTH, "可按它筛选", "Lists can be filtered by it"),
        "sensitive": said(TRUTH, "敏感，看得到党员信息的人才看得到", "Shown to those only who see members"),
        "unit": said(_TITLE, "数后面的单位", "The unit behind the number"),
        "note": said(_TITLE, "填写说明", "What helps to fill it in"),
    }
    return record(("type", "title"), FIELD_KEYS, shapes)


def _state() -> Shape:
    shapes = {
        "title": _TITLE,
        "counts": said(TRUTH, "计入数据，不写就是计入", "Is counted, as it is unless said otherwise"),
        "locked": said(TRUTH, "不能再改内容，只能流转", "Cannot be changed any more, only moved"),
    }
    return record(("title",), STATE_KEYS, shapes)


def _move() -> Shape:
    shapes = {
        "title": _TITLE,
        "from": said(_one_or_more(WORDS), "从哪些状态", "Out of which states"),
        "to": said(WORDS, "到哪个状态", "Into which state"),
        "by": said(
            _one_or_more(_words({each.value: words for each, words in _MOVERS.items()})),
            "谁来办",
            "Who does it",
        ),
        "reason": said(TRUTH, "要写理由", "Needs words why"),
    }
    return record(("title", "from", "to", "by"), ("reason",), shapes)


def _case() -> Shape:
    values = by_word(WORDS)
    shapes: dict[str, Shape] = {
        "name": WORDS,
        "entries": said(listed(values), "登记了什么", "What is entered"),
        "expect": said(values, "应算出什么", "What it comes to"),
        "breaks": said(
            _one_or_more(WORDS),
            "违反的规则，写它的中文或英文",
            "The rules that are broken, in the words of either language",
        ),
        "members": listed(values),
        "workplace": values,
        "as_of": said(WORDS, "截止日期", "The cut-off date"),
    }
    return record(("name", "entries"), LEDGER_CASE_KEYS, shapes)


def _one_or_more(shape: Shape) -> Shape:
    return either(shape, listed(shape))


def _words(words: dict[str, Text]) -> Shape:
    lines: Iterable[Text] = [
        Text(f"{code}：{title.zh}", f"{code}: {title.en}") for code, title in words.items()
    ]
    return {"enum": list(words), **about(lines)}
