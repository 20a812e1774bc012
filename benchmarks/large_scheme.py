"""The largest scheme and county that are promised, made up: so many indicators, 5,000 villages, a figure for nearly each."""

from datetime import date
from pathlib import Path

from guben.backends import Duck
from guben.snapshot.records import Records
from guben.snapshot.store import Snapshot, Source, freeze, load_records

ORGANIZATIONS = 5_000
PERIOD = "2024"
# 1% as the schemes' percents are stored: an integer of eight decimals.
PERCENT = 1_000_000
_AS_OF = date(2024, 12, 31)
_SCORINGS = (
    "pass: {0} >= 80%",
    "linear: {{value: {0}, from: 0%, to: 80%}}",
    "bands: [{{points: 10, if: {0} >= 90%}}, {{points: 5, if: {0} > 50%}}, {{points: 0}}]",
)
_COMPARED = "rank: {{value: {0}, order: descending, within: all, ties: best}}"
_QUOTAS = """\
quotas:
  - {grades: [good], kind: at_most, share: 30%, rounding: half_up, within: all, ties: out, title: {zh: 三成, en: Three in ten}}
tails:
  last: {title: {zh: 末位, en: Last}, order: total ascending, number: 50, within: all, ties: in}
"""


def write_scheme(folder: Path, indicators: int, *, is_compared: bool = False) -> str:
    """Write a scheme of so many indicators, ten in a part, and return its file.

    Where organizations are compared, the first indicator is a place, and there are a quota and a list.
    """
    lines = ["scheme: bench/largest", 'version: "1"', "title: {zh: 大制度, en: Largest}"]
    lines += ["for: {level: village}", f"total: {10 * indicators}", "measures:"]
    for number in range(indicators):
        title = f"{{zh: 数据{number}, en: Figure {number}}}"
        lines.append(f"  m{number}: {{type: percent, title: {title}, report: {{period: year}}}}")
    lines.append("parts:")
    for number in range(indicators):
        if number % 10 == 0:
            group = number // 10
            lines.append(f"  g{group}: {{title: {{zh: 组{group}, en: Group {group}}}, points: 100, parts: {{")
        scoring = _COMPARED if is_compared and number == 0 else _SCORINGS[number % 3]
        title = f"{{zh: 项{number}, en: Item {number}}}"
        said = scoring.format(f"m{number}")
        lines.append(f"    p{number}: {{title: {title}, points: 10, missing: no_points, {said}}},")
        if number % 10 == 9:
            lines.append("  }}")
    lines += _QUOTAS.splitlines() if is_compared else []
    lines += ["grades:", f"  good: {{title: {{zh: 好, en: Good}}, when: total >= {5 * indicators}}}"]
    lines.append("  fair: {title: {zh: 一般, en: Fair}}")
    path = folder / f"largest-{indicators}{'-compared' if is_compared else ''}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def freeze_villages(folder: Path, indicators: int) -> Snapshot:
    """Freeze villages with a figure for every indicator but one in a hundred."""
    folder.mkdir()
    with Duck() as engine:
        load_records(engine, Records())
        engine.create(
            "organizations",
            "SELECT * FROM organizations UNION ALL BY NAME SELECT format('{:05d}', i) AS key, 'V' || i AS name, "
            "'branch' AS type, 'rural' AS field, 'village' AS level, format('{:05d}', i) AS path, "
            f"format('{{:05d}}', i) AS in_village, 'made' AS source FROM range({ORGANIZATIONS}) t(i)",
        )
        engine.create(
            "values",
            "SELECT * FROM \"values\" UNION ALL BY NAME SELECT format('{:05d}', i) AS organization, 'm' || j AS measure, "
            f"'{PERIOD}' AS period, hash(i, j) % 10001 * {PERCENT // 100} AS number, 8 AS scale, "
            f"false AS is_not_applicable, 'made' AS source FROM range({ORGANIZATIONS}) t(i), range({indicators}) s(j) "
            "WHERE hash(j, i) % 100 > 0",
        )
        return freeze(engine, folder, as_of=_AS_OF, period=PERIOD, source=Source("made"))
