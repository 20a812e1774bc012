"""A scheme that uses a ledger is evaluated over its entries; the results carry the ledger and verify without the pack."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from core.counties import county_reading

from guben.evaluation import check_scheme, evaluate, verify
from guben.evaluation.folder import open_results
from guben.evaluation.rows import rows_on
from guben.insight.asked import used_ledgers
from guben.snapshot.records import Records
from guben.snapshot.store import Snapshot, Source, write_snapshot
from guben.snapshot.tables import Closure, Entry

SCHEME = """\
scheme: my-county/village
version: "1"
title: {zh: 走访办法, en: Rules on visits}
for: {level: village}
total: 10
uses: [my-county/talks]
parts:
  talks: {title: {zh: 谈心, en: Talks}, points: 10, rewards: output, linear: {value: talks_held, from: 0, to: 4}}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 5}
  poor: {title: {zh: 差, en: Poor}}
"""
LEDGER = """\
ledger: my-county/talks
version: "1"
title: {zh: 谈心, en: Talks}
kept_by: [village]
fields:
  with: {type: member, title: {zh: 谈心对象, en: With}, required: true}
measures:
  talks_held: {type: count, title: {zh: 谈心人数, en: People talked to}, derive: DISTINCT(talks.with)}
"""
LEDGER_FILE = "my-county/ledgers/talks.yaml"


@pytest.fixture
def scheme(tmp_path) -> Path:
    for file, text in (("my-county/schemes/village.yaml", SCHEME), (LEDGER_FILE, LEDGER)):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path / "my-county" / "schemes" / "village.yaml"


def villages() -> list[str]:
    keys = [each.key for each in county_reading().records.organizations if each.level == "village"]
    return sorted(keys)[:3]


def test_a_scheme_says_which_ledgers_of_packs_it_counts(scheme):
    assert used_ledgers(check_scheme(str(scheme)).needed()) == ("my-county/talks",)
    assert used_ledgers(check_scheme("pioneer-project/village").needed()) == ()


def snapshot(folder: Path) -> Snapshot:
    """Freeze the county: the first village talked to two people in three talks, the second to none, the third is open."""
    first, second, third = villages()
    talks = [(first, "m1"), (first, "m2"), (first, "m1"), (third, "m3")]
    entries = [
        Entry(
            f"e{number}", key, "my-county/talks", "2024", None, 20_240_301, json.dumps({"with": who}), "test"
        )
        for number, (key, who) in enumerate(talks)
    ]
    closures = [Closure(key, "my-county/talks", "2024", "test") for key in (first, second)]
    records: Records = replace(county_reading().records, entries=entries, closures=closures)
    return write_snapshot(records, folder, as_of=date(2024, 12, 31), period="2024", source=Source("test"))


def test_closed_ledgers_give_points_and_an_open_one_none(scheme, tmp_path):
    rows = {
        row.organization: row for row in rows_on(check_scheme(str(scheme)).needed(), snapshot(tmp_path / "s"))
    }

    found = [
        (rows[key].measures["talks_held"], rows[key].total, bool(rows[key].missing)) for key in villages()
    ]

    assert found == [(2, 5, False), (0, 0, False), (None, 0, True)]  # 10 × 2 / 4


def test_results_carry_the_ledger_and_verify_after_it_changed_in_the_pack(scheme, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    evaluate(check_scheme(str(scheme)).needed(), snapshot(out / "snapshot"), out, language="zh")

    shutil.rmtree(scheme.parents[1])

    assert verify(out).findings == ()
    assert (out / "scheme" / LEDGER_FILE).read_text(encoding="utf-8") == LEDGER
    assert set(open_results(out).scheme.files) == {"my-county/schemes/village.yaml", LEDGER_FILE}


def test_an_altered_line_of_a_ledger_in_the_results_is_named(scheme, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    evaluate(check_scheme(str(scheme)).needed(), snapshot(out / "snapshot"), out, language="zh")

    (out / "scheme" / LEDGER_FILE).write_text(
        LEDGER.replace("DISTINCT(talks.with)", "COUNT(talks)"), encoding="utf-8"
    )

    found = [(each.code.number, each.facts) for each in verify(out).findings]
    assert found == [("E623", {"file": f"scheme/{LEDGER_FILE}", "lines": [8]})]
