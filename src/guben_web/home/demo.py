"""The demo: its people, its county, and how both come into an empty database. The one place where it is made."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guben_web.accounts import actions as accounts
from guben_web.accounts.enums import WITHOUT_ORGANIZATION, LinkPurpose, RoleCode
from guben_web.accounts.models import Account, Role
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.models import Appraisal
from guben_web.engine.reporting import asked_by
from guben_web.engine.schemes import collected_measures
from guben_web.engine.synthesis import make_county, write_county_workbook
from guben_web.engine.texts import Text
from guben_web.home import (
    actions,
    demo_appraisals,
    demo_counts,
    demo_figures,
    demo_marks,
    demo_promotion,
    entered,
    lived_in,
)
from guben_web.home.demo_work import bring_in
from guben_web.home.ordinary import get_ordinary_township, get_ordinary_village
from guben_web.home.queries import find_installation
from guben_web.imports import actions as imports
from guben_web.imports.models import Batch
from guben_web.jobs.registry import Progress
from guben_web.ledgers.access import Reader
from guben_web.org.access import Scope
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import ancestors_on
from guben_web.packs import actions as packs
from guben_web.packs.models import Ledger
from guben_web.results.models import Evaluation
from guben_web.structure.queries import townships
from guben_web.teams.models import Term

VILLAGES = "pioneer-project/village"
_LIFETIME = timedelta(days=7)
# Those that name each other are switched on together: pairings with households, uses with venues.
_LEDGERS_CHOSEN = (
    *("base/meetings", "base/visits", "base/matters", "base/problems", "base/projects", "base/training"),
    *("base/pairings", "base/venue-use", "base/collective-income", "base/commitments"),
)
_PEOPLE = Text("建立演示账号", "Making the demo's accounts")
_COUNTY = Text("生成虚构的县", "Inventing a county")
_WORKBOOK = Text("写工作簿", "Writing its workbook")
_LIVED_IN = Text("登记换届、单位和更正申请", "Entering elections, workplaces and a correction")
_FIGURES = Text("填报村级数据", "Reporting figures of villages")
_APPRAISAL = Text("考核村党组织", "Appraising the villages")
_CHOICE = Text("开启台账", "Switching ledgers on")
_EARLIER = Text("导入上年度等次", "Importing the grades of the year before")
_PROMOTION = Text("晋位升级", "Rounds of promotion")
_THIS_PERIOD = Text("建立本年度的考核", "Opening this year's appraisals")
_LEDGERS = Text("登记台账", "Filling the ledgers")
_COUNTS = Text("录入测评计票表", "Counting ballots")
_ROLES = Text("把演示账号派到组织", "Giving the demo's accounts their organizations")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody a visitor can sign in as."""

    username: str
    name: Text
    role: RoleCode


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A link into the demo: who one is with it, in both languages, and its token."""

    title: str
    token: str


DEPARTMENT = DemoPerson("demo-department", Text("县委组织部", "Organization department"), RoleCode.DEPARTMENT)
TOWNSHIP = DemoPerson("demo-township", Text("乡镇党委", "Township committee"), RoleCode.TOWNSHIP)
SECRETARY = DemoPerson("demo-secretary", Text("村党组织书记", "Village secretary"), RoleCode.SECRETARY)
MEMBER = DemoPerson("demo-member", Text("党员", "Member"), RoleCode.MEMBER)
SYSTEM = DemoPerson("demo-system", Text("系统管理员", "System administrator"), RoleCode.SYSTEM_ADMIN)
SECURITY = DemoPerson("demo-security", Text("安全管理员", "Security administrator"), RoleCode.SECURITY_ADMIN)
AUDITOR = DemoPerson("demo-auditor", Text("审计人员", "Auditor"), RoleCode.AUDIT_ADMIN)
SCORER = DemoPerson(
    "demo-discipline", Text("县纪委监委", "Discipline commission"), RoleCode.SCORING_DEPARTMENT
)
PEOPLE = (DEPARTMENT, TOWNSHIP, SECRETARY, MEMBER, SCORER, SYSTEM, SECURITY, AUDITOR)
# Stands for the secretaries of the township's other villages; nobody signs in as her.
_SECRETARIES, _SECRETARIES_NAME = "demo-secretaries", "其他村党组织书记"
# The second teller of the township's counts; nobody signs in as her either.
_OFFICER, _OFFICER_NAME = "demo-officer", "乡镇组织员"


def make_demo(*, shown: Progress) -> None:
    """Fill an empty database with the demo, or go on where an earlier start was interrupted.

    Raises AlreadyInstalled where real data lie, and DemoIsNotMade.
    """
    for step in STEPS:
        step(shown)


@transaction.atomic
def install_people(shown: Progress) -> None:
    """Mark the database as a demo and make the accounts, with the roles that need no organization."""
    shown(_PEOPLE)
    if find_installation() is not None:
        actions.need_nothing_installed(but="demo")
        return
    now = timezone.now()
    actions.install(kind="demo", now=now)
    for person in PEOPLE:
        account = accounts.create_account(
            username=person.username, display_name=person.name.zh, by=None, now=now
        )
        accounts.need_no_password(account=account, by=None, now=now)
        if person.role in WITHOUT_ORGANIZATION:
            accounts.grant_role(account=account, code=person.role, by=None, now=now)


def bring_county_in(shown: Progress) -> None:
    """Import an invented county as the department would: upload its workbook, have it read, apply it."""
    department = account_of(DEPARTMENT)
    batch = Batch.objects.filter(uploaded_by=department).order_by("id").first()
    if batch is None:
        batch = _upload_county(department, shown)
    bring_in(batch, department, shown)


def appraise_villages(shown: Progress) -> None:
    """Live through the appraisal of the villages, from the trial run to the sealed result and what was found later."""
    shown(_APPRAISAL)
    batch = Batch.objects.filter(uploaded_by=account_of(DEPARTMENT)).order_by("id")[0]
    people = demo_appraisals.People(account_of(DEPARTMENT), account_of(TOWNSHIP), account_of(SECRETARY))
    demo_appraisals.appraise(
        scheme=VILLAGES,
        period=batch.period,
        as_of=batch.as_of,
        people=people,
        places=demo_appraisals.Places(_held_by(TOWNSHIP), _held_by(SECRETARY)),
        shown=shown,
    )


@transaction.atomic
def give_organizations(shown: Progress) -> None:
    """Give the township, the secretary and the member an organization each, ordinary ones of the county."""
    if account_of(SECRETARY).role_codes():
        return
    shown(_ROLES)
    now = timezone.now()
    township = get_ordinary_township(timezone.localdate(now))
    village = get_ordinary_village(timezone.localdate(now), township)
    county = ancestors_on(timezone.localdate(now), township.organization_id)[0]
    for person, version in ((TOWNSHIP, township), (SECRETARY, village), (MEMBER, village), (SCORER, county)):
        accounts.grant_role(
            account=account_of(person),
            code=person.role,
            organization_id=version.organization_id,
            by=None,
            now=now,
        )


@transaction.atomic
def choose_ledgers(shown: Progress) -> None:
    """Have the department switch on the ledgers that it needs; a dozen, because each is work for every village."""
    shown(_CHOICE)
    if Ledger.objects.filter(is_kept=True, name__in=_LEDGERS_CHOSEN).exists():
        return
    for ledger in Ledger.objects.filter(name__in=_LEDGERS_CHOSEN):
        packs.keep_ledger(ledger=ledger, is_kept=True, by=account_of(DEPARTMENT), now=timezone.now())


def fill_ledgers(shown: Progress) -> None:
    """Enter what happened into the ledgers, few into those that are switched off, each ledger in a transaction of its own."""
    now = timezone.now()
    today, department = timezone.localdate(now), account_of(DEPARTMENT)
    ledgers = list(Ledger.objects.filter(entries=None).select_related("pack", "definition"))
    if not ledgers:
        return
    township = get_ordinary_township(today)
    own = (township.organization_id, get_ordinary_village(today, township).organization_id)
    inventor = entered.Inventor(Reader(department, today), today)
    for number, ledger in enumerate(entered.in_order(ledgers)):
        shown(_LEDGERS, done=number, of=len(ledgers))
        with transaction.atomic():
            inventor.fill(ledger, own, now)


@transaction.atomic
def live_in(shown: Progress) -> None:
    """Let the department and the township do what they do in a year, so that every page has something to show."""
    if Term.objects.exists():
        return
    shown(_LIVED_IN)
    now = timezone.now()
    today, department, keeper = timezone.localdate(now), account_of(DEPARTMENT), account_of(TOWNSHIP)
    township = get_ordinary_township(today)
    village = get_ordinary_village(today, township)
    lived_in.begin_terms(department, now)
    lived_in.make_full(department, now)
    countryside = townships(Scope(is_whole=True), today).filter(field="rural")
    lived_in.add_workplaces(list(countryside), department, now)
    lived_in.send_first_secretary(township, keeper, now)
    lived_in.move_somebody(village, keeper, now)
    lived_in.ask_for_correction(village, account_of(MEMBER), keeper, now)


def report_figures(shown: Progress) -> None:
    """Have the department collect figures, and the township's villages report them, as far as each has come."""
    shown(_FIGURES)
    batch = Batch.objects.filter(uploaded_by=account_of(DEPARTMENT)).order_by("id")[0]
    period = int(batch.period) + 1
    if demo_figures.is_done(period):
        return
    now, today = timezone.now(), timezone.localdate()
    township, village = _held_by(TOWNSHIP), _held_by(SECRETARY)
    villages = demo_figures.villages_below(township, today, village)
    people = demo_figures.People(
        department=account_of(DEPARTMENT),
        township=account_of(TOWNSHIP),
        secretary=account_of(SECRETARY),
        secretaries=_secretaries_of(villages[1:], now),
        scorer=account_of(SCORER),
    )
    demo_figures.collect_figures(
        scheme=VILLAGES,
        measures=[each.measure.name for each in asked_by(VILLAGES)],
        period=period,
        people=people,
        villages=villages,
    )


def count_ballots(shown: Progress) -> None:
    """Have a ballot counted in the township, as far as each village has come."""
    shown(_COUNTS)
    batch = Batch.objects.filter(uploaded_by=account_of(DEPARTMENT)).order_by("id")[0]
    period = int(batch.period) + 1
    if demo_counts.is_done(period):
        return
    now, today = timezone.now(), timezone.localdate()
    township, village = _held_by(TOWNSHIP), _held_by(SECRETARY)
    demo_counts.count_ballots(
        scheme=VILLAGES,
        period=period,
        township_id=township,
        villages=demo_figures.villages_below(township, today, village),
        department=account_of(DEPARTMENT),
        tellers=(account_of(TOWNSHIP), _officer_of(township, now)),
    )


def bring_earlier_grades_in(shown: Progress) -> None:
    """Import the grades of the year before, as an office has them in a list."""
    shown(_EARLIER)
    department = account_of(DEPARTMENT)
    evaluation = _evaluation()
    file_name = demo_promotion.FILE_NAME.format(period=int(evaluation.period) - 1)
    batch = Batch.objects.filter(uploaded_by=department, file_name=file_name).first()
    if batch is None:
        batch = imports.upload(
            file_name=file_name,
            content=demo_promotion.grades_before(evaluation),
            period=str(int(evaluation.period) - 1),
            as_of=evaluation.as_of,
            by=department,
            now=timezone.now(),
        )
    bring_in(batch, department, shown)


def promote(shown: Progress) -> None:
    """Let villages move up: a round whose second grades are known, and one whose plans are being made."""
    shown(_PROMOTION)
    township, village = _held_by(TOWNSHIP), _held_by(SECRETARY)
    people = demo_promotion.People(account_of(DEPARTMENT), account_of(TOWNSHIP))
    villages = demo_figures.villages_below(township, timezone.localdate(), village)
    demo_promotion.promote(evaluation=_evaluation(), people=people, villages=villages)


def open_this_period(shown: Progress) -> None:
    """Open the appraisals of this period: one waits for figures, one for marks."""
    shown(_THIS_PERIOD)
    batch = Batch.objects.filter(uploaded_by=account_of(DEPARTMENT)).order_by("id")[0]
    township, village = _held_by(TOWNSHIP), _held_by(SECRETARY)
    villages = demo_figures.villages_below(township, timezone.localdate(), village)
    people = demo_marks.People(
        department=account_of(DEPARTMENT),
        township=account_of(TOWNSHIP),
        secretaries=_secretaries_of(villages[1:], timezone.now()),
        administrator=account_of(SYSTEM),
    )
    demo_marks.open_both(
        scheme=VILLAGES,
        period=str(int(batch.period) + 1),
        as_of=batch.as_of.replace(year=batch.as_of.year + 1),
        people=people,
        villages=villages,
    )


# What the demo is made of, in order; another part of it is one more function here. Each does nothing where it was
# done already, so that a start after an interruption goes on.
STEPS: tuple[Callable[[Progress], None], ...] = (
    install_people,
    bring_county_in,
    give_organizations,
    choose_ledgers,
    fill_ledgers,
    appraise_villages,
    live_in,
    report_figures,
    count_ballots,
    bring_earlier_grades_in,
    promote,
    open_this_period,
)


@transaction.atomic
def create_demo_links(*, now: datetime) -> list[DemoLink]:
    """Return a fresh one-time link for everybody in the demo; earlier ones end.

    Raises AlreadyInstalled where this is no demo.
    """
    installation = find_installation()
    if installation is None or installation.kind != "demo":
        raise actions.AlreadyInstalled(kind=actions.KINDS["real"])
    return [
        DemoLink(
            _title(person),
            accounts.create_link(
                account=account_of(person), purpose=LinkPurpose.DEMO, lifetime=_LIFETIME, by=None, now=now
            ),
        )
        for person in PEOPLE
    ]


def account_of(person: DemoPerson) -> Account:
    """Return the account of somebody in the demo."""
    return Account.objects.get(username=person.username)


def _evaluation() -> Evaluation:
    """Return the evaluation of the villages that became final."""
    final = Appraisal.objects.select_related("evaluation").get(scheme=VILLAGES, stage=Stage.FINAL)
    assert final.evaluation is not None
    return final.evaluation


def _held_by(person: DemoPerson) -> int:
    """Return the organization that somebody in the demo stands for."""
    held = Role.objects.get(account__username=person.username, ended_at=None).organization_id
    assert held is not None
    return held


@transaction.atomic
def _secretaries_of(villages: Sequence[int], now: datetime) -> Account:
    """Return the account that stands for the secretaries of some villages."""
    known = Account.objects.filter(username=_SECRETARIES).first()
    if known is not None:
        return known
    account = accounts.create_account(username=_SECRETARIES, display_name=_SECRETARIES_NAME, by=None, now=now)
    for village in villages:
        accounts.grant_role(
            account=account, code=RoleCode.SECRETARY, organization_id=village, by=None, now=now
        )
    return account


@transaction.atomic
def _officer_of(township: int, now: datetime) -> Account:
    """Return the account of the township's organization officer, the second teller."""
    known = Account.objects.filter(username=_OFFICER).first()
    if known is not None:
        return known
    account = accounts.create_account(username=_OFFICER, display_name=_OFFICER_NAME, by=None, now=now)
    accounts.grant_role(
        account=account, code=RoleCode.TOWNSHIP_OFFICER, organization_id=township, by=None, now=now
    )
    return account


def _upload_county(department: Account, shown: Progress) -> Batch:
    shown(_COUNTY)
    size = settings.DEMO_SIZE
    county = make_county(townships=size["townships"], villages=size["villages"], members=size["members"])
    with tempfile.TemporaryDirectory(prefix="guben-demo-") as folder:
        path = Path(folder) / f"{county.name}.xlsx"
        shown(_WORKBOOK)
        write_county_workbook(county, path, collected_measures())
        return imports.upload(
            file_name=path.name,
            content=path.read_bytes(),
            period=str(county.as_of.year),
            as_of=county.as_of,
            by=department,
            now=timezone.now(),
        )


def _title(person: DemoPerson) -> str:
    held = Role.objects.filter(account__username=person.username, ended_at=None)
    where = OrganizationVersion.objects.filter(
        organization_id__in=held.values("organization_id"), valid_to=None
    ).first()
    return f"{person.name.zh} · {person.name.en}" + (f" · {where}" if where else "")
