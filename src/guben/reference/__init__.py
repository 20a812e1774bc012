"""A program computed in plain Python: slow, obvious and exact, one organization at a time.

It is what the SQL executor must agree with, and it gives the trace of one organization. Everything is a fraction.
What each node means is said in `guben.typesystem.expressions` and `guben.plan`; nothing here knows how it is lowered.
"""

from guben.reference.interpreter import OrganizationResult, Reference
from guben.reference.records import Judged, Tables
from guben.reference.values import Missing, NotApplicable, Value

__all__ = ["Judged", "Missing", "NotApplicable", "OrganizationResult", "Reference", "Tables", "Value"]
