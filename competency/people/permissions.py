"""Who may do what with people's entries and accounts: one row an action.

Having a role alone opens no appraisal and no case: those rooms have tables of their own, and
the administrator stands in none of them.
"""

from competency.kernel.authz import Relation, action

SEE_PERSON = action(
    "see who somebody is and where they work",
    Relation.IS_SELF,
    Relation.SUPERVISES,
    Relation.MANAGES,
    Relation.IN_OWN_REGION,
    Relation.IS_TRAINING_LEAD,
    Relation.IS_ADMINISTRATOR,
    Relation.IS_AUDITOR,
)
SEE_TEAM = action("see those in one's own line", Relation.SUPERVISES, Relation.MANAGES)
SEE_SIGN_INS = action("see a person's own sign-ins", Relation.IS_SELF)
CHANGE_PASSWORD = action("change a password", Relation.IS_SELF)
END_SIGN_INS = action("end sign-ins", Relation.IS_SELF, Relation.IS_ADMINISTRATOR)
MAKE_PASSWORD_LINK = action("make a link to set a password", Relation.IS_ADMINISTRATOR)
UNLOCK = action("let somebody try to sign in again", Relation.IS_ADMINISTRATOR)
SEE_ACCOUNT = action("see a person's account", Relation.IS_ADMINISTRATOR)
KEEP_PEOPLE = action("add and change people", Relation.IS_ADMINISTRATOR)
KEEP_ROLES = action("grant and end roles", Relation.IS_ADMINISTRATOR)
KEEP_LINES = action("start and end supervision lines", Relation.IS_ADMINISTRATOR)
KEEP_PLACES = action("keep regions, teams, posts and practice areas", Relation.IS_ADMINISTRATOR)
KEEP_ORGANISATION = action("keep the organisation's settings", Relation.IS_ADMINISTRATOR)

ALL = (
    SEE_PERSON,
    SEE_TEAM,
    SEE_SIGN_INS,
    CHANGE_PASSWORD,
    END_SIGN_INS,
    MAKE_PASSWORD_LINK,
    UNLOCK,
    SEE_ACCOUNT,
    KEEP_PEOPLE,
    KEEP_ROLES,
    KEEP_LINES,
    KEEP_PLACES,
    KEEP_ORGANISATION,
)
