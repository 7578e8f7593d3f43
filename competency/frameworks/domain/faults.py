"""What is wrong with a data file, said so that its author can find and mend it."""

from competency.kernel.values import Value


class Fault(Value, order=True):
    """One fault: the file, the place in it, and the reason in words."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        """Return the fault as one line, the way the command prints it."""
        return f"{self.file}: {self.place}: {self.reason}"
