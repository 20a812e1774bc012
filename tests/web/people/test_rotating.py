"""Another key: everything reads as before, nothing is left under the old one, and a kill on the way does no harm."""

from itertools import islice

import pytest
from web.builders import NOW, make_account
from web.counties import GUO, LIN, WOMAN, bring_in, read, write_county
from web.installations import until

from guben_web.home.rotating import rotate
from guben_web.imports import actions as imports
from guben_web.imports.files import opened
from guben_web.people import actions, queries, rotating
from guben_web.people.models import Member, MemberChange
from guben_web.people.secrecy import KeyDoesNotFit, decrypt, index_of

pytestmark = pytest.mark.django_db
NEW = "a-new-key-of-43-letters-for-the-tests-12345"


@pytest.fixture
def held(tmp_path, monkeypatch):
    """Return a waiting import beside an applied one and a change by hand; rows are stored one at a time."""
    monkeypatch.setattr(rotating, "_AT_ONCE", 1)
    keeper = make_account("department")
    bring_in(write_county(tmp_path / "county.xlsx"), keeper)
    lin = Member.objects.get(name="曾荷生")
    actions.change_member(
        member=lin, facts={"phone": "15400000009", "address": "荻汀村1组"}, revision=1, by=keeper, now=NOW
    )
    moved = [*LIN[:2], "15400000003", *LIN[3:]]
    return read(write_county(tmp_path / "next.xlsx", members=[moved, GUO]), keeper)


def said_of_lin():
    lin = Member.objects.get(name="曾荷生")
    change = MemberChange.objects.filter(member_key=lin.key).earliest("pk").changes
    return [
        decrypt(getattr(lin, name), of=lin.key, field=name) for name in ("identity", "phone", "address")
    ] + [decrypt(each, of=lin.key, field="phone") for each in change["phone"]]


BEFORE = [WOMAN, "15400000009", "荻汀村1组", "15400000001", "15400000009"]


def test_everything_reads_as_before_and_numbers_find_people_again(held, settings):
    old = settings.FIELD_KEY

    list(rotate(old=old, new=NEW))
    settings.FIELD_KEY = NEW

    assert said_of_lin() == BEFORE
    assert queries.find_by_identity(index_of("identity", WOMAN)).name == "曾荷生"
    with opened(held) as workbook:
        assert workbook.read_bytes()[:2] == b"PK"
    settings.FIELD_KEY = old
    with pytest.raises(KeyDoesNotFit):
        said_of_lin()


def test_an_open_import_can_be_applied_and_undone_after_it(held, settings):
    list(rotate(old=settings.FIELD_KEY, new=NEW))
    settings.FIELD_KEY = NEW

    imports.apply(batch=held, by=held.uploaded_by, now=NOW)
    applied = said_of_lin()[1]
    imports.undo(batch=held, by=held.uploaded_by, now=NOW)

    lin = Member.objects.get(name="曾荷生")
    assert (applied, decrypt(lin.phone, of=lin.key, field="phone")) == ("15400000003", "15400000009")
    assert lin.phone_index == index_of("phone", "15400000009")


@pytest.mark.parametrize("stored", range(1, 7))
def test_killed_after_any_row_it_goes_on_where_it_was(held, settings, stored):
    first = list(islice(rotate(old=settings.FIELD_KEY, new=NEW), stored))

    second = list(rotate(old=settings.FIELD_KEY, new=NEW))

    # Two members with numbers, one change by hand, three lines of imports and the workbook of the open one.
    assert (sum(first), sum(first) + sum(second)) == (stored, 7)
    settings.FIELD_KEY = NEW
    assert said_of_lin() == BEFORE


@pytest.mark.slow
def test_the_command_goes_on_where_it_was_and_nothing_is_served_until_it_is_done(demo):
    key = demo.folder / "field.key"
    before = key.read_text()
    rotating_now = demo.start_module("guben_web.config.commands.rotate")
    until((demo.folder / "field.key.next").exists)
    rotating_now.kill()
    rotating_now.wait(30)
    served = demo.run("serve", "--port", "0")
    ended = demo.run_module("guben_web.config.commands.rotate")

    assert served.stderr.splitlines()[0] == (
        "The encryption key of the data folder 'data' is being replaced; that is not finished."
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("The key is replaced; ")
    assert key.read_text() != before
    assert not (demo.folder / "field.key.next").exists()
    marks = "SELECT count(DISTINCT substr(identity, 1, 8)) FROM people_member WHERE identity <> ''"
    assert demo.query(marks) == [(1,)]
