"""A workbook of forms held against the forms: what each row would change, in words, and what is not written and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from guben_web.engine.reporting import FormReading, ReadRow, find_measure
from guben_web.engine.texts import Text
from guben_web.reporting import queries
from guben_web.reporting.figures import MISSING, Value, as_stored, in_words, is_missing, title_of, value_of
from guben_web.reporting.history import values_at
from guben_web.reporting.models import Sheet
from guben_web.reporting.queries import Key
from guben_web.reporting.workbooks import FormNumber, Held, find_number

_NO_NUMBER = Text(
    "这一行没有表号，不知道是哪张表，不写入。",
    "The row has no form number, so nobody knows which form it is.",
)
_OTHER_COLLECTION = Text("这一行属于别的填报任务，不写入。", "The row belongs to another collection.")
_NOT_YOURS = Text("这张表不由您填写，不写入。", "The form is not yours to fill in.")
_NOT_OPEN = Text(
    "这张表现在是“{state}”或已过截止日期，不能填写，不写入。",
    "The form is '{state}' now or past its deadline, and takes no figures.",
)
_TWICE = Text("这张表在第{row}行已经有了，这一行不写入。", "The form stands in row {row} already.")
_OTHER_NAME = Text(
    "表号是“{name}”的，这一行却写着“{written}”，不写入。请检查是否排序时只排了一部分列。",
    "The form number is that of {name}, and the row says {written}. Was only a part of the columns sorted?",
)
_NOT_ASKED = Text("“{title}”不问这个组织，不写入。", "{title} is not asked of this organization.")
_MEANWHILE = Text(
    "“{title}”：工作簿下载以后，{name}已改成“{now}”，工作簿里是“{written}”，没有写入。",
    "{title}: since the workbook was taken out, {name} changed it to {now}; the workbook says {written}. Not written.",
)


@dataclass(slots=True)
class ComparedRow:
    """A row of a workbook: the form it is, what it would change, and what of it is refused."""

    row: int
    name: str
    sheet: Sheet | None = None
    organization_id: int | None = None
    note: str = ""
    changes: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    reasons: list[Text] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """True if it says nothing new."""
        return not self.changes and not self.reasons


def compare(reading: FormReading, held: Held, day: date) -> list[ComparedRow]:
    """Return what each row of a workbook would change.

    What a row leaves unsaid stays, and so does what it only repeats from the time when it was taken out. Where both
    the row and somebody else have changed a figure since, the row's is refused.
    """
    seen: dict[tuple[int, int], int] = {}
    found, known = [], []
    for row in reading.rows:
        compared = ComparedRow(row.row, row.name, note=row.note[:200])
        found.append(compared)
        number = _take_form(compared, row, held, day, seen)
        if number is not None:
            known.append((compared, row, number))
    since = values_at(_revisions(number for _, _, number in known))
    for compared, row, number in known:
        assert compared.sheet is not None and compared.organization_id is not None
        _compare_values(compared, row, number, held, since.get(compared.sheet.pk, {}))
    return found


def _take_form(
    compared: ComparedRow, row: ReadRow, held: Held, day: date, seen: dict[tuple[int, int], int]
) -> FormNumber | None:
    """Say which form a row is; None, with the reason, where that cannot be told or it takes no figures."""
    number = find_number(row.number)
    if number is None:
        compared.reasons.append(_NO_NUMBER)
        return None
    if number.collection != held.collection.pk:
        compared.reasons.append(_OTHER_COLLECTION)
        return None
    sheet = held.sheets.get(number.sheet)
    organization = (sheet.organization_id or number.organization) if sheet is not None else None
    if sheet is None or organization is None or organization not in held.organizations(sheet):
        compared.reasons.append(_NOT_YOURS)
        return None
    name = held.names.get(organization, "")
    if row.name.strip() and row.name.strip() != name:
        compared.reasons.append(_OTHER_NAME.filled(name=name, written=row.name[:40]))
        return None
    first = seen.setdefault((sheet.pk, organization), row.row)
    if first != row.row:
        compared.reasons.append(_TWICE.filled(row=first))
        return None
    if not queries.is_open(sheet, day):
        compared.reasons.append(_NOT_OPEN.filled(state=str(sheet.get_state_display())))
        return None
    compared.sheet, compared.organization_id, compared.name = sheet, organization, name
    return number


def _compare_values(
    compared: ComparedRow, row: ReadRow, number: FormNumber, held: Held, since: Mapping[Key, Value]
) -> None:
    assert compared.sheet is not None and compared.organization_id is not None
    compared.reasons += [each.message for each in row.findings if each.is_error]
    cells = held.cells.get(compared.sheet.pk, {})
    # Only a form that has changed since can disagree with the workbook in two ways.
    is_old = number.revision != compared.sheet.revision
    for name, read in row.values.items():
        key, measure = (compared.organization_id, name), find_measure(name)
        if measure is None:
            continue
        if not held.takes(compared.sheet, key):
            compared.reasons.append(_NOT_ASKED.filled(title=measure.title))
            continue
        cell = cells.get(key)
        now, written = (value_of(cell) if cell else MISSING), as_stored(measure, read)
        if written == now or (is_old and key in since and written == since[key]):
            continue
        if is_old and key in since and cell is not None and cell.entered_by is not None:
            compared.reasons.append(
                _MEANWHILE.filled(
                    title=title_of(name),
                    name=cell.entered_by.display_name,
                    now=in_words(name, now),
                    written=in_words(name, written),
                )
            )
            continue
        if not is_missing(written):
            compared.changes[name] = (now, written)


def _revisions(numbers: Iterable[FormNumber]) -> dict[int, int]:
    """Return the earliest revision at which each form was taken out."""
    found: dict[int, int] = {}
    for each in numbers:
        found[each.sheet] = min(each.revision, found.get(each.sheet, each.revision))
    return found
