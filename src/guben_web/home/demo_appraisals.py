"""The demo's appraisal of its villages, from the trial run to the sealed result: each step by the acts that people take.

What is entered are papers of the last weeks: minutes, the notice, what was objected to. One township finds a figure of one of its
villages wrong; it is corrected and computed anew. Whom it concerns follows from the first trial run, so that the same county gets the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.appraisals import actions, late_actions
from guben_web.appraisals.actions import Decided, Meeting
from guben_web.appraisals.enums import Answer, Body, Objector, Stage, Subject
from guben_web.appraisals.models import Appraisal, Decision, Objection
from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.vocabulary import title_of
from guben_web.home.demo_work import bring_in, compute
from guben_web.imports import actions as imports
from guben_web.imports.models import Batch
from guben_web.jobs.registry import Progress
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.results.models import Evaluation, Result

ADVANCED, MIDDLE = 0, 1
FILE_NAME = "{period}年度村级数据更正.xlsx"
_INCOME, _INCOME_PART, _FUNDS = "net_income", "strength.income", "collective_funds_total"
_RIGHT_INCOME = 4_620
# Behind the first meeting: the days until the notice, its length, and those until the second meeting.
_MET_BEFORE, _NOTICE_AFTER, _NOTICE_DAYS, _CORRECTED_AFTER = timedelta(days=16), 2, 6, 11
_CONTACT = "县委组织部组织科 0000-0000000"
_MINUTES = (
    "会议听取了组织科关于{period}年度村党组织考核试算情况的汇报，逐乡镇研究了试算结果和可疑数据的核对情况。"
    "会议同意试算结果；对确有突出表现和突出问题的村，经集体研究调整等次，理由一并登记。会议决定在全县公示。"
)
_CORRECTION_MINUTES = (
    "会议听取了公示期间异议核查情况的汇报。经农业农村局复核，{name}人均纯收入漏计土地流转收入，应为{right:,}元，"
    "同意更正并重新计算；其他异议不成立，维持原结果。首次会议调整的等次不变。"
)
_RAISED = "防汛抢险中党支部连续值守，组织转移群众无一伤亡，受到县委通报表扬。"
_LOWERED = "村务公开连续两个季度造假，被县纪委通报，考核时尚未整改。"
_INCOME_WRONG = "公示第二天书面提出：人均纯收入漏计了土地流转收入，应为{right:,}元，附农经年报复印件。"
_INCOME_ANSWER = "经县农业农村局复核，年报数为{right:,}元，予以更正，重新计算。"
_SERVICE_WRONG = "公示第三天提出：测评时村里有十几户外出务工，没有投上票，满意率偏低，请求重新测评。"
_SERVICE_ANSWER = "应到、实到户数符合测评办法，原始票已由乡镇和县工作组共同复核，数字无误；外出户可在下次测评时委托投票。维持原结果。"
_LATE_REASON = "县农经站年终审计：一笔代管的道路建设款误记为村集体资金，应予剔除。"


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part: the department, the township and the secretary."""

    department: Account
    township: Account
    secretary: Account


@dataclass(frozen=True, slots=True)
class Places:
    """The township and the village that they stand for."""

    township: int
    village: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom the life is about, by the first trial run; None where the county has no such village.

    A village of the township is raised, one elsewhere is lowered, and one has the income corrected.
    """

    raised: Result | None
    lowered: Result | None
    corrected: Result | None

    @property
    def grades(self) -> list[Decided]:
        """What both meetings set."""
        raised = [(self.raised, ADVANCED, _RAISED)] if self.raised else []
        lowered = [(self.lowered, MIDDLE, _LOWERED)] if self.lowered else []
        return [Decided(row.organization_id, grade, reason) for row, grade, reason in (*raised, *lowered)]


def appraise(
    *, scheme: str, period: str, as_of: date, people: People, places: Places, shown: Progress
) -> None:
    """Take one step after another until the results are final and something was found to be wrong in them."""
    found = Appraisal.objects.filter(scheme=scheme, period=period).first()
    appraisal = found or actions.open_appraisal(
        scheme=scheme, period=period, as_of=as_of, by=people.department, now=timezone.now()
    )
    while appraisal.stage != Stage.FINAL:
        _step(appraisal, people, places, shown)
        appraisal = Appraisal.objects.select_related("evaluation__run", "candidate__run").get(pk=appraisal.pk)
    if not appraisal.late_corrections.exists():
        _find_wrong_late(appraisal, places.village, people.department)


def _step(appraisal: Appraisal, people: People, places: Places, shown: Progress) -> None:
    stage, by, now = Stage(appraisal.stage), people.department, timezone.now()
    if stage is Stage.PREPARING:
        actions.run_trial(appraisal=appraisal, by=by, now=now)
        return
    if stage is Stage.TRIAL:
        assert appraisal.evaluation is not None
        compute(appraisal.evaluation, by, shown)
        minutes = _MINUTES.format(period=appraisal.period)
        grades = _concerned(appraisal, places).grades
        actions.decide(appraisal=appraisal, meeting=_meeting(0, 3, minutes), grades=grades, by=by, now=now)
        return
    concerned = _concerned(appraisal, places)
    if stage is Stage.DECIDED:
        first = timezone.localdate() - _MET_BEFORE + timedelta(days=_NOTICE_AFTER)
        last = first + timedelta(days=_NOTICE_DAYS)
        actions.publish(appraisal=appraisal, first=first, last=last, contact=_CONTACT, by=by, now=now)
    elif stage is Stage.PUBLIC:
        _in_notice(appraisal, concerned.corrected, people, places, shown)
    elif stage is Stage.CORRECTING:
        assert appraisal.candidate is not None and concerned.corrected is not None
        compute(appraisal.candidate, by, shown)
        minutes = _CORRECTION_MINUTES.format(name=concerned.corrected.name, right=_RIGHT_INCOME)
        actions.adopt(
            appraisal=appraisal,
            meeting=_meeting(_CORRECTED_AFTER, 5, minutes),
            grades=concerned.grades,
            by=by,
            now=now,
        )


def _in_notice(
    appraisal: Appraisal, wrong: Result | None, people: People, places: Places, shown: Progress
) -> None:
    """Object and answer, then correct what was upheld, then make the results final; one of these each time."""
    by, now = people.department, timezone.now()
    wanted = list(_objections(wrong, people, places))
    held = list(Objection.objects.filter(appraisal=appraisal).order_by("id"))
    for row, path, text, objector, _, _ in wanted[len(held) :]:
        actions.object_to(
            appraisal=appraisal,
            organization_id=row,
            path=path,
            objector=Objector.UNIT,
            text=text,
            by=objector,
            now=now,
        )
    for objection, (*_, answer, words) in zip(
        Objection.objects.filter(appraisal=appraisal).order_by("id"), wanted, strict=True
    ):
        if objection.answer == Answer.OPEN:
            actions.answer(objection=objection, answer=answer, words=words, by=by, now=now)
    is_corrected = Decision.objects.filter(appraisal=appraisal, subject=Subject.CORRECTION).exists()
    if wrong is not None and not is_corrected:
        _correct(appraisal, wrong, by, shown)
        actions.recompute(appraisal=appraisal, by=by, now=timezone.now())
    else:
        actions.finish(appraisal=appraisal, by=by, now=now)


def _objections(
    wrong: Result | None, people: People, places: Places
) -> Iterator[tuple[int, str, str, Account, Answer, str]]:
    """Yield whose result is objected to, in which cell, how, by whom, and the answer."""
    if wrong is not None:
        said, answered = (
            _INCOME_WRONG.format(right=_RIGHT_INCOME),
            _INCOME_ANSWER.format(right=_RIGHT_INCOME),
        )
        yield wrong.organization_id, _INCOME_PART, said, people.township, Answer.UPHELD, answered
    yield places.village, "service", _SERVICE_WRONG, people.secretary, Answer.REJECTED, _SERVICE_ANSWER


def _correct(appraisal: Appraisal, wrong: Result, by: Account, shown: Progress) -> None:
    """Import the right figure, as an office sends it: a list of one row."""
    file_name = FILE_NAME.format(period=appraisal.period)
    batch = Batch.objects.filter(uploaded_by=by, file_name=file_name).first()
    if batch is None:
        batch = imports.upload(
            file_name=file_name,
            content=list_book([_line_of(wrong)], mark=file_name),
            period=appraisal.period,
            as_of=appraisal.as_of,
            by=by,
            now=timezone.now(),
        )
    bring_in(batch, by, shown)


def _line_of(wrong: Result) -> ListSheet:
    """Return the organization as it is on record, with the right figure behind."""
    version = OrganizationVersion.objects.get(organization_id=wrong.organization_id, valid_to=None)
    kinds = [title_of(name, getattr(version, name)).zh for name in ("type", "level", "field")]
    headings = ("组织代码", "党组织名称", "组织类别", "层级", "领域", "年人均纯收入")
    return ListSheet("组织", headings, [[wrong.code, version.name, *kinds, _RIGHT_INCOME]])


def _find_wrong_late(appraisal: Appraisal, village: int, by: Account) -> None:
    """Enter that the funds of a village were too high, which a yearly audit found after the results were final."""
    held = ReportedValue.objects.get(period=appraisal.period, measure=_FUNDS, organization_id=village)
    assert held.number is not None
    wrong = Decimal(held.number).scaleb(-held.scale)
    right = wrong * 9 // 10
    late_actions.enter_late_correction(
        appraisal=appraisal,
        organization_id=village,
        cell=f"measure:{_FUNDS}",
        wrong=f"{wrong:,.0f}元",
        right=f"{right:,.0f}元",
        reason=_LATE_REASON,
        by=by,
        now=timezone.now(),
    )


def _concerned(appraisal: Appraisal, places: Places) -> Concerned:
    """Return whom the life is about: by what the first trial run computed, before any meeting."""
    first = appraisal.trials.order_by("number").first()
    assert first is not None
    rows = list(_rows_of(first.evaluation, places.village))
    here = [each for each in rows if each.township_id == places.township]
    raised = max(here, key=_points, default=None)
    lowered = next((each for each in rows if each not in here and _computed(each) == ADVANCED), None)
    taken = {each.pk for each in (raised, lowered) if each is not None}
    low = [each for each in rows if each.points.get(_INCOME_PART) == 0 and each.pk not in taken]
    keys = dict(Organization.objects.values_list("pk", "key"))
    corrected = min(
        low,
        key=lambda each: (each.township_id != places.township, -_points(each), keys[each.organization_id]),
        default=None,
    )
    is_raised = raised is not None and _computed(raised) == MIDDLE
    return Concerned(raised if is_raised else None, lowered, corrected)


def _rows_of(evaluation: Evaluation, but: int) -> Iterator[Result]:
    rows = Result.objects.filter(evaluation=evaluation).exclude(organization_id=but)
    yield from rows.order_by("organization__key")


def _computed(row: Result) -> int | None:
    return row.computed_grade if row.is_decided else row.grade


def _points(row: Result) -> int:
    """Return the total; one with the best grade already goes behind all others."""
    return -1 if row.total is None or _computed(row) == ADVANCED else row.total


def _meeting(after_days: int, number: int, minutes: str) -> Meeting:
    day = timezone.localdate() - _MET_BEFORE + timedelta(days=after_days)
    return Meeting(Body.DEPARTMENT_MEETING, day, f"部务〔{day.year}〕{number}号", minutes)
