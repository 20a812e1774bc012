"""Whom a township lets in by itself."""

from guben_web.accounts.enums import RoleCode

# They may do nothing that the township may not do there itself (docs/decisions/0058).
INVITED = (RoleCode.TOWNSHIP_OFFICER, RoleCode.SECRETARY, RoleCode.MEMBER, RoleCode.VIEWER)
