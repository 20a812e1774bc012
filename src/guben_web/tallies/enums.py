"""Who types counts in, who asks for them, and where the sheet of an organization stands."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

OPENERS = frozenset({RoleCode.DEPARTMENT})
TELLERS = frozenset({RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER}) | OPENERS
READERS = TELLERS | {RoleCode.SECRETARY, RoleCode.INSPECTOR, RoleCode.VIEWER}


class State(models.TextChoices):
    """Where a count sheet stands."""

    OPEN = "OPEN", label("未录入", "Not typed in")
    FIRST = "FIRST", label("待第二人录入", "Waits for the second teller")
    DIFFERS = "DIFFERS", label("两人不一致", "The tellers differ")
    STANDS = "STANDS", label("已计票", "Counted")


COLOURS = {State.OPEN: "none", State.FIRST: "amber", State.DIFFERS: "red", State.STANDS: "green"}


class Act(models.TextChoices):
    """What was done with a count sheet."""

    FIRST = "FIRST", label("第一人录入", "Typed in by the first teller")
    SECOND = "SECOND", label("第二人录入", "Typed in by the second teller")
    CORRECTED = "CORRECTED", label("对照原表更正", "Corrected from the sheet")
    DECIDED = "DECIDED", label("第三人核定", "Decided by a third look")
    REOPENED = "REOPENED", label("重新计票", "Opened again")
