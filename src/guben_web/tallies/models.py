"""Counts of ballots on paper: what is counted of which organizations, and what tellers typed in. No voter is known here."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guben_web.engine.texts import Text
from guben_web.org.models import Organization
from guben_web.tallies.enums import Act, State
from guben_web.words.language import label


class Count(models.Model):
    """A ballot of a scheme counted for a period. What it asks is what the scheme asked when the count was opened."""

    title = models.CharField(label("名称", "Title"), max_length=100)
    scheme = models.CharField(max_length=120)
    ballot = models.CharField(max_length=120)
    period = models.CharField(label("考核期", "Period"), max_length=16)
    # Only the organizations below it; none where all are counted.
    township = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    # What each organization gets at most; none where nobody said.
    ballots = models.PositiveIntegerField(label("每个组织发出的票数", "Ballots for each"), null=True)
    deadline = models.DateField(label("截止日期", "Deadline"))
    # [{"name", "zh", "en", "measure", "scale", "options": [{"code", "zh", "en"}]}]
    questions = models.JSONField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at", "-id")

    def __str__(self) -> str:
        return self.title


class CountSheet(models.Model):
    """The count of one organization. `numbers` are those that stand, by line; None as long as none do.

    Ballot and period are those of the count, so that the database lets nobody be asked the same twice.
    """

    count = models.ForeignKey(Count, models.PROTECT, related_name="sheets", db_index=False)
    ballot = models.CharField(max_length=120)
    period = models.CharField(max_length=16)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    township = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    # Rises each time the count begins anew.
    round = models.PositiveIntegerField(default=1)
    first_teller = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    second_teller = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The lines on which the tellers differ now.
    differing = models.JSONField(default=list)
    numbers = models.JSONField(null=True)
    stands_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ("count_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "ballot", "period"), name="tallies_organization_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(state=State.STANDS, numbers__isnull=False, stands_since__isnull=False)
                | ~Q(state=State.STANDS) & Q(numbers=None, stands_since=None),
                name="tallies_numbers_stand",
            ),
            models.CheckConstraint(
                condition=Q(second_teller=None) | ~Q(second_teller=models.F("first_teller")),
                name="tallies_two_tellers",
            ),
        )
        indexes = (
            models.Index(fields=("count", "township", "state"), name="tallies_sheet_progress"),
            models.Index(fields=("period", "state"), name="tallies_sheet_period"),
        )

    def __str__(self) -> str:
        return f"{self.count} · {self.organization}"


class Typing(models.Model):
    """What somebody typed in from a sheet: never altered, never removed. The last one of hers in a round holds."""

    sheet = models.ForeignKey(CountSheet, models.PROTECT, related_name="typings")
    round = models.PositiveIntegerField()
    teller = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    numbers = models.JSONField()

    class Meta:
        ordering = ("sheet_id", "id")

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.round}"


class CountAct(models.Model):
    """What was done with a count sheet: never altered, never removed."""

    sheet = models.ForeignKey(CountSheet, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=9, choices=Act.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(label("理由", "Reason"), max_length=200, blank=True)

    class Meta:
        ordering = ("sheet_id", "id")

    def __str__(self) -> str:
        return self.act


def text_of(said: dict[str, str]) -> Text:
    """Return what a question or an option is called."""
    return Text(said["zh"], said["en"])
