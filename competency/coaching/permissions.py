"""Who may do what in coaching and supervision. The person a record is about is its subject.

Nothing here feeds pay, discipline or rankings: whoever sees figures of one person is that person,
or stands above them in the line of supervision.
"""

from competency.kernel.authz import Action

ALL: tuple[Action, ...] = ()
