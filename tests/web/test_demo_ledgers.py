"""The demo county has something in every ledger of the base pack, also in those that its department has not switched on."""

from importlib.resources import files

import pytest
from web.builders import NOW
from web.counties import no_progress

from guben_web.accounts.models import Account
from guben_web.home import demo
from guben_web.ledgers.models import Entry
from guben_web.packs.actions import read_packs
from guben_web.packs.models import Ledger

NAMES = sorted(
    f"base/{each.name.removesuffix('.yaml')}" for each in (files("guben") / "packs/base/ledgers").iterdir()
)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_demo_county_holds_entries_of_each_base_ledger(first_demo, name):
    [(entries, villages)] = first_demo.query(
        "SELECT count(*), count(DISTINCT organization_id) FROM ledgers_entry e "
        f"JOIN packs_ledger l ON l.id = e.ledger_id WHERE l.name = '{name}' AND NOT e.is_removed"
    )

    assert entries >= villages >= 1


@pytest.mark.slow
@pytest.mark.django_db
def test_whoever_switches_a_ledger_on_sees_its_entries_figures_and_workbook(settings, sign_in):
    settings.DEMO_SIZE = {"townships": 4, "villages": 9, "members": 600}
    read_packs(own=None, by=None, now=NOW)
    demo.make_demo(shown=no_progress)
    Ledger.objects.update(is_kept=True)
    client = sign_in(account=Account.objects.get(username="demo-department"))

    assert [name for name in NAMES if not Entry.objects.filter(ledger__name=name).exists()] == []
    seen = {}
    for name in NAMES:
        entry = Entry.objects.filter(ledger__name=name).latest("pk")
        answers = [client.get(f"/ledgers/{name}/{page}") for page in ("", "figures", "closing", "new")]
        book = b"".join(client.get(f"/ledgers/{name}/entries.xlsx").streaming_content)
        answers.append(client.get(f"/entries/{entry.pk}"))
        seen[name] = ([each.status_code for each in answers], len(answers[0].context["rows"]) > 0, book[:2])

    assert seen == dict.fromkeys(NAMES, ([200] * 5, True, b"PK"))
