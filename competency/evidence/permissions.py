"""Who may do what with the entries of a person's log. The subject is that person.

A draft is its writer's alone. A supervisor reads what is shared and says yes or sends it back; a
manager reads the line below. Nobody decides on their own entry, whatever lines there are.
Administrators and auditors see nothing of it.
"""

from competency.kernel.authz import Relation, action

R = Relation

SEE = action("see shared entries of a log", R.IS_SELF, R.SUPERVISES, R.MANAGES)
WRITE = action("write one's own log", R.IS_SELF)
SHARE = action("share an entry or take it back", R.IS_SELF)
DECIDE = action("verify or return an entry", R.SUPERVISES)
ATTACH = action("add and remove attachments", R.IS_SELF)
SEE_YEAR = action("see the year of a log", R.IS_SELF, R.SUPERVISES, R.MANAGES)
IMPORT = action("import an existing log", R.IS_SELF)
EXPORT = action("take the portfolio away", R.IS_SELF)

ALL = (SEE, WRITE, SHARE, DECIDE, ATTACH, SEE_YEAR, IMPORT, EXPORT)
