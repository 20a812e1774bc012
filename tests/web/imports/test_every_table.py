"""All tables out to Excel and in again: unchanged nothing changes, edited exactly what was edited, undone as before."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from web.builders import NOW, make_account
from web.counties import read
from web.imports.registers import TODAY, edit, everything, make_register, rows_of, write_book

from guben_web.imports import actions, queries
from guben_web.imports.enums import Kind
from guben_web.imports.models import Batch, Line
from guben_web.org.access import Scope
from guben_web.words.formats import number_of

NAMES = st.text("荻汀菱渚芦岗砚垌蓼湾", min_size=4, max_size=8)
COUNTS = st.integers(1, 90_000)
DAYS = st.dates(TODAY.replace(year=2026, month=6), TODAY.replace(year=2029))


def said(value):
    """Return a cell as the page says it."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return number_of(value) if isinstance(value, int) else str(value)


# Sheet, number of rows, heading, what may be written there.
EDITS = (
    ("组织", 9, "党组织名称", NAMES),
    ("组织", 9, "领域", st.sampled_from(["农村", "城市社区", "机关", "学校"])),
    ("单位", 3, "单位名称", NAMES),
    ("单位", 3, "职工数", COUNTS),
    ("单位", 3, "单位类别", st.sampled_from(["国有企业", "非公有制企业", "社会组织"])),
    ("党员", 3, "姓名", NAMES),
    ("党员", 3, "学历", st.sampled_from(["大专", "本科", "研究生"])),
    ("党员", 3, "外出流向", NAMES),
    ("任职", 2, "任期至", DAYS),
    ("任职", 2, "任职说明", NAMES),
    ("任职", 2, "产生方式", st.sampled_from(["选举", "任命"])),
    ("换届", 1, "委员名额", COUNTS.map(lambda number: number % 90 + 1)),
    ("换届", 1, "应换届日期", DAYS),
    ("年度等次", 1, "等次", st.sampled_from(["先进", "中间", "后进"])),
    ("年度等次", 1, "得分", COUNTS.map(lambda number: number % 100)),
)


@st.composite
def edits(draw):
    """Return edits of different cells: sheet, row, heading, value."""
    chosen = draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=8, unique_by=lambda each: each[::2]))
    return [
        (sheet, draw(st.integers(0, rows - 1)), heading, draw(values))
        for sheet, rows, heading, values in chosen
    ]


def changes_of(batch):
    """Return what the lines say, in words, by sheet and row."""
    lines = Line.objects.filter(batch=batch, attempt=batch.attempt).exclude(outcome="UNCHANGED")
    return {
        (each.line.sheet, each.line.row - 3, each.line.outcome): {
            change.title.zh: change.after.zh for change in each.changes
        }
        for each in queries.shown(batch, list(lines))
    }


class TestRandomEdits(TestCase):
    @given(edits())
    # Nothing is shrunk: an example costs seconds.
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    def test_exactly_what_was_edited_changes_and_undone_all_is_as_before(self, edited):
        account, _, _ = make_register()
        before = everything()
        with tempfile.TemporaryDirectory() as folder:
            path = write_book(Path(folder) / "book.xlsx")
            expected: dict[tuple[str, int, str], dict[str, str]] = {}
            for sheet, row, heading, value in edited:
                if said(rows_of(path, sheet)[row][heading]) != said(value):
                    expected.setdefault((sheet, row, "CHANGED"), {})[heading] = said(value)
                edit(path, sheet, row, **{heading: value})

            batch = read(path, account, as_of=TODAY)
            assert changes_of(batch) == expected, batch.findings
            actions.apply(batch=batch, by=account, now=NOW)
            again = read(path, account, as_of=TODAY)

        assert {line.outcome for line in again.lines.filter(attempt=again.attempt)} == {"UNCHANGED"}
        actions.undo(batch=Batch.objects.get(pk=batch.pk), by=account, now=NOW)
        assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("with_numbers", [True, False])
def test_brought_in_unchanged_everything_stays_as_it_is(tmp_path, language, with_numbers):
    account, _, _ = make_register()
    before = everything()
    path = write_book(tmp_path / "book.xlsx", language=language, with_numbers=with_numbers)

    batch = read(path, account, as_of=TODAY)

    assert batch.findings == [] or all(each["severity"] == "warning" for each in batch.findings)
    assert batch.counts == {
        "ORGANIZATION.UNCHANGED": 9,
        "WORKPLACE.UNCHANGED": 3,
        "MEMBER.UNCHANGED": 3,
        "POST.UNCHANGED": 2,
        "TERM.UNCHANGED": 1,
        "BASELINE.UNCHANGED": 1,
    }
    actions.apply(batch=batch, by=account, now=NOW)
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Kind))
def test_each_table_alone_comes_back_unchanged(tmp_path, kind):
    account, _, _ = make_register()

    batch = read(write_book(tmp_path / "book.xlsx", kinds=[kind]), account, as_of=TODAY)

    assert (batch.state, {name.split(".")[1] for name in batch.counts}) == ("WAITING", {"UNCHANGED"})


@pytest.mark.django_db
def test_a_township_takes_out_its_own_part_and_brings_it_back(tmp_path):
    _, tree, _ = make_register()
    township = make_account("township", organization_id=tree["T1"].pk)
    scope = Scope(is_whole=False, tops=frozenset({tree["T1"].pk}))

    batch = read(write_book(tmp_path / "book.xlsx", scope=scope), township, as_of=TODAY)

    assert {name.split(".")[1] for name in batch.counts} == {"UNCHANGED"}
    assert batch.counts["ORGANIZATION.UNCHANGED"] == 7
