"""What the file of a ledger says becomes the model, key by key."""

from fractions import Fraction

import pytest
from core.ledgers.ledger_texts import ledger

from guben.diagnostics import Text
from guben.model.ledger_type import (
    RECORDED,
    Audience,
    Closing,
    Due,
    Mover,
    Reference,
    Time,
)
from guben.model.values import Kind
from guben.reading.ledgers import read_ledger_text


def test_what_stands_at_the_top_is_read():
    type_ = ledger().type

    assert (type_.name, type_.short_name, type_.version) == ("test/requests", "requests", "3")
    assert (type_.title, type_.lead) == (Text("诉求", "Requests"), Text("每件一条。", "One entry each."))
    assert (type_.subject, type_.levels) == (("household",), ("village", "township"))
    assert (type_.time, type_.closing, type_.seen_by) == (Time.DAY, Closing.QUARTER, Audience.SUPERIOR)
    assert (type_.disclosed, type_.takes_evidence) == (("kind", "due_on"), True)
    assert type_.due == Due("due_on", ("done",))
    assert type_.parameters["days_allowed"].value == 30
    assert list(type_.measures) == [
        "requests_made",
        "requests_done",
        "households_heard",
        "requests_quick",
        "helper_cost",
    ]


def test_what_is_not_said_is_usual():
    kept = "kept_by: [village, township]\n"
    type_ = ledger(
        ("lead: {zh: 每件一条。, en: One entry each.}\n", ""),
        (f"subject: [household]\n{kept}time: day\nclose: quarter\nseen_by: superior\nevidence: true\n", kept),
        ("disclosed: [kind, due_on]\n", ""),
    ).type

    assert (type_.lead, type_.subject, type_.disclosed, type_.takes_evidence) == (None, (), (), False)
    assert (type_.time, type_.closing, type_.seen_by) == (Time.DAY, Closing.YEAR, Audience.KEEPER)


def test_fields_have_a_type_or_refer_to_something():
    fields = ledger().type.fields

    assert [name for name, field in fields.items() if field.is_required] == ["household", "kind", "due_on"]
    assert [name for name, field in fields.items() if field.is_filtered] == ["household"]
    assert [name for name, field in fields.items() if field.is_sensitive] == ["secret"]
    assert (fields["household"].reference, fields["household"].of) == (Reference.ENTRY, "base/households")
    assert (fields["helpers"].reference, fields["helpers"].type) == (Reference.MEMBERS, None)
    assert (fields["cost"].type.kind, fields["cost"].type.high) == (Kind.YUAN, Fraction(100_000))
    assert (fields["cost"].unit, fields["cost"].note) == (Text("万元", "10k yuan"), Text("估计", "A guess"))


def test_states_and_moves_are_read():
    type_ = ledger().type

    assert [(each.name, each.counts, each.locked) for each in type_.states.values()] == [
        ("open", True, False),
        ("done", True, True),
        ("dropped", False, False),
    ]
    drop = type_.moves["drop"]
    assert (drop.origins, drop.target, drop.needs_reason) == (("open", "done"), "dropped", True)
    assert drop.by == (Mover.SUPERIOR, Mover.DEPARTMENT)


def test_a_ledger_without_states_has_one():
    type_ = ledger(
        *(
            (piece, "")
            for piece in (
                "  - must: state = open OR KNOWN(done_on)\n",
                "states:\n  open: {title: {zh: 办理中, en: Open}}\n  done: {title: {zh: 已办结, en: Done}, locked: true}\n"
                "  dropped: {title: {zh: 已撤销, en: Dropped}, counts: false}\n",
                "moves:\n  finish: {title: {zh: 办结, en: Finish}, from: [open], to: done, by: [keeper]}\n"
                "  drop: {title: {zh: 撤销, en: Drop}, from: [open, done], to: dropped, by: [superior, department], reason: true}\n"
                "due: {field: due_on, done: [done]}\n",
            )
        )
    ).type

    assert type_.states == {"recorded": RECORDED}
    assert "state" not in type_.ledger.fields


def test_formulas_see_fields_the_state_and_of_several_members_how_many():
    seen = ledger().type.ledger

    assert seen.kept_as == "test/requests"
    assert seen.left_out == {"dropped"}
    assert {name: field.type.kind for name, field in seen.fields.items()} == {
        "household": Kind.CHOICE,
        "helpers": Kind.COUNT,
        "kind": Kind.CHOICE,
        "cost": Kind.YUAN,
        "due_on": Kind.DATE,
        "done_on": Kind.DATE,
        "secret": Kind.TEXT,
        "state": Kind.CHOICE,
    }
    assert seen.fields["household"].type.choices.is_open


def test_what_lasts_has_a_last_day():
    assert ledger(("time: day", "time: span")).type.ledger.fields["until"].type.kind is Kind.DATE


@pytest.mark.parametrize("text", ["", "- a\n", "ledger: [\n", "just words\n"])
def test_whatever_a_file_holds_gives_findings_and_no_exception(text):
    file = read_ledger_text(text, shown_as="x.yaml")

    assert file.findings != ()
