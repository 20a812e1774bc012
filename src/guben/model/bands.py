"""The bands of the statistics bulletin: ages, joining periods, and which education counts as college and above."""

from dataclasses import dataclass
from datetime import date

from guben.diagnostics import Text


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Full years from `low` to `high`, both counted; None for no bound."""

    code: str
    title: Text
    low: int | None
    high: int | None

    def days(self, day: date) -> tuple[date | None, date | None]:
        """Return the birth dates of those in the band on a day: after the first, up to and with the second."""
        after = years_before(day, self.high + 1) if self.high is not None else None
        return after, years_before(day, self.low) if self.low is not None else None


@dataclass(frozen=True, slots=True)
class JoiningPeriod:
    """Days from `first` up to the day before `end`; None for no bound."""

    code: str
    title: Text
    first: date | None
    end: date | None


AGE_BANDS = (
    AgeBand("0-30", Text("30岁及以下", "30 and under"), None, 30),
    *(
        AgeBand(f"{low}-{low + 4}", Text(f"{low}至{low + 4}岁", f"{low} to {low + 4}"), low, low + 4)
        for low in range(31, 60, 5)
    ),
    AgeBand("61-", Text("61岁及以上", "61 and over"), 61, None),
)

# The founding of the republic, the third plenum of the 11th and the 18th congress: by the month, as the bulletin has it.
_FOUNDING, _PLENUM, _CONGRESS = date(1949, 10, 1), date(1978, 12, 1), date(2012, 11, 1)
JOINING_PERIODS = (
    JoiningPeriod("before-1949", Text("新中国成立前", "Before October 1949"), None, _FOUNDING),
    JoiningPeriod(
        "1949-1978",
        Text("新中国成立后至党的十一届三中全会前", "October 1949 to November 1978"),
        _FOUNDING,
        _PLENUM,
    ),
    JoiningPeriod(
        "1978-2012",
        Text("党的十一届三中全会后至党的十八大前", "December 1978 to October 2012"),
        _PLENUM,
        _CONGRESS,
    ),
    JoiningPeriod("since-2012", Text("党的十八大以来", "Since November 2012"), _CONGRESS, None),
)

HIGHER_EDUCATION = ("college", "bachelor", "graduate")
# The code of GB/T 3304 of the Han; all others are minorities.
MAJORITY = "01"


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier; of 29 February the 28th where there is none.

    Who was born on or before it is so many full years old on the day.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
