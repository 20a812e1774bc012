"""The pages of an evaluation of 5,000 organizations: how long the server takes for each, at the 95th percentile.

Run by itself, `python -m benchmarks.pages`, since it starts Django on a data folder of its own. Each page is asked
for by its address, with its session, its queries and its template, as a browser would get it. Beside it stands what
a page without any result takes, the style page, so that a slow machine shows.
"""

import os
import random
import tempfile
from typing import Any

from benchmarks.timing import page_times

ORGANIZATIONS = 5_000
_TOWNSHIPS = 100
_TIMES = 40
_LIMIT_MS = 200


def main() -> None:
    """Print the median and the 95th percentile of every page."""
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        os.environ["GUBEN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import RoleCode
    from guben_web.config.warming import warm_up

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    account = accounts.create_account(username="bench", display_name="bench", by=None, now=now)
    accounts.grant_role(account=account, code=RoleCode.DEPARTMENT, by=None, now=now)
    accounts.need_no_password(account=account, by=None, now=now)
    evaluation, village, township = _fill(account, now)
    client = Client()
    client.force_login(account)
    here = f"/results/{evaluation}"
    pages = {
        "style page, for comparison": "/style/",
        "all results": here,
        "results, page 60 by name": f"{here}?sort=name_pinyin&page=60",
        "results by a dimension": f"{here}?sort=-core",
        "results of a township": f"{here}?township={township}",
        "results found by initials": f"{here}?words=dz",
        "one organization": f"{here}/organizations/{village}",
        "list of evaluations": "/results/",
        "tree of organizations": "/organizations/",
    }
    # As the web processes do.
    warm_up()
    worst = 0.0
    for words, address in pages.items():
        median, high = page_times(lambda address=address: client.get(address), _TIMES)  # type: ignore[misc]
        worst = max(worst, high)
        print(f"{words:28} median {median:6.1f} ms   95th percentile {high:6.1f} ms")
    print(f"slowest 95th percentile / limit of {_LIMIT_MS} ms: {worst / _LIMIT_MS:.2f}")


def _fill(account: Any, now: Any) -> tuple[int, int, int]:
    """Store a computed evaluation; return its id, that of one of its organizations, and that of a township."""
    from guben_web.engine.schemes import get_program
    from guben_web.org.models import Organization, OrganizationVersion
    from guben_web.results.layout import layout_as_data, layout_of
    from guben_web.results.models import Evaluation, Result
    from guben_web.results.peers import TOTAL, Standing, medians_of
    from guben_web.words.pinyin import initials_of, pinyin_of

    draw = random.Random(7)
    program = get_program("pioneer-project/village")
    layout = layout_of(program)
    keys = [f"T{number:03d}" for number in range(_TOWNSHIPS)]
    keys += [f"V{number:04d}" for number in range(ORGANIZATIONS)]
    organizations = Organization.objects.bulk_create(Organization(key=key, code=key) for key in keys)
    townships, villages = organizations[:_TOWNSHIPS], organizations[_TOWNSHIPS:]
    names = "荻汀菱渚苇湾芦滩蒲洲蓼溪茭塘萍浦"
    evaluation = Evaluation.objects.create(
        scheme=program.name,
        period="2025",
        as_of=now.date(),
        state="SHOWN",
        started_by=account,
        started_at=now,
        finished_at=now,
        organizations=ORGANIZATIONS,
        layout=layout_as_data(layout),
    )
    versions, results = [], []
    for place, organization in enumerate(organizations):
        is_village = place >= _TOWNSHIPS
        name = "".join(draw.choices(names, k=3)) + ("村党支部" if is_village else "镇党委")
        said = {"name": name, "name_pinyin": pinyin_of(name), "name_initials": initials_of(name)}
        parent = townships[place % _TOWNSHIPS] if is_village else None
        versions.append(
            OrganizationVersion(
                organization=organization,
                type="branch" if is_village else "committee",
                level="village" if is_village else "township",
                field="rural",
                parent=parent,
                **said,
            )
        )
        if parent is not None:
            points = {part.path: draw.randint(0, int(part.points * 100)) for part in layout.parts}
            total = sum(points[part.path] for part in layout.top)
            results.append(
                Result(
                    evaluation=evaluation,
                    organization=organization,
                    code=organization.key,
                    field="rural",
                    township=parent,
                    township_name=f"{place % _TOWNSHIPS}镇党委",
                    total=total,
                    grade=draw.randint(0, 2),
                    points=points,
                    **said,
                )
            )
    OrganizationVersion.objects.bulk_create(versions)
    Result.objects.bulk_create(results)
    evaluation.medians = medians_of(Standing(row.field, {**row.points, TOTAL: row.total}) for row in results)
    evaluation.save(update_fields=["medians"])
    return evaluation.pk, villages[17].pk, townships[3].pk


if __name__ == "__main__":
    main()
