"""Imports through the real queue and the real server, and what is left when processes are killed."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from web.counties import COUNTY, TOWNSHIP, TOWNSHIP_2, VILLAGE, VILLAGE_2, write_county
from web.installations import Visitor, answer, children_of, is_running, tokens, until

pytestmark = pytest.mark.slow
ROWS = """
    SELECT (SELECT count(*) FROM org_organization), (SELECT count(*) FROM org_organizationversion),
        (SELECT count(*) FROM people_member), (SELECT count(*) FROM people_post)
"""


@pytest.fixture
def department(demo, serving):
    """A visitor who has signed in as the department of a served demo."""
    token = tokens(demo.run("demo").stdout)[0]
    _, port = serving(demo)
    visitor = Visitor(port)
    visitor.sign_in(token)
    return visitor


def upload(visitor, path) -> str:
    return visitor.upload(path, period="2025", as_of="2025-12-31")


def state_of(demo, batch: str) -> tuple[object, ...]:
    """Return the state of a batch and of its last run."""
    number = batch.rsplit("/", 1)[1]
    return demo.query(
        "SELECT b.state, r.state FROM imports_batch b JOIN jobs_run r ON r.id = b.run_id "
        f"WHERE b.id = {number}"
    )[0]


def test_an_import_goes_its_whole_way_through_the_queue_and_is_recorded(demo, department, tmp_path):
    before = demo.query(ROWS)

    batch = upload(department, write_county(tmp_path / "county.xlsx"))
    until(lambda: state_of(demo, batch) == ("WAITING", "DONE"))
    waiting = department.get(batch)
    department.post(f"{batch}/apply", page=batch)
    until(lambda: state_of(demo, batch) == ("APPLIED", "DONE"))
    applied = demo.query(ROWS)
    department.post(f"{batch}/undo", page=batch)
    until(lambda: state_of(demo, batch) == ("UNDONE", "DONE"))

    assert "Nothing is stored yet." in waiting and "荻汀村党支部" in waiting
    assert applied == [tuple(was + new for was, new in zip(before[0], (5, 5, 3, 1), strict=True))]
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


def test_an_import_whose_workers_are_killed_is_taken_up_again_and_leaves_nothing_half_done(
    demo, serving, tmp_path
):
    first, second = tmp_path / "first-kill", tmp_path / "second-kill"
    demo.environment["TEST_PAUSES"] = os.pathsep.join([str(first), str(second)])
    token = tokens(demo.run("demo").stdout)[0]
    process, port = serving(demo)
    visitor = Visitor(port)
    visitor.sign_in(token)
    before = demo.query(ROWS)
    batch = upload(visitor, write_county(tmp_path / "county.xlsx"))
    until(lambda: state_of(demo, batch) == ("WAITING", "DONE"))

    # Both times organizations are stored in the open transaction, and members are next.
    visitor.post(f"{batch}/apply", page=batch)
    until(first.exists)
    os.kill(int(first.read_text()), signal.SIGKILL)
    until(second.exists)
    meanwhile = visitor.get(batch)
    stored = demo.query(ROWS)
    os.kill(children_of(process.pid)["worker"], signal.SIGKILL)
    until(lambda: state_of(demo, batch) == ("APPLIED", "DONE"))

    assert (
        "The background worker was interrupted once and began anew; nothing half-done was left." in meanwhile
    )
    assert stored == before
    assert demo.query(ROWS) == [tuple(was + new for was, new in zip(before[0], (5, 5, 3, 1), strict=True))]
    assert demo.query("SELECT attempts FROM jobs_run ORDER BY id DESC LIMIT 1") == [(3,)]
    # The demo's own two, and this one once.
    assert demo.query("SELECT count(*) FROM audit_entry WHERE action = 'import.applied'") == [(3,)]
    assert "Applied by 县委组织部" in visitor.get(batch)


def test_of_two_imports_applied_at_once_the_second_is_refused_in_words_and_works_after_another_look(
    demo, serving, tmp_path
):
    demo.environment["TEST_SECONDS"] = "1.5"
    token = tokens(demo.run("demo").stdout)[0]
    _, port = serving(demo)
    visitor = Visitor(port)
    visitor.sign_in(token)
    changed = [COUNTY, TOWNSHIP, TOWNSHIP_2, [*VILLAGE[:7], 801], VILLAGE_2]
    paths = [
        write_county(tmp_path / "one.xlsx"),
        write_county(tmp_path / "two.xlsx", organizations=changed, members=[]),
    ]
    batches = [upload(visitor, path) for path in paths]
    for batch in batches:
        until(lambda batch=batch: state_of(demo, batch) == ("WAITING", "DONE"))

    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda batch: visitor.post(f"{batch}/apply", page=batch), batches))
    until(
        lambda: (
            sorted(state_of(demo, each) for each in batches) == [("APPLIED", "DONE"), ("WAITING", "FAILED")]
        )
    )
    refused = next(each for each in batches if state_of(demo, each)[0] == "WAITING")
    page = visitor.get(refused)
    runs = demo.query("SELECT started_at, ended_at FROM jobs_run WHERE job = 'imports.apply' ORDER BY id")[
        -2:
    ]
    organizations = demo.query("SELECT count(*) FROM org_organization")
    visitor.post(f"{refused}/again", page=refused)
    until(lambda: state_of(demo, refused) == ("WAITING", "DONE"))
    visitor.post(f"{refused}/apply", page=refused)
    until(lambda: state_of(demo, refused) == ("APPLIED", "DONE"))

    assert "The data have changed since this was compared with them; nothing was stored." in page
    assert max(start for start, _ in runs) < min(end for _, end in runs), "They did not run at once."
    assert organizations == demo.query("SELECT count(*) FROM org_organization") == [(39 + 5,)]


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
