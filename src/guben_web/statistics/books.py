"""Statistics as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.bulletin import Table
from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.texts import Language, Text
from guben_web.statistics.standings import Standing
from guben_web.words.formats import time_of

_MARK = Text("{name}，{day}的情况。{who}于{when}导出。", "{name} as of {day}. Taken out by {who} at {when}.")
_ROWS = (Text("项目", "What"), Text("数量", "Number"), Text("占比%", "Percent"))
_BELOW = Text("下级组织", "Organizations below")
_COLUMNS = (
    Text("党组织", "Organization"),
    Text("党员", "Members"),
    Text("女%", "Women %"),
    Text("35岁及以下%", "35 and under %"),
    Text("60岁及以上%", "60 and over %"),
    Text("大专及以上%", "College and above %"),
    Text("近一年发展", "Admitted in the last year"),
)

_OUT = {
    "old": Text("老龄化突出", "Aged"),
    "none": Text("多年未发展", "No admissions"),
    "few": Text("发展偏少", "Few admissions"),
}
_COLUMNS_OUT = (
    Text("党组织", "Organization"),
    Text("党员", "Members"),
    Text("达到老龄线的", "As old as the line"),
    Text("近几年发展", "Admitted in the years of the line"),
    Text("近一年发展", "Admitted in the last year"),
)


def statistics_book(
    name: str,
    tables: Sequence[Table],
    below: Sequence[Standing],
    standing_out: Mapping[str, Sequence[Standing]],
    *,
    smallest: int,
    day: date,
    by: Account,
    now: datetime,
    language: Language,
) -> bytes:
    """Return the tables, one a sheet, the organizations below, and those that stand out, by what for.

    Groups smaller than `smallest` are given by number only.
    """
    when = time_of(timezone.localtime(now), language)
    mark = _MARK.filled(name=name, day=day.isoformat(), who=by.display_name, when=when).say(language)
    headings = [each.say(language) for each in _ROWS]
    sheets = [
        ListSheet(
            table.title.say(language),
            headings,
            [
                (row.title.say(language), row.number, "" if row.percent is None else str(row.percent))
                for row in table.rows
            ],
            widths=(36,),
        )
        for table in tables
    ]
    if below:
        rows = [_cells(each, smallest) for each in below]
        sheets.append(
            ListSheet(_BELOW.say(language), [each.say(language) for each in _COLUMNS], rows, widths=(30,))
        )
    for name, rows_out in standing_out.items():
        cells = [
            (each.name, each.members, each.aged, each.admitted_lately, each.admitted) for each in rows_out
        ]
        columns = [each.say(language) for each in _COLUMNS_OUT]
        sheets.append(ListSheet(_OUT[name].say(language), columns, cells, widths=(30,)))
    return list_book(sheets, mark=mark)


def _cells(each: Standing, smallest: int) -> tuple[str | int, ...]:
    if each.members < smallest:
        return each.name, each.members
    shares = (each.women_percent, each.young_percent, each.old_percent, each.higher_percent)
    return each.name, each.members, *("" if share is None else str(share) for share in shares), each.admitted
