"""Five villages evaluated into a folder of results; their points are worked by hand.

Trust and visits, the line of trust being 80 %: V1 90 % and 4 visits, V2 80 % and 2, V3 79 % and 4, V4 85 % and 0,
V5 nothing. Trusted gives 12 points from the line on; visiting 8 × visits / 4.
V1 12 + 8 = 20: good. V2 12 + 4 = 16: fair. V3 0 + 8 = 8: poor. V4 12 + 0 = 12: fair. V5 0 + 0 = 0: poor.
V1 to V3 are of township T1, V4 and V5 of T2.
"""

from datetime import date
from pathlib import Path

from programs import AS_OF, PERIOD, make_organization, make_person, make_value, program_of

from guben.evaluation import ResultFolder, evaluate
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot

SCHEME = """\
scheme: test/main
version: "2024"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 20                     # of every village
parameters:
  line: {value: 80%, type: percent, title: {zh: 信任线, en: Line of trust}}
  young: {value: 35, type: age, title: {zh: 年轻, en: Young}}
measures:
  trust: {type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust}
  visits: {type: count, title: {zh: 走访数, en: Visits}, report: {period: year}}
  young_members: {type: count, title: {zh: 年轻党员, en: Young members}, derive: COUNT(members WHERE age <= young)}
parts:
  service:
    title: {zh: 服务, en: Service}
    points: 20
    parts:
      trusted: {title: {zh: 得到信任, en: Trusted}, points: 12, rewards: outcome, pass: trust >= line}
      visiting: {title: {zh: 走访, en: Visiting}, points: 8, rewards: process, linear: {value: visits, from: 0, to: 4}}
quotas:
  - {grades: [good], kind: at_most, share: 40%, rounding: down, within: all, ties: out}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 20}
  fair: {title: {zh: 中, en: Fair}, when: total >= 10}
  poor: {title: {zh: 差, en: Poor}}
"""
VILLAGES = {
    "v1": ("t1", 90, 4),
    "v2": ("t1", 80, 2),
    "v3": ("t1", 79, 4),
    "v4": ("t2", 85, 0),
    "v5": ("t2", None, None),
}


def records_of(villages: dict[str, tuple[str, int | None, int | None]] = VILLAGES) -> Records:
    """Return the villages with two members each and what was reported of them."""
    values = []
    for key, (_, trust, visits) in villages.items():
        if trust is not None:
            values.append(make_value(key, "trust", trust * 10**6, scale=8))
        if visits is not None:
            values.append(make_value(key, "visits", visits))
    townships = {township for township, _, _ in villages.values()}
    return Records(
        organizations=[
            *(make_organization(key, "township") for key in sorted(townships)),
            *(make_organization(key, "village", township) for key, (township, _, _) in villages.items()),
        ],
        people=[
            make_person(f"p-{key}-{number}", key, born=19800101) for key in villages for number in (1, 2)
        ],
        values=values,
    )


def graded_villages(folder: Path, scheme: str = SCHEME, records: Records | None = None) -> ResultFolder:
    """Evaluate the villages into a folder that is there and empty."""
    day = date(AS_OF // 10_000, AS_OF // 100 % 100, AS_OF % 100)
    (folder / "snapshot").mkdir()
    snapshot = write_snapshot(
        records or records_of(), folder / "snapshot", as_of=day, period=PERIOD, source=Source("test")
    )
    return evaluate(program_of({"main": scheme}, "main"), snapshot, folder, language="en").result
