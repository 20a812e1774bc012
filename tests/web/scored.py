"""A small county with reported figures, and its evaluation; the points are worked by hand.

V1, Diting: the secretary is 40 on the day (8 of 8), trusted by 85 % (12); senior secondary (10), the one member of 45
or under has a technique (10); three of four rights kept (20 − 5 = 15); 85 % satisfied (20); income 4,499 yuan, just
below 4,500 (0), funds 96,000 / 800 = 120 yuan a head, at the line (10). 20 + 20 + 15 + 20 + 10 = 85; core, quality
and service are won, management needs 16. So it is in the middle.

V2, Lingzhu: nobody in the team, so its age and the secretary's education are missing (0, 0); trusted by 79.99 % (0);
the one member of 45 has no technique (0); all rights (20); 84.99 % satisfied (0); income 5,000 (10), funds
70,000 / 700 = 100 yuan (0). 0 + 0 + 20 + 0 + 10 = 30: backward.
"""

from datetime import date
from pathlib import Path

from web.builders import NOW, make_account
from web.counties import (
    COUNTY,
    MEMBER_HEADINGS,
    ORGANIZATION_HEADINGS,
    TOWNSHIP,
    TOWNSHIP_2,
    VILLAGE,
    VILLAGE_2,
    WITHOUT_NUMBER,
    bring_in,
    finish_runs,
    no_progress,
    write_county,
)

from guben_web.accounts.models import Account
from guben_web.results import actions, tasks
from guben_web.results.models import Evaluation

SCHEME = "pioneer-project/village"
AS_OF = date(2025, 12, 31)
FIGURE_HEADINGS = [
    "群众信任率",
    "四项权利落实数",
    "群众满意率",
    "年人均纯收入",
    "可支配集体资金",
    "村集体经济年收入",
    "班子成员严重违纪违法",
]
DITING = ["85%", 3, "85%", 4499, 96000, 50000, "否"]
LINGZHU = ["79.99%", 4, "84.99%", 5000, 70000, 20000, "否"]
_NONE = [""] * len(FIGURE_HEADINGS)
MEMBERS_MORE = ["学历", "掌握农业适用技术数"]
SECRETARY = [
    "曾荷生",
    "999999198506120021",
    "15400000001",
    "",
    "V1",
    "2010-07-01",
    "书记",
    "2021-01-15",
    "高中",
    1,
]
SECOND = [*WITHOUT_NUMBER, "初中", 0]


def write_scored_county(path: Path, *, diting=DITING, lingzhu=LINGZHU, second=SECOND) -> Path:
    """Write the county's workbook; `second` is the member of the second village."""
    return write_county(
        path,
        headings=[*ORGANIZATION_HEADINGS, *FIGURE_HEADINGS],
        organizations=[
            *([*row, *_NONE] for row in (COUNTY, TOWNSHIP, TOWNSHIP_2)),
            [*VILLAGE, *diting],
            [*VILLAGE_2, *lingzhu],
        ],
        member_headings=[*MEMBER_HEADINGS, *MEMBERS_MORE],
        members=[SECRETARY, second],
    )


def start(by: Account, *, scheme: str = SCHEME, period: str = "2025", as_of: date = AS_OF) -> Evaluation:
    """Have an evaluation started, without computing it."""
    evaluation = actions.start_evaluation(scheme=scheme, period=period, as_of=as_of, by=by, now=NOW)
    finish_runs()
    return evaluation


def evaluate(by: Account, **more) -> Evaluation:
    """Start an evaluation and compute it."""
    evaluation = start(by, **more)
    tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh")
    evaluation.refresh_from_db()
    return evaluation


def scored_county(folder: Path, *, is_shown: bool = True, **more) -> Evaluation:
    """Bring the county in and evaluate its villages."""
    department = make_account("department")
    bring_in(write_scored_county(folder / "county.xlsx", **more), department, as_of=AS_OF)
    evaluation = evaluate(department)
    if is_shown:
        actions.show_to_units(evaluation=evaluation, by=department, now=NOW)
    evaluation.refresh_from_db()
    return evaluation
