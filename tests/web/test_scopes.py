"""Every address of a thing for every role: what one gets for a thing inside one's scope, and for one outside."""

import pytest
from django.test import Client
from web.builders import NOW, make_account
from web.counties import WITHOUT_NUMBER
from web.scored import scored_county

from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.imports.models import Batch
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization, Workplace
from guben_web.people.models import Member, Post
from guben_web.results import actions

pytestmark = pytest.mark.django_db
READERS = ("township", "township_officer", "secretary")
OTHERS = ("scoring_department", "inspector", "member", "viewer")
NO_DATA = (403, 403)
# What a role gets for the village of its own township, and for one of the other township.
OWN_ONLY, NOTHING, ALL = (200, 404), (404, 404), (200, 200)
DOWNLOADS = (
    "results.xlsx",
    "results.parquet",
    "measures.parquet",
    "manifest.json",
    "public.zip",
    "complete.zip",
)


def expected(*, department, readers, others):
    return {
        "department": department,
        **dict.fromkeys(READERS, readers),
        **dict.fromkeys(OTHERS, others),
        **{str(code): NO_DATA for code in ADMINISTRATORS},
    }


EVERYBODYS = expected(department=ALL, readers=OWN_ONLY, others=OWN_ONLY)
ABOUT_PEOPLE = expected(department=ALL, readers=OWN_ONLY, others=(403, 403))
ABOUT_PEOPLE_IN_RESULTS = expected(department=ALL, readers=OWN_ONLY, others=NOTHING)
BUILT = expected(department=ALL, readers=OWN_ONLY, others=(403, 403)) | {"secretary": (403, 403)}
ACTS = ("found", "change", "merge", "split", "dissolve", "team/hold", "team/term")
TABLE = {
    "/organizations/{organization}": EVERYBODYS,
    "/organizations/{organization}/below": EVERYBODYS,
    "/organizations/{organization}/history": EVERYBODYS,
    "/organizations/{organization}/team": ABOUT_PEOPLE,
    **dict.fromkeys((f"/organizations/{{organization}}/{act}" for act in ACTS), BUILT),
    "/organizations/{organization}/members": ABOUT_PEOPLE,
    "/results/{evaluation}/organizations/{organization}": EVERYBODYS,
    "/results/{evaluation}/organizations/{organization}/why": EVERYBODYS,
    "/results/{evaluation}/organizations/{organization}/records/value:{value}": EVERYBODYS,
    "/results/{evaluation}/organizations/{organization}/records/member:{member}": ABOUT_PEOPLE_IN_RESULTS,
    "/results/{evaluation}/organizations/{organization}/records/post:{post}": ABOUT_PEOPLE_IN_RESULTS,
    "/results/{evaluation}/organizations/{organization}/records/workplace:{workplace}": EVERYBODYS,
    "/results/{evaluation}/organizations/{organization}/records/organization:{organization}": EVERYBODYS,
}


@pytest.fixture
def evaluation(tmp_path):
    # Somebody holds a post in each of the villages.
    return scored_county(tmp_path, second=[*WITHOUT_NUMBER[:6], "书记", "2021-01-15", "初中", 0])


def facts_of(evaluation, key):
    organization = Organization.objects.get(key=key)
    return {
        "evaluation": evaluation.pk,
        "organization": organization.pk,
        "value": ReportedValue.objects.get(organization=organization, measure="net_income").pk,
        "member": Member.objects.get(organization=organization).pk,
        "post": Post.objects.get(organization=organization).pk,
        "workplace": Workplace.objects.get(organization=organization).pk,
    }


@pytest.mark.parametrize("role", RoleCode.values)
def test_everybody_gets_what_the_table_says_inside_and_outside_the_scope(role, evaluation):
    account = make_account(role, organization_id=Organization.objects.get(key="T1").pk)
    client = Client()
    client.force_login(account)
    inside, outside = facts_of(evaluation, "V1"), facts_of(evaluation, "V2")

    got = {
        address: tuple(client.get(address.format(**facts)).status_code for facts in (inside, outside))
        for address in TABLE
    }

    assert got == {address: by_role[role] for address, by_role in TABLE.items()}


@pytest.mark.parametrize("role", RoleCode.values)
def test_before_results_are_shown_nobody_but_the_department_reaches_them(role, evaluation):
    actions.take_back(evaluation=evaluation, by=evaluation.started_by, now=NOW)
    client = Client()
    client.force_login(make_account(role, organization_id=Organization.objects.get(key="T1").pk))
    facts = facts_of(evaluation, "V1")
    addresses = ["/results/{evaluation}", *(each for each in TABLE if each.startswith("/results"))]

    got = {client.get(each.format(**facts)).status_code for each in addresses}

    hidden = {403} if role in ADMINISTRATORS else {404}
    assert got == ({200} if role == "department" else hidden)


@pytest.mark.parametrize("role", RoleCode.values)
def test_files_of_an_evaluation_are_for_the_department(role, evaluation):
    client = Client()
    client.force_login(make_account(role, organization_id=Organization.objects.get(key="C1").pk))

    got = {client.get(f"/results/{evaluation.pk}/files/{name}").status_code for name in DOWNLOADS}

    assert got == ({200} if role == "department" else {403})


@pytest.mark.parametrize("role", ["township", "township_officer"])
def test_an_import_of_somebody_else_is_not_there_for_a_township(role, evaluation):
    client = Client()
    client.force_login(make_account(role, organization_id=Organization.objects.get(key="T1").pk))
    batch = Batch.objects.get()

    for part in ("", "/findings.xlsx", "/apply", "/undo", "/discard"):
        assert client.get(f"/imports/{batch.pk}{part}").status_code == 404
