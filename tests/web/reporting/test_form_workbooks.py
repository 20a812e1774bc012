"""Forms as workbooks: out and in again, and every workbook that is wrong, old, half filled in, or another's."""

from io import BytesIO
from random import Random

import openpyxl
import pytest
from hostile import hostile_value, tampered
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from web.builders import NOW, make_account
from web.counties import finish_runs
from web.forgetting import forgotten
from web.ledgers.ledgers import say_nothing
from web.reporting.forms import (
    COLLECTIVE,
    FUNDS,
    INCOME,
    VIOLATION,
    fill,
    hand_in,
    make_county,
    name_discipline,
    publish,
    report,
    secretary_of,
    sheet_of,
    township_of,
    typed,
)

from guben_web.audit.models import Entry
from guben_web.jobs.asking import IsBusy
from guben_web.jobs.models import Run
from guben_web.jobs.tasks import perform_next
from guben_web.reporting import access, book_actions
from guben_web.reporting.figures import value_of
from guben_web.reporting.models import Cell, CellChange, Sheet, Upload, UploadLine
from guben_web.reporting.refused import (
    UploadIsDecided,
    UploadIsOutdated,
    WorkbookCannotBeRead,
    WorkbookIsNotForThis,
)
from guben_web.reporting.uploads import shown_lines
from guben_web.reporting.workbooks import forms_book, held_by
from guben_web.shared.refusals import Refusal

pytestmark = pytest.mark.django_db
HEADER, FIRST = 4, 5


@pytest.fixture
def county():
    return make_county()


def taken(collection, by):
    """Return the workbook of somebody's forms."""
    held = held_by(access.hand_of(by), collection, NOW.date())
    return forms_book(held, NOW.date(), mark="测试", language="zh")


def edited(content, *changes, headings=None):
    """Return a workbook with cells changed: (row of data from 0, heading, value)."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    columns = {str(cell.value).rstrip("*"): cell.column for cell in sheet[HEADER]}
    for row, heading, value in changes:
        sheet.cell(FIRST + row, columns[heading]).value = value
    for old, new in (headings or {}).items():
        sheet.cell(HEADER, columns[old]).value = new
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def bring_in(collection, content, by, name="填报.xlsx"):
    """Bring a workbook in and have it compared, as the background does."""
    upload = book_actions.bring_in(collection=collection, file_name=name, content=content, by=by, now=NOW)
    try:
        book_actions.compare_upload(upload=upload, day=NOW.date(), progress=say_nothing)
    finally:
        finish_runs()
        upload.refresh_from_db()
    return upload


def said(upload):
    """Return what is said about each row, changes and refusals."""
    return [
        (line.line.name, [each.zh for each in line.changes], [each.zh for each in line.reasons])
        for line in shown_lines(upload.lines.all())
    ]


INCOME_TITLE, FUNDS_TITLE, COLLECTIVE_TITLE = "年人均纯收入", "可支配集体资金", "村集体经济年收入"


def test_what_was_filled_in_is_listed_in_words_and_then_stored(county):
    township, collection = township_of(county["T1"]), publish()
    content = edited(
        taken(collection, township),
        (0, INCOME_TITLE, 5200),
        (0, FUNDS_TITLE, "8万元"),
        (1, COLLECTIVE_TITLE, "不适用"),
    )

    upload = bring_in(collection, content, township)
    lines = said(upload)
    nothing_yet = Cell.objects.count()
    book_actions.apply_upload(upload=upload, by=township, now=NOW)

    assert lines == [
        ("荻汀1村党支部", ["年人均纯收入：（空） → 5,200元", "可支配集体资金：（空） → 80,000元"], []),
        ("荻汀2村党支部", ["村集体经济年收入：（空） → 不适用"], []),
    ]
    assert (nothing_yet, upload.unchanged) == (0, 1)
    stored = {(cell.organization.key, cell.measure): value_of(cell) for cell in Cell.objects.all()}
    assert stored == {
        ("V1", INCOME): typed(INCOME, "5200"),
        ("V1", FUNDS): typed(FUNDS, "80000"),
        ("V2", COLLECTIVE): typed(COLLECTIVE, "不适用"),
    }
    assert set(CellChange.objects.values_list("how", "is_proxy")) == {("WORKBOOK", True)}


def test_a_workbook_brought_in_as_it_was_taken_out_changes_nothing(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    fill(sheet_of(collection, county["V1"]), secretary, net_income="5200.5", collective_income="不适用")

    upload = bring_in(collection, taken(collection, secretary), secretary)

    assert (said(upload), upload.unchanged) == ([], 1)


def test_the_figures_of_the_period_before_stand_on_a_sheet_of_their_own(county):
    report(county["V1"], INCOME, "4800")
    secretary, collection = secretary_of(county["V1"]), publish()

    book = openpyxl.load_workbook(BytesIO(taken(collection, secretary)))

    assert book.sheetnames[:2] == ["填报表", "上期"]
    assert [cell.value for cell in book["上期"][3]][:2] == ["荻汀1村党支部", 4800]


def test_an_old_workbook_does_not_undo_what_others_have_done_since(county):
    secretary, township, collection = secretary_of(county["V1"]), township_of(county["T1"]), publish()
    sheet = sheet_of(collection, county["V1"])
    fill(sheet, secretary, net_income="5000", collective_funds_total="70000")
    old = edited(taken(collection, township), (0, INCOME_TITLE, 5300))
    fill(sheet, secretary, net_income="5100", collective_funds_total="75000", collective_income="1")

    upload = bring_in(collection, old, township)

    # Funds are in the workbook as they were; income was changed by both.
    assert said(upload) == [
        (
            "荻汀1村党支部",
            [],
            [
                f"“年人均纯收入”：工作簿下载以后，{secretary.display_name}已改成“5,100元”，工作簿里是“5,300元”，没有写入。"
            ],
        )
    ]


def test_cells_that_cannot_be_understood_are_named_and_the_others_stored(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    content = edited(
        taken(collection, secretary),
        (0, INCOME_TITLE, "五千多"),
        (0, FUNDS_TITLE, -3),
        (0, COLLECTIVE_TITLE, 9),
    )

    upload = bring_in(collection, content, secretary)

    assert said(upload) == [
        (
            "荻汀1村党支部",
            ["村集体经济年收入：（空） → 9元"],
            ["“五千多”不是数字。", "-3 超出范围，允许 0 到 1,000,000,000元。"],
        )
    ]


def test_a_renamed_column_is_named_and_left_alone(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    content = edited(
        taken(collection, secretary), (0, INCOME_TITLE, 5200), headings={FUNDS_TITLE: "集体的钱"}
    )

    upload = bring_in(collection, content, secretary)

    assert [each["zh"] for each in upload.findings] == [
        "没有这些列，这些数不改动：可支配集体资金。表头改过的，请改回去再上传。"
    ]
    assert said(upload) == [("荻汀1村党支部", ["年人均纯收入：（空） → 5,200元"], [])]


def test_rows_sorted_without_their_names_are_refused(county):
    township, collection = township_of(county["T1"]), publish()
    content = edited(taken(collection, township), (0, "党组织名称", "荻汀2村党支部"), (0, INCOME_TITLE, 1))

    upload = bring_in(collection, content, township)

    [(_, changes, [reason])] = said(upload)
    assert changes == []
    assert reason.startswith("表号是“荻汀1村党支部”的，这一行却写着“荻汀2村党支部”，不写入。")


def test_rows_of_others_and_of_other_collections_are_refused(county):
    department, collection = make_account("department"), None
    collection = publish(department)
    other = publish(department, period="2027")
    township, secretary = township_of(county["T1"]), secretary_of(county["V1"])
    mine_and_others = edited(taken(collection, township), (0, INCOME_TITLE, 1), (1, INCOME_TITLE, 2))

    upload = bring_in(collection, mine_and_others, secretary)

    assert [reasons for _, _, reasons in said(upload)] == [[]] + [["这张表不由您填写，不写入。"]] * 2
    with pytest.raises(WorkbookIsNotForThis):
        bring_in(other, mine_and_others, secretary)


def test_rows_without_number_twice_or_handed_in_are_refused(county):
    township, collection = township_of(county["T1"]), publish()
    content = taken(collection, township)
    first = openpyxl.load_workbook(BytesIO(content)).worksheets[0].cell(FIRST, 1).value
    content = edited(
        content,
        (0, INCOME_TITLE, 1),
        (1, "表号", first),
        (1, "党组织名称", "荻汀1村党支部"),
        (2, "表号", "T"),
    )
    hand_in(sheet_of(collection, county["V1"]), secretary_of(county["V1"]))

    upload = bring_in(collection, content, township)

    assert [reasons for _, _, reasons in said(upload)] == [
        ["这张表现在是“已报送”或已过截止日期，不能填写，不写入。"],
        ["这张表在第5行已经有了，这一行不写入。"],
        ["这一行没有表号，不知道是哪张表，不写入。"],
    ]


def test_nothing_is_stored_if_a_form_changes_between_comparing_and_storing(county):
    township, collection = township_of(county["T1"]), publish()
    content = edited(taken(collection, township), (0, INCOME_TITLE, 1), (1, INCOME_TITLE, 2))
    upload = bring_in(collection, content, township)
    fill(sheet_of(collection, county["V2"]), secretary_of(county["V2"]), net_income="3")

    with pytest.raises(UploadIsOutdated) as refused:
        book_actions.apply_upload(upload=upload, by=township, now=NOW)

    assert refused.value.words.zh == "核对之后这些表又有变动：荻汀2村党支部。什么都没有写入。"
    assert Cell.objects.count() == 1


def test_who_asks_twice_for_storing_is_not_refused_and_it_happens_once(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    content = edited(taken(collection, secretary), (0, INCOME_TITLE, 1))
    upload = bring_in(collection, content, secretary)

    book_actions.start_applying(upload=upload, by=secretary, now=NOW)
    book_actions.start_applying(upload=upload, by=secretary, now=NOW)
    with pytest.raises(IsBusy):
        book_actions.discard_upload(upload=upload, by=secretary, now=NOW)
    nothing_yet = Cell.objects.count()
    finish_runs()
    for _ in range(2):
        book_actions.apply_upload(upload=upload, by=secretary, now=NOW)
        book_actions.start_applying(upload=upload, by=secretary, now=NOW)

    assert (nothing_yet, Cell.objects.get().number) == (0, 10_000)
    assert Run.objects.filter(job=book_actions.APPLY).count() == 1
    recorded = Entry.objects.filter(action__startswith="reporting.workbook_appl").order_by("pk")
    assert list(recorded.values_list("action", "account_name")) == [
        ("reporting.workbook_applying_asked", secretary.display_name),
        ("reporting.workbook_applied", secretary.display_name),
    ]


def test_what_cannot_be_stored_any_more_is_said_on_the_page_in_whole_sentences(county, client):
    secretary, collection = secretary_of(county["V1"]), publish()
    content = edited(taken(collection, secretary), (0, INCOME_TITLE, 1))
    upload = bring_in(collection, content, secretary)
    client.force_login(secretary)
    address = f"/reporting/uploads/{upload.pk}"

    asked = client.post(f"{address}/apply", follow=True).content.decode()
    fill(sheet_of(collection, county["V1"]), secretary, net_income="3")
    perform_next()
    refused = client.get(address).content.decode()
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert "正在后台写入，要么全部写入，要么什么都不写；" in asked
    assert f'action="{address}/apply"' not in asked
    assert "核对之后这些表又有变动：荻汀1村党支部。什么都没有写入。" in refused
    assert "请把工作簿再上传一次，重新核对。" in refused
    assert "These forms have changed since it was compared:" in english
    assert f'action="{address}/apply"' in refused
    assert f'href="/reporting/collections/{collection.pk}/upload"' in refused
    assert Cell.objects.get().number == 30_000


def test_who_may_no_longer_fill_in_has_nothing_stored(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    upload = bring_in(collection, edited(taken(collection, secretary), (0, INCOME_TITLE, 1)), secretary)
    book_actions.start_applying(upload=upload, by=secretary, now=NOW)

    secretary.roles.all().update(organization_id=county["V2"].pk)
    perform_next()

    upload.refresh_from_db()
    assert (upload.fate, upload.run.state) == ("WAITING", "FAILED")
    assert upload.run.refusal["zh"] == "发起人现在已无权这样做，没有写入任何内容。"
    assert Cell.objects.count() == 0


def test_it_is_decided_once(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    content = edited(taken(collection, secretary), (0, INCOME_TITLE, 1))
    upload = bring_in(collection, content, secretary)
    book_actions.discard_upload(upload=upload, by=secretary, now=NOW)

    with pytest.raises(UploadIsDecided):
        book_actions.apply_upload(upload=upload, by=secretary, now=NOW)
    assert Cell.objects.count() == 0


def test_a_reason_in_the_workbook_explains_its_jumps(county):
    report(county["V1"], INCOME, "1000")
    secretary, collection = secretary_of(county["V1"]), publish()
    content = edited(
        taken(collection, secretary),
        (0, INCOME_TITLE, 5000),
        (0, FUNDS_TITLE, 1),
        (0, "变动说明", "新厂投产"),
    )

    book_actions.apply_upload(upload=bring_in(collection, content, secretary), by=secretary, now=NOW)

    assert dict(Cell.objects.values_list("measure", "note")) == {INCOME: "新厂投产", FUNDS: ""}


def test_a_department_returns_its_table_as_a_workbook(county):
    discipline = make_account("scoring_department")
    name_discipline(discipline)
    collection = publish(measures=[VIOLATION])
    title = "班子成员严重违纪违法"
    content = edited(
        taken(collection, discipline), *((row, title, "否") for row in range(3)), (3, title, "是")
    )

    book_actions.apply_upload(upload=bring_in(collection, content, discipline), by=discipline, now=NOW)

    stored = Cell.objects.order_by("organization__key").values_list("organization__key", "number")
    assert list(stored) == [("V1", 0), ("V2", 0), ("V3", 0), ("W1", 1)]
    assert Sheet.objects.get(department="discipline").filled == 4


def test_names_that_look_like_formulas_stay_words(county):
    secretary, collection = secretary_of(county["V1"]), publish()
    county["V1"].versions.update(name="=HYPERLINK(1)")

    sheet = openpyxl.load_workbook(BytesIO(taken(collection, secretary))).worksheets[0]

    assert (sheet.cell(FIRST, 2).value, sheet.cell(FIRST, 2).data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 nothing", b"\x89PNG....", b"a,b,c"], ids=["empty", "zip", "picture", "text"]
)
def test_what_is_no_workbook_is_refused_in_words(county, content):
    secretary, collection = secretary_of(county["V1"]), publish()

    with pytest.raises(WorkbookCannotBeRead):
        bring_in(collection, content, secretary)
    assert list(Upload.objects.values_list("fate", "content")) == [("UNREAD", None)]


def _hostile(county, numbers):
    township = township_of(county["T1"])
    collection = publish(make_account("department"), justification="再收一次")
    content = taken(collection, township)
    for number in numbers:
        with forgotten():
            _brought(collection, _spoiled(content, Random(number)), township, most=len(county))
    assert not Upload.objects.exists()


def _spoiled(content, random):
    """Return the workbook with some cells of it changed, and perhaps broken."""
    book = openpyxl.load_workbook(BytesIO(content))
    for _ in range(random.randrange(9)):
        cell = book.worksheets[0].cell(HEADER + random.randrange(5), random.randrange(1, 9))
        value = hostile_value(random)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    stream = BytesIO()
    book.save(stream)
    return tampered(stream.getvalue(), random)


def _brought(collection, content, township, *, most):
    """Bring a workbook in, and store what can be stored, which gives figures or a refusal."""
    try:
        upload = bring_in(collection, content, township)
    except Refusal as refusal:
        assert refusal.words.zh
        assert refusal.words.en
        return
    assert Cell.objects.filter(sheet__collection=collection).count() == 0
    assert UploadLine.objects.filter(upload=upload).count() + upload.unchanged <= most
    try:
        book_actions.apply_upload(upload=upload, by=township, now=NOW)
    except Refusal as refusal:
        assert refusal.words.zh
        assert Cell.objects.filter(sheet__collection=collection).count() == 0


def test_hostile_workbooks_are_refused_or_said_row_by_row_and_store_nothing_by_themselves(county):
    _hostile(county, range(200))


@pytest.mark.deep
def test_very_many_hostile_workbooks_of_forms(county):
    _hostile(county, range(200, 10_200))
