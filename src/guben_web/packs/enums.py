"""Who has to do with packs."""

from guben_web.accounts.enums import RoleCode

# The one reads them from the disk, the other says which ledgers the county keeps.
SEERS = frozenset({RoleCode.SYSTEM_ADMIN, RoleCode.DEPARTMENT})
