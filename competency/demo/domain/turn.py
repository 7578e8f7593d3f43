"""The turn that the demonstration tells of its first case manager.

Risk assessments were often late, that was talked over in supervision, an action was agreed and
carried out, and they have mostly been on time since. So that somebody who looks round finds an
action with its measure before and after.
"""

from datetime import date, timedelta

from competency.kernel.values import Value

STANDARD = "KPI_04"
BEGAN_AGO, AGREED_AGO, DUE_AFTER, DONE_AFTER = 470, 250, 21, 35  # days
LATE_BEFORE, LATE_SINCE = 0.72, 0.06  # shares
# How long ago the referral of an open case came, in days, so that enough of them lie on each side.
BEFORE_AGES, SINCE_AGES = (310, 445), (62, 195)


class Turn(Value):
    """When it began, when the action was agreed, by when it was due, and when it was done."""

    began_on: date
    agreed_on: date
    due_on: date
    done_on: date

    def late_share(self, day: date) -> float | None:
        """Return how often a risk assessment was late whose case had its first contact then.

        None for what came before it began: then the team's own share holds.
        """
        if day < self.began_on:
            return None
        return LATE_BEFORE if day < self.agreed_on else LATE_SINCE


def turn(as_of: date) -> Turn:
    """Return the days of the turn; the action is agreed on a weekday."""
    agreed = as_of - timedelta(days=AGREED_AGO)
    agreed -= timedelta(days=max(0, agreed.weekday() - 4))
    return Turn(
        as_of - timedelta(BEGAN_AGO),
        agreed,
        agreed + timedelta(DUE_AFTER),
        agreed + timedelta(DONE_AFTER),
    )
