"""What tests of the web application share."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from web.builders import make_account

from guben_web.accounts.models import Account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def work_folder(settings, tmp_path):
    """Keep files that a test writes out of any installation."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    """Return a function that makes an account with these roles and signs it in."""

    def signed_in(*roles: str, account: Account | None = None) -> Client:
        client.force_login(account or make_account(*roles))
        return client

    return signed_in
