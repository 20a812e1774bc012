"""Identity numbers, checked as the reader of workbooks checks them."""

from guben.office.identity import Identity, IdentityProblem, read_identity_number

__all__ = ["Identity", "IdentityProblem", "read_identity_number"]
