"""All tables, in the order in which they are compared and applied; undone they are from the last to the first."""

from guben_web.imports.enums import Kind
from guben_web.imports.tables.baselines import Baselines
from guben_web.imports.tables.members.table import Members
from guben_web.imports.tables.organizations.table import Organizations
from guben_web.imports.tables.posts import Posts
from guben_web.imports.tables.table import Table
from guben_web.imports.tables.terms import Terms
from guben_web.imports.tables.workplaces.table import Workplaces

_TABLES: tuple[Table, ...] = (
    Organizations(),
    Workplaces(),
    Members(),
    Posts(),
    Terms(),
    Baselines(),
)
TABLES: dict[Kind, Table] = {each.kind: each for each in _TABLES}
BY_SHEET: dict[str, Table] = {each.sheet_kind: each for each in _TABLES}
# What the reader of workbooks looks for beside organizations and members.
SHEETS = tuple(each.sheet for each in _TABLES if each.sheet is not None)
