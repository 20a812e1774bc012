"""The people of the soak: accounts in a demo, what each fills in, enters and marks, and what each looks at, as JSON on standard output.

Run by `benchmarks.soak` in a process of its own, with GUBEN_DATA set: it starts Django.
"""

import json
import sys
from datetime import timedelta
from typing import Any

_PERIOD, _SCHEME = "2099", "pioneer-project/village"
# Its superiors mark what they think of a village's approach.
_MARKED = "foundation-year/grading"
_LEDGER = "base/meetings"
_MEASURES = ("net_income", "collective_funds_total", "collective_income")


def main(number: int) -> None:
    """Print the people."""
    import django

    django.setup()
    print(json.dumps(_people(number)))


def _people(number: int) -> list[dict[str, Any]]:
    from django.utils import timezone

    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import LinkPurpose, RoleCode
    from guben_web.accounts.models import Account
    from guben_web.appraisals import actions as appraisals
    from guben_web.reporting import actions
    from guben_web.reporting.actions import Design, Wish
    from guben_web.reporting.models import Sheet
    from guben_web.results.models import Evaluation, Result

    now = timezone.now()
    department = Account.objects.get(username="demo-department")
    evaluation = Evaluation.objects.filter(state="SHOWN", scheme=_SCHEME).latest("as_of")
    design = Design("压力测试", (_SCHEME,), _PERIOD, now.date() + timedelta(days=9), 50, 5, 3)
    wishes = [Wish(name, 3, "soak") for name in _MEASURES]
    row = actions.save_collection(collection=None, design=design, wishes=wishes, by=department, now=now)
    actions.publish_collection(collection=row, by=department, now=now)
    appraisal = appraisals.open_appraisal(
        scheme=_MARKED, period=_PERIOD, as_of=evaluation.as_of, by=department, now=now
    )
    appraisals.open_marks(appraisal=appraisal, by=department, now=now)
    sheets = Sheet.objects.filter(collection=row).exclude(organization=None).order_by("id")
    results = Result.objects.filter(evaluation=evaluation)
    townships = dict(results.values_list("organization_id", "township_id"))
    open_forms = [each for each in sheets if each.organization_id in townships]

    people = []
    for place in range(number):
        # Of six, four are secretaries with their own form, one a township that fills one in for a village, one the department.
        kind = (
            RoleCode.DEPARTMENT
            if place % 6 == 5
            else RoleCode.TOWNSHIP
            if place % 6 == 4
            else RoleCode.SECRETARY
        )
        form = open_forms[place * len(open_forms) // number]
        village = form.organization_id
        where = {
            RoleCode.DEPARTMENT: None,
            RoleCode.TOWNSHIP: townships[village],
            RoleCode.SECRETARY: village,
        }[kind]
        account = accounts.create_account(
            username=f"soak-{place}", display_name=f"S{place}", by=None, now=now
        )
        accounts.grant_role(account=account, code=kind, organization_id=where, by=None, now=now)
        accounts.need_no_password(account=account, by=None, now=now)
        token = accounts.create_link(
            account=account, purpose=LinkPurpose.DEMO, lifetime=timedelta(hours=2), by=None, now=now
        )
        people.append(
            {
                "token": token,
                "form": form.pk if kind is not RoleCode.DEPARTMENT else None,
                "village": village,
                "ledger": f"/ledgers/{_LEDGER}/" if kind is not RoleCode.DEPARTMENT else None,
                "marks": f"/appraisals/{appraisal.pk}/marks" if kind is RoleCode.TOWNSHIP else None,
                "pages": {
                    "workbench": "/",
                    "members": "/organizations/members",
                    "search": "/organizations/?q=村",
                    "organization": f"/organizations/{village}",
                    "ledger": f"/ledgers/{_LEDGER}/",
                    "burden": "/reporting/burden",
                    "results": f"/results/{evaluation.pk}",
                    "one result": f"/results/{evaluation.pk}/organizations/{village}",
                    "explanation": f"/results/{evaluation.pk}/organizations/{village}/why",
                    "appraisals": "/appraisals/",
                    "promotion": "/promotion/",
                    "statistics": "/statistics/",
                },
            }
        )
    return people


if __name__ == "__main__":
    main(int(sys.argv[1]))
