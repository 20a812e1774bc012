"""The pages of ledgers with 5,000 organizations and 10 million stored values in the ledgers of the base pack.

Run by itself, `python -m benchmarks.ledgers`, since it starts Django on a data folder of its own: one that is made for the
run, or the folder that is named, which is filled once and used again. Entries are written straight into the tables, as the product would
have them: JSON, words to search for, and the index. A third of them are meetings, so that one ledger is far larger than a
county's. Beside the pages stands what the style page takes, so that a busy machine shows; and how many queries a page asks.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.timing import page_times

ORGANIZATIONS, STORED = 5_000, 10_000_000
_TOWNSHIPS, _YEARS = 100, 5
_TIMES = 3
_LIMIT_MS = 200
_AT_ONCE = 20_000
# How much more often something is entered into these than into any other.
_OFTEN = {"base/meetings": 20, "base/visits": 8, "base/matters": 8}
_PHRASES = (
    "学习传达上级精神",
    "研究产业发展",
    "讨论低保名单",
    "走访困难群众",
    "水渠维修",
    "环境整治",
    "信访答复",
    "党费收缴",
    "换届准备",
    "项目公开",
)
_RARE, _COMMON = "荻汀水库", "走访"


def main() -> None:
    """Print the median and the 95th percentile of every page."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        _run(sys.argv[1])
        return
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        _run(folder)


def _run(folder: str) -> None:
    os.environ["GUBEN_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from guben_web.ledgers.models import Entry

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Entry.objects.exists():
        _fill()
    _measure()


def _measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from guben_web.accounts.models import Account
    from guben_web.config.warming import warm_up

    # As the web processes do.
    warm_up()
    worst = 0.0
    for words, name, address in _pages():
        client = Client()
        client.force_login(Account.objects.get(username=name))
        with CaptureQueriesContext(connection) as asked:
            first = client.get(address)
            queries = len(asked)
        assert first.status_code == 200, (address, first.status_code)
        median, high = page_times(lambda client=client, address=address: client.get(address), _TIMES)  # type: ignore[misc]
        worst = max(worst, high)
        print(
            f"{name:11} {words:44} median {median:7.1f} ms   95th percentile {high:7.1f} ms   {queries:3} queries"
        )
    print(f"slowest 95th percentile / limit of {_LIMIT_MS} ms: {worst / _LIMIT_MS:.2f}")


def _pages() -> Iterator[tuple[str, str, str]]:
    """Yield what a page is called, who asks for it, and its address."""
    from guben_web.accounts.models import Account
    from guben_web.ledgers.models import Entry
    from guben_web.org.models import Organization

    meetings = "/ledgers/base/meetings"
    own = Organization.objects.get(key="V0003").pk
    yield "style page, for comparison", "department", "/style/"
    for name in ("department", "township", "secretary"):
        assert Account.objects.filter(username=name).exists()
        entry = Entry.objects.filter(ledger__name="base/meetings", organization_id=own).latest("pk")
        yield "workbench", name, "/"
        yield "ledgers", name, "/ledgers/"
        yield "meetings", name, f"{meetings}/"
        yield "meetings, the last page", name, f"{meetings}/?page=999999"
        yield "meetings of one kind", name, f"{meetings}/?f.kind=lecture"
        yield "meetings by who came", name, f"{meetings}/?sort=-came"
        yield "meetings of one month", name, f"{meetings}/?from=2024-03-01&to=2024-03-31"
        yield "meetings, a word of few", name, f"{meetings}/?q={_RARE}"
        yield "meetings, a word of many", name, f"{meetings}/?q={_COMMON}"
        yield "meetings, a word of none", name, f"{meetings}/?q=没有这样的词"
        yield "problems due", name, "/ledgers/base/problems/?due=1"
        yield "venues", name, "/ledgers/base/venues/"
        yield "who has closed", name, f"{meetings}/closing"
        yield "who has not closed", name, f"{meetings}/closing?open=1"
        yield "figures", name, f"{meetings}/figures"
        yield "an entry", name, f"/entries/{entry.pk}"
        yield "an organization", name, f"/organizations/{own}"
    yield "an entry to change", "secretary", f"/entries/{entry.pk}/change"
    yield "an entry to make", "secretary", f"{meetings}/new"
    yield "an entry to make", "township", f"{meetings}/new"
    yield "entries to choose, typed", "secretary", "/ledgers/base/follow-ups/pick/conference?conference=水渠"
    yield "ledgers on and off", "department", "/ledger-switches"


def _fill() -> None:
    """Store organizations, accounts, and entries with their index; of what is due, one in fifty is not done yet."""
    from django.db import connection
    from django.utils import timezone

    from guben_web.ledgers.values import due_day, index_of, search_text
    from guben_web.packs import actions as packs
    from guben_web.packs.models import Ledger

    now = timezone.now()
    villages = _organizations_and_accounts(now)
    packs.read_packs(own=None, by=None, now=now)
    Ledger.objects.update(is_kept=True)
    ledgers = list(Ledger.objects.select_related("definition"))
    random, stored, number = Random(1), 0, 0
    chosen = [each for each in ledgers for _ in range(_OFTEN.get(each.name, 1))]
    types = {each.pk: each.type for each in ledgers}
    today = now.date()
    moment = now.isoformat(sep=" ")[:26]
    with connection.cursor() as cursor:
        while stored < STORED:
            entries, indexed = [], []
            for _ in range(_AT_ONCE):
                ledger = random.choice(chosen)
                type_ = types[ledger.pk]
                number += 1
                day = today - timedelta(days=random.randrange(1, 365 * _YEARS))
                fields = {
                    name: value
                    for name, field in type_.fields.items()
                    if (value := _value(field, random, day)) is not None
                }
                state = random.choice(list(type_.states))
                if type_.due is not None and random.random() < 0.98:
                    state = type_.due.done[0]
                due = due_day(type_, fields, state)
                stored += len(fields)
                entries.append(
                    (
                        number,
                        ledger.pk,
                        ledger.definition_id,
                        random.choice(villages),
                        day.isoformat(),
                        None,
                        state,
                        json.dumps(fields),
                        due and due.isoformat(),
                        search_text(type_, fields),
                        0,
                        1,
                        moment,
                        moment,
                    )
                )
                indexed += [
                    (number, ledger.pk, each.field, each.number, each.word)
                    for each in index_of(type_, fields)
                ]
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(_INSERT_ENTRY, entries)
            cursor.executemany(_INSERT_INDEX, indexed)
            cursor.execute("COMMIT")
        cursor.execute("ANALYZE")
    print(f"{number} entries of {len(ledgers)} ledgers, {stored} values")


_INSERT_ENTRY = (
    "INSERT INTO ledgers_entry (id, ledger_id, definition_id, organization_id, day, until, state, fields, due, words, is_removed,"
    " revision, created_at, changed_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_INSERT_INDEX = (
    "INSERT INTO ledgers_entryindex (entry_id, ledger_id, field, number, word) VALUES (%s, %s, %s, %s, %s)"
)


def _value(field: Any, random: Random, day: date) -> Any:
    """Return a value that a field may hold; None for references, and now and then."""
    from guben_web.engine.ledgers import Kind

    type_ = field.type
    if type_ is None or (not field.is_required and random.random() < 0.1):
        return None
    if type_.kind is Kind.TEXT:
        return _RARE if random.random() < 0.00005 else f"{random.choice(_PHRASES)}{random.randrange(1000)}"
    if type_.kind is Kind.CHOICE:
        return random.choice(type_.choices.codes)
    if type_.kind is Kind.YES_NO:
        return random.random() < 0.5
    if type_.kind is Kind.DATE:
        due = day + timedelta(days=60)
        return due.year * 10_000 + due.month * 100 + due.day
    low, high = int(type_.low), min(int(type_.high), int(type_.low) + 200)
    return random.randint(low, high) * 10**type_.scale


def _organizations_and_accounts(now: Any) -> list[int]:
    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import RoleCode
    from guben_web.org.models import Organization, OrganizationVersion

    keys = [f"T{number:03d}" for number in range(_TOWNSHIPS)]
    keys += [f"V{number:04d}" for number in range(ORGANIZATIONS)]
    organizations = Organization.objects.bulk_create(Organization(key=key, code=key) for key in keys)
    OrganizationVersion.objects.bulk_create(
        OrganizationVersion(
            organization=organization,
            name=f"{organization.key}村党支部" if place >= _TOWNSHIPS else f"{organization.key}镇党委",
            name_pinyin=organization.key.casefold(),
            name_initials=organization.key.casefold(),
            type="branch" if place >= _TOWNSHIPS else "committee",
            level="village" if place >= _TOWNSHIPS else "township",
            field="rural",
            parent=organizations[place % _TOWNSHIPS] if place >= _TOWNSHIPS else None,
        )
        for place, organization in enumerate(organizations)
    )
    for name, code, organization in (
        ("department", RoleCode.DEPARTMENT, None),
        ("township", RoleCode.TOWNSHIP, organizations[3]),
        ("secretary", RoleCode.SECRETARY, organizations[_TOWNSHIPS + 3]),
    ):
        made = accounts.create_account(username=name, display_name=name, by=None, now=now)
        accounts.grant_role(
            account=made, code=code, organization_id=organization and organization.pk, by=None, now=now
        )
        accounts.need_no_password(account=made, by=None, now=now)
    return [each.pk for each in organizations[_TOWNSHIPS:]]


if __name__ == "__main__":
    main()
