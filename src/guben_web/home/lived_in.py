"""What makes the demo look lived in: terms of teams, workplaces without an organization, a move, a correction.

All of it is done as people would do it, by the actions of the apps, and by a rule: the same county gets the same.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.corrections import actions as corrections
from guben_web.engine.vocabulary import MEMBERS
from guben_web.org.access import holding_on, ids_below
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion
from guben_web.people import actions as people
from guben_web.people.matters import probation_ends, probation_over
from guben_web.people.models import Member, Post
from guben_web.structure.rules import parameters
from guben_web.teams import actions as teams
from guben_web.teams.enums import Renewal, Way
from guben_web.teams.models import Term
from guben_web.teams.terms import ended_after
from guben_web.workplaces import actions as workplaces
from guben_web.workplaces.enums import State

# By the place of an organization in its list: when the next election is due, in days from today. The rest are far off.
_DUE_IN_DAYS = {5: -40, 11: 25, 17: 90, 23: 160}
_AT_A_TIME = 29
_WITHOUT_TERM = 28
_FAR_DAYS, _STEP_DAYS = 240, 11
# Name behind that of the township, kind, full members, staff.
_WORKPLACES = (
    ("竹编工艺有限公司", "nonpublic_enterprise", 4, 62),
    ("茶叶专业合作社", "social_organization", 2, 18),
    ("农机服务站", "nonpublic_enterprise", 2, 23),
    ("民办幼儿园", "social_organization", 1, 31),
)
# 中共云岭县…委员会, …党委
_AROUND_PLACE = re.compile(r"^中共(?:.+?[县市区])?|委员会$|党委$")
_LONG_OVER_DAYS = 360
_SINCE = date(2021, 3, 1)
_WRONG = "我的学历已经是大专，登记的还是以前的，请更正。"


def begin_terms(by: Account, now: datetime) -> None:
    """Enter the last election of every organization but a few; some are overdue, some due soon."""
    today, years = timezone.localdate(now), parameters()
    versions = OrganizationVersion.objects.filter(holding_on(today)).exclude(type="group")
    for place, version in enumerate(versions.select_related("organization").order_by("organization__key")):
        turn = place % _AT_A_TIME
        if turn == _WITHOUT_TERM or Term.objects.filter(organization_id=version.organization_id).exists():
            continue
        length = years["term_years_village" if version.level == "village" else "term_years_other"]
        due = today + timedelta(days=_DUE_IN_DAYS.get(turn, _FAR_DAYS + turn * _STEP_DAYS))
        facts = {
            "elected_date": ended_after(due, -length),
            "due_date": due,
            "how": Renewal.ELECTION,
        }
        teams.begin_term(organization=version.organization, facts=facts, by=by, now=now)


def make_full(by: Account, now: datetime) -> None:
    """Make full members of those whose probation was over more than a year ago; the county is of an earlier day."""
    today = timezone.localdate(now)
    waiting = Member.objects.filter(
        probation_over(today, notice_days=-_LONG_OVER_DAYS), status="probationary", joined_date__isnull=False
    )
    for member in waiting:
        assert member.joined_date is not None
        people.set_status(member=member, status="full", on=probation_ends(member.joined_date), by=by, now=now)


def add_workplaces(townships: Sequence[OrganizationVersion], by: Account, now: datetime) -> None:
    """Enter a few enterprises and social organizations that have members and no organization; one has a plan."""
    today = timezone.localdate(now)
    for place, township in enumerate(townships):
        for name, kind, members, staff in _WORKPLACES[: 2 + place % 3]:
            row = workplaces.add_workplace(
                described=workplaces.Described(
                    name=_place_name(township.name) + name,
                    credit_code=None,
                    kind=kind,
                    organization_id=None,
                    cover=Cover.OWN,
                    place_id=township.organization_id,
                    population=None,
                    households=None,
                    staff=staff,
                    members=members,
                ),
                day=_SINCE,
                by=by,
                now=now,
            )
            if kind == "social_organization" and place % 2 == 0:
                plan = {
                    "cover": Cover.JOINT,
                    "state": State.PREPARING,
                    "due_date": today + timedelta(days=20),
                    "note": "",
                }
                workplaces.plan_cover(workplace=row, facts=plan, by=by, now=now)


def send_first_secretary(township: OrganizationVersion, by: Account, now: datetime) -> None:
    """Send a first secretary to the first village of a township."""
    today = timezone.localdate(now)
    posts = Post.objects.filter(
        post="secretary",
        end_date=None,
        organization__versions__parent_id=township.organization_id,
        organization__versions__valid_to=None,
    ).order_by("organization__key")
    village = posts[0].organization
    below = Member.objects.filter(organization_id__in=ids_below([township.organization_id], today))
    sent = _without_post(below.exclude(organization=village))[-1]
    teams.hold_post(
        organization=village,
        holding=teams.Holding(
            sent.pk, "first_secretary", today - timedelta(days=700), Way.SENT, today + timedelta(days=30)
        ),
        by=by,
        now=now,
    )


def move_somebody(to: OrganizationVersion, by: Account, now: datetime) -> None:
    """Transfer a member of a neighbouring village to this one."""
    today = timezone.localdate(now)
    beside = OrganizationVersion.objects.filter(holding_on(today), parent_id=to.parent_id, level="village")
    other = beside.exclude(pk=to.pk).order_by("organization__key").first()
    if other is not None:
        moved = _without_post(Member.objects.filter(organization_id=other.organization_id))[-1]
        day = today - timedelta(days=6)
        people.move_member(member=moved, organization_id=to.organization_id, on=day, by=by, now=now)


def ask_for_correction(village: OrganizationVersion, member: Account, by: Account, now: datetime) -> None:
    """Give the member's account to a member of the village, who asks for a correction."""
    own = _without_post(Member.objects.filter(organization_id=village.organization_id))[0]
    corrections.link_account(member=own, username=member.username, by=by, now=now)
    corrections.ask_for_correction(member=own, words=_WRONG, by=member, now=now)


def _without_post(rows: QuerySet[Member]) -> Sequence[Member]:
    """Return those who are members and hold no post, by initials."""
    return list(rows.filter(status__in=MEMBERS, posts=None).order_by("name_initials", "key"))


def _place_name(name: str) -> str:
    """Return what a township is called without what its committee is: 中共云岭县槭浦镇委员会 → 槭浦镇."""
    return _AROUND_PLACE.sub("", name)
