"""What the workbench shows of appraisals: the next step of each, marks to give, and results on notice."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.appraisals.access import to_be_judged, visible_appraisals
from guben_web.appraisals.enums import Answer, Stage
from guben_web.appraisals.models import Appraisal, Objection
from guben_web.engine.texts import Text
from guben_web.results.enums import State

_TO_PREPARE = Text("准备中的考核，还没有试算", "Appraisals in preparation, not computed yet")
_TO_DECIDE = Text("试算完成，等集体研究的考核", "Appraisals computed, to be decided by a meeting")
_TO_PUBLISH = Text("已研究，等公示的考核", "Appraisals decided, to be put on notice")
_TO_FINISH = Text("公示期满，可以封存的考核", "Appraisals whose notice has ended, to be made final")
_OBJECTIONS = Text("待答复的异议", "Objections to be answered")
_TO_MARK = Text("要您评分的考核", "Appraisals that wait for your marks")
_ON_NOTICE = Text("公示中的考核结果，可以提出异议", "Results on public notice, open to objections")
_NEXT, _LATE = Text("等下一步", "next step"), Text("不答复不能封存", "nothing becomes final before")
_OPEN_BEFORE = Text("等试算", "trial run to come")
_OPEN = Text("评分开放中", "marks are open")


def of_department(account: Account, day: date) -> Iterator[Item]:
    """Yield the appraisals that wait for the department; two queries."""
    page = reverse("appraisals:list")
    rows = Appraisal.objects.order_by()
    unanswered = Objection.objects.filter(answer=Answer.OPEN, appraisal=OuterRef("pk"))
    over = Q(~Exists(unanswered), stage=Stage.PUBLIC, public_to__lt=day)
    found = rows.aggregate(
        prepare=Count("pk", filter=Q(stage__in=(Stage.PREPARING, Stage.MARKING))),
        decide=Count("pk", filter=Q(stage=Stage.TRIAL, evaluation__state=State.TRIAL)),
        publish=Count("pk", filter=Q(stage=Stage.DECIDED)),
        finish=Count("pk", filter=over),
    )
    if found["prepare"]:
        yield Item(Kind.WAITING, _TO_PREPARE, page, _OPEN_BEFORE, "none", found["prepare"])
    for what, name in ((_TO_DECIDE, "decide"), (_TO_PUBLISH, "publish"), (_TO_FINISH, "finish")):
        if found[name]:
            yield Item(Kind.WAITING, what, page, _NEXT, "amber", found[name])
    going_on = (Stage.PUBLIC, Stage.CORRECTING)
    if number := Objection.objects.filter(answer=Answer.OPEN, appraisal__stage__in=going_on).count():
        yield Item(Kind.WAITING, _OBJECTIONS, page, _LATE, "red", number)


def of_judges(account: Account, day: date) -> Iterator[Item]:
    """Yield the appraisals in which an account gives marks; a query, and some for each whose marks are open."""
    waiting = to_be_judged(account, day)
    if waiting:
        one = reverse("appraisals:marks", args=[waiting[0].pk])
        page = one if len(waiting) == 1 else reverse("appraisals:list")
        yield Item(Kind.WAITING, _TO_MARK, page, _OPEN, "amber", len(waiting))


def of_units(account: Account, day: date) -> Iterator[Item]:
    """Yield the results on notice that concern an account; one query beside those of its rights."""
    rows = visible_appraisals(account, day).filter(stage=Stage.PUBLIC, public_to__gte=day)
    found = rows.order_by().aggregate(number=Count("pk"), due=Min("public_to"))
    if found["number"]:
        word, colour = time_left(found["due"], day)
        page = reverse("appraisals:list")
        yield Item(Kind.DUE, _ON_NOTICE, page, word, colour, found["number"], found["due"])
