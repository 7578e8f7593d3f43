"""Who may read notices and choose how they come: everybody their own, and nobody else's."""

from competency.kernel.authz import Relation, action

READ = action("read one's own notices", Relation.IS_SELF)
CHOOSE = action("choose how one is told", Relation.IS_SELF)

ALL = (READ, CHOOSE)
