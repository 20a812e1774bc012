"""Acts on organizations, and who may do them."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

# The officer enters for the villages; a secretary reports, and the superior decides.
BUILDERS = frozenset({RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})


class ActKind(models.TextChoices):
    """What was done with an organization."""

    FOUNDED = "FOUNDED", label("成立", "Founded")
    CHANGED = "CHANGED", label("变更", "Changed")
    MERGED = "MERGED", label("合并", "Merged")
    SPLIT = "SPLIT", label("拆分", "Split")
    DISSOLVED = "DISSOLVED", label("撤销", "Dissolved")
