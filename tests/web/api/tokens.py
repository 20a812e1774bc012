"""Programs that read with a token."""

from datetime import date

from django.test import Client
from web.builders import NOW

from guben_web.accounts.models import Account
from guben_web.api import actions
from guben_web.api.enums import Right
from guben_web.api.models import Token


def make_token(
    account: Account, *rights: Right, name: str = "市级数据平台", last_day: date | None = None
) -> tuple[Token, str]:
    """Return a token of an account with these rights, all of them where none is named, and its secret."""
    return actions.make_token(name=name, rights=rights or list(Right), last_day=last_day, by=account, now=NOW)


class Program:
    """A program that shows a token."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **asked: object):
        return self.client.get(f"/api/v1/{path}", asked)

    def read(self, path: str, **asked: object):
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


def program_of(account: Account, *rights: Right) -> Program:
    """Return a program with a token of an account."""
    held = rights or [right for right in Right if right is not Right.ARCHIVE]
    return Program(make_token(account, *held)[1])
