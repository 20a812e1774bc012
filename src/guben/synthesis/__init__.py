"""Synthetic counties: invented organizations and members whose totals agree with the national bulletin.

Nothing here is taken from a real county or person. The same seed gives the same county on every machine and every
Python: all chance comes from one `random.Random`, only through arithmetic that rounds the same everywhere. So no
`gauss` (it asks the platform for logarithms), no powers with fractions, no `sum` of floats (Python 3.12 changed how
it rounds), no order of sets.
"""

from guben.synthesis.county import County, Member, Organization, make_county
from guben.synthesis.workbook import write_county_workbook

__all__ = ["County", "Member", "Organization", "make_county", "write_county_workbook"]
