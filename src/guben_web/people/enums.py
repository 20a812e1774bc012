"""Which roles have to do with members."""

from guben_web.accounts.enums import RoleCode

READERS = frozenset({RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER, RoleCode.SECRETARY})
