"""The archive that may be posted up, worked by hand: a figure that rests on fewer than three people is withheld.

Members and those of 35 or under, the age of the secretary, residents' trust (the line is 80 %), points of 12 for trust
and 8 × share of the young / 50 %:
V1 6 members, 3 young (50 %), secretary 44, trust 90 %: 12 + 8 = 20, good.
V2 6 members, 2 young (33.3 %), secretary 61, trust 90 %: 12 + 5.33 = 17.33; who is led by one over 60 is poor.
V3 2 members, none young (0 %), no secretary, trust 80 %: 12 + 0 = 12, fair.
So withheld are: of V1 the age; of V2 the age, the young and their share; of V3 the members, the young and their share,
since none of two says something about two. That V3 has no secretary is of nobody.
"""

import json
import shutil
from pathlib import Path

import pytest
from core.evaluation.archives import evaluated, published, rows_of
from core.snapshot.test_snapshots import alter
from programs import AS_OF, PERIOD, make_organization, make_person, make_post, make_value, program_of

from guben.backends import Duck
from guben.diagnostics import Refusal
from guben.evaluation import open_results, verify
from guben.evaluation.public_archive import write_public_archive
from guben.evaluation.public_reading import Taken
from guben.evaluation.sealing import write_decision
from guben.evaluation.verifying import Basis
from guben.insight.doubts import doubts_of
from guben.insight.whatif import Session
from guben.lowering import lower_few
from guben.snapshot.records import Records

SCHEME = """\
scheme: test/main
version: "2024"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 20
measures:
  trust: {type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust}
  funds: {type: yuan, title: {zh: 经费, en: Funds}, report: {period: year}}
  number: {type: count, title: {zh: 党员数, en: Members}, derive: COUNT(members)}
  young: {type: count, title: {zh: 年轻党员, en: Young members}, derive: COUNT(members WHERE age <= 35)}
  share: {type: percent, title: {zh: 年轻党员比例, en: Share of the young}, derive: young / number}
  secretary: {type: age, title: {zh: 书记年龄, en: Age of the secretary}, derive: post(secretary).age}
parts:
  trusted: {title: {zh: 得到信任, en: Trusted}, points: 12, pass: trust >= 80%}
  youth: {title: {zh: 年轻力量, en: Youth}, points: 8, linear: {value: share, from: 0%, to: 50%}}
vetoes:
  - {if: secretary > 60, grade: poor}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 20}
  fair: {title: {zh: 中, en: Fair}, when: total >= 10}
  poor: {title: {zh: 差, en: Poor}}
"""
_YOUNG, _OLD = 20000101, 19800101
_AGES = {"v1": [_YOUNG] * 3 + [_OLD] * 3, "v2": [_YOUNG] * 2 + [_OLD] * 3 + [19630101], "v3": [_OLD] * 2}
_TRUST = {"v1": 90, "v2": 90, "v3": 80}
_SECRETARIES = {"v1": "v1-5", "v2": "v2-5"}


def records() -> Records:
    return Records(
        organizations=[make_organization(key, "village") for key in _AGES],
        people=[
            make_person(f"{key}-{number}", key, born=born)
            for key, days in _AGES.items()
            for number, born in enumerate(days)
        ],
        posts=[make_post(f"post-{key}", key, person, "secretary") for key, person in _SECRETARIES.items()],
        values=[make_value(key, "trust", trust * 10**6, scale=8) for key, trust in _TRUST.items()],
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return evaluated(tmp_path_factory.mktemp("results") / "whole", SCHEME, records())


@pytest.fixture
def public(whole, tmp_path) -> Path:
    return published(whole, tmp_path / "public")


def found_in(folder: Path) -> list[tuple[str, ...]]:
    findings = verify(folder, basis=Basis.MEASURES).findings
    facts = [(each.facts.get("organization"), each.facts.get("column")) for each in findings]
    return [
        (each.code.number, *((organization, column.en) if column else ()))
        for each, (organization, column) in zip(findings, facts, strict=True)
    ]


def test_what_rests_on_few_is_withheld_and_all_else_is_there(public):
    measures = rows_of(public / "measures.parquet", "trust", "number", "young", "share", "secretary")
    flags = rows_of(
        public / "measures.parquet", *(f"withheld:{name}" for name in ("number", "young", "secretary"))
    )

    assert measures == [
        (90_000_000, 6, 3, 3, None),
        (90_000_000, 6, None, None, None),
        (80_000_000, None, None, None, None),
    ]
    assert flags == [(False, False, True), (False, True, True), (True, True, False)]


def test_it_holds_nothing_else_that_could_tell(whole, public):
    files = sorted(str(path.relative_to(public)) for path in public.rglob("*") if path.is_file())
    manifest = (public / "manifest.json").read_text(encoding="utf-8")

    assert files == ["manifest.json", "measures.parquet", "results.parquet", "scheme/test/schemes/main.yaml"]
    before = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    assert before["measures"]["digest"] not in manifest
    assert before["files"]["measures.parquet"] not in manifest


def test_what_a_file_says_of_its_columns_is_of_what_is_published(public):
    # A Parquet file keeps the least and the greatest value of every column.
    with Duck() as duck:
        said = duck.rows(
            "SELECT path_in_schema, stats_min_value, stats_max_value "
            f"FROM parquet_metadata('{public / 'measures.parquet'}') WHERE path_in_schema IN ('young', 'secretary')"
        )

    assert sorted(said) == [("secretary", None, None), ("young", "3", "3")]


def test_it_verifies_with_the_digest_of_the_whole_results_and_says_what_it_took(whole, public):
    verified = verify(public, basis=Basis.MEASURES)

    # Of V1 the age; of V2 three; of V3 three: seven. The points for youth of V2 and V3, and two vetoes.
    assert (verified.findings, verified.taken) == ((), Taken(withheld=7, points=2, others=2))
    assert verified.result.result_digest == open_results(whole).result_digest


def test_altered_points_that_follow_from_what_is_there_are_named(public):
    alter(
        public / "results.parquet", "UPDATE t SET \"points:youth\" = 7, total = 19 WHERE organization = 'v1'"
    )

    assert found_in(public) == [("E624", "v1", "Youth: points"), ("E624", "v1", "total")]


def test_points_that_are_taken_as_stated_still_have_to_add_up(public):
    alter(public / "results.parquet", "UPDATE t SET \"points:youth\" = 7 WHERE organization = 'v2'")

    assert found_in(public)[1:] == [("E624", "v2", "total")]


def test_points_beyond_what_a_part_is_worth_are_not_taken(public):
    alter(public / "results.parquet", "UPDATE t SET \"points:youth\" = 80 WHERE organization = 'v2'")

    assert ("E624", "v2", "Youth: points") in found_in(public)


def test_a_veto_is_taken_as_stated_only_where_its_figure_is_withheld(public):
    alter(public / "results.parquet", "UPDATE t SET veto = 1, grade = 'poor' WHERE organization = 'v3'")

    assert found_in(public) == [("E624", "v3", "veto"), ("E624", "v3", "grade")]


def test_whoever_alters_what_is_taken_as_stated_has_another_digest_than_the_letters(public):
    change = "UPDATE t SET \"points:youth\" = 6, total = 18 WHERE organization = 'v2'"
    alter(public / "results.parquet", change)

    assert found_in(public) == [("E626",), ("E627",)]


def test_a_place_among_peers_is_taken_as_stated_for_all_who_are_compared(tmp_path):
    # By the young, of whom V2 and V3 withhold how many: 3, 2 and 0 are the first, second and third place.
    ranked = SCHEME.replace(
        "linear: {value: share, from: 0%, to: 50%}",
        "rank: {value: young, order: descending, within: all, ties: best}",
    )
    public = published(evaluated(tmp_path / "whole", ranked, records()), tmp_path / "public")

    assert [points for (points,) in rows_of(public / "results.parquet", "points:youth")] == [8, 4, 0]
    assert verify(public, basis=Basis.MEASURES).taken.points == 3


def test_of_a_quota_only_those_are_taken_as_stated_whom_a_withheld_figure_puts_in_order(tmp_path):
    # V1 and V2 have 12 and are good, as far as there is room: one, the one with more young members, who is V1.
    # V3 has 12 as well, and is in another grade.
    filled = (
        SCHEME.replace("total: 20", "total: 12")
        .replace("  youth:", "  # youth:")
        .replace("total >= 20", "total >= 12 AND trust >= 90%")
        .replace("secretary > 60", "trust < 10%")
        .replace(
            "grades:\n",
            "quotas:\n  - {grades: [good], kind: at_most, number: 1, within: all, then: young descending, ties: out}\n"
            "grades:\n",
        )
    )
    public = published(evaluated(tmp_path / "whole", filled, records()), tmp_path / "public")

    assert rows_of(public / "results.parquet", "total", "grade", "quota") == [
        (12, "good", None),
        (12, "fair", 1),
        (12, "fair", None),
    ]
    taken = verify(public, basis=Basis.MEASURES).taken
    assert (taken.points, taken.others) == (0, 2)
    alter(public / "results.parquet", "UPDATE t SET grade = 'good' WHERE organization = 'v3'")
    assert found_in(public) == [("E624", "v3", "grade")]


def test_an_altered_measure_is_found(public):
    alter(public / "measures.parquet", "UPDATE t SET trust = 79000000 WHERE organization = 'v3'")

    assert found_in(public) == [("E626",)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE t SET secretary = 44 WHERE organization = 'v1'",
        'UPDATE t SET "withheld:young" = NULL',
        'ALTER TABLE t ADD COLUMN "withheld:funds" BOOLEAN',
    ],
)
def test_a_figure_that_is_withheld_and_there_or_never_withheld_is_an_altered_file(public, change):
    alter(public / "measures.parquet", change)

    assert found_in(public) == [("E627",)]


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE t ALTER veto SET DATA TYPE VARCHAR USING 'one'",
        'ALTER TABLE t ALTER "points:youth" SET DATA TYPE VARCHAR',
        "ALTER TABLE t DROP COLUMN veto",
    ],
)
def test_results_of_other_types_are_an_altered_file(public, change):
    alter(public / "results.parquet", change)

    assert ("E627",) in found_in(public)


def test_a_result_that_is_gone_is_named(public):
    alter(public / "results.parquet", "DELETE FROM t WHERE organization = 'v2'")

    assert "E628" in {found[0] for found in found_in(public)}


def test_a_seal_goes_with_it_as_it_has_only_digests_of_words(whole, tmp_path):
    sealed, public = Path(shutil.copytree(whole, tmp_path / "sealed")), tmp_path / "public"
    result = open_results(sealed)
    digests = {
        "scheme_digest": result.scheme.digest,
        "snapshot_digest": result.snapshot_digest,
        "result_digest": result.result_digest,
    }
    seal = write_decision(sealed, digests)
    public.mkdir()

    write_public_archive(result, public, least_people=3)

    verified = verify(public, basis=Basis.MEASURES)
    assert (verified.findings, verified.seal) == ((), seal)


def test_altered_results_are_not_published(whole, tmp_path):
    altered, public = Path(shutil.copytree(whole, tmp_path / "altered")), tmp_path / "public"
    public.mkdir()
    alter(altered / "results.parquet", "UPDATE t SET grade = 'good' WHERE organization = 'v3'")

    with pytest.raises(Refusal) as refusal:
        write_public_archive(open_results(altered), public, least_people=3)

    assert [each.code.number for each in refusal.value.findings] == ["E624"]


def test_nothing_else_works_from_what_is_public(public):
    assert found_in_records(public) == ["E664"]
    for use in (Session, doubts_of):
        with pytest.raises(Refusal) as refusal:
            use(open_results(public))

        assert [each.code.number for each in refusal.value.findings] == ["E664"]


def found_in_records(folder: Path) -> list[str]:
    return [each.code.number for each in verify(folder).findings]


def test_what_ledgers_say_of_single_members_is_withheld_of_everybody():
    title = "title: {zh: 名, en: Title}"
    scheme = f"""\
scheme: test/paid
version: "1"
{title}
for: {{level: village}}
total: 10
uses: [base/pay, base/meetings]
measures:
  doubled: {{type: yuan, {title}, derive: pay_paid * 2}}
parts:
  held: {{{title}, points: 4, pass: COUNT(meetings) > 3}}
  paid: {{{title}, points: 6, pass: pay_arrears = 0}}
grades:
  any: {{{title}}}
"""
    program = program_of({"paid": scheme}, "paid")
    of_pay = {step.name for step in program.measures if "pay" in step.name or step.name.startswith("people")}

    few = lower_few(program, as_of=AS_OF, period=PERIOD, least=10)

    assert {"pay_due", "pay_paid", "pay_arrears", "basic_pay_a_person", "people_in_arrears"} <= of_pay
    assert of_pay | {"doubled"} <= set(few.names)
    assert not [name for name in few.names if "meeting" in name]
