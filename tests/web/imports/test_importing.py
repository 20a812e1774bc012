"""A workbook on its way in: compared, applied, undone."""

import io

import openpyxl
import pytest
from web.builders import NOW, make_account
from web.counties import (
    COUNTY,
    GUO,
    LIN,
    MEMBER_HEADINGS,
    TOWNSHIP,
    TOWNSHIP_2,
    VILLAGE,
    VILLAGE_2,
    WITHOUT_NUMBER,
    WOMAN,
    bring_in,
    finish_runs,
    no_progress,
    read,
    upload,
    write_county,
)

from guben_web.audit import actions as audit
from guben_web.audit.models import Entry
from guben_web.imports import actions, files, reading_actions, tasks
from guben_web.imports.enums import State
from guben_web.imports.models import Batch, ColumnMeaning, Line
from guben_web.jobs.asking import IsBusy
from guben_web.jobs.models import Run
from guben_web.ledgers.models import ReportedValue
from guben_web.org import actions as org
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people import actions as people
from guben_web.people.models import Member, MemberChange, Post
from guben_web.people.secrecy import decrypt

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_account("department")


def everything():
    """Return what the register holds, without the numbers that count changes."""
    versions = OrganizationVersion.objects.values_list(
        "organization__key", "organization__code", "name", "parent__key", "valid_from", "valid_to"
    )
    workplaces = Workplace.objects.values_list("organization__key", "population", "valid_from", "valid_to")
    members = Member.objects.values_list(
        "key", "organization__key", "name", "identity", "phone_index", "joined_date", "status"
    )
    posts = Post.objects.values_list("member_id", "post", "start_date", "end_date")
    values = ReportedValue.objects.values_list("organization__key", "measure", "number", "source", "batch")
    return [sorted(rows, key=str) for rows in (versions, workplaces, members, posts, values)]


def outcomes(batch):
    lines = batch.lines.filter(attempt=batch.attempt).order_by("kind", "row")
    return [(line.label, line.outcome) for line in lines]


def test_the_first_workbook_creates_everything(tmp_path, department):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    assert batch.state == State.WAITING
    assert batch.counts == {"ORGANIZATION.CREATED": 5, "MEMBER.CREATED": 3}
    assert Organization.objects.count() == Member.objects.count() == 0

    actions.apply(batch=batch, by=department, now=NOW)

    assert OrganizationVersion.objects.get(name="荻汀村党支部").name_initials == "dtcdzb"
    lin = Member.objects.get(name="曾荷生")
    assert (lin.organization.key, lin.name_initials, decrypt(lin.identity, of=lin.key, field="identity")) == (
        "V1",
        "zhs",
        WOMAN,
    )
    assert [(post.post, str(post.start_date), post.in_team) for post in lin.posts.all()] == [
        ("secretary", "2021-01-15", True)
    ]
    assert Workplace.objects.get(organization__key="V1").households == 210
    assert Entry.objects.filter(action="import.applied").get().detail == batch.counts


def test_identity_numbers_and_phones_are_nowhere_in_the_clear(tmp_path, department):
    batch = bring_in(write_county(tmp_path / "county.xlsx"), department)

    stored = [
        str(list(model.objects.values()))
        for model in (Member, Post, MemberChange, Line, Batch, Entry, Organization)
    ]
    assert [secret for secret in (WOMAN, "15400000001") if any(secret in text for text in stored)] == []
    assert batch.has_file is False


def test_the_workbook_on_disk_is_encrypted(tmp_path, department, settings):
    path = write_county(tmp_path / "county.xlsx")

    batch = upload(path, department)

    kept = [each.read_bytes() for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]
    assert len(kept) == 1
    assert b"xl/workbook.xml" not in kept[0]
    with files.opened(batch) as opened:
        assert opened.read_bytes() == path.read_bytes()


def test_the_same_workbook_again_changes_nothing(tmp_path, department):
    path = write_county(tmp_path / "county.xlsx")
    bring_in(path, department)
    before = everything()

    again = bring_in(path, department)

    assert again.counts == {"ORGANIZATION.UNCHANGED": 5, "MEMBER.UNCHANGED": 3}
    assert everything() == before


def test_what_differs_is_changed_and_an_empty_cell_or_an_absent_row_says_nothing(tmp_path, department):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    path = write_county(
        tmp_path / "later.xlsx",
        organizations=[COUNTY, TOWNSHIP, ["V1", "荻汀村党总支", "T1", "党总支", "村", "农村", "", 900]],
        members=[["曾荷生", WOMAN, "", "", "V1", "", "", ""], [*GUO[:6], "书记", "2026-02-01"]],
    )

    batch = bring_in(path, department, as_of=NOW.date())

    assert outcomes(batch) == [
        ("曾荷生", "CHANGED"),
        ("郭松年", "CHANGED"),
        ("云岭县委", "UNCHANGED"),
        ("篁川镇党委", "UNCHANGED"),
        ("荻汀村党总支", "CHANGED"),
    ]
    lin = Member.objects.get(name="曾荷生")
    assert (decrypt(lin.phone, of=lin.key, field="phone"), str(lin.joined_date)) == (
        "15400000001",
        "2010-07-01",
    )
    assert str(lin.posts.get().end_date) == "2026-03-02"
    versions = OrganizationVersion.objects.filter(organization__key="V1")
    assert [(each.name, str(each.valid_from), str(each.valid_to)) for each in versions] == [
        ("荻汀村党支部", "None", "2026-03-02"),
        ("荻汀村党总支", "2026-03-02", "None"),
    ]
    assert Workplace.objects.get(organization__key="V1", valid_to=None).population == 900
    assert Member.objects.count() == 3


def test_undoing_restores_what_was_before(tmp_path, department):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    before = everything()
    path = write_county(
        tmp_path / "later.xlsx",
        organizations=[
            COUNTY,
            TOWNSHIP,
            ["V1", "荻汀村党总支", "T1", "党总支", "村", "农村", 211, 900],
            ["V3", "蓼陌村党支部", "T1", "党支部", "村", "农村", 100, 300],
        ],
        members=[
            ["曾荷生", WOMAN, "15400000009", "", "V3", "2011-07-01", "副书记", ""],
            [*GUO[:6], "书记", "2026-02-01"],
            ["宋禾", "", "", "1990-01-01", "V3", "2015-07-01", "", ""],
        ],
    )
    later = bring_in(path, department, as_of=NOW.date())
    assert everything() != before

    actions.undo(batch=later, by=department, now=NOW)

    assert everything() == before
    later.refresh_from_db()
    assert later.state == State.UNDONE


def test_undoing_the_first_import_leaves_nothing(tmp_path, department):
    batch = bring_in(write_county(tmp_path / "county.xlsx"), department)

    actions.undo(batch=batch, by=department, now=NOW)

    assert everything() == [[], [], [], [], []]


def test_two_imports_are_undone_from_the_last_to_the_first(tmp_path, department):
    first = bring_in(write_county(tmp_path / "county.xlsx"), department)
    changed = [[*VILLAGE[:7], 801]]
    later = write_county(
        tmp_path / "later.xlsx",
        organizations=[COUNTY, TOWNSHIP, *changed],
        members=[[*GUO[:5], "1996-07-01", "", ""]],
    )
    second = bring_in(later, department)

    actions.undo(batch=second, by=department, now=NOW)
    actions.undo(batch=first, by=department, now=NOW)

    assert everything() == [[], [], [], [], []]
    assert [each.origin.split(":")[0] for each in MemberChange.objects.all()] == ["batch", "undo"]


def test_an_import_that_later_changes_stand_on_is_not_undone(tmp_path, department):
    first = bring_in(write_county(tmp_path / "county.xlsx"), department)
    bring_in(write_county(tmp_path / "later.xlsx", members=[[*GUO[:5], "1996-07-01", "", ""]]), department)
    before = everything()

    with pytest.raises(actions.LaterChangesStand) as refusal:
        actions.undo(batch=first, by=department, now=NOW)

    guo = Member.objects.get(name="郭松年")
    assert refusal.value.words.zh == "写入之后又有变动，共1处，不能撤销这一批。"
    assert refusal.value.details == {"organizations": [], "members": [str(guo.key)]}
    assert everything() == before


def test_an_import_whose_organizations_somebody_holds_a_role_for_is_not_undone(tmp_path, department):
    first = bring_in(write_county(tmp_path / "county.xlsx"), department)
    make_account("township", organization_id=Organization.objects.get(key="T1").pk)

    with pytest.raises(actions.LaterChangesStand):
        actions.undo(batch=first, by=department, now=NOW)


def test_of_two_imports_compared_at_once_the_second_is_refused(tmp_path, department):
    path = write_county(tmp_path / "county.xlsx")
    first, second = read(path, department), read(path, department)
    actions.apply(batch=first, by=department, now=NOW)

    with pytest.raises(actions.DataHasChanged):
        actions.apply(batch=second, by=department, now=NOW)

    assert Member.objects.count() == 3
    actions.read_again(batch=second, by=department, now=NOW)
    finish_runs()
    tasks.read(no_progress, batch_id=second.pk, account_id=department.pk)
    second.refresh_from_db()
    assert second.counts == {"ORGANIZATION.UNCHANGED": 5, "MEMBER.UNCHANGED": 3}


def test_a_member_changed_by_hand_since_the_comparison_is_not_overwritten(tmp_path, department):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    batch = read(
        write_county(tmp_path / "later.xlsx", members=[[*GUO[:5], "1996-07-01", "", ""]]), department
    )
    Member.objects.filter(name="郭松年").update(revision=2)

    with pytest.raises(actions.DataHasChanged):
        actions.apply(batch=batch, by=department, now=NOW)


def test_rows_with_errors_are_refused_and_the_others_are_applied(tmp_path, department):
    path = write_county(
        tmp_path / "county.xlsx",
        organizations=[
            COUNTY,
            TOWNSHIP,
            ["T2", "鹭屏乡党委", "C1", "党高", "乡镇", "农村", "", ""],
            VILLAGE,
            VILLAGE_2,
        ],
        members=[LIN, [*GUO[:1], MAN_WITH_WRONG_DIGIT, *GUO[2:]], WITHOUT_NUMBER],
    )

    batch = bring_in(path, department)

    assert outcomes(batch) == [
        ("曾荷生", "CREATED"),
        ("郭松年", "REFUSED"),
        ("林菱", "REFUSED"),
        ("云岭县委", "CREATED"),
        ("篁川镇党委", "CREATED"),
        ("鹭屏乡党委", "REFUSED"),
        ("荻汀村党支部", "CREATED"),
        ("菱渚村党支部", "REFUSED"),
    ]
    reasons = {line.label: [each["code"] for each in line.reasons] for line in batch.lines.all()}
    assert reasons["鹭屏乡党委"] == ["E522"]
    assert reasons["菱渚村党支部"] == ["superior"]
    assert reasons["林菱"] == ["organization"]
    assert sorted(Member.objects.values_list("name", flat=True)) == ["曾荷生"]


MAN_WITH_WRONG_DIGIT = "999999197001010010"


def test_findings_can_be_downloaded_as_the_same_workbook(tmp_path, department):
    path = write_county(tmp_path / "county.xlsx", members=[[*GUO[:1], MAN_WITH_WRONG_DIGIT, *GUO[2:]]])

    batch = read(path, department)
    assert not batch.has_marked_file
    actions.start_marking(batch=batch, by=department, now=NOW)
    tasks.mark(no_progress, batch_id=batch.pk, account_id=department.pk)

    batch.refresh_from_db()
    assert batch.has_marked_file
    marked = openpyxl.load_workbook(io.BytesIO(files.read_marked(batch)))
    coloured = [
        cell.value
        for row in marked["党员"].iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb != "00000000"
    ]
    assert coloured == [MAN_WITH_WRONG_DIGIT]


def test_cells_are_marked_only_while_the_import_waits(tmp_path, department):
    batch = bring_in(write_county(tmp_path / "county.xlsx"), department)

    with pytest.raises(actions.BatchHasMovedOn):
        actions.start_marking(batch=batch, by=department, now=NOW)


def test_a_workbook_without_a_needed_column_cannot_be_applied(tmp_path, department):
    path = write_county(
        tmp_path / "county.xlsx", member_headings=["姓名", "号", "手机", "生", "组", "入", "职", "任"]
    )

    batch = read(path, department)

    assert batch.state == State.READ
    with pytest.raises(actions.BatchHasMovedOn):
        actions.apply(batch=batch, by=department, now=NOW)


def test_what_a_heading_means_is_remembered_for_the_next_workbook(tmp_path, department):
    headings = [*MEMBER_HEADINGS[:4], "挂在哪里", *MEMBER_HEADINGS[5:]]
    path = write_county(tmp_path / "county.xlsx", member_headings=headings)
    batch = read(path, department)
    assert batch.state == State.READ

    actions.decide_columns(
        batch=batch, meanings={("members", "挂在哪里"): "organization"}, by=department, now=NOW
    )
    finish_runs()
    tasks.read(no_progress, batch_id=batch.pk, account_id=department.pk)

    batch.refresh_from_db()
    assert batch.state == State.WAITING
    assert read(path, department).state == State.WAITING
    assert ColumnMeaning.objects.get().meaning == "organization"


def test_a_township_changes_only_what_is_below_it(tmp_path, department):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    township = make_account("township", organization_id=Organization.objects.get(key="T1").pk)
    path = write_county(
        tmp_path / "later.xlsx",
        organizations=[COUNTY, TOWNSHIP, TOWNSHIP_2, [*VILLAGE[:7], 801], [*VILLAGE_2[:7], 701]],
        members=[
            LIN,
            [*WITHOUT_NUMBER[:5], "2002-07-01", "", ""],
            ["宋禾", "", "", "1990-01-01", "V1", "", "", ""],
        ],
    )

    batch = bring_in(path, township)

    assert outcomes(batch) == [
        ("曾荷生", "UNCHANGED"),
        ("林菱", "REFUSED"),
        ("宋禾", "CREATED"),
        ("云岭县委", "UNCHANGED"),
        ("篁川镇党委", "UNCHANGED"),
        ("鹭屏乡党委", "UNCHANGED"),
        ("荻汀村党支部", "CHANGED"),
        ("菱渚村党支部", "REFUSED"),
    ]


@pytest.mark.parametrize("stage", ["store_lines", "finish_reading"])
def test_a_killed_worker_leaves_no_half_state_and_reading_begins_anew(
    tmp_path, department, monkeypatch, stage
):
    batch = upload(write_county(tmp_path / "county.xlsx"), department)

    class Killed(BaseException):
        pass

    def killed(**arguments):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(reading_actions, stage, killed)
        with pytest.raises(Killed):
            tasks.read(no_progress, batch_id=batch.pk, account_id=department.pk)
    batch.refresh_from_db()
    assert batch.state == State.UPLOADED

    tasks.read(no_progress, batch_id=batch.pk, account_id=department.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.lines.count()) == (State.WAITING, 8)


@pytest.mark.parametrize(
    ("app", "name"), [(org, "store_versions"), (people, "store_members"), (audit, "record")]
)
def test_a_worker_killed_while_applying_leaves_nothing(tmp_path, department, monkeypatch, app, name):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    class Killed(BaseException):
        pass

    def killed(*rows, **arguments):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(app, name, killed)
        with pytest.raises(Killed):
            tasks.apply(no_progress, batch_id=batch.pk, account_id=department.pk)
    assert everything() == [[], [], [], [], []]

    tasks.apply(no_progress, batch_id=batch.pk, account_id=department.pk)
    tasks.apply(no_progress, batch_id=batch.pk, account_id=department.pk)

    assert (Organization.objects.count(), Member.objects.count()) == (5, 3)


def test_who_asks_twice_for_the_same_is_not_refused_and_it_happens_once(tmp_path, department):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    actions.start_applying(batch=batch, by=department, now=NOW)
    actions.start_applying(batch=batch, by=department, now=NOW)
    with pytest.raises(IsBusy):
        actions.start_applying(batch=batch, by=make_account("department"), now=NOW)
    finish_runs()
    actions.apply(batch=batch, by=department, now=NOW)
    actions.start_applying(batch=batch, by=department, now=NOW)

    assert Run.objects.filter(job=actions.APPLY).count() == 1
    assert Entry.objects.filter(action="import.applying_asked").count() == 1


def test_a_discarded_import_changes_nothing_and_its_workbook_is_gone(
    tmp_path, department, settings, django_capture_on_commit_callbacks
):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(batch=batch, by=department, now=NOW)

    assert everything() == [[], [], [], [], []]
    assert [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()] == []
    with pytest.raises(actions.BatchHasMovedOn):
        actions.start_applying(batch=batch, by=department, now=NOW)
