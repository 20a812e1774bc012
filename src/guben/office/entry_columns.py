"""The columns of a ledger's workbook: those of every entry, and one for each field of its definition."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Language, Text
from guben.model.exact import plain_number
from guben.model.ledger_type import EntryField, LedgerType, Reference, Time
from guben.model.values import Kind, ValueType
from guben.office.headings import Wanted
from guben.office.wording import folded

RECORD = "record"
ORGANIZATION, DAY, UNTIL, STATE = "organization", "day", "until", "state"
FIELD = "f."
_OWN = {
    RECORD: Text("记录号", "Number"),
    ORGANIZATION: Text("党组织", "Organization"),
    DAY: Text("日期", "Date"),
    UNTIL: Text("止", "Until"),
    STATE: Text("状态", "State"),
}
_SINCE = Text("起", "Since")
_ALIASES = {
    RECORD: ("编号", "记录编号", "记录"),
    ORGANIZATION: ("党组织名称", "组织", "组织名称", "所在党组织", "登记组织"),
    DAY: ("时间", "起始日期", "开始日期", "发生日期", "登记日期"),
    UNTIL: ("结束日期", "终止日期", "截止日期", "止（最后一天）"),
}
_REFERRED = {
    Reference.MEMBER: Text("填姓名，重名的写成“姓名（党组织）”。", "A name; 'name（organization）' where there are several."),
    Reference.MEMBERS: Text("填姓名，几个人用顿号隔开。", "Names, with commas between them."),
    Reference.ORGANIZATION: Text("填组织名称或代码。", "An organization by name or code."),
    Reference.WORKPLACE: Text("填单位名称或统一社会信用代码。", "A workplace by name or unit credit code."),
    Reference.ENTRY: Text("填那条记录的记录号。", "The number of the other entry."),
}  # fmt: skip
_KINDS = {
    Kind.CHOICE: Text("从列出的里面选：{choices}。", "One of: {choices}."),
    Kind.YES_NO: Text("填是或否。", "是 (yes) or 否 (no)."),
    Kind.DATE: Text("填日期，如2025-06-12。", "A date such as 2025-06-12."),
    Kind.TEXT: Text("填文字。", "Words."),
}
_BOUNDS = Text("填数，{low}至{high}{unit}。", "A number from {low} to {high} {unit}.")
_FIRST_DAY = Text("从哪一天起。", "The first day.")
_LAST_DAY = Text("最后一天；还在继续的不填。", "The last day; empty while it goes on.")


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column: its name, its heading, what it holds, and how that is explained."""

    name: str
    title: Text
    note: Text
    type: ValueType | None = None
    reference: Reference | None = None
    is_required: bool = False


def columns_of(ledger: LedgerType) -> list[EntryColumn]:
    """Return the columns of a ledger's workbook in order; no two have the same heading."""
    is_span = ledger.time is Time.SPAN
    nothing = Text("", "")
    columns = [
        EntryColumn(RECORD, _OWN[RECORD], Text("新增的不填；修改已有记录的保留。", "Empty for a new entry; kept to change one.")),
        EntryColumn(ORGANIZATION, _OWN[ORGANIZATION], Text("填名称或代码。", "By name or code."), is_required=True),
        EntryColumn(DAY, _SINCE if is_span else _OWN[DAY], _FIRST_DAY if is_span else nothing, is_required=True),
    ]  # fmt: skip
    if is_span:
        columns.append(EntryColumn(UNTIL, _OWN[UNTIL], _LAST_DAY))
    taken = {folded(words) for each in _OWN.values() for words in (each.zh, each.en)}
    taken |= {folded(_SINCE.zh), folded(_SINCE.en)}
    for field in ledger.fields.values():
        title = field.title
        if {folded(title.zh), folded(title.en)} & taken:
            title = Text(f"{title.zh} {field.name}", f"{title.en} {field.name}")
        taken |= {folded(title.zh), folded(title.en)}
        columns.append(
            EntryColumn(
                FIELD + field.name, title, note_of(field), field.type, field.reference, field.is_required
            )
        )
    if len(ledger.states) > 1:
        columns.append(
            EntryColumn(STATE, _OWN[STATE], Text("只供查看，不读取。", "To look at; it is not read."))
        )
    return columns


def wanted_of(columns: Sequence[EntryColumn]) -> tuple[Wanted, ...]:
    """Return what to look for on a sheet with these columns."""
    return tuple(
        Wanted(
            each.name,
            each.title,
            each.type.kind if each.type is not None and each.type.is_number else None,
            (each.title.zh, each.title.en),
            _ALIASES.get(each.name, (each.name.removeprefix(FIELD),)),
            is_required=each.name == DAY or (each.is_required and each.name.startswith(FIELD)),
        )
        for each in columns
    )


def note_of(field: EntryField) -> Text:
    """Return how a field is filled in."""
    parts = [each for each in (field.note, _how(field)) if each]
    return Text("".join(each.zh for each in parts), " ".join(each.en for each in parts))


def _how(field: EntryField) -> Text:
    if field.reference is not None:
        return _REFERRED[field.reference]
    type_ = field.type
    assert type_ is not None
    if type_.kind is Kind.CHOICE and type_.choices is not None:
        return _KINDS[Kind.CHOICE].filled(choices=tuple(each.title for each in type_.choices))
    if not type_.is_number:
        return _KINDS[type_.kind]
    low, high = (_bound(type_, each) for each in (type_.low, type_.high))
    unit = field.unit or (Text("", "") if type_.kind is Kind.PERCENT else type_.unit)
    said = _BOUNDS.filled(low=low, high=high, unit=unit)
    return Text(said.zh, said.en.replace(" .", "."))


def _bound(type_: ValueType, bound: Fraction | None) -> str:
    if bound is None:
        return "…"
    return f"{plain_number(bound * 100)}%" if type_.kind is Kind.PERCENT else plain_number(bound)


def sheet_name(ledger: LedgerType, language: Language) -> str:
    """Return what the sheet with the entries is called: the title, without what Excel forbids."""
    words = "".join(each for each in ledger.title.say(language) if each not in "[]:*?/\\'")
    return words[:31] or "entries"
