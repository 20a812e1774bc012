"""Identity numbers and phone numbers that no real person can have."""

from datetime import date

# No province has the code 99 in GB/T 2260, so nobody was ever given a number that starts like this.
NO_REGION = "999999"

# The operators' prefix 154 is not in use.
NO_OPERATOR = "15400"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class IdentityNumbers:
    """Gives out identity numbers, each once: region 999999, birth date, order (odd for men), check character."""

    def __init__(self) -> None:
        self._given: dict[tuple[date, str], int] = {}

    def next(self, birth_date: date, sex: str) -> str:
        """Return the next number of this birth date and sex; there are 499 of each."""
        count = self._given.get((birth_date, sex), 0) + 1
        if count > 499:
            raise ValueError(f"More than 499 members with sex {sex} were born on {birth_date}.")
        self._given[birth_date, sex] = count
        order = 2 * count - 1 if sex == "male" else 2 * count
        body = f"{NO_REGION}{birth_date.year:04d}{birth_date.month:02d}{birth_date.day:02d}{order:03d}"
        return body + check_character(body)


def check_character(body: str) -> str:
    """Return the last character for the first 17 digits of an identity number (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return "10X98765432"[total % 11]


def phone_number(number: int) -> str:
    """Return an invented mobile number for a number under a million."""
    return f"{NO_OPERATOR}{number:06d}"
