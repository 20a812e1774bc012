"""Workbooks as offices have them: reading them, marking what was found."""

from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    REGISTER_COLUMNS,
    SheetColumn,
)
from guben.office.county import Decided, ReadColumn, Reading, SheetKind, read_county
from guben.office.marking import mark_findings
from guben.office.members import PrivatePerson
from guben.office.standing import StandingOrganization
from guben.office.workbook import workbook_of

__all__ = [
    "MEMBERS_SHEET",
    "MEMBER_COLUMNS",
    "ORGANIZATIONS_SHEET",
    "ORGANIZATION_COLUMNS",
    "REGISTER_COLUMNS",
    "Decided",
    "PrivatePerson",
    "ReadColumn",
    "Reading",
    "SheetColumn",
    "SheetKind",
    "StandingOrganization",
    "mark_findings",
    "read_county",
    "workbook_of",
]
