"""A grade that an organization was given before, as somebody brought it in."""

from decimal import Decimal

from django.db import models

from guben_web.org.models import Organization
from guben_web.words.language import label


class Baseline(models.Model):
    """The grade of an organization for a period, given outside the product: it has no scheme and no explanation.

    Where promotion begins, and what a scheme may ask as of the period before. `appraisal` says in words what it was
    given for, such as 分类定级; empty where there was one appraisal only.
    """

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="baselines",
        db_index=False,
        verbose_name=label("组织", "Organization"),
    )
    period = models.CharField(label("年度", "Period"), max_length=16, db_index=True)
    appraisal = models.CharField(label("考核名称", "Appraisal"), max_length=60, blank=True)
    grade = models.CharField(label("等次", "Grade"), max_length=20)
    points = models.DecimalField(label("得分", "Points"), max_digits=13, decimal_places=4, null=True)
    # Where it came from, such as batch:3!年度等次!14.
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ("-period", "appraisal", "organization_id")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "period", "appraisal"), name="baselines_grade_given_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.grade}"

    @property
    def batch(self) -> int | None:
        """The number of the import that brought it."""
        number = self.source.partition("!")[0].removeprefix("batch:")
        return int(number) if number.isdecimal() else None

    @property
    def plain_points(self) -> Decimal | None:
        """The points without zeros behind the point that say nothing."""
        if self.points is None:
            return None
        whole = self.points.to_integral_value()
        return whole if whole == self.points else self.points.normalize()
