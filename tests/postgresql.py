"""A PostgreSQL server of the tests' own: made in a temporary folder, thrown away at the end.

Run as a program, it exits with 0 if a server is installed.
"""

import atexit
import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def find_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl; None where no server is installed."""
    folders = [*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), *os.get_exec_path()]
    return next((Path(each) for each in folders if (Path(each) / "initdb").exists()), None)


def start() -> str:
    """Start a server that listens on a socket only, and return the address of its database."""
    programs = find_programs()
    assert programs, "No PostgreSQL server is installed; on Debian and Ubuntu: apt-get install postgresql"
    folder = Path(tempfile.mkdtemp(prefix="guben-postgresql-"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "guben", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c jit=off"
    run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")

    def stop() -> None:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://guben@/postgres?host={folder}"


if __name__ == "__main__":
    sys.exit(find_programs() is None)
