"""Workbooks that are wrong in every way that a generator thinks of."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from io import BytesIO
from random import Random

import xlsxwriter

_HEADINGS = (
    "记录号",
    "党组织",
    "日期",
    "类别",
    "议题",
    "应到",
    "实到",
    "满意率",
    "主持人",
    "请假",
    "内部说明",
    "状态",
)
_CELLS = (
    *(
        "",
        " ",
        "=1+1",
        '=HYPERLINK("http://example.invalid")',
        "@SUM(A1)",
        "+1",
        "-1",
        "1E+308",
        "1e999",
        "NaN",
        "Infinity",
    ),
    *(
        "#REF!",
        "#DIV/0!",
        "９９９",
        "1,2,3",
        "二〇二五年",
        "2025-02-30",
        "2025.13",
        "0000-00-00",
        "99999999999999999999",
    ),
    *(
        "\u202eabc",
        "\ufeff",
        "a" * 40_00,
        "😀" * 30,
        "党课",
        "支部党员大会",
        "V1党支部",
        "V1",
        "是",
        "√",
        "85%",
        "8500%",
        "-5%",
    ),
    *(
        "<script>alert(1)</script>",
        "';DROP TABLE ledgers_entry;--",
        "{{7*7}}",
        "%s",
        "../../etc/passwd",
        "\\",
        '"',
        "、、、",
    ),
)
_OPTIONS = {"in_memory": True, "nan_inf_to_errors": True, "default_date_format": "yyyy-mm-dd"}
_NUMBERS = (0, -1, 1, 20, 45_000, 1e15, 1e308, -1e308, 0.1 + 0.2, 2**53, 1e-300)


def hostile_workbook(random: Random) -> bytes:
    """Return a workbook of a ledger, or what pretends to be one."""
    return tampered(_book(random), random)


def tampered(content: bytes, random: Random) -> bytes:
    """Return a workbook as it is, or broken, or with what does not belong into it."""
    match random.randrange(12):
        case 0:
            return content[: random.randrange(len(content))]
        case 1:
            return _flipped(content, random)
        case 2:
            return _bomb()
        case 3:
            return _with_part(content, "xl/vbaProject.bin", b"macro")
        case 4:
            return _with_part(content, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        case 5:
            return _with_part(content, "xl/workbook.xml", b"<workbook>")
    return content


def spoiled(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]], random: Random) -> bytes:
    """Return a workbook of these sheets with some of it changed, moved, doubled or gone, perhaps broken as a whole."""
    told = [(name, [list(row) for row in rows]) for name, rows in sheets]
    for _ in range(random.randrange(8)):
        name, rows = told[number := random.randrange(len(told))]
        if not any(rows):
            continue
        row = random.choice([each for each in rows if each])
        match random.randrange(12):
            case 0:
                rows.insert(random.randrange(len(rows) + 1), list(row))
            case 1:
                rows.remove(row)
            case 2:
                column = random.randrange(len(row))
                for each in rows:
                    del each[column : column + 1]
            case 3:
                order = random.sample(range(len(row)), len(row))
                rows[:] = [[each[place] for place in order if place < len(each)] for each in rows]
            case 4:
                told[number] = (random.choice(("随便", name + "2", name.lower())), rows)
            case 5:
                told.append((f"{name} ({len(told)})", [list(each) for each in rows]))
            case 6 if len(told) > 1:
                del told[number]
            case 7:
                row.append(hostile_value(random))
            case _:
                row[random.randrange(len(row))] = hostile_value(random)
    return tampered(_written(told, random), random)


def _written(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]], random: Random) -> bytes:
    stream, names = BytesIO(), set()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        for name, rows in sheets:
            if name.casefold() in names:
                continue
            names.add(name.casefold())
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write_cell(sheet, number, column, cell, random)
            if random.random() < 0.05:
                sheet.merge_range(0, 0, 2, 1, "合并")
            if random.random() < 0.05 and len(names) > 1:
                sheet.hide()
    return stream.getvalue()


def _write_cell(sheet, row, column, cell, random):
    if isinstance(cell, (date, datetime)):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, str) and cell.startswith("=") and random.random() < 0.5:
        sheet.write_formula(row, column, cell, None, random.choice(("", "#REF!", 3)))
    elif cell is not None:
        sheet.write_string(row, column, str(cell)[:32_000])


def _book(random: Random) -> bytes:
    stream = BytesIO()
    headings = list(_HEADINGS)
    if random.random() < 0.3:
        random.shuffle(headings)
    if random.random() < 0.2:
        headings = headings[: random.randrange(1, len(headings))]
    if random.random() < 0.2:
        headings[random.randrange(len(headings))] = random.choice(_CELLS) or "空"
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        sheet = book.add_worksheet(random.choice(("会议", "Sheet1", "随便")))
        top = random.choice((0, 0, 1, 3))
        sheet.write_row(top, 0, headings)
        for row in range(top + 1, top + 1 + random.randrange(6)):
            for column in range(len(headings)):
                _write(sheet, row, column, random)
        if random.random() < 0.2:
            sheet.merge_range(top + 1, 0, top + 3, 1, "合并")
        if random.random() < 0.1:
            sheet.write_string(6_000, 60, "远")
    return stream.getvalue()


def hostile_value(random: Random) -> str | float:
    """Return what nobody should have written into a cell."""
    return random.choice(_NUMBERS) if random.random() < 0.25 else random.choice(_CELLS)[:32_000]


def _write(sheet, row, column, random):
    match random.randrange(4):
        case 0:
            sheet.write_number(row, column, random.choice(_NUMBERS))
        case 1:
            sheet.write_formula(row, column, "=1/0", None, random.choice(("", "#DIV/0!", 3)))
        case _:
            sheet.write_string(row, column, random.choice(_CELLS)[:32_000])


def _flipped(content: bytes, random: Random) -> bytes:
    altered = bytearray(content)
    for _ in range(20):
        altered[random.randrange(len(altered))] ^= 1 << random.randrange(8)
    return bytes(altered)


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as made:
        for each in old.namelist():
            if each != name:
                made.writestr(each, old.read(each))
        made.writestr(name, part)
    return stream.getvalue()


@cache
def _bomb() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", bytes(20_000_000))
    return stream.getvalue()
