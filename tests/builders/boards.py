"""A team on a dashboard: an appraisal of one of them, and people of every kind around it."""

from dataclasses import dataclass

from competency.kernel.actor import Role
from competency.people.models import Person, Region, RoleGrant, Team
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import LONG_AGO, Stage, a_line, a_person
from tests.builders.training import change
from tests.support.replay import kept


@dataclass(frozen=True)
class Board:
    """Two regions with a team each; the practitioner and a colleague work in the first.

    The colleague stands in somebody else's line, the manager above both lines.
    """

    made: Made
    north: Region
    south: Region
    team: Team
    far_team: Team
    people: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        """Return a person by what they are."""
        return self.people[name]


@kept
def a_board(stage: Stage, state: str = "signed") -> Board:
    """Return the team, with the practitioner's appraisal in a state."""
    made = an_appraisal(stage, state)
    cast = made.cast
    north, south = stage.save(Region(name="North"), Region(name="South"))
    team, far = stage.save(
        Team(name="Quayside", region_id=north.id), Team(name="Harbour", region_id=south.id)
    )
    other = a_person(stage, "Olga Other", Role.SUPERVISOR)
    a_line(stage, other, cast.colleague)
    a_line(stage, cast.manager, other)
    far_worker = a_person(stage, "Finn Far", Role.CASE_MANAGER)
    far_chief = a_person(stage, "Fay Farsight", Role.SUPERVISOR)
    a_line(stage, far_chief, far_worker)
    for person in (cast.practitioner, cast.colleague, cast.supervisor):
        change(stage, person, team_id=team.id)
    change(stage, far_worker, team_id=far.id)
    people = {
        "the person": cast.practitioner,
        "the supervisor": cast.supervisor,
        "the manager": cast.manager,
        "another supervisor of the team": other,
        "a supervisor elsewhere": far_chief,
        "a colleague": cast.colleague,
        "the far worker": far_worker,
        "an administrator": cast.administrator,
        "the own region's leadership": _of_region(stage, "Lena North", "leadership", north),
        "the own region's specialist": _of_region(stage, "Nat North", "specialist", north),
        "another region's leadership": _of_region(stage, "Lou South", "leadership", south),
        "another region's specialist": _of_region(stage, "Sal South", "specialist", south),
        "central office": a_person(stage, "Cora Field", Role.CENTRAL_OFFICE),
        "a training lead": a_person(stage, "Lea Lead", Role.TRAINING_LEAD),
        "an auditor": a_person(stage, "Aud Itor", Role.AUDITOR),
        "a peer reviewer": a_person(stage, "Pia Peer", Role.PEER_REVIEWER),
        "a safeguarding lead": a_person(stage, "Saf Lead", Role.SAFEGUARDING_LEAD),
    }
    return Board(made, north, south, team, far, people)


KINDS = {"leadership": Role.REGIONAL_LEADERSHIP, "specialist": Role.QUALITY_SPECIALIST}


def _of_region(stage: Stage, name: str, kind: str, region: Region) -> Person:
    person = a_person(stage, name)
    stage.save(
        RoleGrant(
            person_id=person.id,
            role=KINDS[kind].value,
            scope="region",
            scope_id=region.id,
            starts_on=LONG_AGO,
        )
    )
    return person
