"""What columns are called. No name of a measure or part has a colon, so no two kinds of column can meet."""

OVER = "over:"
NOT_APPLICABLE = "na:"
POINTS = "points:"
MISSING = "missing:"
WON = "won:"
TAIL = "tail:"
WITHHELD = "withheld:"
STATED = "stated:"
TAKEN = "taken:"
TOTAL = "total"


def divisor_column(measure: str) -> str:
    """Return the column with what a measure that is a quotient is divided by."""
    return OVER + measure


def not_applicable_column(measure: str) -> str:
    """Return the column that tells where a measure is not applicable."""
    return NOT_APPLICABLE + measure


def points_column(path: str) -> str:
    """Return the column with a part's points; the whole has the empty path."""
    return POINTS + path if path else TOTAL


def missing_column(path: str) -> str:
    """Return the column that tells where the figures of a leaf are missing."""
    return MISSING + path


def won_column(path: str) -> str:
    """Return the column that tells where a part is won."""
    return WON + path


def tail_column(name: str) -> str:
    """Return the column that tells who is on a list."""
    return TAIL + name


def withheld_column(measure: str) -> str:
    """Return the column that tells where a published table withholds a measure."""
    return WITHHELD + measure


def stated_column(column: str) -> str:
    """Return what a column of published results is called beside the measures that it is verified with."""
    return STATED + column


def taken_column(column: str) -> str:
    """Return the column that tells where a column of the results is taken as stated."""
    return TAKEN + column


def quota_column(number: int, what: str) -> str:
    """Return a column of what a quota is applied with."""
    return f"quota:{number}:{what}"


def given_column(column: str) -> str:
    """Return what a column of the reported values is called in the rows of organizations."""
    return f"given:{column}"


def inner_column(number: int) -> str:
    """Return the column of what a rule asks of records without a measure of its own."""
    return f"records:{number}"


def step_column(number: int) -> str:
    """Return the column of something computed on the way."""
    return f"x:{number}"


def table_name(height: int, what: str) -> str:
    """Return the table of a program; `height` tells the programs of a chain apart, that of no children being 0."""
    return f"s{height}_{what}"
