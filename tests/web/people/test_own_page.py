"""A member sees what is held about her and asks for a correction, which the township answers."""

import pytest
from web.builders import NOW, make_account
from web.counties import WOMAN, bring_in, write_county

from guben_web.audit.models import Entry
from guben_web.corrections import actions
from guben_web.corrections.models import Correction
from guben_web.home.rotating import rotate
from guben_web.org.models import Organization
from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt

pytestmark = pytest.mark.django_db
WORDS = "身份证号应当是" + WOMAN


@pytest.fixture
def county(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def lin(county):
    return Member.objects.get(name="曾荷生")


@pytest.fixture
def her(county, lin):
    account = make_account("member", organization_id=county["V1"])
    township = make_account("township", organization_id=county["T1"])
    actions.link_account(member=lin, username=account.username, by=township, now=NOW)
    return account


def shown(client, address):
    return client.get(address).content.decode()


def test_she_sees_what_is_held_about_her_masked_and_nobody_else(sign_in, her):
    page = shown(sign_in(account=her), "/my-record")

    assert [each in page for each in ("曾荷生", "荻汀村党支部", "999999************", "书记")] == [True] * 4
    assert [each for each in (WOMAN, "郭松年", "15400000001") if each in page] == []


def test_who_is_not_linked_is_told_what_to_do(sign_in, county):
    page = shown(sign_in("member"), "/my-record")

    assert ("还没有与党员信息关联" in page, "曾荷生" in page) == (True, False)


def test_what_she_asks_is_kept_encrypted_and_answered_by_her_township_alone(sign_in, her, county):
    sign_in(account=her).post("/my-record", {"words": WORDS})
    asked = Correction.objects.get()
    other = sign_in(account=make_account("township", organization_id=county["T2"]))
    not_theirs = (other.get(f"/corrections/{asked.pk}").status_code, WORDS in shown(other, "/corrections/"))
    client = sign_in(account=make_account("township", organization_id=county["T1"]))
    seen = WORDS in shown(client, "/corrections/")
    client.post(f"/corrections/{asked.pk}", {"state": "CORRECTED", "answer": "已照身份证更正。"})

    assert (WORDS in asked.words, decrypt(asked.words, of=asked.pk, field="words")) == (False, WORDS)
    assert (not_theirs, seen) == ((404, False), True)
    assert "已照身份证更正。" in shown(sign_in(account=her), "/my-record")
    assert [each.detail for each in Entry.objects.filter(action__startswith="correction.")] == [
        {},
        {"state": "CORRECTED"},
    ]


def test_what_is_answered_is_not_answered_again(her, lin):
    asked = actions.ask_for_correction(member=lin, words=WORDS, by=her, now=NOW)
    actions.answer_correction(correction=asked, state="DECLINED", answer="不属实", by=her, now=NOW)

    with pytest.raises(actions.IsAnswered):
        actions.answer_correction(correction=asked, state="CORRECTED", answer="", by=her, now=NOW)

    assert Correction.objects.get().answer == "不属实"


@pytest.mark.parametrize("role", ["secretary", None])
def test_an_account_without_the_role_or_linked_already_is_refused(her, lin, county, role):
    account = make_account(role, organization_id=county["V1"]) if role else her
    guo = Member.objects.get(name="郭松年")

    with pytest.raises(actions.AccountDoesNotFit):
        actions.link_account(member=guo, username=account.username, by=her, now=NOW)


def test_another_key_takes_what_was_asked_with_it(her, lin, settings):
    asked = actions.ask_for_correction(member=lin, words=WORDS, by=her, now=NOW)
    new = "a-new-key-of-43-letters-for-the-tests-12345"

    list(rotate(old=settings.FIELD_KEY, new=new))
    settings.FIELD_KEY = new

    asked.refresh_from_db()
    assert decrypt(asked.words, of=asked.pk, field="words") == WORDS


def test_the_list_takes_the_same_number_of_queries_for_one_and_three(
    sign_in, her, lin, django_assert_num_queries
):
    client = sign_in("department")
    client.get("/corrections/")
    for number in (1, 2):
        for _ in range(number):
            actions.ask_for_correction(member=lin, words=WORDS, by=her, now=NOW)
        with django_assert_num_queries(7):
            client.get("/corrections/")
