"""What reading a value raises."""


class ValueRefused(ValueError):
    """A value that the column cannot take. The text says what it takes."""
