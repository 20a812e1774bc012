"""How posts are come by and left, and how a team is renewed."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

# Who enters posts and terms; the officer enters for the villages.
EDITORS = frozenset({RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})


class Way(models.TextChoices):
    """How somebody came to a post."""

    ELECTED = "ELECTED", label("选举", "Elected")
    APPOINTED = "APPOINTED", label("任命", "Appointed")
    SENT = "SENT", label("选派（从机关下派）", "Sent from an agency")
    HIRED = "HIRED", label("选聘（离退休干部等）", "Hired, such as a retired cadre")
    CHOSEN = "CHOSEN", label("选拔（大学生村官等）", "Chosen, such as a graduate official")


class Outcome(models.TextChoices):
    """What became of somebody whose post ended."""

    TERM_OVER = "TERM_OVER", label("届满", "Term over")
    PROMOTED = "PROMOTED", label("提拔使用", "Promoted")
    MOVED = "MOVED", label("交流调整", "Moved to another post")
    HIRED = "HIRED", label("录（聘）用", "Hired elsewhere")
    RESIGNED = "RESIGNED", label("辞职", "Resigned")
    RETIRED = "RETIRED", label("退休", "Retired")
    UNFIT = "UNFIT", label("不胜任调整", "Found unfit")
    REMOVED = "REMOVED", label("免职处理", "Removed")
    OTHER = "OTHER", label("其他", "Other")


class Renewal(models.TextChoices):
    """How a team came into office."""

    ELECTION = "ELECTION", label("换届选举", "Election")
    FOUNDING = "FOUNDING", label("成立时选举", "Election at the founding")
    APPOINTMENT = "APPOINTMENT", label("上级任命", "Appointed by the superior")
