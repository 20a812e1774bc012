"""Workbooks of a ledger: what goes out comes in unchanged, row by row what is wrong, in one transaction, undone as one."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from unittest.mock import patch

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from web.builders import NOW
from web.ledgers.ledgers import add, bring_book, meeting, reader_of, say_nothing
from web.structure.trees import make_members

from guben_web.audit.models import Entry as AuditEntry
from guben_web.engine.entry_books import RowsDoNotAgree
from guben_web.jobs import actions as jobs
from guben_web.jobs.asking import IsBusy
from guben_web.jobs.models import Run
from guben_web.jobs.registry import get_handler
from guben_web.jobs.tasks import perform_next
from guben_web.ledgers import entry_actions, upload_actions
from guben_web.ledgers.books import entries_book, sent
from guben_web.ledgers.models import Entry, EntryChange, Upload, UploadLine
from guben_web.ledgers.upload_actions import UploadIsChanged, UploadIsStale, WorkbookIsNotRead

pytestmark = pytest.mark.django_db
HEADINGS = ["记录号", "党组织", "日期", "类别", "议题", "应到", "实到", "满意率", "主持人", "请假"]
BASE = "/ledgers/county/meetings"


def book_of(*rows, headings=HEADINGS, name="会议"):
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate([headings, *rows]):
            sheet.write_row(number, 0, cells)
    return stream.getvalue()


def bring(ledger, content, by, *, name="会议.xlsx"):
    return bring_book(ledger, content, by, name=name)


def outcomes(upload):
    return [(line.row, line.outcome, [zh for zh, _ in line.reasons]) for line in upload.lines.all()]


def test_a_workbook_is_compared_row_by_row_and_then_stored_and_undone(ledgers, tree):
    keeper = reader_of("township", organization=tree["T1"])
    host, other = make_members(tree["V1"], 2)
    there = add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    content = book_of(
        [
            "",
            "V1党支部",
            "2025-03-05",
            "党课",
            "学习",
            20,
            "１８人",
            "85%",
            host.name,
            f"{host.name}、{other.name}",
        ],
        [there.pk, "V1党支部", "2025年2月5日", "支部党员大会", "换届", 20, 18, "", "", ""],
        ["", "", "2025-03-05", "党课", "学习", "", "", "", "", ""],
        ["", "V9党支部", "2025-13-05", "茶话会", "", 20, 21, "", "某人", ""],
        ["", "V2党支部", "2025-03-05", "党课", "学习", 20, 21, "", "", ""],
        [99, "V2党支部", "2025-03-05", "党课", "学习", 20, 20, "", "", ""],
        ["", "V1党支部", "2025-02-05", "支部党员大会", "学习", 20, 18, "", "", ""],
    )

    upload = bring(ledgers["meetings"], content, keeper)

    assert outcomes(upload) == [
        (2, "CREATED", []),
        (3, "CHANGED", []),
        (4, "REFUSED", ["没有填写党组织。"]),
        (
            5,
            "REFUSED",
            [
                "没有找到登记这本台账的党组织“V9党支部”，或者不在您的范围内。",
                "日期：“2025-13-05”这一天不存在。",
                "类别：“茶话会”不在可选范围内。",
                "主持人：没有找到“某人”。",
                "没有填写日期。",
            ],
        ),
        (6, "REFUSED", ["实到：实到不能多于应到。"]),
        (7, "REFUSED", ["没有99号记录，或者不由您登记。"]),
        # The same as one that is there, but that one is being changed by row 3.
        (8, "CREATED", []),
    ]
    assert Entry.objects.count() == 1

    upload_actions.apply_upload(upload=upload, by=keeper, now=NOW)

    made = Entry.objects.get(batch=upload.pk, day=date(2025, 3, 5))
    there.refresh_from_db()
    assert made.fields == {
        "kind": "lecture",
        "topic": "学习",
        "due": 20,
        "came": 18,
        "rate": 85_000_000,
        "host": str(host.pk),
        "absent": [str(host.pk), str(other.pk)],
    }
    assert (there.fields["topic"], there.revision) == ("换届", 2)
    again = bring(ledgers["meetings"], content, keeper)
    assert [outcome for _, outcome, _ in outcomes(again)] == [
        *("UNCHANGED", "UNCHANGED", "REFUSED", "REFUSED", "REFUSED", "REFUSED", "UNCHANGED")
    ]

    upload_actions.undo_upload(upload=upload, by=keeper, now=NOW)

    there.refresh_from_db()
    assert there.fields == {"kind": "congress", "topic": "学习", "due": 20, "came": 18}
    assert list(Entry.objects.filter(is_removed=False)) == [there]
    assert EntryChange.objects.filter(entry=there).count() == 3


def test_what_is_taken_out_and_brought_in_again_changes_nothing(ledgers, tree):
    keeper = reader_of("township", organization=tree["T1"])
    host, other = make_members(tree["V1"], 2)
    add(
        ledgers["meetings"],
        meeting(
            tree["V1"],
            rate=85_123_456,
            host=str(host.pk),
            absent=[str(other.pk), str(host.pk)],
            note="=1+1\n第二行",
        ),
        keeper,
    )
    add(ledgers["meetings"], meeting(tree["B1"], topic="0012", kind="lecture"), keeper)
    rows = list(Entry.objects.all())

    content = b"".join(entries_book(ledgers["meetings"], [each.pk for each in rows], keeper, now=NOW))

    upload = bring(ledgers["meetings"], content, keeper)
    assert outcomes(upload) == [(3, "UNCHANGED", []), (4, "UNCHANGED", [])]
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["会议", "填写说明", "选项"]
    assert [
        cell.data_type for row in book["会议"].iter_rows() for cell in row if cell.value == "=1+1\n第二行"
    ] == ["s"]
    notes = [str(row[2].value) for row in book["填写说明"].iter_rows()]
    assert notes[-1] == "实到不能多于应到"
    assert "从列出的里面选：支部党员大会、党课。" in notes


def test_an_upload_that_was_overtaken_is_not_stored_and_one_that_was_worked_on_is_not_undone(ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    content = book_of(["", "", "2025-03-05", "党课", "学习", "", "", "", "", ""])
    first, second = (bring(ledgers["meetings"], content, keeper) for _ in range(2))
    later = NOW.replace(hour=10)

    upload_actions.apply_upload(upload=first, by=keeper, now=later)

    with pytest.raises(UploadIsStale):
        upload_actions.apply_upload(upload=second, by=keeper, now=later)
    entry = Entry.objects.get()
    draft = meeting(tree["V1"], day=date(2025, 3, 5), kind="lecture", came=19)
    entry_actions.change_entry(entry=entry, draft=draft, revision=1, by=keeper, now=later)
    with pytest.raises(UploadIsChanged):
        upload_actions.undo_upload(upload=first, by=keeper, now=later)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("会议.xlsx", b"", "文件是空的（0 字节）。"),
        ("会议.csv", b"a,b", "不能读取“.csv”文件，只能读取 .xlsx、.xlsm 和 .xls。"),
        ("会议.xlsx", b"%PDF-1.7", "这不是工作簿：从内容看是PDF文件，只是名字改成了“.xlsx”。"),
        ("会议.xlsx", book_of(["a", "b"], headings=["x", "y"]), "没有找到“会议”的表：没有一张表有它的表头。"),
        (
            "会议.xlsx",
            book_of(*[["", "V1党支部", "2025-03-05", "党课", "学"]] * 5_001),
            "有5001行，一个工作簿最多5000行。",
        ),
    ],
    ids=["empty", "csv", "pdf", "other", "long"],
)
def test_a_workbook_that_is_none_of_the_ledger_is_refused_with_the_reason(
    ledgers, tree, name, content, reason
):
    keeper = reader_of("secretary", organization=tree["V1"])

    with pytest.raises(WorkbookIsNotRead) as refused:
        bring(ledgers["meetings"], content, keeper, name=name)

    assert refused.value.words.zh == reason
    assert list(Upload.objects.values_list("state", "content")) == [("UNREAD", None)]


@pytest.mark.slow
def test_a_workbook_of_a_hundred_thousand_rows_is_refused_with_a_sentence(ledgers, tree):
    row = ["", "V1党支部", "2025-03-05", "党课", "学习", 20, 18]
    keeper = reader_of("township", organization=tree["T1"])

    with pytest.raises(WorkbookIsNotRead) as refused:
        bring(ledgers["meetings"], book_of(*[row] * 100_000), keeper)

    assert refused.value.words.zh == "有100000行，一个工作簿最多5000行。"
    assert list(Upload.objects.values_list("state", "content")) == [("UNREAD", None)]
    assert not UploadLine.objects.exists()


def test_a_renamed_column_is_said_and_a_missing_one_leaves_what_is_there(ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    there = add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    headings = ["记录号", "党组织", "日期", "类别", "议题", "实到人数"]
    content = book_of([there.pk, "V1党支部", "2025-02-05", "党课", "学习", 3], headings=headings)

    upload = bring(ledgers["meetings"], content, keeper)

    assert outcomes(upload) == [(2, "CHANGED", [])]
    assert [each["code"] for each in upload.findings] == ["W516"]
    assert upload.lines.get().fields == {"kind": "lecture", "topic": "学习", "due": 20, "came": 18}


def test_the_pages_of_a_workbook(sign_in, ledgers, tree, django_assert_num_queries):
    keeper = reader_of("secretary", organization=tree["V1"])
    client = sign_in(account=keeper.account)
    template = client.get(f"{BASE}/template.xlsx")
    filled = SimpleUploadedFile(
        "会议.xlsx", book_of(["", "", "2025-03-05", "党课", "学习", 9, 8, "", "", ""])
    )

    sent = client.post(f"{BASE}/import", {"file": filled})
    waiting = client.get(sent["Location"])
    perform_next()
    page = client.get(sent["Location"])
    stored = client.post(f"{sent['Location']}/apply")
    storing = client.get(sent["Location"]).content.decode()
    nothing_yet = Entry.objects.count()
    perform_next()
    there = client.get(sent["Location"]).content.decode()
    asked = client.get(f"{sent['Location']}/undo")
    undone = client.post(f"{sent['Location']}/undo")
    undoing = client.get(sent["Location"]).content.decode()
    perform_next()

    assert b"".join(template.streaming_content)[:2] == b"PK"
    assert "正在后台核对" in waiting.content.decode()
    assert page.context["counts"] == {"CREATED": 1, "CHANGED": 0, "UNCHANGED": 0, "REFUSED": 0}
    assert "实到" in page.content.decode()
    assert (stored.status_code, asked.status_code, undone.status_code, nothing_yet) == (302, 200, 302, 0)
    assert "正在后台写入，要么全部写入，要么什么都不写；" in storing and "整批撤销…" in there
    assert "正在后台撤销；" in undoing and "整批撤销…" not in undoing
    assert Entry.objects.get().is_removed is True
    assert client.post(f"{BASE}/import").status_code == 422
    assert b"".join(client.get(f"{BASE}/entries.xlsx").streaming_content)[:2] == b"PK"


def test_a_comparison_that_was_killed_leaves_nothing_and_is_done_by_the_next_worker(ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    content = book_of(["", "", "2025-03-05", "党课", "学习", "", "", "", "", ""])
    upload = upload_actions.bring_in(
        ledger=ledgers["meetings"], file_name="会议.xlsx", content=content, by=keeper, now=NOW
    )
    run = jobs.claim_next(now=NOW)
    assert run is not None

    with pytest.raises(Killed), patch.object(UploadLine.objects, "bulk_create", side_effect=Killed):
        get_handler(run.job)(say_nothing, **run.arguments)

    upload.refresh_from_db()
    assert (upload.state, upload.findings, bytes(upload.content)) == ("BROUGHT", [], content)
    assert UploadLine.objects.count() == 0
    jobs.recover(now=NOW + timedelta(minutes=1))
    perform_next()
    upload.refresh_from_db()
    assert (upload.state, upload.content, outcomes(upload)) == ("WAITING", None, [(2, "CREATED", [])])
    get_handler(run.job)(say_nothing, **run.arguments)
    assert UploadLine.objects.count() == 1


def test_who_asks_twice_for_storing_or_undoing_is_not_refused_and_it_happens_once(ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    content = book_of(["", "", "2025-03-05", "党课", "学习", "", "", "", "", ""])
    upload = bring(ledgers["meetings"], content, keeper)

    for start in (upload_actions.start_applying, upload_actions.start_undoing):
        start(upload=upload, by=keeper, now=NOW)
        start(upload=upload, by=keeper, now=NOW)
        with pytest.raises(IsBusy):
            upload_actions.discard_upload(upload=upload, by=keeper, now=NOW)
        perform_next()
        start(upload=upload, by=keeper, now=NOW)
    upload.refresh_from_db()
    upload_actions.undo_upload(upload=upload, by=keeper, now=NOW)

    assert (upload.state, Entry.objects.get().is_removed) == ("UNDONE", True)
    jobs_of = Run.objects.filter(job__in=(upload_actions.APPLY, upload_actions.UNDO)).order_by("pk")
    assert list(jobs_of.values_list("job", "state")) == [("ledgers.apply", "DONE"), ("ledgers.undo", "DONE")]
    recorded = AuditEntry.objects.filter(subject_type="ledgers.upload").order_by("pk")
    assert list(recorded.values_list("action", "account_name")) == [
        (f"ledger_book.{act}", keeper.account.display_name)
        for act in ("uploaded", "applying_asked", "applied", "undoing_asked", "undone")
    ]


def test_of_two_workbooks_stored_at_once_the_second_is_refused_in_words_on_its_page(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    content = book_of(["", "", "2025-03-05", "党课", "学习", "", "", "", "", ""])
    first, second = (bring(ledgers["meetings"], content, keeper) for _ in range(2))
    client, address = sign_in(account=keeper.account), f"/ledger-books/{second.pk}"

    for upload in (first, second):
        upload_actions.start_applying(upload=upload, by=keeper, now=NOW)
    for _ in range(2):
        perform_next()
    page = client.get(address).content.decode()
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert "核对之后，这本台账又写入或撤销了别的工作簿，没有写入任何内容。" in page
    assert "Upload it again and look at the comparison." in english
    assert f'href="{BASE}/import"' in page
    assert (Entry.objects.count(), Upload.objects.get(pk=second.pk).state) == (1, "WAITING")


def test_who_may_no_longer_enter_has_nothing_stored(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    content = book_of(["", "", "2025-03-05", "党课", "学习", "", "", "", "", ""])
    upload = bring(ledgers["meetings"], content, keeper)
    upload_actions.start_applying(upload=upload, by=keeper, now=NOW)

    keeper.account.roles.all().update(organization_id=tree["V2"].pk)
    perform_next()

    page = sign_in(account=keeper.account).get(f"/ledger-books/{upload.pk}").content.decode()
    assert "发起人现在已无权这样做，没有写入任何内容。" in page
    assert Entry.objects.count() == 0


class Killed(BaseException):
    """Ends a process in the middle of its work, as far as its transaction is concerned."""


def test_a_workbook_with_fewer_rows_than_entries_is_broken_off_and_recorded(ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    entries = [add(ledgers["meetings"], meeting(tree["V1"]), keeper) for _ in range(3)]
    book = sent(ledgers["meetings"], [*(each.pk for each in entries), 999_999], keeper, now=NOW)
    pieces = []

    with pytest.raises(RowsDoNotAgree):
        pieces += book

    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(b"".join(pieces)))
    recorded = AuditEntry.objects.get(action="entries.book_written")
    assert recorded.detail == {"rows": 4, "written": 3}


def test_a_workbook_that_came_whole_is_recorded_with_its_rows(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    for _ in range(3):
        add(ledgers["meetings"], meeting(tree["V1"]), keeper)

    taken = b"".join(sign_in(account=keeper.account).get(f"{BASE}/entries.xlsx").streaming_content)

    sheet = openpyxl.load_workbook(BytesIO(taken)).worksheets[0]
    assert (sheet.max_row, str(sheet.cell(1, 1).value).rpartition("，")[2]) == (5, "共3条")
    details = AuditEntry.objects.filter(action__startswith="entries.").values_list("action", "detail")
    assert list(details.order_by("pk")) == [
        ("entries.exported", {"rows": 3}),
        ("entries.book_written", {"rows": 3, "written": 3}),
    ]
