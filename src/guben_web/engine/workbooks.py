"""Workbooks as offices have them: reading them, marking what was found."""

from guben.model.choices import Choice, ChoiceSet
from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    REGISTER_COLUMNS,
    CellKind,
    SheetColumn,
)
from guben.office.county import Decided, ReadColumn, Reading, SheetKind, read_county
from guben.office.host_columns import COVER, HOST_COLUMNS, HOST_KIND
from guben.office.marking import mark_findings
from guben.office.members import PrivatePerson
from guben.office.organizations import workplace_kind
from guben.office.standing import StandingOrganization
from guben.office.table_sheets import TableRow, TableSheet
from guben.office.workbook import workbook_of

__all__ = [
    "COVER",
    "HOST_COLUMNS",
    "HOST_KIND",
    "MEMBERS_SHEET",
    "MEMBER_COLUMNS",
    "ORGANIZATIONS_SHEET",
    "ORGANIZATION_COLUMNS",
    "REGISTER_COLUMNS",
    "CellKind",
    "Choice",
    "ChoiceSet",
    "Decided",
    "PrivatePerson",
    "ReadColumn",
    "Reading",
    "SheetColumn",
    "SheetKind",
    "StandingOrganization",
    "TableRow",
    "TableSheet",
    "mark_findings",
    "read_county",
    "workbook_of",
    "workplace_kind",
]
