"""JSON Schemas of the files that people write, for editors that complete and check while one types.

They say which keys and shapes reading accepts. Names, types, formulas and sums are left to `guben check`.
"""

from guben.reading.editing.ledgers import ledger_schema
from guben.reading.editing.schemes import pack_schema, scheme_schema

__all__ = ["ledger_schema", "pack_schema", "scheme_schema"]
