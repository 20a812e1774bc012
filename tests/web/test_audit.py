"""The record of acts: only added to, sealed in a chain, verified."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from web.builders import NOW, make_account

from guben_web.audit import actions as audit
from guben_web.audit.models import Entry, RecordIsAppendOnly, Seal
from guben_web.audit.sealing import entry_digest, seal_digest, seal_entries
from guben_web.audit.triggers import TABLES, creating, dropping
from guben_web.audit.verifying import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[int]:
    """Return the ids of six entries under three seals."""
    for number in range(6):
        audit.record("thing.done", by=None, at=NOW, detail={"number": number})
        if number % 2:
            seal_entries(now=NOW)
    return list(Entry.objects.values_list("id", flat=True))


@pytest.fixture
def unguarded() -> Iterator[None]:
    """Take the triggers away, as somebody who owns the database can."""
    for statement in dropping(connection.vendor):
        execute(statement)
    yield
    for statement in creating(connection.vendor):
        execute(statement)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_entry_says_who_did_what_in_which_role_from_where(sign_in):
    account = make_account("township", organization_id=7)

    sign_in(account=account).post("/sign-out")

    entry = Entry.objects.latest("id")
    assert (entry.account_id, entry.account_name, entry.roles) == (account.pk, str(account), "township")
    assert (entry.action, entry.address, entry.outcome) == ("account.signed_out", "127.0.0.1", "DONE")
    assert (entry.subject_type, entry.subject_id) == ("accounts.account", str(account.pk))


def test_what_is_rolled_back_is_not_recorded():
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("thing.done", by=None, at=NOW)
        raise RuntimeError

    assert list(Entry.objects.all()) == []


def test_code_cannot_alter_the_record(sealed):
    entry = Entry.objects.first()

    for act in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(roles="")):
        with pytest.raises(RecordIsAppendOnly):
            act()


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_alter_the_record(sealed, table):
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1000"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(statement)


def test_an_untouched_record_is_sound(sealed):
    audit.record("thing.done", by=None, at=NOW)

    verdict = verify_record()

    digest = Seal.objects.latest("number").digest
    assert verdict.is_sound
    assert verdict.words.en == (
        f"The record is sound: 6 entries sealed, 1 not sealed yet; the last seal is number 3, digest {digest}."
    )
    assert seal_entries(now=NOW).number == 4
    assert seal_entries(now=NOW) is None


def test_an_empty_record_is_sound():
    assert verify_record().words.en == "There is no seal yet; 0 entries wait for one."


def test_an_altered_entry_is_named(sealed, unguarded):
    execute("UPDATE audit_entry SET account_name = %s WHERE id = %s", "somebody else", sealed[3])

    verdict = verify_record()

    assert not verdict.is_sound
    assert verdict.words.en == (
        f"Entry {sealed[3]} of the record (2026-03-02 01:00) was altered after it was sealed."
    )


def test_a_deleted_entry_is_named(sealed, unguarded):
    execute("DELETE FROM audit_entry WHERE id = %s", sealed[2])

    assert verify_record().words.en == f"Entry {sealed[2]} of the record was taken out after it was sealed."


def test_an_entry_put_in_later_is_named(sealed, unguarded):
    forged = sealed[0] - 1
    execute(
        "INSERT INTO audit_entry (id, at, account_name, roles, action, subject_type, subject_id, subject_label, "
        "detail, outcome) SELECT %s, %s, account_name, roles, action, subject_type, subject_id, subject_label, "
        "detail, outcome FROM audit_entry WHERE id = %s",
        forged,
        NOW - timedelta(days=2),
        sealed[0],
    )

    assert verify_record().words.en == f"Entry {forged} of the record has no seal: it was put in later."


def test_an_altered_entry_with_a_seal_made_to_fit_breaks_the_chain(sealed, unguarded):
    seal = Seal.objects.get(number=2)
    execute("UPDATE audit_entry SET account_name = %s WHERE id = %s", "somebody else", sealed[2])
    covered = [[each, entry_digest(Entry.objects.get(pk=each))] for each, _ in seal.entries]
    digest = seal_digest(2, seal.previous_digest, covered)
    execute("DELETE FROM audit_seal WHERE number = 2")
    Seal(
        number=2,
        first_entry_id=seal.first_entry_id,
        last_entry_id=seal.last_entry_id,
        entries=covered,
        previous_digest=seal.previous_digest,
        digest=digest,
        sealed_at=NOW,
    ).save()

    assert verify_record().words.en == "Seal number 3 was altered or is missing."


def test_a_cut_off_end_is_seen_by_whoever_noted_a_digest(sealed, unguarded):
    noted = Seal.objects.latest("number").digest
    intact = verify_record(known=noted)
    execute("DELETE FROM audit_entry WHERE id >= %s", sealed[4])
    execute("DELETE FROM audit_seal WHERE number = 3")

    assert intact.is_sound
    assert verify_record().is_sound
    assert not verify_record(known=noted).is_sound


def test_a_young_entry_that_appears_below_sealed_ones_waits_for_its_seal(sealed, unguarded):
    """PostgreSQL gives out numbers before transactions end."""
    columns = [each.column for each in Entry._meta.concrete_fields if each.name != "id"]
    copied = ", ".join(columns)
    execute(
        f"INSERT INTO audit_entry (id, {copied}) SELECT %s, {copied} FROM audit_entry WHERE id = %s",
        sealed[0] - 1,
        sealed[0],
    )

    assert "1 not sealed yet" in verify_record().words.en
