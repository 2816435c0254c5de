"""The errors that a run can end with."""


class UserError(Exception):
    """Something the user can mend: one sentence for the cause, one for the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the cause and the remedy apart so that a dialog can show both.

        Args:
            message: the cause; names the file, tile, field or date.
            hint: what to do about it.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[type["UserError"], tuple[str, str]]:
        return type(self), (self.message, self.hint)


class Cancelled(Exception):  # noqa: N818 (no error: what the user asked for)
    """The user asked the run to stop."""


def brief(error: Exception) -> str:
    """Return the first line of an error's text: newer GDAL adds a line for each cause behind the cause."""
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else "no reason is given"
