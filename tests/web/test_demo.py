"""The demo: what it is made of, who gets which organization, and going on after an interruption."""

from datetime import timedelta

import pytest
from django.utils import timezone
from web.builders import NOW, make_account
from web.counties import (
    COUNTY,
    TOWNSHIP,
    TOWNSHIP_2,
    VILLAGE,
    VILLAGE_2,
    bring_in,
    no_progress,
    write_county,
)

from guben_web.accounts.models import Role
from guben_web.appraisals.late import carried_over
from guben_web.appraisals.models import Appraisal
from guben_web.appraisals.queries import changes_between, standing_overrides
from guben_web.audit.models import Entry
from guben_web.audit.sealing import seal_entries
from guben_web.audit.verifying import verify_record
from guben_web.baselines.models import Baseline
from guben_web.corrections.models import Correction
from guben_web.home import actions, demo
from guben_web.home.ordinary import get_ordinary_township, get_ordinary_village
from guben_web.imports.models import Batch
from guben_web.jobs.models import Run
from guben_web.jobs.registry import get_handler
from guben_web.org.access import Scope
from guben_web.org.models import Organization
from guben_web.packs.actions import read_packs
from guben_web.packs.models import Ledger
from guben_web.people.models import Member, Post
from guben_web.promotion.models import Plan as ProgressPlan
from guben_web.promotion.models import Round
from guben_web.results.models import Evaluation, Result
from guben_web.tallies.models import CountSheet
from guben_web.teams.models import Term
from guben_web.workplaces.coverage import coverage_on
from guben_web.workplaces.models import Plan

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def small(settings):
    settings.DEMO_SIZE = {"townships": 4, "villages": 9, "members": 600}


def test_the_demo_is_a_county_as_if_the_department_had_brought_it_in_and_tried_a_scheme_on_it(small):
    demo.make_demo(shown=no_progress)

    batch, first = Batch.objects.order_by("id")[0], Evaluation.objects.order_by("id")[0]
    assert (batch.uploaded_by.username, batch.state, batch.has_file) == ("demo-department", "APPLIED", False)
    assert batch.counts == {"ORGANIZATION.CREATED": 39, "MEMBER.CREATED": 600}
    assert batch.lines.count() == 639
    assert (Organization.objects.count(), Member.objects.count()) == (39, 600)
    assert (first.state, first.scheme) == ("TRIAL", "pioneer-project/village")
    assert Result.objects.filter(evaluation=first).count() == first.organizations == 9
    done = list(Entry.objects.filter(account_name="县委组织部").values_list("action", flat=True))
    assert done[:3] == ["import.uploaded", "import.applying_asked", "import.applied"]
    assert [each for each in done if each.startswith("reporting.")] == [
        "reporting.department_named",
        "reporting.collection_saved",
        "reporting.collection_published",
        "reporting.accepted",
        "reporting.accepted",
    ]
    seal_entries(now=timezone.now())
    assert verify_record().is_sound


def test_the_demo_has_a_sealed_appraisal_and_two_of_this_period_that_wait_for_somebody(small):
    demo.make_demo(shown=no_progress)

    final, next_one, marked = Appraisal.objects.order_by("id")
    assert [(each.scheme, each.period, each.stage) for each in (final, next_one, marked)] == [
        ("pioneer-project/village", "2024", "FINAL"),
        ("pioneer-project/village", "2025", "PREPARING"),
        ("yunling/review", "2025", "MARKING"),
    ]
    assert (len(final.seal), final.trials.count(), final.decisions.count()) == (64, 2, 2)
    # The income of one village was wrong: its 10 points are there in the second trial run, and nothing else differs.
    answers = list(final.objections.order_by("id").values_list("organization__key", "path", "answer"))
    wrong = answers[0][0]
    assert answers == [(wrong, "strength.income", "UPHELD"), ("9901-03-002", "service", "REJECTED")]
    first, last = final.trials.order_by("number")
    [changed] = changes_between(first.evaluation, last.evaluation)
    assert (changed.before.organization.key, changed.after.total - changed.before.total) == (wrong, 1000)
    both = list(standing_overrides(final))
    assert [each.computed != each.decided for each in both] == [True] * len(both)
    late = final.late_corrections.get()
    assert (late.organization.key, late.outcome) == ("9901-03-002", "OPEN")
    assert [each.correction for each in carried_over(next_one)] == [late]
    # The other two villages of the township: one has given itself marks, and the township has given its own beside.
    given = marked.marks.values_list("organization__key", "measure", "number").order_by("measure")
    assert list(given) == [
        ("9901-03-003", "plan.self", 230000),
        ("9901-03-003", "plan.superior", 230000),
        ("9901-03-003", "service.self", 220000),
        ("9901-03-003", "service.superior", 220000),
    ]


def test_everybody_who_signs_in_to_the_demo_holds_one_role_and_the_village_is_in_the_township(small):
    demo.make_demo(shown=no_progress)

    held = Role.objects.values_list("account__username", "code", "organization_id")
    keys = dict(Organization.objects.values_list("pk", "key"))
    # Townships 02, 03 and 04 have 2, 3 and 3 villages; those of 03 have 25, 21 and 25 members.
    assert sorted((name, code, keys.get(organization)) for name, code, organization in held) == [
        ("demo-auditor", "audit_admin", None),
        ("demo-department", "department", None),
        ("demo-discipline", "scoring_department", "9901"),
        ("demo-member", "member", "9901-03-002"),
        ("demo-officer", "township_officer", "9901-03"),
        ("demo-secretaries", "secretary", "9901-03-003"),
        ("demo-secretaries", "secretary", "9901-03-004"),
        ("demo-secretary", "secretary", "9901-03-002"),
        ("demo-security", "security_admin", None),
        ("demo-system", "system_admin", None),
        ("demo-township", "township", "9901-03"),
    ]


def test_the_demo_is_lived_in_so_that_every_page_has_something_to_show(small):
    demo.make_demo(shown=no_progress)

    today = timezone.localdate()
    # Of 39 organizations the 29th has no term; the 6th and the 35th should have voted 40 days ago.
    assert Term.objects.count() == 38
    assert Term.objects.filter(due_date=today - timedelta(days=40)).count() == 2
    a_year_over = today - timedelta(days=720)
    assert not Member.objects.filter(
        status="probationary", joined_date__lt=a_year_over - timedelta(days=10)
    ).exists()
    # Three rural townships with 2, 3 and 4 workplaces; the first plans for one, the third for two.
    assert coverage_on(today, Scope(is_whole=True)).whole.missing == 9
    assert Plan.objects.count() == 3
    assert Correction.objects.get().state == "OPEN"
    assert Post.objects.filter(post="first_secretary").count() == 1
    assert Entry.objects.filter(action="member.moved").count() == 1
    # Of the township's three villages one is counted, the tellers of another differ.
    sheets = CountSheet.objects.order_by("organization__key").values_list("organization__key", "state")
    assert list(sheets) == [("9901-03-002", "STANDS"), ("9901-03-003", "DIFFERS"), ("9901-03-004", "OPEN")]


def test_the_department_of_the_demo_switches_a_dozen_ledgers_on():
    read_packs(own=None, by=None, now=NOW)

    for step in (demo.install_people, demo.choose_ledgers, demo.choose_ledgers):
        step(no_progress)

    kept = Ledger.objects.filter(is_kept=True)
    assert (kept.count(), kept.filter(name__in=("base/households", "base/venues")).count()) == (12, 2)
    acts = Entry.objects.filter(action="ledger.switched_on").values_list("account_name", flat=True)
    assert list(acts) == ["县委组织部"] * 12


def test_the_demo_has_a_round_with_second_grades_and_one_whose_plans_are_being_made(small):
    demo.make_demo(shown=no_progress)

    assert Baseline.objects.count() == 9
    done, going = Round.objects.order_by("id")
    assert (done.state, going.state, going.baseline_id) == ("ASSESSED", "OPEN", done.second_id)
    # Three villages of the township: the secretary's own has no plan yet.
    states = list(ProgressPlan.objects.filter(path__round=going).values_list("state", flat=True))
    assert states == ["SUBMITTED", "APPROVED"]
    assert not ProgressPlan.objects.filter(path__round=going, path__organization__key="9901-03-002").exists()
    # The second and third of every seven were lower the year before, the sixth higher, as far as there are grades.
    before = dict(Baseline.objects.values_list("organization__key", "grade"))
    assert all(
        path.given == before[path.organization.key] for path in done.paths.select_related("organization")
    )


@pytest.mark.parametrize("step", range(len(demo.STEPS)))
def test_a_demo_interrupted_in_any_step_goes_on_and_is_the_same(small, monkeypatch, step):
    class Interrupted(BaseException):
        pass

    def interrupt(shown):
        raise Interrupted

    with monkeypatch.context() as patched:
        patched.setattr(demo, "STEPS", (*demo.STEPS[:step], interrupt))
        with pytest.raises(Interrupted):
            demo.make_demo(shown=no_progress)
    demo.make_demo(shown=no_progress)
    demo.make_demo(shown=no_progress)

    assert (Organization.objects.count(), Member.objects.count(), Role.objects.count()) == (39, 600, 11)
    assert list(Run.objects.order_by("id").values_list("job", "state")) == [
        ("imports.read", "DONE"),
        ("imports.apply", "DONE"),
        *(("results.compute", "DONE"), ("imports.read", "DONE"), ("imports.apply", "DONE")),
        ("results.compute", "DONE"),
        *(("imports.read", "DONE"), ("imports.apply", "DONE")),
    ]
    stages = Appraisal.objects.order_by("id").values_list("stage", flat=True)
    assert list(stages) == ["FINAL", "PREPARING", "MARKING"]


@pytest.mark.parametrize("kind", ["imports.read", "results.compute"])
def test_a_demo_whose_second_work_of_a_kind_dies_goes_on(small, monkeypatch, kind):
    """The correction in the notice: its workbook, and what is computed anew."""
    handler, calls = get_handler(kind), []

    def dies_the_second_time(progress, /, **arguments):
        calls.append(kind)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return handler(progress, **arguments)

    with monkeypatch.context() as patched:
        patched.setattr(
            "guben_web.jobs.tasks.get_handler",
            lambda job: dies_the_second_time if job == kind else get_handler(job),
        )
        with pytest.raises(KeyboardInterrupt):
            demo.make_demo(shown=no_progress)
    demo.make_demo(shown=no_progress)

    final = Appraisal.objects.get(period="2024")
    assert (final.stage, final.trials.count(), final.objections.count()) == ("FINAL", 2, 2)
    assert Batch.objects.count() == 3


@pytest.mark.parametrize("words", ["Reading members", "Preparing", "Computing measures, points and grades"])
def test_a_demo_stopped_by_hand_in_the_middle_of_its_work_goes_on(small, words):
    def stop_there(said, *, done=0, of=0):
        if said.en == words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.make_demo(shown=stop_there)
    demo.make_demo(shown=no_progress)

    assert (Organization.objects.count(), Member.objects.count(), Role.objects.count()) == (39, 600, 11)
    assert list(Batch.objects.values_list("state", flat=True)) == ["APPLIED"] * 3
    assert list(Evaluation.objects.order_by("id").values_list("state", flat=True)) == ["TRIAL", "SHOWN"]
    assert Result.objects.count() == 2 * 9


def test_a_demo_is_not_made_where_real_data_are():
    actions.install(kind="real", now=NOW)

    with pytest.raises(actions.AlreadyInstalled):
        demo.make_demo(shown=no_progress)
    with pytest.raises(actions.AlreadyInstalled):
        demo.create_demo_links(now=NOW)

    assert Role.objects.count() == 0


def test_the_ordinary_township_and_village_are_those_in_the_middle(tmp_path):
    third, fourth = ["V3", "蓼陌村党支部", *VILLAGE_2[2:]], ["V4", "苇溪村党支部", *VILLAGE_2[2:]]
    members = [
        [name, "", "", "1980-03-04", village, "2001-07-01", post, "2021-01-15" if post else ""]
        for name, village, post in (
            ("林菱", "V2", "书记"),
            ("宋禾", "V3", "书记"),
            ("郭松年", "V3", ""),
            ("曾荷生", "V4", ""),
            ("沈竹", "V4", ""),
            ("陶蓼", "V4", ""),
        )
    ]
    organizations = [COUNTY, TOWNSHIP, TOWNSHIP_2, VILLAGE, VILLAGE_2, third, fourth]
    bring_in(
        write_county(tmp_path / "county.xlsx", organizations=organizations, members=members),
        make_account("department"),
    )

    township = get_ordinary_township(DAY)
    village = get_ordinary_village(DAY, township)

    # One village and three: of two the greater. Of its villages V2 and V3 have a secretary, with 1 and 2 members.
    assert (township.organization.key, village.organization.key) == ("T2", "V3")
