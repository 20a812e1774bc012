"""What holds for any ledger and any entries: what is stored reads back, the index and the history say the same, books return."""

from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
from hostile import hostile_workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web.builders import NOW
from web.forgetting import forgotten
from web.ledgers.ledgers import TODAY, bring_book, read_in, reader_of

from guben_web.engine.ledgers import Kind
from guben_web.ledgers import entry_actions, upload_actions
from guben_web.ledgers.books import entries_book
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.counting import closed_by
from guben_web.ledgers.entry_actions import EntryIsLocked, EntryIsRefused, MoveIsNotOpen
from guben_web.ledgers.history import replayed
from guben_web.ledgers.models import Closing, Entry, EntryChange, EntryIndex, Upload
from guben_web.ledgers.periods import periods_between
from guben_web.ledgers.upload_actions import WorkbookIsNotRead
from guben_web.ledgers.values import index_of, input_words, typed_value

pytestmark = pytest.mark.django_db
_FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_KINDS = ("count", "percent", "yuan", "area", "number", "yes_no", "date", "text", "choice")
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Co", "Cn")),
    min_size=1,
    max_size=20,
)


@st.composite
def definitions(draw):
    """Return the text of a ledger with random fields, states and moves."""
    kinds = draw(st.lists(st.sampled_from(_KINDS), min_size=1, max_size=5))
    lines = ["ledger: county/random", 'version: "1"', "title: {zh: 随机, en: Random}", "kept_by: [village]"]
    lines += [f"close: {draw(st.sampled_from(['month', 'quarter', 'half_year', 'year']))}", "fields:"]
    for number, kind in enumerate(kinds):
        more = ", choices: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}}" if kind == "choice" else ""
        more += ", filter: true" if draw(st.booleans()) else ""
        lines.append(f"  f{number}: {{type: {kind}, title: {{zh: 字段{number}, en: Field {number}}}{more}}}")
    states = [f"s{number}" for number in range(draw(st.integers(2, 4)))]
    lines.append("states:")
    for state in states:
        locked = draw(st.booleans())
        lines.append(
            f"  {state}: {{title: {{zh: 状态{state}, en: State {state}}}, locked: {str(locked).lower()}}}"
        )
    lines.append("moves:")
    for number in range(draw(st.integers(1, 5))):
        origin, target = draw(st.sampled_from(states)), draw(st.sampled_from(states))
        lines.append(
            f"  m{number}: {{title: {{zh: 动作{number}, en: Move {number}}}, from: [{origin}], to: {target}, by: [keeper]}}"
        )
    return "\n".join(lines) + "\n"


def value_of(draw, type_):
    if type_.kind is Kind.TEXT:
        return draw(_WORDS)
    if type_.kind is Kind.CHOICE:
        return draw(st.sampled_from(type_.choices.codes))
    if type_.kind is Kind.YES_NO:
        return draw(st.booleans())
    if type_.kind is Kind.DATE:
        day = draw(st.dates(min_value=TODAY - timedelta(days=20_000), max_value=TODAY))
        return day.year * 10_000 + day.month * 100 + day.day
    power = 10**type_.scale
    low, high = (int(Fraction(each) * power) for each in (type_.low, type_.high))
    return draw(st.integers(low, high))


def draft_of(draw, type_, organization):
    fields = {name: value_of(draw, field.type) for name, field in type_.fields.items() if draw(st.booleans())}
    return Draft(organization.pk, TODAY - timedelta(days=draw(st.integers(0, 300))), None, fields)


@_FEW
@given(text=definitions(), data=st.data())
def test_what_is_stored_reads_back_in_forms_in_the_index_and_in_workbooks(tmp_path, text, data, tree):
    ledger = read_in(tmp_path / "packs", text)["random"]
    keeper = reader_of("secretary", organization=tree["V1"])
    drafts = [draft_of(data.draw, ledger.type, tree["V1"]) for _ in range(data.draw(st.integers(1, 3)))]

    entries = [entry_actions.add_entry(ledger=ledger, draft=each, by=keeper, now=NOW) for each in drafts]

    for entry, draft in zip(entries, drafts, strict=True):
        entry.refresh_from_db()
        assert entry_actions.draft_of(entry) == draft
        for name, value in entry.fields.items():
            type_ = ledger.type.fields[name].type
            assert typed_value(type_, input_words(type_, value)).value == value
        rows = EntryIndex.objects.filter(entry=entry).values_list("field", "number", "word")
        expected = [(each.field, each.number, each.word) for each in index_of(ledger.type, entry.fields)]
        assert sorted(rows, key=str) == sorted(expected, key=str)
    content = b"".join(entries_book(ledger, [each.pk for each in entries], keeper, now=NOW))
    upload = bring_book(ledger, content, keeper)
    assert set(upload.lines.values_list("outcome", flat=True)) == {"UNCHANGED"}, [
        each.reasons for each in upload.lines.all()
    ]
    Entry.objects.filter(pk__in=[each.pk for each in entries]).update(is_removed=True)


@_FEW
@given(text=definitions(), data=st.data())
def test_random_acts_leave_a_locked_state_by_a_move_only_and_replay_to_the_present(
    tmp_path, text, data, tree
):
    ledger = read_in(tmp_path / "packs", text)["random"]
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = entry_actions.add_entry(
        ledger=ledger, draft=draft_of(data.draw, ledger.type, tree["V1"]), by=keeper, now=NOW
    )
    for act in data.draw(st.lists(st.sampled_from(["change", *ledger.type.moves]), max_size=8)):
        before = entry_actions.state_of(entry)
        try:
            if act == "change":
                draft = draft_of(data.draw, ledger.type, tree["V1"])
                entry = entry_actions.change_entry(
                    entry=entry, draft=draft, revision=entry.revision, by=keeper, now=NOW
                )
                assert not ledger.type.states[before["state"]].locked
            else:
                entry = entry_actions.move_entry(
                    entry=entry, move=act, reason="", revision=entry.revision, by=keeper, now=NOW
                )
                assert before["state"] in ledger.type.moves[act].origins
        except (EntryIsLocked, MoveIsNotOpen):
            entry.refresh_from_db()
            assert entry_actions.state_of(entry) == before
    changes = list(EntryChange.objects.filter(entry=entry))
    assert [each.revision for each in changes] == list(range(1, entry.revision + 1))
    assert replayed(changes) == entry_actions.state_of(entry)


@_FEW
@given(text=definitions(), data=st.data())
def test_a_time_is_known_if_and_only_if_each_period_inside_it_is_closed(tmp_path, text, data, tree):
    ledger = read_in(tmp_path / "packs", text)["random"]
    Closing.objects.all().delete()
    first, last = (
        TODAY.replace(year=TODAY.year - 1, month=1, day=1),
        TODAY.replace(year=TODAY.year - 1, month=12, day=31),
    )
    periods = list(periods_between(ledger.type.closing, first, last))
    closed = data.draw(st.lists(st.sampled_from(periods), unique=True))
    for period in closed:
        Closing.objects.create(
            ledger=ledger,
            organization=tree["V1"],
            period=period.code,
            is_nothing=True,
            at=NOW,
            account_name="测试",
        )

    known = closed_by(ledger, first, last)

    assert (tree["V1"].pk in known) is (len(closed) == len(periods))


def _hostile(ledgers, tree, numbers):
    keeper = reader_of("township", organization=tree["T1"])
    for number in numbers:
        with forgotten():
            _brought(ledgers["meetings"], hostile_workbook(Random(number)), keeper)
    assert not Upload.objects.exists()


def _brought(ledger, content, keeper):
    """Bring a workbook in, and store what can be stored, which gives rows or a refusal, and take it back."""
    try:
        upload = bring_book(ledger, content, keeper)
    except WorkbookIsNotRead as refused:
        assert refused.words.zh
        return
    assert Entry.objects.count() == 0
    try:
        upload_actions.apply_upload(upload=upload, by=keeper, now=NOW)
    except EntryIsRefused as refused:
        assert refused.words.zh
        assert Entry.objects.count() == 0
    else:
        assert Entry.objects.count() == upload.lines.filter(outcome="CREATED").count()
        upload_actions.undo_upload(upload=upload, by=keeper, now=NOW)
        assert not Entry.objects.filter(is_removed=False).exists()


def test_hostile_workbooks_are_refused_or_said_row_by_row(ledgers, tree):
    _hostile(ledgers, tree, range(200))


@pytest.mark.deep
def test_very_many_hostile_workbooks_are_refused_or_said_row_by_row(ledgers, tree):
    _hostile(ledgers, tree, range(200, 10_200))
