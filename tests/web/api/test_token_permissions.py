"""Tokens by role of their account and by right: who gets what, and from where in the tree."""

import pytest
from web.api.tokens import Program, make_token, program_of
from web.builders import NOW, make_account
from web.scored import scored_county

from guben_web.accounts import actions as accounts
from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.api.access import HOLDERS
from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.api.queries import digest_of
from guben_web.org.models import Organization
from guben_web.results import actions as results

pytestmark = pytest.mark.django_db
# What each right opens.
OPENS = {
    Right.ORGANIZATIONS: ["organizations"],
    Right.RESULTS: [
        "evaluations",
        "evaluations/{}",
        "evaluations/{}/results",
        "evaluations/{}/explanation?organization=V1",
        "appraisals",
    ],
    Right.SCHEMES: ["schemes", "schemes/pioneer-project/village"],
    Right.ARCHIVE: ["evaluations/{}/public.zip", "evaluations/{}/results.xlsx"],
}
PATHS = [path for paths in OPENS.values() for path in paths]


@pytest.fixture
def evaluation(tmp_path):
    return scored_county(tmp_path)


def number_of(key: str) -> int:
    return Organization.objects.get(key=key).pk


def account_of(role: str):
    """Return an account with a role, those that need a place for the township of V1."""
    return make_account(role, organization_id=number_of("T1"))


def forced_token(account, *rights: Right) -> Program:
    """Return a program whose token is there although its account could not make it, or not any more."""
    secret = f"guben_{account.pk}_{'_'.join(rights)}"
    Token.objects.create(account=account, name="x", digest=digest_of(secret), rights=[*rights], made_at=NOW)
    return Program(secret)


def statuses(program: Program, evaluation) -> dict[str, int]:
    return {path: program.get(path.format(evaluation.pk)).status_code for path in PATHS}


@pytest.mark.parametrize("role", HOLDERS)
def test_a_right_opens_its_addresses_and_no_other(evaluation, role):
    account = account_of(role)
    found = {right: statuses(forced_token(account, right), evaluation) for right in Right}

    opened = OPENS if role == RoleCode.DEPARTMENT else {**OPENS, Right.ARCHIVE: []}
    assert found == {
        right: {path: 200 if path in opened[right] else 403 for path in PATHS} for right in Right
    }


def test_a_token_of_another_role_opens_nothing_with_every_right(evaluation):
    others = [role for role in RoleCode if role not in HOLDERS]
    programs = {role: forced_token(account_of(role), *Right) for role in others}

    found = {role: set(statuses(program, evaluation).values()) for role, program in programs.items()}

    assert found == {role: {403} for role in others}
    assert {program.get("token").status_code for program in programs.values()} == {200}


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_sees_nothing_with_a_token_from_before(evaluation, role):
    account = account_of("department")
    program = Program(make_token(account)[1])
    before = set(statuses(program, evaluation).values())
    held = account.roles.get()
    make_account("department")
    accounts.end_role(role=held, by=make_account("security_admin"), now=NOW)
    accounts.grant_role(account=account, code=role, by=None, now=NOW)

    assert before == {200}
    assert set(statuses(program, evaluation).values()) == {403}


def test_a_token_sees_as_much_of_the_tree_as_its_account(evaluation):
    department, township = program_of(account_of("department")), program_of(account_of("township"))

    def seen(program: Program) -> tuple[list[str], list[str]]:
        organizations = program.read("organizations")["items"]
        results = program.read(f"evaluations/{evaluation.pk}/results")["items"]
        return [each["key"] for each in organizations], [each["organization"] for each in results]

    assert seen(department) == (["C1", "T1", "T2", "V1", "V2"], ["V1", "V2"])
    assert seen(township) == (["T1", "V1"], ["V1"])
    elsewhere = township.get(f"evaluations/{evaluation.pk}/explanation", organization="V2")
    assert elsewhere.status_code == 404


def test_no_rank_is_told_to_whoever_sees_a_part(evaluation):
    def ranks(program: Program) -> list[int | None]:
        return [each["rank"] for each in program.read(f"evaluations/{evaluation.pk}/results")["items"]]

    assert ranks(program_of(account_of("department"))) == [1, 2]
    assert ranks(program_of(account_of("township"))) == [None]


def test_a_trial_run_is_not_there_for_a_township(evaluation):
    results.take_back(evaluation=evaluation, by=evaluation.started_by, now=NOW)
    township = program_of(account_of("township"))

    assert township.read("evaluations")["items"] == []
    assert township.get(f"evaluations/{evaluation.pk}").status_code == 404
    assert program_of(account_of("department")).read("evaluations")["items"][0]["state"] == "TRIAL"


def test_to_be_signed_in_opens_nothing(sign_in, evaluation):
    client = sign_in("department")

    assert {client.get(f"/api/v1/{path.format(evaluation.pk)}").status_code for path in PATHS} == {401}
