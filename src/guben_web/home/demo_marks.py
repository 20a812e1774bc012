"""This period's appraisals in the demo: that of the villages waits for figures, and one by a scheme of the county's own for marks."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.appraisals import actions
from guben_web.appraisals.marks import Given, give
from guben_web.appraisals.models import Appraisal
from guben_web.packs.actions import read_packs

SCHEME = "yunling/review"
_PACKS = Path(__file__).parent / "demo_packs"
_PLAN, _SERVICE = "plan", "service"
# What villages give themselves, in their order: plan and service, of 25 each. The last of the township have given nothing yet.
_OWN = (("23", "22"), ("24", "24"), ("21", "23"), ("25", "25"), ("22", "20"))
_WITHOUT = 6
# What the township gives the first of them; where it differs it says why.
_ABOVE = (
    ("23", "", "22", ""),
    ("22", "年度计划第三项推迟到下年，未向党员大会通报。", "24", ""),
    ("21", "", "20", "入户走访核实，两件承诺事项尚未办结。"),
)


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part: the department, the township, the secretaries of other villages, and who reads the packs."""

    department: Account
    township: Account
    secretaries: Account
    administrator: Account


def open_both(*, scheme: str, period: str, as_of: date, people: People, villages: Sequence[int]) -> None:
    """Open the appraisal of the villages, and one whose marks are being given; `villages` begins with the secretary's own."""
    if not Appraisal.objects.filter(scheme=scheme, period=period).exists():
        actions.open_appraisal(
            scheme=scheme, period=period, as_of=as_of, by=people.department, now=timezone.now()
        )
    if not Appraisal.objects.filter(scheme=SCHEME, period=period).exists():
        _put_scheme_in_force(people.administrator)
        _ask_for_marks(period, as_of, people, villages[1:])


def _put_scheme_in_force(by: Account) -> None:
    """Put the county's own pack where such packs lie, and have it read."""
    folder = settings.PACKS_FOLDER
    if folder is not None:
        shutil.copytree(_PACKS, folder, dirs_exist_ok=True)
    read_packs(own=folder or _PACKS, by=by, now=timezone.now())


@transaction.atomic
def _ask_for_marks(period: str, as_of: date, people: People, villages: Sequence[int]) -> None:
    now, today = timezone.now(), timezone.localdate()
    appraisal = actions.open_appraisal(
        scheme=SCHEME, period=period, as_of=as_of, by=people.department, now=now
    )
    actions.open_marks(appraisal=appraisal, by=people.department, now=now)
    marked = villages[: max(1, len(villages) - _WITHOUT)]
    own = [
        Given(village, f"{part}.self", words)
        for place, village in enumerate(marked)
        for part, words in zip((_PLAN, _SERVICE), _OWN[place % len(_OWN)], strict=True)
    ]
    give(appraisal=appraisal, marks=own, by=people.secretaries, now=now, today=today)
    above = [
        Given(village, f"{part}.superior", words, reason)
        for village, (plan, of_plan, service, of_service) in zip(marked, _ABOVE, strict=False)
        for part, words, reason in ((_PLAN, plan, of_plan), (_SERVICE, service, of_service))
    ]
    give(appraisal=appraisal, marks=above, by=people.township, now=now, today=today)
