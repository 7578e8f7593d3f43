"""Who keeps the calendar that every clock follows."""

from competency.kernel.authz import Relation, action

KEEP_CLOSURES = action("keep the organisation's closure days", Relation.IS_ADMINISTRATOR)
CHOOSE_NATION = action("choose whose bank holidays count", Relation.IS_ADMINISTRATOR)
