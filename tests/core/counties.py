"""A small synthetic county, made once for all tests that evaluate one."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from guben.evaluation import check_scheme
from guben.office.county import Reading, read_county
from guben.plan import Program
from guben.snapshot.store import Snapshot, Source, write_snapshot
from guben.synthesis import County, make_county, write_county_workbook

VILLAGE = "pioneer-project/village"
TOWNSHIP = "pioneer-project/township"


@cache
def program(name: str) -> Program:
    """Return the program of a scheme that comes with the product."""
    return check_scheme(name).needed()


@cache
def county() -> County:
    """Return a county of 3 townships, 30 villages and 1,500 members."""
    return make_county(seed=7, townships=3, villages=30, members=1500)


@cache
def county_workbook() -> Path:
    """Return the county as a workbook."""
    path = Path(mkdtemp(prefix="guben-tests-")) / "county.xlsx"
    write_county_workbook(county(), path, program(TOWNSHIP).scheme.collected_measures())
    return path


@cache
def county_reading() -> Reading:
    """Return the county's workbook as it is read."""
    measures = program(TOWNSHIP).scheme.collected_measures()
    reading = read_county(county_workbook(), measures=measures, period="2024", as_of=county().as_of)
    # Some organizations lack a figure, as in life.
    assert {each.code.number for each in reading.findings} <= {"W576"}
    return reading


def county_snapshot(folder: Path) -> Snapshot:
    """Freeze the county into a folder."""
    records, source = county_reading().records, Source("county.xlsx")
    return write_snapshot(records, folder, as_of=county().as_of, period="2024", source=source)
