"""A published version is frozen: changing it without a new version is found, whatever the change is."""

from datetime import date
from pathlib import Path

import pytest

from guben.diagnostics import FilePlace, Refusal, print_findings
from guben.evaluation import check_scheme
from guben.evaluation.publishing import publish_scheme
from guben.resolve.loading import load_pack

DAY = date(2024, 3, 1)
SCHEME = """\
# What the county decided in 2024.
scheme: my-county/village
version: "2024"
title: {zh: 本县办法, en: Our rules}
for: {level: village}
total: 10
measures:
  trust: {type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust}
parts:
  service: {title: {zh: 服务, en: Service}, points: 10, pass: trust >= 80%}
grades:
  good: {title: {zh: 好, en: Good}, when: total = 10}
  poor: {title: {zh: 差, en: Poor}}
"""


@pytest.fixture
def pack(tmp_path) -> Path:
    folder = tmp_path / "my-county"
    (folder / "schemes").mkdir(parents=True)
    (folder / "pack.yaml").write_text("pack: my-county\ntitle: {zh: 本县, en: Ours}\n", encoding="utf-8")
    write(folder, SCHEME)
    return folder


def write(pack: Path, text: str) -> Path:
    path = pack / "schemes" / "village.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def findings_of(path: Path) -> str:
    # What stands before the first colon is where the test happens to run.
    printed = print_findings(check_scheme(str(path)).findings, "en")
    return printed.replace(str(path.parents[2]) + "/", "")


def publish(pack: Path) -> None:
    publish_scheme(str(pack / "schemes" / "village.yaml"), on=DAY)


def test_publishing_records_the_version_and_keeps_a_copy(pack):
    publish(pack)

    copy = pack / "published" / "village@2024.yaml"
    record = (pack / "published.yaml").read_text(encoding="utf-8").splitlines()
    assert copy.read_text(encoding="utf-8") == SCHEME
    assert record[1:][0] == "published:"
    assert record[2].startswith('  - {scheme: village, version: "2024", date: 2024-03-01, digest: ')
    assert findings_of(pack / "schemes" / "village.yaml") == ""


def test_a_published_version_that_was_changed_is_found_at_its_version(pack):
    publish(pack)

    path = write(pack, SCHEME.replace("80%", "85%"))

    assert findings_of(path) == (
        "my-county/schemes/village.yaml:3:10: E403 Version '2024' was published on 2024-03-01, and the scheme says "
        "something else now.\n"
        '  3 | version: "2024"\n'
        "    |          ^^^^^^\n"
        "  Give 'version' a new value, or restore what was published; it is in my-county/published/village@2024.yaml, "
        "and guben diff compares."
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{zh: 服务, en: Service}", "{zh: 服务群众, en: Service}"),
        ("total = 10", "total >= 10"),
        ("  good: {title: {zh: 好, en: Good}, when: total = 10}\n", ""),
        ("ballot: residents/trust", "ballot: residents/all"),
    ],
)
def test_any_change_of_what_a_version_says_is_found(pack, old, new):
    publish(pack)

    assert "E403" in findings_of(write(pack, SCHEME.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# What the county decided in 2024.\n", ""),
        ("points: 10, pass: trust >= 80%", 'pass: "trust >= 80%", points: 10'),
        (
            "total: 10\n",
            "total: 10\ncases: [{name: at the line, given: {trust: 80%}, expect: {service: 10}}]\n",
        ),
        ("\n", "\r\n"),
    ],
    ids=["comment", "order of keys", "one more case", "line ends"],
)
def test_what_changes_no_number_leaves_a_version_as_it_is(pack, old, new):
    publish(pack)

    assert findings_of(write(pack, SCHEME.replace(old, new))) == ""


def test_a_new_version_may_say_something_else_and_be_published_too(pack):
    publish(pack)
    path = write(pack, SCHEME.replace('"2024"', '"2025"').replace("80%", "85%"))

    publish(pack)

    assert findings_of(path) == ""
    assert sorted(each.name for each in (pack / "published").iterdir()) == [
        "village@2024.yaml",
        "village@2025.yaml",
    ]
    assert findings_of(pack / "published" / "village@2024.yaml") == ""


def test_a_version_is_published_once(pack):
    publish(pack)

    with pytest.raises(Refusal) as refusal:
        publish(pack)

    place = FilePlace(str(pack / "schemes" / "village.yaml"))
    assert [(each.code.number, each.place) for each in refusal.value.findings] == [("E406", place)]


def test_an_altered_copy_and_a_missing_one_are_found(pack):
    publish(pack)
    copy = pack / "published" / "village@2024.yaml"

    copy.write_text(SCHEME.replace("80%", "70%"), encoding="utf-8")
    altered = [
        each.code.number for each in (*check_scheme(str(copy)).findings, *load_pack(str(pack)).findings)
    ]
    copy.unlink()
    missing = [each.code.number for each in load_pack(str(pack)).findings]

    assert (altered, missing) == (["E404", "E404"], ["E405"])


def test_a_pack_whose_copies_are_whole_has_no_findings(pack):
    publish(pack)
    write(pack, SCHEME.replace('"2024"', '"2025"').replace("80%", "85%"))

    assert load_pack(str(pack)).findings == ()


def test_a_scheme_with_another_scheme_below_is_frozen_with_it(pack):
    above = pack / "schemes" / "township.yaml"
    text = SCHEME.replace("my-county/village", "my-county/township").replace(
        "level: village", "level: township"
    )
    above.write_text(
        text.replace("total: 10\n", "total: 10\nchildren: my-county/village\n"), encoding="utf-8"
    )
    publish_scheme(str(above), on=DAY)

    write(pack, SCHEME.replace("80%", "85%"))

    assert [each.code.number for each in check_scheme(str(above)).findings] == ["E403"]


@pytest.mark.parametrize(("version", "code"), [("2024/1", "E407"), ("2024 试行", "E407")])
def test_a_version_that_cannot_name_a_file_is_not_published(pack, version, code):
    write(pack, SCHEME.replace('"2024"', f'"{version}"'))

    with pytest.raises(Refusal) as refusal:
        publish(pack)

    assert [each.code.number for each in refusal.value.findings] == [code]


def test_a_scheme_outside_a_pack_is_not_published(pack):
    (pack / "pack.yaml").unlink()

    with pytest.raises(Refusal) as refusal:
        publish(pack)

    assert [each.code.number for each in refusal.value.findings] == ["E408"]


def test_a_record_that_cannot_be_read_is_found(pack):
    publish(pack)
    (pack / "published.yaml").write_text("published:\n  - {scheme: village}\n", encoding="utf-8")

    findings = check_scheme(str(pack / "schemes" / "village.yaml")).findings

    assert {each.code.number for each in findings} == {"E103"}


LEDGER = """\
ledger: my-county/visits
version: "1"
title: {zh: 走访, en: Visits}
kept_by: [village]
fields:
  household: {type: entry, of: my-county/households, title: {zh: 户, en: Household}, required: true}
measures:
  visits_made: {type: count, title: {zh: 走访次数, en: Visits made}, derive: COUNT(visits)}
cases:
  - {name: none, entries: [], expect: {visits_made: 0}}
"""
HOUSEHOLDS = """\
ledger: my-county/households
version: "1"
title: {zh: 户, en: Households}
kept_by: [village]
fields:
  householder: {type: text, title: {zh: 户主, en: Householder}, required: true}
"""
USING = SCHEME.replace("total: 10\n", "total: 10\nuses: [my-county/visits]\n").replace(
    "trust >= 80%", "trust >= 80% AND visits_made >= 4"
)


@pytest.fixture
def using_pack(pack) -> Path:
    (pack / "ledgers").mkdir()
    (pack / "ledgers" / "visits.yaml").write_text(LEDGER, encoding="utf-8")
    (pack / "ledgers" / "households.yaml").write_text(HOUSEHOLDS, encoding="utf-8")
    write(pack, USING)
    return pack


def test_publishing_keeps_the_ledgers_that_the_version_uses(using_pack):
    publish(using_pack)

    kept = using_pack / "published" / "village@2024" / "my-county" / "ledgers"
    assert [each.name for each in kept.iterdir()] == ["visits.yaml"]
    assert (kept / "visits.yaml").read_text(encoding="utf-8") == LEDGER


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("COUNT(visits)", "COUNT(visits WHERE month >= 2)"),
        ("zh: 走访次数", "zh: 走访数"),
        ("fields:\n", "fields:\n  about: {type: text, title: {zh: 情况, en: About}}\n"),
    ],
)
def test_a_ledger_that_changes_changes_what_a_published_version_says(using_pack, old, new):
    publish(using_pack)

    (using_pack / "ledgers" / "visits.yaml").write_text(LEDGER.replace(old, new), encoding="utf-8")

    assert "E403" in findings_of(using_pack / "schemes" / "village.yaml")


def test_the_copy_of_a_version_is_read_with_the_ledgers_of_its_day(using_pack):
    publish(using_pack)

    (using_pack / "ledgers" / "visits.yaml").write_text(
        LEDGER.replace("COUNT(visits)", "COUNT(visits) * 2"), encoding="utf-8"
    )
    copy = check_scheme(str(using_pack / "published" / "village@2024.yaml"))

    assert copy.findings == ()
    assert copy.needed().scheme.files["my-county/ledgers/visits.yaml"] == LEDGER.encode()


def test_an_altered_copy_of_a_ledger_is_found(using_pack):
    publish(using_pack)
    kept = using_pack / "published" / "village@2024" / "my-county" / "ledgers" / "visits.yaml"

    kept.write_text(LEDGER.replace("COUNT(visits)", "COUNT(visits) * 2"), encoding="utf-8")

    assert [each.code.number for each in load_pack(str(using_pack)).findings] == ["E404"]


def test_cases_comments_and_the_order_of_keys_of_a_ledger_change_no_version(using_pack):
    publish(using_pack)
    text = "# Visits.\n" + LEDGER.partition("cases:")[0].replace(
        'version: "1"\ntitle: {zh: 走访, en: Visits}\n', 'title: {en: Visits, zh: 走访}\nversion: "1"\n'
    )

    (using_pack / "ledgers" / "visits.yaml").write_text(text, encoding="utf-8")

    assert findings_of(using_pack / "schemes" / "village.yaml") == ""
