"""What kind of installation the database belongs to."""

from django.db import models


class Installation(models.Model):
    """The one row that marks this database as a demo or as real; the data folder carries the same mark."""

    kind = models.CharField(max_length=4)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="home_installation_only_one"),)

    def __str__(self) -> str:
        return self.kind
