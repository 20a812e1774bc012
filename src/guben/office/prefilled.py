"""Sheets of what a register holds, to correct and bring in again: what one writes the reader understands."""

from collections.abc import Iterable, Mapping, Sequence

from guben.diagnostics import Language, Text
from guben.office.columns import SheetColumn
from guben.office.list_book import Cell, ListSheet, list_book
from guben.office.table_sheets import CLEAR_MARK

_WIDTH = 12
_NOTES = (
    Text(
        "改好之后在“导入”页上传：先逐行列出会改动什么，看过再写入；写入之后还可以撤销。",
        "Upload the corrected workbook on the page of imports: every change is shown before anything is stored, and an "
        "import can be undone.",
    ),
    Text(
        "空单元格不改动系统里的内容；删掉的行也不改动。",
        "An empty cell changes nothing, and neither does a row that is removed.",
    ),
    Text(
        f"要把已有的内容清空，在单元格里填“{CLEAR_MARK.zh}”两个字，如电话、住址。",
        f"To empty what is on record, such as a phone or an address, write '{CLEAR_MARK.en}' into the cell.",
    ),
    Text(
        "“记录号”用来认出是哪一条，不要改；新增的行留空。",
        "The record tells which entry a row is about: leave it, and leave it empty in rows that are new.",
    ),
    Text(
        "党组织填代码或名称；名称有重复的写上级，如“镇党委/村党支部”。",
        "Refer to organizations by code or name; where names repeat, with the superior, as in 'committee/branch'.",
    ),
    Text(
        "日期写成 1985-06-12 或 1985年6月12日。有下拉框的请从中选。",
        "Write dates as 1985-06-12. Choose from the list where there is one.",
    ),
)


def prefilled_sheet(
    title: Text,
    columns: Sequence[SheetColumn],
    rows: Iterable[Mapping[str, Cell]],
    *,
    language: Language,
    widths: Mapping[str, int] | None = None,
) -> ListSheet:
    """Return a sheet with these columns and drop-downs; rows give cells by the name of the column, choices as codes."""
    offered = {each.name: each.choices for each in columns if each.choices is not None}

    def cells(row: Mapping[str, Cell]) -> list[Cell]:
        return [_cell(row.get(each.name), each.name) for each in columns]

    def _cell(value: Cell, name: str) -> Cell:
        choices = offered.get(name)
        if choices is not None and isinstance(value, str) and value in choices:
            return choices[value].title.say(language)
        return value

    return ListSheet(
        title.say(language),
        [each.title.say(language) for each in columns],
        map(cells, rows),
        widths=[(widths or {}).get(each.name, _WIDTH) for each in columns],
        choices={
            place: [choice.title.say(language) for choice in each.choices]
            for place, each in enumerate(columns)
            if each.choices is not None
        },
    )


def prefilled_book(sheets: Sequence[ListSheet], *, mark: str, language: Language) -> bytes:
    """Return the sheets as a workbook with a sheet of notes for those who correct it."""
    return list_book(sheets, mark=mark, language=language, notes=[each.say(language) for each in _NOTES])
