"""The pages of reporting with 5,000 organizations and 10 million stored values, and a workbook of 5,000 × 100 compared.

Run by itself, `python -m benchmarks.reporting`, since it starts Django on a data folder of its own. The stored values are
100 measures of 20 earlier periods; the collection has a form for each organization, all but a tenth handed in. The
workbook is a form of 100 measures, three figures in four filled in; reading it and holding every figure against what was
written are timed apart. Beside the pages stands what the style page takes, so that a busy machine shows.
"""

import os
import tempfile
import time
from dataclasses import replace
from typing import Any

from benchmarks.timing import page_times

ORGANIZATIONS = 5_000
STORED = 10_000_000
_TOWNSHIPS, _PERIODS, _MEASURES = 100, 20, 100
_TIMES = 40
_LIMIT_MS, _LIMIT_S = 200, 5.0
_VILLAGES = "pioneer-project/village"


def main() -> None:
    """Print the times of pages, and of a workbook."""
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        os.environ["GUBEN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
        import django

        django.setup()
        _measure_workbook()
        _measure_pages()


def _measure_workbook() -> None:
    from datetime import date

    from guben.diagnostics import Text
    from guben.office.form_book import FormRow, write_form
    from guben.office.form_sheet import read_form
    from guben_web.engine.reporting import asked_by

    model = asked_by(_VILLAGES)[0].measure
    measures = [
        replace(model, name=f"m{number}", title=Text(f"第{number}项收入", f"income {number}"), aliases=())
        for number in range(_MEASURES)
    ]
    values = {
        each.name: (52_000_000 + place, None, False) for place, each in enumerate(measures) if place % 4
    }
    rows = [
        FormRow(f"T1-{number}-1", f"第{number}村党支部", values=values)
        for number in range(1, ORGANIZATIONS + 1)
    ]
    content = write_form(title=Text("填报", "Form"), mark="", measures=measures, rows=rows)
    started = time.perf_counter()
    reading = read_form("form.xlsx", content, measures=measures, as_of=date(2026, 1, 1))
    taken = time.perf_counter() - started
    known = {row.number: values for row in rows}
    started = time.perf_counter()
    changed = sum(row.values != known[row.number] for row in reading.rows)
    compared = time.perf_counter() - started
    assert changed == 0 and len(reading.rows) == ORGANIZATIONS
    print(f"workbook of 5,000 × 100: read in {taken:.2f} s, compared in {compared:.2f} s")
    print(f"workbook / limit of {_LIMIT_S:.0f} s: {(taken + compared) / _LIMIT_S:.2f}")


def _measure_pages() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from guben_web.config.warming import warm_up

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    department, township, secretary, collection, sheet = _fill()
    at = f"/reporting/collections/{collection}"
    pages = {
        "style page, for comparison": (department, "/style/"),
        "collections": (department, "/reporting/collections/"),
        "a collection by township": (department, at),
        "burden": (department, "/reporting/burden"),
        "reminder": (department, f"{at}/reminder"),
        "a township's forms": (township, "/reporting/"),
        "a township's round": (township, f"/reporting/approval/{collection}"),
        "a form": (secretary, f"/reporting/sheets/{sheet}"),
        "workbench of the department": (department, "/"),
    }
    # As the web processes do.
    warm_up()
    worst = 0.0
    for words, (account, address) in pages.items():
        client = Client()
        client.force_login(account)
        median, high = page_times(lambda client=client, address=address: client.get(address), _TIMES)  # type: ignore[misc]
        worst = max(worst, high)
        print(f"{words:28} median {median:6.1f} ms   95th percentile {high:6.1f} ms")
    print(f"slowest 95th percentile / limit of {_LIMIT_MS} ms: {worst / _LIMIT_MS:.2f}")


def _fill() -> tuple[Any, Any, Any, int, int]:
    """Store organizations, values and a collection; return the accounts, the collection and a form."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import RoleCode
    from guben_web.org.models import Organization, OrganizationVersion
    from guben_web.reporting import actions
    from guben_web.reporting.actions import Design, Wish
    from guben_web.reporting.enums import State
    from guben_web.reporting.models import Cell, Sheet

    now = timezone.now()

    def account(name: str, role: RoleCode, organization: int | None) -> Any:
        made = accounts.create_account(username=name, display_name=name, by=None, now=now)
        accounts.grant_role(account=made, code=role, organization_id=organization, by=None, now=now)
        accounts.need_no_password(account=made, by=None, now=now)
        return made

    keys = [f"T{number:03d}" for number in range(_TOWNSHIPS)]
    keys += [f"V{number:04d}" for number in range(ORGANIZATIONS)]
    organizations = Organization.objects.bulk_create(Organization(key=key, code=key) for key in keys)
    townships = organizations[:_TOWNSHIPS]
    OrganizationVersion.objects.bulk_create(
        OrganizationVersion(
            organization=organization,
            name=f"{organization.key}党支部" if place >= _TOWNSHIPS else f"{organization.key}镇党委",
            name_pinyin=organization.key.casefold(),
            name_initials=organization.key.casefold(),
            type="branch" if place >= _TOWNSHIPS else "committee",
            level="village" if place >= _TOWNSHIPS else "township",
            field="rural",
            parent=townships[place % _TOWNSHIPS] if place >= _TOWNSHIPS else None,
        )
        for place, organization in enumerate(organizations)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledgers_reportedvalue"
            " (organization_id, measure, period, number, scale, is_not_applicable, source)"
            " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
            " SELECT o.id, m.name, CAST(2006 + p.i AS TEXT), 50000000 + o.id, 4, 0, '组织!1!A'"
            " FROM org_organization o"
            " CROSS JOIN (SELECT i, CASE WHEN i = 0 THEN 'net_income' ELSE 'm' || i END AS name"
            "   FROM n WHERE i < %s) m"
            " CROSS JOIN (SELECT i FROM n WHERE i < %s) p WHERE o.key LIKE 'V%%'",
            [max(_MEASURES, _PERIODS), STORED // ORGANIZATIONS // _PERIODS, _PERIODS],
        )
    department = account("department", RoleCode.DEPARTMENT, None)
    design = Design("村级数据", (_VILLAGES,), "2026", now.date() + timedelta(days=9), 50, 5, 3)
    names = ("net_income", "collective_funds_total", "collective_income")
    row = actions.save_collection(
        collection=None, design=design, wishes=[Wish(name, 3) for name in names], by=department, now=now
    )
    actions.publish_collection(collection=row, by=department, now=now)
    sheets = list(Sheet.objects.filter(collection=row).order_by("id"))
    Cell.objects.bulk_create(
        (
            Cell(sheet=sheet, organization_id=sheet.organization_id, measure=name, number=90_000_000,
                 scale=4, entered_by=department, entered_at=now, note="丰收")
            for sheet in sheets for name in names
        ),
        batch_size=1000,
    )  # fmt: skip
    handed_in = [sheet.pk for place, sheet in enumerate(sheets) if place % 10]
    flagged = handed_in[::4]
    Sheet.objects.filter(pk__in=handed_in).update(state=State.SUBMITTED, filled=3)
    Sheet.objects.filter(pk__in=flagged).update(flags=["JUMP"], is_flagged=True)
    township = account("township", RoleCode.TOWNSHIP, townships[3].pk)
    secretary = account("secretary", RoleCode.SECRETARY, sheets[0].organization_id)
    return department, township, secretary, row.pk, sheets[0].pk


if __name__ == "__main__":
    main()
