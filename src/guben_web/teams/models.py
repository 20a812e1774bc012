"""Terms of teams, and what those in post are paid. Who holds which post is kept by `people`."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from guben_web.org.models import Organization
from guben_web.people.models import Post
from guben_web.teams.enums import Outcome, Renewal, Way
from guben_web.words.language import label


class Tenure(models.Model):
    """How somebody came to a post and what became of it."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="tenure")
    way = models.CharField(
        label("产生方式", "How it was come by"), max_length=9, choices=Way.choices, blank=True
    )
    document = models.CharField(label("任职文号", "Document"), max_length=100, blank=True)
    # The last day that was meant: of a year in the village, or of a posting.
    until = models.DateField(label("任期至", "Meant until"), null=True)
    outcome = models.CharField(
        label("去向", "What became of it"), max_length=9, choices=Outcome.choices, blank=True
    )
    note = models.CharField(label("说明", "Note"), max_length=200, blank=True)

    class Meta:
        ordering = ("post_id",)

    def __str__(self) -> str:
        return str(self.post)


class Term(models.Model):
    """A term of office of an organization's team, from the election until the next one is due."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="terms")
    elected_date = models.DateField(label("选举日期", "Elected"))
    due_date = models.DateField(label("应换届日期", "Next election due"))
    how = models.CharField(
        label("产生方式", "How"), max_length=11, choices=Renewal.choices, default=Renewal.ELECTION
    )
    seats = models.PositiveSmallIntegerField(label("委员名额", "Seats"), null=True)
    # A later election needs the superior's approval, whose document stands here.
    postponed_to = models.DateField(label("批准延期至", "Postponed to"), null=True)
    document = models.CharField(label("批复文号", "Document"), max_length=100, blank=True)

    class Meta:
        ordering = ("organization_id", "-elected_date")
        constraints = (
            models.UniqueConstraint(fields=("organization", "elected_date"), name="teams_term_once"),
            models.CheckConstraint(
                condition=Q(due_date__gt=F("elected_date")), name="teams_term_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} {self.elected_date}"

    @property
    def ends(self) -> date:
        """The day by which the next election has to be held."""
        return self.postponed_to or self.due_date
