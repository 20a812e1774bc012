"""Who sees statistics."""

from guben_web.accounts.enums import RoleCode
from guben_web.people import enums as people

READERS = people.READERS | {RoleCode.SCORING_DEPARTMENT, RoleCode.INSPECTOR, RoleCode.VIEWER}
