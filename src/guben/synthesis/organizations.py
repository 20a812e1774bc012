"""The organizations of a county, and which members belong to which."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from math import fsum
from random import Random

from guben.synthesis import calibration, names
from guben.synthesis.drawing import apportioned, dealt, happens, tuned
from guben.synthesis.population import Person
from guben.synthesis.teams import give_posts
from guben.synthesis.villages import (
    Figures,
    Situation,
    draw_situation,
    give_techniques,
    population_of,
    township_figures,
    village_figures,
)

LARGEST_BRANCH = 50
_USUAL_BRANCH = 40

# How the county-direct organizations are called: sector, committee, and the bodies that have branches.
_COUNTY_UNITS = (
    (
        "agency",
        "直属机关工作委员会",
        "财政局 农业农村局 水务局 林业局 民政局 司法局 审计局 统计局 档案馆 自然资源局 交通运输局 住房和城乡建设局 "
        "市场监督管理局 应急管理局 发展和改革局 人力资源和社会保障局 文化和旅游局 退役军人事务局 信访局 税务局 供销社 "
        "气象局 乡村振兴服务中心 政务服务中心",
    ),
    (
        "school",
        "教育局委员会",
        "第一中学 第二中学 第三中学 第四中学 职业技术学院 师范学校 实验中学 实验小学 第一小学 第二小学 第三小学 城东小学 "
        "城西小学 城南小学 城北小学 特殊教育学校 幼儿教育中心 教师进修学校",
    ),
    (
        "public_institution",
        "卫生健康局委员会",
        "人民医院 中医医院 妇幼保健院 疾病预防控制中心 血站 康复医院 农业技术推广中心 畜牧兽医站 水利工程站 林业工作站 "
        "图书馆 文化馆 博物馆 广播电视台 公路养护中心 环境监测站",
    ),
    (
        "state_enterprise",
        "国有企业工作委员会",
        "供水公司 城市建设投资公司 交通运输公司 粮食储备公司 林场 水电站 公共汽车公司 旅游开发公司 农业发展公司",
    ),
    (
        "nonpublic_enterprise",
        "非公有制经济组织工作委员会",
        "荻丰食品公司 鹭川纺织公司 砚山建材公司 穗禾种业公司 篁竹制品公司 菱湖水产公司 栎树家具公司 蓼溪机械公司 "
        "杼声服装公司 棠梨果业公司 翎羽电子公司 箬叶茶业公司",
    ),
    (
        "social_organization",
        "社会组织工作委员会",
        "工商联合会 果蔬协会 志愿服务协会 律师行业 民办教育协会 养老服务协会",
    ),
)


@dataclasses.dataclass(slots=True, eq=False)
class Unit:
    """An organization in the making; `people` belong to it directly."""

    key: str
    name: str
    parent: "Unit | None"
    type: str
    level: str
    field: str
    people: list[Person] = dataclasses.field(default_factory=list)
    population: int | None = None
    households: int | None = None
    figures: Figures = dataclasses.field(default_factory=dict)
    children: list["Unit"] = dataclasses.field(default_factory=list)

    def add(self, name: str, type_: str, level: str, field_: str, people: Sequence[Person] = ()) -> "Unit":
        """Return a new organization below this one; its key is this one's and a number."""
        width = 3 if self.level == "township" else 2
        key = f"{self.key}-{len(self.children) + 1:0{width}d}"
        unit = Unit(key, name, self, type_, level, field_, list(people))
        self.children.append(unit)
        return unit

    def with_all_below(self) -> Iterator["Unit"]:
        """Yield this organization and those below it, each before its own."""
        yield self
        for child in self.children:
            yield from child.with_all_below()


def make_units(rng: Random, people: list[Person], *, townships: int, villages: int, as_of: date) -> Unit:
    """Return the county committee with all organizations below it, everybody housed and every team chosen."""
    pools = _pools(rng, people)
    county = Unit("9901", f"中共{names.COUNTY}委员会", None, "committee", "county", "agency")
    county.people = _take_leaders(rng, pools["agency"], 11)
    give_posts(rng, county.people, as_of=as_of, age=49, size=11)
    towns = _add_townships(rng, county, pools["township"], townships, as_of)
    _add_villages(rng, towns, pools["village"], villages, as_of)
    _add_communities(rng, [town for town in towns if town.field == "community"], pools["community"], as_of)
    _add_county_units(rng, county, pools, as_of)
    _give_ethnicities(rng, county)
    return county


def _pools(rng: Random, people: list[Person]) -> dict[str, list[Person]]:
    """Return the people of each sector, in no order."""
    pools: dict[str, list[Person]] = {sector: [] for sector in calibration.SECTORS}
    for occupation, shares in calibration.SECTORS_BY_OCCUPATION.items():
        those = [person for person in people if person.occupation == occupation]
        for sector, part in zip(
            calibration.SECTORS, dealt(those, apportioned(len(those), shares)), strict=True
        ):
            pools[sector] += part
    for pool in pools.values():
        rng.shuffle(pool)
    return pools


def _take_leaders(rng: Random, pool: list[Person], count: int) -> list[Person]:
    """Take people out of the pool who can lead a committee: staff from 30 to 58."""
    able = [
        each
        for each in pool
        if 30 <= each.age <= 58 and not each.is_probationary and each.occupation != "retired"
    ]
    leaders = able[: min(count, max(len(able) // 2, 1))]
    taken = set(map(id, leaders))
    pool[:] = [each for each in pool if id(each) not in taken]
    return leaders


def _add_townships(rng: Random, county: Unit, pool: list[Person], count: int, as_of: date) -> list[Unit]:
    """Add street committees (one in nine), towns and townships, each with a branch of its office."""
    streets = max(1, count // 9)
    towns = []
    for index, name in enumerate(names.township_names(rng, count)):
        is_street = index < streets
        kind = "街道" if is_street else "镇" if happens(rng, 0.6) else "乡"
        field_ = "community" if is_street else "rural"
        title = f"中共{names.COUNTY}{name}{kind}{'工作' if is_street else ''}委员会"
        towns.append(county.add(title, "committee", "township", field_))
    leaders = _take_leaders(rng, pool, 9 * count)
    teams = dealt(leaders, apportioned(len(leaders), [1.0] * count))
    offices = dealt(pool, apportioned(len(pool), [1.0] * count))
    for town, team, office in zip(towns, teams, offices, strict=True):
        town.people = team
        give_posts(rng, team, as_of=as_of, age=42, size=9)
        _add_branches(rng, town, [f"{_short(town)}机关"], "agency", office, as_of)
    return towns


def _short(town: Unit) -> str:
    """Return the town's name with its kind: 菱屏镇, 砚台街道."""
    return town.name.removeprefix(f"中共{names.COUNTY}").removesuffix("委员会").removesuffix("工作")


def _add_villages(rng: Random, towns: list[Unit], pool: list[Person], count: int, as_of: date) -> None:
    smallest = 8
    weights = [
        (0.35 + rng.random() + 0.5 * rng.random()) * (3.5 if happens(rng, 0.06) else 1.0)
        for _ in range(count)
    ]
    sizes = [smallest + extra for extra in apportioned(len(pool) - smallest * count, weights)]
    per_town = apportioned(
        count, [(0.3 if town.field == "community" else 1.0) * (0.7 + 0.6 * rng.random()) for town in towns]
    )
    homes = [town for town, number in zip(towns, per_town, strict=True) for _ in range(number)]
    strengths: dict[str, list[float]] = {town.key: [] for town in towns}
    for town, name, members in zip(homes, names.village_names(rng, count), dealt(pool, sizes), strict=True):
        situation = draw_situation(rng)
        strengths[town.key].append(situation.strength)
        village = _add_grassroots(rng, town, f"{_short(town)}{name}村", "rural", members, situation, as_of)
        village.population, village.households = population_of(rng, len(members))
        village.figures = village_figures(rng, situation.strength, village.population)
        give_techniques(rng, members, situation.strength)
    for town in towns:
        those = strengths[town.key]
        town.figures = township_figures(rng, fsum(those) / len(those) if those else 0.0)


def _add_communities(rng: Random, streets: list[Unit], pool: list[Person], as_of: date) -> None:
    count = max(len(streets), round(len(pool) / 110))
    homes = [streets[index * len(streets) // count] for index in range(count)]
    weights = [0.5 + rng.random() for _ in range(count)]
    for index, (street, members) in enumerate(
        zip(homes, dealt(pool, apportioned(len(pool), weights)), strict=True)
    ):
        name = f"{_short(street)}{names.ordinal(index + 1)}社区"
        situation = Situation(0.0, 43.0, 0.9)
        community = _add_grassroots(rng, street, name, "community", members, situation, as_of)
        community.population = 2000 + len(members) * rng.randrange(20, 40)
        community.households = community.population * 10 // 27


def _add_grassroots(
    rng: Random, town: Unit, name: str, field_: str, members: list[Person], situation: Situation, as_of: date
) -> Unit:
    """Add the organization of a village or community: a branch or, beyond 50 members, a general branch.

    Only the team belongs to a general branch directly; the others belong to its branches.
    """
    team = give_posts(rng, members, as_of=as_of, age=situation.team_age, schooling=situation.schooling)
    if len(members) <= LARGEST_BRANCH:
        return town.add(f"{name}党支部", "branch", "village", field_, members)
    general = town.add(f"{name}党总支", "general_branch", "village", field_, team)
    chosen = set(map(id, team))
    rest = [each for each in members if id(each) not in chosen]
    count = max(2, -(-len(rest) // LARGEST_BRANCH))
    for index, part in enumerate(dealt(rest, apportioned(len(rest), [1.0] * count))):
        general.add(f"{name}{names.ordinal(index + 1)}党支部", "branch", "branch", field_, part)
        give_posts(rng, part, as_of=as_of, age=situation.team_age + 3, schooling=situation.schooling)
    return general


def _add_county_units(rng: Random, county: Unit, pools: dict[str, list[Person]], as_of: date) -> None:
    for sector, committee, bodies in _COUNTY_UNITS:
        pool = pools[sector]
        unit = county.add(f"中共{names.COUNTY}{committee}", "committee", "township", sector)
        unit.people = _take_leaders(rng, pool, 7)
        give_posts(rng, unit.people, as_of=as_of, age=47, size=7)
        hosts = [names.COUNTY + body for body in bodies.split()]
        retired = [each for each in pool if each.occupation == "retired"]
        students = [each for each in pool if each.occupation == "student"]
        others = [each for each in pool if each.occupation not in {"retired", "student"}]
        if students:
            _add_student_branches(rng, unit, students, others, as_of)
        _add_branches(rng, unit, hosts, sector, others, as_of)
        _add_branches(rng, unit, [f"{host}离退休" for host in hosts], sector, retired, as_of)


def _add_student_branches(
    rng: Random, school: Unit, students: list[Person], teachers: list[Person], as_of: date
) -> None:
    """Add branches of students, each with three teachers, taken from the teachers, who lead it."""
    parts = dealt(students, apportioned(len(students), [1.0] * -(-len(students) // _USUAL_BRANCH)))
    for index, part in enumerate(parts):
        people = [*_take_leaders(rng, teachers, 3), *part]
        name = f"{names.COUNTY}职业技术学院学生{names.ordinal(index + 1)}党支部"
        school.add(name, "branch", "branch", school.field, people)
        give_posts(rng, people, as_of=as_of, age=40, schooling=1.0, size=3)


def _add_branches(
    rng: Random, unit: Unit, hosts: list[str], field_: str, people: list[Person], as_of: date
) -> None:
    """Add branches of about forty members, spread over the hosts; fewer hosts if there are too few people."""
    if not people:
        return
    count = -(-len(people) // _USUAL_BRANCH)
    hosts = hosts[:count]
    for index, part in enumerate(
        dealt(people, apportioned(len(people), [0.8 + 0.4 * rng.random() for _ in range(count)]))
    ):
        host, turn = hosts[index % len(hosts)], index // len(hosts)
        stands_alone = turn == 0 and index + len(hosts) >= count
        name = f"{host}党支部" if stands_alone else f"{host}{names.ordinal(turn + 1)}党支部"
        unit.add(name, "branch", "branch", field_, part)
        give_posts(rng, part, as_of=as_of, age=44, schooling=0.95)


def _give_ethnicities(rng: Random, county: Unit) -> None:
    """Let one township in ten be home to most of the minority members of the countryside."""
    parts = {
        child.key: [each for unit in child.with_all_below() for each in unit.people]
        for child in county.children
    }
    homes = {child.key for child in county.children if child.field == "rural" and happens(rng, 0.1)}
    chances = {key: 0.35 if key in homes else 0.04 for key in parts}
    chances = tuned(chances, {key: len(people) for key, people in parts.items()}, calibration.MINORITY_SHARE)
    for key, people in parts.items():
        rng.shuffle(people)
        count = apportioned(len(people), [chances[key], 1 - chances[key]])[0]
        for person in people[:count]:
            person.ethnicity = rng.choices(list(calibration.PEOPLES), list(calibration.PEOPLES.values()))[0]
