"""Unit credit codes (GB 32100), as people write them."""

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberIsWrong


def read_credit_code(written: str) -> str | None:
    """Return the code without spaces; None for one that is none, such as one whose check character is wrong."""
    try:
        return str(uscc.validate("".join(written.split()).upper()))
    except NumberIsWrong:
        return None
