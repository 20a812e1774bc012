"""Workbooks of small invented counties, and how a test brings one in."""

from datetime import date
from pathlib import Path

import xlsxwriter
from web.builders import NOW, make_account

from guben_web.accounts.models import Account
from guben_web.imports import actions, tasks
from guben_web.imports.enums import State
from guben_web.imports.models import Batch
from guben_web.jobs.models import Run

AS_OF = date(2025, 12, 31)
ORGANIZATION_HEADINGS = ["组织代码", "党组织名称", "上级党组织", "组织类别", "层级", "领域", "户数", "人口数"]
COUNTY = ["C1", "云岭县委", "", "党委", "县", "机关", "", ""]
TOWNSHIP = ["T1", "篁川镇党委", "C1", "党委", "乡镇", "农村", "", ""]
TOWNSHIP_2 = ["T2", "鹭屏乡党委", "C1", "党委", "乡镇", "农村", "", ""]
VILLAGE = ["V1", "荻汀村党支部", "T1", "党支部", "村", "农村", 210, 800]
VILLAGE_2 = ["V2", "菱渚村党支部", "T2", "党支部", "村", "农村", 180, 700]
MEMBER_HEADINGS = [
    *("姓名", "公民身份号码", "联系电话", "出生日期", "所在党组织", "入党日期", "党内职务", "任职日期"),
]
# Region 999999 does not exist.
WOMAN = "999999198506120021"
MAN = "999999197001010017"
LIN = ["曾荷生", WOMAN, "15400000001", "", "V1", "2010-07-01", "书记", "2021-01-15"]
GUO = ["郭松年", MAN, "15400000002", "", "V1", "1995-07-01", "", ""]
WITHOUT_NUMBER = ["林菱", "", "", "1980-03-04", "V2", "2001-07-01", "", ""]


def write_county(
    path: Path,
    *,
    organizations=(COUNTY, TOWNSHIP, TOWNSHIP_2, VILLAGE, VILLAGE_2),
    members=(LIN, GUO, WITHOUT_NUMBER),
    headings=ORGANIZATION_HEADINGS,
    member_headings=MEMBER_HEADINGS,
) -> Path:
    """Write a workbook with both sheets."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in (("组织", [headings, *organizations]), ("党员", [member_headings, *members])):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    book.close()
    return path


def no_progress(words, *, done=0, of=0):
    """Tell nobody."""


def finish_runs() -> None:
    """Say that no background run is going on: the tests do their work themselves."""
    Run.objects.exclude(state="DONE").update(state="DONE")


def upload(path: Path, by: Account, *, as_of: date = AS_OF, period: str = "2025") -> Batch:
    """Bring a workbook in, without reading it."""
    content = path.read_bytes()
    batch = actions.upload(file_name=path.name, content=content, period=period, as_of=as_of, by=by, now=NOW)
    finish_runs()
    return batch


def read(path: Path, by: Account, **more) -> Batch:
    """Bring a workbook in and compare it."""
    batch = upload(path, by, **more)
    tasks.read(no_progress, batch_id=batch.pk, account_id=by.pk)
    batch.refresh_from_db()
    return batch


def bring_in(path: Path, by: Account | None = None, **more) -> Batch:
    """Bring a workbook in and apply it."""
    by = by or make_account("department")
    batch = read(path, by, **more)
    assert batch.state == State.WAITING, batch.findings
    actions.apply(batch=batch, by=by, now=NOW)
    batch.refresh_from_db()
    return batch
