"""Ledgers for tests: one with every kind of field, states and rules; and how tests make entries."""

from datetime import date
from unittest.mock import patch

from web.builders import NOW, make_account
from web.counties import finish_runs

from guben_web.ledgers import entry_actions, upload_actions
from guben_web.ledgers.access import Reader
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.models import Entry, Upload
from guben_web.packs import actions as packs
from guben_web.packs import reading
from guben_web.packs.models import Ledger

MEETINGS = """
ledger: county/meetings
version: "1"
title: {zh: 会议, en: Meetings}
lead: {zh: 每次一条。, en: One entry each.}
kept_by: [village, branch]
close: quarter
evidence: true
fields:
  kind:
    type: choice
    choices:
      congress: {zh: 支部党员大会, en: Members' meeting}
      lecture: {zh: 党课, en: Party lecture}
    title: {zh: 类别, en: Kind}
    required: true
    filter: true
  topic: {type: text, title: {zh: 议题, en: Topic}, required: true}
  due: {type: count, bounds: 0..1000, title: {zh: 应到, en: Expected}, unit: {zh: 人, en: people}, filter: true}
  came: {type: count, bounds: 0..1000, title: {zh: 实到, en: Came}, unit: {zh: 人, en: people}}
  rate: {type: percent, title: {zh: 满意率, en: Approval}}
  host: {type: member, title: {zh: 主持人, en: Host}, filter: true}
  absent: {type: members, title: {zh: 请假, en: Excused}}
  note: {type: text, title: {zh: 内部说明, en: Note}, sensitive: true}
rules:
  - {must: came <= due, says: {zh: 实到不能多于应到, en: Nobody can come who was not expected}}
states:
  draft: {title: {zh: 草稿, en: Draft}, counts: false}
  sent: {title: {zh: 已上报, en: Sent}}
  accepted: {title: {zh: 已认可, en: Accepted}, locked: true}
moves:
  send: {title: {zh: 上报, en: Send}, from: [draft], to: sent, by: [keeper]}
  accept: {title: {zh: 认可, en: Accept}, from: [sent], to: accepted, by: [superior]}
  return: {title: {zh: 退回, en: Return}, from: [sent, accepted], to: draft, by: [superior], reason: true}
disclosed: [kind, topic]
measures:
  meetings_held: {type: count, title: {zh: 会议次数, en: Meetings}, derive: COUNT(meetings)}
  attendance: {type: percent, title: {zh: 参加率, en: Attendance}, derive: SUM(meetings.came) / SUM(meetings.due)}
"""
VENUES = """
ledger: county/venues
version: "1"
title: {zh: 阵地, en: Venues}
kept_by: [village]
time: span
close: year
subject: [place]
fields:
  name: {type: text, title: {zh: 名称, en: Name}, required: true}
  place: {type: workplace, title: {zh: 单位, en: Workplace}, required: true}
  area: {type: area, title: {zh: 面积, en: Area}, filter: true}
  own: {type: yes_no, title: {zh: 自有, en: Owned}, filter: true}
  meeting: {type: entry, of: county/meetings, title: {zh: 启用会议, en: Opened by}}
measures:
  venue_area: {type: area, title: {zh: 阵地面积, en: Area of venues}, derive: SUM(venues.area)}
"""

TODAY = NOW.date()


def read_in(folder, *texts, kept=True):
    """Put ledgers into a pack of the county's own, read it in, and return them by their own name."""
    ledgers = folder / "county" / "ledgers"
    ledgers.mkdir(parents=True, exist_ok=True)
    (folder / "county" / "pack.yaml").write_text(
        "pack: county\ntitle: {zh: 本县, en: County}\n", encoding="utf-8"
    )
    for text in texts:
        name = text.split("ledger: county/")[1].splitlines()[0]
        (ledgers / f"{name}.yaml").write_text(text, encoding="utf-8")
    # Those of the product are many, and have tests of their own.
    with patch.object(reading, "PACKS", folder / "none"):
        packs.read_packs(own=folder, by=None, now=NOW)
    Ledger.objects.filter(pack__name="county").update(is_kept=kept)
    rows = Ledger.objects.select_related("definition", "pack").filter(pack__name="county")
    return {each.name.partition("/")[2]: each for each in rows}


def reader_of(*roles, organization, day=TODAY):
    """Return somebody with these roles for an organization."""
    return Reader(make_account(*roles, organization_id=organization.pk), day)


def meeting(organization, *, day=date(2025, 2, 5), **fields):
    """Return a draft of a meeting."""
    said = {"kind": "congress", "topic": "学习", "due": 20, "came": 18}
    return Draft(organization.pk, day, None, {**said, **fields})


def add(ledger, draft, by) -> Entry:
    """Enter something."""
    return entry_actions.add_entry(ledger=ledger, draft=draft, by=by, now=NOW)


def typed(organization, **fields):
    """Return what a browser sends for a meeting."""
    said = {
        "organization": organization.code,
        "day": "2025-02-05",
        "f-kind": "congress",
        "f-topic": "学习",
        "f-due": "20",
        "f-came": "18",
    }
    return {**said, **fields}


def bring_book(ledger: Ledger, content: bytes, by: Reader, *, name: str = "会议.xlsx") -> Upload:
    """Bring a workbook in and have it compared, as the background does."""
    upload = upload_actions.bring_in(ledger=ledger, file_name=name, content=content, by=by, now=NOW)
    try:
        upload_actions.compare_upload(upload=upload, day=by.day, progress=say_nothing)
    finally:
        finish_runs()
        upload.refresh_from_db()
    return upload


def say_nothing(words: object, *, done: int = 0, of: int = 0) -> None:
    """Take what a job tells of its progress."""
