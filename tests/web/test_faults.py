"""Workbooks through the real queue and the real server, and what is left when processes are killed."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from subprocess import Popen

import openpyxl
import pytest
import xlsxwriter
from web.counties import COUNTY, TOWNSHIP, TOWNSHIP_2, VILLAGE, VILLAGE_2, write_county
from web.installations import (
    Installation,
    Visitor,
    answer,
    children_of,
    end,
    is_running,
    make_installation,
    serve,
    tokens,
    until,
)

pytestmark = pytest.mark.slow
TODAY = date.today()
ROWS = """
    SELECT (SELECT count(*) FROM org_organization), (SELECT count(*) FROM org_organizationversion),
        (SELECT count(*) FROM people_member), (SELECT count(*) FROM people_post)
"""
# What a workbook of a ledger leaves, and what one of forms leaves.
MATTERS = """
    SELECT (SELECT count(*) FROM ledgers_uploadline), (SELECT count(*) FROM ledgers_entry WHERE NOT is_removed),
        (SELECT count(*) FROM ledgers_entrychange), (SELECT count(*) FROM ledgers_entryindex)
"""
FORMS = """
    SELECT (SELECT count(*) FROM reporting_uploadline), (SELECT count(*) FROM reporting_cellchange),
        (SELECT sum(revision) FROM reporting_sheet)
"""
RESULTS = """
    SELECT (SELECT count(*) FROM results_result), (SELECT count(*) FROM results_evaluation WHERE state = 'TRIAL')
"""
APPLIED = "SELECT count(*) FROM audit_entry WHERE action = 'import.applied'"
UPLOADED = (
    "ledgers.compare",
    "ledgers.apply",
    "ledgers.undo",
    "reporting_books.compare",
    "reporting_books.apply",
)
HEADINGS = ["党组织", "日期", "来源", "类别", "诉求", "答复期限"]


@dataclass
class Served:
    """A demo that is served, and those who have signed in to it. Tests share it: each leaves the county as it was."""

    demo: Installation
    process: Popen[str]
    department: Visitor
    secretary: Visitor


@pytest.fixture(scope="module")
def served(first_demo, tmp_path_factory) -> Iterator[Served]:
    demo = make_installation(tmp_path_factory.mktemp("served") / "data", copied_from=first_demo)
    links = tokens(demo.run("demo").stdout)
    process, port = serve(demo)
    department, secretary = Visitor(port), Visitor(port)
    department.sign_in(links[0])
    secretary.sign_in(links[2])
    yield Served(demo, process, department, secretary)
    end(process)


def upload(visitor, path) -> str:
    return visitor.upload(path, period="2025", as_of="2025-12-31")


def state_of(demo, batch: str) -> tuple[object, ...]:
    """Return the state of a batch and of its last run."""
    number = batch.rsplit("/", 1)[1]
    return demo.query(
        "SELECT b.state, r.state FROM imports_batch b JOIN jobs_run r ON r.id = b.run_id "
        f"WHERE b.id = {number}"
    )[0]


def decide(visitor, page: str, act: str) -> None:
    visitor.post(f"{page}/{act}", page=page)


def test_an_import_goes_its_whole_way_through_the_queue_and_is_recorded(served, tmp_path):
    demo, department = served.demo, served.department
    before = demo.query(ROWS)

    batch = upload(department, write_county(tmp_path / "county.xlsx"))
    until(lambda: state_of(demo, batch) == ("WAITING", "DONE"))
    waiting = department.get(batch)
    decide(department, batch, "apply")
    until(lambda: state_of(demo, batch) == ("APPLIED", "DONE"))
    applied = demo.query(ROWS)
    decide(department, batch, "undo")
    until(lambda: state_of(demo, batch) == ("UNDONE", "DONE"))

    assert "Nothing is stored yet." in waiting and "荻汀村党支部" in waiting
    assert applied == more(before, (5, 5, 3, 1))
    assert demo.query(ROWS) == before
    entries = demo.query(
        "SELECT action, account_name, roles, address FROM audit_entry "
        "WHERE subject_type = 'imports.batch' ORDER BY id DESC LIMIT 5"
    )
    # What the background does has no address.
    assert [" ".join(map(str, entry)) for entry in reversed(entries)] == [
        "import.uploaded 县委组织部 department 127.0.0.1",
        "import.applying_asked 县委组织部 department 127.0.0.1",
        "import.applied 县委组织部 department None",
        "import.undoing_asked 县委组织部 department 127.0.0.1",
        "import.undone 县委组织部 department None",
    ]
    until(lambda: "sealed, 0 not sealed yet" in demo.run("audit", "verify").stdout)
    assert demo.run("audit", "verify").stdout.startswith("The record is sound: ")


def test_an_import_whose_workers_are_killed_is_taken_up_again_and_leaves_nothing_half_done(served, tmp_path):
    demo, visitor = served.demo, served.department
    before, applied = demo.query(ROWS), demo.query(APPLIED)
    batch = upload(visitor, write_county(tmp_path / "county.xlsx"))
    until(lambda: state_of(demo, batch) == ("WAITING", "DONE"))

    # Both times organizations are stored in the open transaction, and members are next.
    first, second = demo.hold("members"), demo.hold("members")
    decide(visitor, batch, "apply")
    os.kill(first(), signal.SIGKILL)
    second()
    meanwhile = visitor.get(batch)
    stored = demo.query(ROWS)
    os.kill(children_of(served.process.pid)["worker"], signal.SIGKILL)
    until(lambda: state_of(demo, batch) == ("APPLIED", "DONE"))
    after, page = demo.query(ROWS), visitor.get(batch)
    attempts = demo.query("SELECT attempts FROM jobs_run ORDER BY id DESC LIMIT 1")
    decide(visitor, batch, "undo")
    until(lambda: state_of(demo, batch) == ("UNDONE", "DONE"))

    assert (
        "The background worker was interrupted once and began anew; nothing half-done was left." in meanwhile
    )
    assert stored == before
    assert after == more(before, (5, 5, 3, 1))
    assert attempts == [(3,)]
    assert demo.query(APPLIED) == [(applied[0][0] + 1,)]
    assert "Applied by 县委组织部" in page
    assert demo.query(ROWS) == before


def test_of_two_imports_applied_at_once_the_second_is_refused_in_words_and_works_after_another_look(
    served, tmp_path
):
    demo, visitor = served.demo, served.department
    before = demo.query(ROWS)
    changed = [COUNTY, TOWNSHIP, TOWNSHIP_2, [*VILLAGE[:7], 801], VILLAGE_2]
    paths = [
        write_county(tmp_path / "one.xlsx"),
        write_county(tmp_path / "two.xlsx", organizations=changed, members=[]),
    ]
    batches = [upload(visitor, path) for path in paths]
    for batch in batches:
        until(lambda batch=batch: state_of(demo, batch) == ("WAITING", "DONE"))

    with demo.slowed("members", 1.5):
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda batch: decide(visitor, batch, "apply"), batches))
        until(
            lambda: (
                sorted(state_of(demo, each) for each in batches)
                == [("APPLIED", "DONE"), ("WAITING", "FAILED")]
            )
        )
    refused = next(each for each in batches if state_of(demo, each)[0] == "WAITING")
    page = visitor.get(refused)
    runs = demo.query("SELECT started_at, ended_at FROM jobs_run WHERE job = 'imports.apply' ORDER BY id")[
        -2:
    ]
    organizations = demo.query("SELECT count(*) FROM org_organization")
    decide(visitor, refused, "again")
    until(lambda: state_of(demo, refused) == ("WAITING", "DONE"))
    decide(visitor, refused, "apply")
    until(lambda: state_of(demo, refused) == ("APPLIED", "DONE"))
    after = demo.query("SELECT count(*) FROM org_organization")
    for batch in (refused, next(each for each in batches if each != refused)):
        decide(visitor, batch, "undo")
        until(lambda batch=batch: state_of(demo, batch) == ("UNDONE", "DONE"))

    assert "The data have changed since this was compared with them; nothing was stored." in page
    assert max(start for start, _ in runs) < min(end for _, end in runs), "They did not run at once."
    assert organizations == after == [(39 + 5,)]
    assert demo.query(ROWS) == before


def test_workbooks_of_a_ledger_and_of_forms_whose_workers_are_killed_are_taken_up_again_and_leave_nothing_half_done(
    served, tmp_path
):
    demo, secretary = served.demo, served.secretary
    matters, forms = demo.query(MATTERS), demo.query(FORMS)

    # Each time the lines of the comparison are stored in the open transaction.
    first, second = demo.hold("ledger-compared"), demo.hold("form-compared")
    ledger = secretary.bring("/ledgers/base/matters/import", workbook=matters_book(tmp_path), field="file")
    os.kill(first(), signal.SIGKILL)
    killed = demo.query(MATTERS)
    form = secretary.bring("/reporting/collections/1/upload", workbook=form_book(secretary, tmp_path))
    os.kill(second(), signal.SIGKILL)
    killed_too = demo.query(FORMS)
    until(lambda: progress_of(demo, ledger, form) == [("WAITING", "DONE"), ("WAITING", "DONE")])

    compared = demo.query(MATTERS), demo.query(FORMS)

    # Entries are stored, and cells.
    first, second = demo.hold("ledger-stored"), demo.hold("form-stored")
    decide(secretary, ledger, "apply")
    os.kill(first(), signal.SIGKILL)
    killed_storing = demo.query(MATTERS)
    decide(secretary, form, "apply")
    os.kill(second(), signal.SIGKILL)
    killed_storing_too = demo.query(FORMS)
    until(lambda: progress_of(demo, ledger, form) == [("APPLIED", "DONE"), ("APPLIED", "DONE")])
    stored, page = (demo.query(MATTERS), demo.query(FORMS)), secretary.get(form)

    # Entries are taken out again.
    first = demo.hold("ledger-undone")
    decide(secretary, ledger, "undo")
    os.kill(first(), signal.SIGKILL)
    killed_undoing = demo.query(MATTERS)
    until(lambda: progress_of(demo, ledger, form)[0] == ("UNDONE", "DONE"))

    assert (killed, killed_too) == (matters, forms)
    assert compared == (more(matters, (2, 0, 0, 0)), more(forms, (1, 0, 0)))
    assert (killed_storing, killed_storing_too) == compared
    # Two entries with a change each and four fields each in the index; one cell of one form.
    assert stored == (more(compared[0], (0, 2, 2, 8)), more(compared[1], (0, 1, 1)))
    assert killed_undoing == stored[0]
    assert demo.query(MATTERS) == more(compared[0], (0, 0, 4, 0))
    assert "The background worker was interrupted once and began anew; nothing half-done was left." in page
    assert [attempts_of(demo, each) for each in UPLOADED] == [2] * len(UPLOADED)
    recorded = demo.query(
        "SELECT account_name, count(*) FROM audit_entry "
        "WHERE action IN ('ledger_book.applied', 'ledger_book.undone', 'reporting.workbook_applied') "
        "GROUP BY account_name"
    )
    assert recorded == [("村党组织书记", 3)]


def test_a_trial_run_whose_workers_are_killed_is_taken_up_again_and_leaves_nothing_half_done(served):
    demo, department = served.demo, served.department
    [(appraisal,)] = demo.query("SELECT id FROM appraisals_appraisal WHERE scheme = 'yunling/review'")
    page, before = f"/appraisals/{appraisal}", demo.query(RESULTS)

    frozen, stored = demo.hold("evaluation-frozen"), demo.hold("evaluation-stored")
    decide(department, page, "trial")
    os.kill(frozen(), signal.SIGKILL)
    killed = demo.query(RESULTS)
    os.kill(stored(), signal.SIGKILL)
    killed_storing = demo.query(RESULTS)
    until(lambda: demo.query(RESULTS) != killed_storing)

    # One evaluation of the nine villages, computed by the third attempt; nothing is left of the two others.
    [(evaluation, folder)] = demo.query("SELECT id, folder FROM results_evaluation ORDER BY id DESC LIMIT 1")
    assert (killed, killed_storing) == (before, before)
    assert demo.query(RESULTS) == more(before, (9, 1))
    assert attempts_of(demo, "results.compute") == 3
    until(lambda: folders_of(demo, evaluation) == [folder])
    assert "Enter the decision" in department.get(page)


def folders_of(demo, evaluation: int) -> list[str]:
    """Return the folders that attempts of an evaluation have left, whole or half."""
    lying = (each.name for each in demo.folder.glob("files/results/*"))
    return [name for name in lying if name.lstrip(".").startswith(f"{evaluation}-")]


def more(before, new):
    """Return what is counted once that many are added."""
    return [tuple(was + each for was, each in zip(before[0], new, strict=True))]


def matters_book(folder):
    """Write a workbook with two matters that residents raised."""
    path = folder / "matters.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("群众事项")
        village, day = "槭浦镇鹭坞村党支部", TODAY.isoformat()
        for row, cells in enumerate(
            (
                HEADINGS,
                [village, day, "来访", "土地和征迁", "田埂", day],
                [village, day, "来电", "其他", "路灯", day],
            )
        ):
            sheet.write_row(row, 0, cells)
    return path


def form_book(visitor, folder):
    """Take the form of the village out and write another net income into it."""
    path = folder / "forms.xlsx"
    book = openpyxl.load_workbook(BytesIO(visitor.take("/reporting/collections/1/forms.xlsx")))
    cell = book.worksheets[0].cell(5, 4)
    cell.value += 1
    book.save(path)
    return path


def progress_of(demo, matters: str, forms: str) -> list[tuple[object, ...]]:
    """Return the states of both workbooks, and of their last runs."""
    return [
        *demo.query(
            "SELECT u.state, r.state FROM ledgers_upload u JOIN jobs_run r ON r.id = u.run_id "
            f"WHERE u.id = {matters.rsplit('/', 1)[1]}"
        ),
        *demo.query(
            "SELECT u.fate, r.state FROM reporting_upload u JOIN jobs_run r ON r.id = u.run_id "
            f"WHERE u.id = {forms.rsplit('/', 1)[1]}"
        ),
    ]


def attempts_of(demo, job: str) -> object:
    """Return how often the last run of a job was begun."""
    return demo.query(f"SELECT attempts FROM jobs_run WHERE job = '{job}' ORDER BY id DESC LIMIT 1")[0][0]


def test_a_killed_server_is_there_again_with_the_same_data(demo, serving):
    token = tokens(demo.run("demo").stdout)[0]
    process, port = serving(demo)
    visitor = Visitor(port)
    visitor.sign_in(token)
    before = demo.query(ROWS)
    left = list(children_of(process.pid).values())

    process.kill()
    process.wait(30)
    second, _ = serving(demo, port)
    page = visitor.get("/")
    until(lambda: not any(is_running(each) for each in left))
    groups = children_of(second.pid).values()
    second.kill()
    second.wait(30)
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    until(lambda: answer(port, "/health") == 0)
    serving(demo, port)

    assert "Organization department" in page
    assert "Organization department" in visitor.get("/")
    assert demo.query(ROWS) == before
    until(lambda: "sealed, 0 not sealed yet" in demo.run("audit", "verify").stdout)
