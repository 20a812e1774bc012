"""What tests of the web application share."""

import subprocess
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from web.builders import make_account
from web.installations import Installation, end, make_installation, serve

from guben_web.accounts.models import Account
from guben_web.audit.triggers import creating, dropping


@pytest.fixture(scope="session", autouse=True)
def record_can_be_emptied() -> Iterator[None]:
    """Let tests that commit empty the record between them, which the database otherwise refuses."""
    teardown = TransactionTestCase._fixture_teardown

    def unguarded_teardown(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for statement in dropping(connection.vendor):
                cursor.execute(statement)
        teardown(self)
        with connection.cursor() as cursor:
            for statement in creating(connection.vendor):
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        # TestCase has a teardown of its own, which rolls back.
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded_teardown)
        yield


@pytest.fixture(autouse=True)
def work_folder(settings, tmp_path):
    """Keep files that a test writes out of any installation; spend no time on strong passwords; ask for one factor."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_DEMANDED_OF = frozenset()


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    """Return a function that makes an account with these roles and signs it in."""

    def signed_in(*roles: str, account: Account | None = None) -> Client:
        client.force_login(account or make_account(*roles))
        return client

    return signed_in


@pytest.fixture
def installation(tmp_path) -> Installation:
    """A data folder that is not there yet."""
    return make_installation(tmp_path / "data")


@pytest.fixture(scope="session")
def first_demo(tmp_path_factory) -> Installation:
    """A demo that is only copied from."""
    made = make_installation(tmp_path_factory.mktemp("demo") / "data")
    ended = made.run("demo")
    assert ended.returncode == 0, ended.stderr
    return made


@pytest.fixture
def demo(first_demo, tmp_path) -> Installation:
    """A demo that nobody has signed in to yet."""
    return make_installation(tmp_path / "data", copied_from=first_demo)


@pytest.fixture
def serving() -> Iterator[Callable[..., tuple[subprocess.Popen[str], int]]]:
    """Return a function that starts `guben serve`, on any port unless told, and waits until it answers."""
    started: list[subprocess.Popen[str]] = []

    def start(installation: Installation, port: int | None = None) -> tuple[subprocess.Popen[str], int]:
        process, there = serve(installation, port)
        started.append(process)
        return process, there

    yield start
    for process in started:
        end(process)
