"""What is wrong with a data file, said so that its author can find and mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the file, the place in it, and the reason in words."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        """Return the fault as one line, the way the command prints it."""
        return f"{self.file}: {self.place}: {self.reason}"
