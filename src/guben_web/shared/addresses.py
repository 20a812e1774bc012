"""What stands in addresses."""


class Id:
    """The number of a row, as the converter `<id:…>` takes it: no more digits than every database can compare."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Return the number that the digits say."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the digits of the number."""
        return str(value)


class LedgerName:
    """The name of a ledger, as the converter `<ledger:…>` takes it: its pack, a stroke, its own name."""

    regex = "[a-z0-9-]{1,60}/[a-z0-9_-]{1,59}"

    def to_python(self, value: str) -> str:
        """Return the name."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name."""
        return value
