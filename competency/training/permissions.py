"""Who may do what with training records. The subject of each is a person.

The training lead reaches the training of those in the role's scope and nothing else of theirs;
the administrator keeps the requirements and sees nobody's record.
"""

from competency.kernel.authz import Relation, action

R = Relation

SEE = action("see somebody's training", R.IS_SELF, R.SUPERVISES, R.MANAGES, R.IS_TRAINING_LEAD)
SEE_TEAM = action("see the training of one's own line", R.SUPERVISES, R.MANAGES)
SEE_OVERVIEW = action("see who is in time", R.IS_TRAINING_LEAD)
CLAIM = action("enter one's own completion", R.IS_SELF)
VERIFY = action("verify or return a completion", R.IS_TRAINING_LEAD)
RECORD = action("record completions of others", R.IS_TRAINING_LEAD)
EXEMPT = action("exempt somebody for a time", R.IS_TRAINING_LEAD)
ASSIGN = action("assign a refresher", R.IS_TRAINING_LEAD)
REMIND = action("remind people", R.IS_TRAINING_LEAD)
REPORT = action("freeze and read the governance report", R.IS_TRAINING_LEAD)
KEEP_REQUIREMENTS = action("keep the requirements", R.IS_TRAINING_LEAD, R.IS_ADMINISTRATOR)
