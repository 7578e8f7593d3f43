"""Who may see how work stands in time.

Team by team, in aggregate; whose cases lie behind a figure is for the room of cases to say, and
so is whose own figures may be seen (cases.permissions.SEE and SEE_CASELOAD). Whoever sees a team
here without its cases is not entitled to its individuals: small groups are kept from them.
"""

from competency.kernel.authz import Relation, action

R = Relation

SEE_TIMELINESS = action(
    "see how a team's work stands in time",
    R.IN_TEAM,
    R.LEADS_TEAM,
    R.IN_OWN_REGION,
    R.IS_CENTRAL_OFFICE,
)
# People side by side, each by name: only whoever stands above each of them.
SEE_TEAM = action("see the people of a team side by side", R.SUPERVISES, R.MANAGES)
# Figures of people and their work in groups of five or more, of the teams of a region.
SEE_REGION = action("see a region's figures", R.IN_OWN_REGION, R.IS_CENTRAL_OFFICE)
SEE_ORGANISATION = action("see the organisation's figures", R.IS_CENTRAL_OFFICE)

# One strand, one page: all that is known of one named person's practice. For them and those above
# them in the line, and for nobody else: no role sees a named person here, however wide it reaches.
SEE_PRACTICE = action(
    "see what is known of somebody's practice", R.IS_SELF, R.SUPERVISES, R.MANAGES
)

ALL = (SEE_TIMELINESS, SEE_TEAM, SEE_REGION, SEE_ORGANISATION, SEE_PRACTICE)
