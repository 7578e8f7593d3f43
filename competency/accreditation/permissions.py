"""Who may do what with a self-study; it is the organisation's, so these rest on roles alone."""

from competency.kernel.authz import Action

ALL: tuple[Action, ...] = ()
