"""What a figure says of those whom it leaves out is withheld too, worked by hand: fewer than three are few.

Members, and those of 35 or under among them (45 the others):
V1 8 members, 4 young: both sides are of four.
V2 8 members, 6 young: that six are young says that two are not.
V3 8 members, all young: nobody is left out.
V4 8 members, none young: nobody is counted, and all eight are looked at.
Of four committee members of V1 three are young, of four of V4 none is; V2 and V3 have no team.
"""

from core.evaluation.archives import evaluated, published, rows_of
from programs import make_organization, make_person, make_post

from guben.evaluation import verify
from guben.evaluation.verifying import Basis
from guben.snapshot.records import Records

YOUNG = "members WHERE age <= 35"
SCHEME = f"""\
scheme: test/main
version: "2024"
title: {{zh: 办法, en: Rules}}
for: {{level: village}}
total: 10
measures:
  number: {{type: count, title: {{zh: 党员数, en: Members}}, derive: COUNT(members)}}
  age: {{type: age, title: {{zh: 平均年龄, en: Mean age}}, derive: AVERAGE(members.age)}}
  young: {{type: count, title: {{zh: 年轻党员, en: Young}}, derive: COUNT({YOUNG})}}
  skills: {{type: count, title: {{zh: 技术数, en: Skills}}, derive: SUM(({YOUNG}).techniques)}}
  young_age: {{type: age, title: {{zh: 年轻党员平均年龄, en: Their mean age}}, derive: AVERAGE(({YOUNG}).age)}}
  schools: {{type: count, title: {{zh: 学历种类, en: Schooling}}, derive: DISTINCT(({YOUNG}).education)}}
  share: {{type: percent, title: {{zh: 年轻党员比例, en: Share of the young}}, derive: young / number}}
  young_team: {{type: count, title: {{zh: 年轻班子成员, en: Young in the team}}, derive: COUNT(team WHERE age <= 35)}}
parts:
  youth: {{title: {{zh: 年轻力量, en: Youth}}, points: 10, linear: {{value: share, from: 0%, to: 100%}}}}
grades:
  good: {{title: {{zh: 好, en: Good}}, when: total >= 5}}
  poor: {{title: {{zh: 差, en: Poor}}}}
"""
_BORN_YOUNG, _BORN_OLD = 20000101, 19790101
_YOUNG = {"v1": 4, "v2": 6, "v3": 8, "v4": 0}
_TEAMS = {"v1": range(1, 5), "v4": range(4)}


def records() -> Records:
    return Records(
        organizations=[make_organization(key, "village") for key in _YOUNG],
        people=[
            make_person(
                f"{key}-{number}",
                key,
                born=_BORN_YOUNG if number < young else _BORN_OLD,
                education="college",
                techniques=1,
            )
            for key, young in _YOUNG.items()
            for number in range(8)
        ],
        posts=[
            make_post(f"{key}-post-{number}", key, f"{key}-{number}", "committee_member", in_team=True)
            for key, numbers in _TEAMS.items()
            for number in numbers
        ],
    )


def test_a_count_that_leaves_out_few_is_withheld_and_so_is_what_is_made_of_it(tmp_path):
    public = published(evaluated(tmp_path / "whole", SCHEME, records()), tmp_path / "public")

    assert rows_of(public / "measures.parquet", "number", "young", "skills", "schools", "over:share") == [
        (8, 4, 4, 1, 8),
        (8, None, None, None, None),
        (8, 8, 8, 1, 8),
        (8, 0, 0, 0, 8),
    ]
    # A mean is its sum over how many; of nobody there is none.
    assert rows_of(public / "measures.parquet", "young_age", "over:young_age", "na:young_age") == [
        (96, 4, False),
        (None, None, None),
        (192, 8, False),
        (None, 0, True),
    ]
    assert verify(public, basis=Basis.MEASURES).findings == ()


def test_a_set_without_a_condition_leaves_nobody_out(tmp_path):
    public = published(evaluated(tmp_path / "whole", SCHEME, records()), tmp_path / "public")

    flags = rows_of(public / "measures.parquet", "withheld:number", "withheld:age", "withheld:young")

    assert flags == [
        (False, False, False),
        (False, False, True),
        (False, False, False),
        (False, False, False),
    ]


def test_holders_of_posts_are_left_out_as_persons(tmp_path):
    public = published(evaluated(tmp_path / "whole", SCHEME, records()), tmp_path / "public")

    assert rows_of(public / "measures.parquet", "young_team", "withheld:young_team") == [
        (None, True),
        (None, False),
        (None, False),
        (0, False),
    ]
