"""The commands as an operator uses them, in processes of their own: init, demo, link, serve, audit verify."""

import json
import os
import re
import signal
import socket

import pytest
from django.db import connection
from web.installations import Visitor, answer, children_of, free_port, is_running, tokens, until

pytestmark = pytest.mark.slow
IN_THE_COUNTY = {"ORGANIZATION.CREATED": 39, "MEMBER.CREATED": 600}
CORRECTED_LATE = {"ORGANIZATION.CHANGED": 1}
GRADES_BEFORE = {"BASELINE.CREATED": 9}


def test_init_makes_three_administrators_once_and_mixes_nothing(installation):
    first = installation.run("init")
    second = installation.run("init")
    demo = installation.run("demo")
    link = installation.run("link", "security")
    released = installation.run("link", "security", "--without-second-factor")
    nobody = installation.run("link", "nobody")

    assert (first.returncode, len(tokens(first.stdout))) == (0, 3), first.stderr
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.splitlines()[0] == "There is a real installation here already; nothing was changed."
    assert (demo.returncode, demo.stdout) == (1, "")
    assert demo.stderr.splitlines()[0] == (
        "The data folder 'data' holds a real installation; nothing was changed."
    )
    assert (link.returncode, len(tokens(link.stdout))) == (0, 1)
    assert (released.returncode, len(tokens(released.stdout))) == (0, 1)
    assert nobody.stderr.splitlines()[0] == "No account has the user name 'nobody'."
    roles = "SELECT username, code FROM accounts_role r JOIN accounts_account a ON a.id = r.account_id"
    assert sorted(installation.query(roles)) == [
        ("audit", "audit_admin"),
        ("security", "security_admin"),
        ("system", "system_admin"),
    ]
    assert {
        name: oct((installation.folder / name).stat().st_mode & 0o777) for name in ("secret.key", "field.key")
    } == {"secret.key": "0o600", "field.key": "0o600"}


def test_a_demo_is_made_once_and_gives_new_links_every_time(demo):
    before = demo.query("SELECT count(*) FROM people_member")
    first, second = demo.run("demo"), demo.run("demo")
    real = demo.run("init")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert len({*tokens(first.stdout), *tokens(second.stdout)}) == 16
    assert re.sub(r"/link/\S+", "/link/…", first.stdout).splitlines() == [
        "Links into the demo (each works once; run this again for new ones):",
        "  县委组织部 · Organization department",
        "    http://localhost:8000/link/…",
        "  乡镇党委 · Township committee · 中共云岭县槭浦镇委员会",
        "    http://localhost:8000/link/…",
        "  村党组织书记 · Village secretary · 槭浦镇鹭坞村党支部",
        "    http://localhost:8000/link/…",
        "  党员 · Member · 槭浦镇鹭坞村党支部",
        "    http://localhost:8000/link/…",
        "  县纪委监委 · Discipline commission · 中共云岭县委员会",
        "    http://localhost:8000/link/…",
        "  系统管理员 · System administrator",
        "    http://localhost:8000/link/…",
        "  安全管理员 · Security administrator",
        "    http://localhost:8000/link/…",
        "  审计人员 · Auditor",
        "    http://localhost:8000/link/…",
        "Next: guben serve --data data",
    ]
    assert demo.query("SELECT count(*) FROM accounts_account") == [(10,)]
    assert demo.query("SELECT count(*) FROM people_member") == before == [(600,)]
    assert real.returncode == 1
    assert real.stderr.splitlines()[0] == (
        "The data folder 'data' holds a demo installation; nothing was changed."
    )
    assert json.loads((demo.folder / "installation.json").read_text()) == {"kind": "demo"}


def test_a_demo_that_was_killed_goes_on_at_the_next_start_and_is_no_installation_before(installation):
    applying = installation.hold("members")
    making = installation.start("demo")
    applying()

    meanwhile = installation.run("demo")
    making.kill()
    making.wait(30)
    serve, init = installation.run("serve"), installation.run("init")
    stored = installation.query("SELECT count(*) FROM org_organization")
    again = installation.run("demo")

    assert (meanwhile.returncode, meanwhile.stderr.splitlines()[0]) == (
        1,
        "Another guben process is using the data folder 'data'.",
    )
    assert serve.stderr.splitlines()[0] == "The data folder 'data' holds no installation yet."
    assert init.stderr.splitlines()[0] == "There is a demo installation here already; nothing was changed."
    assert stored == [(0,)]
    assert (again.returncode, len(tokens(again.stdout))) == (0, 8), again.stderr
    assert installation.query("SELECT state, counts FROM imports_batch ORDER BY id") == [
        ("APPLIED", counts if installation.database_url else json.dumps(counts))
        for counts in (IN_THE_COUNTY, CORRECTED_LATE, GRADES_BEFORE)
    ]
    assert installation.query("SELECT job, state, attempts FROM jobs_run ORDER BY id") == [
        ("imports.read", "DONE", 1),
        ("imports.apply", "DONE", 2),
        *(("results.compute", "DONE", 1), ("imports.read", "DONE", 1), ("imports.apply", "DONE", 1)),
        *(("results.compute", "DONE", 1), ("imports.read", "DONE", 1), ("imports.apply", "DONE", 1)),
    ]


def test_one_command_makes_the_demo_serves_it_and_stops_at_ctrl_c(installation):
    port = free_port()
    process = installation.start("demo", "--serve", "--port", str(port), "--workers", "1")
    assert process.stdout is not None
    printed = []
    while not printed or not printed[-1].startswith("Guben runs at"):
        printed.append(process.stdout.readline())
        assert printed[-1], "".join(printed)
    page = Visitor(port).sign_in(tokens("".join(printed))[0])
    served = installation.run("serve", "--port", str(free_port()))
    Visitor(port).sign_in(tokens("".join(printed))[1])
    processes = children_of(process.pid).values()

    process.send_signal(signal.SIGINT)

    assert process.wait(30) == 0
    assert process.stdout.read().splitlines()[-1] == "Guben has stopped."
    assert printed[-1] == f"Guben runs at http://localhost:{port}/; stop it with Ctrl-C.\n"
    assert f"http://localhost:{port}/link/" in printed[-2]
    assert "Organization department" in page
    assert served.stderr.splitlines()[0] == "Another guben process is using the data folder 'data'."
    assert [each for each in processes if is_running(each)] == []
    assert " sealed, 0 not sealed yet;" in installation.run("audit", "verify").stdout


def test_a_folder_that_cannot_be_written_to_is_said_in_words(installation):
    installation.folder.write_text("a file")
    ended = installation.run("demo")

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"The data folder '{installation.folder}' cannot be written to: it is a file, not a folder.",
        "  Choose another folder with --data, or ask whoever runs this machine to let you write there.",
    ]


def test_a_database_that_does_not_answer_is_said_in_words(installation):
    installation.environment["GUBEN_DATABASE_URL"] = "postgresql://guben:secret@127.0.0.1:1/guben"
    ended = installation.run("demo")

    assert ended.returncode == 1
    first, second = ended.stderr.splitlines()
    assert first == (
        "The database 'guben' at 127.0.0.1, which GUBEN_DATABASE_URL names, cannot be connected to."
    )
    assert second.startswith("  See whether the server runs and whether database and user exist. It says: ")
    assert "secret" not in ended.stderr


def test_without_an_installation_nothing_is_served_or_made(installation):
    for arguments in (("serve",), ("link", "system"), ("audit", "verify")):
        ended = installation.run(*arguments)

        assert ended.returncode == 1
        assert ended.stderr.splitlines()[0] == "The data folder 'data' holds no installation yet."
    assert not installation.folder.exists()


def test_serve_runs_web_and_worker_and_survives_the_death_of_either(demo, serving):
    process, port = serving(demo)
    demo.ask_for_job(4)
    run = "SELECT state, attempts FROM jobs_run WHERE job = 'test.wait'"
    until(lambda: demo.query(run) == [("RUNNING", 1)])
    worker = children_of(process.pid)["worker"]

    os.kill(worker, signal.SIGKILL)
    until(lambda: children_of(process.pid).get("worker", worker) != worker)
    os.kill(children_of(process.pid)["web"], signal.SIGKILL)
    until(lambda: demo.query(run) == [("DONE", 2)])
    until(lambda: answer(port, "/health") == 200)

    until(lambda: "sealed, 0 not sealed yet" in demo.run("audit", "verify").stdout)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert children_of(process.pid) == {}
    assert answer(port, "/health") == 0


def test_a_port_in_use_is_said_in_words(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = demo.run("serve", "--port", port)

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[0] == (
        f"Port {port} of 127.0.0.1 cannot be used; something else may be using it."
    )


def test_tests_run_on_the_database_that_was_asked_for():
    asked = os.environ.get("GUBEN_TEST_DATABASE", "sqlite")

    assert connection.vendor == asked
