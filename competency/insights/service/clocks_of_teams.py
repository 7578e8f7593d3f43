"""How the work of several teams stands in time, side by side, with small groups kept back."""

from collections.abc import Collection, Sequence

from competency.infra.work import Work
from competency.insights.domain.regions import Shown
from competency.insights.domain.standing import KeptBack, Period, kept_back, rates_of, together
from competency.insights.queries import standing as queries
from competency.insights.queries.standing import Place, Wanted
from competency.timeliness.domain.rates import Rates, Tally
from competency.timeliness.service.standards import get_standards

NOTHING = Rates(Tally({}), Tally({}), 0)


def of_teams(
    work: Work, places: Sequence[Place], within: Period, asked: Collection[int]
) -> Shown[Rates]:
    """Return the figures of the teams asked for, of each and together, in four statements.

    `places` are all teams in reach: they decide what is kept back, month by month. A team whose
    cases the actor may see has nothing to keep back.
    """
    codes = [one.code for one in get_standards().standards]
    closed = [place for place in places if not place.is_open]
    kept = KeptBack()
    if closed:
        wanted = Wanted(within, codes, [place.team_id for place in closed])
        people = queries.people_by_team_and_month(work.session, wanted)
        kept = kept_back(people, {place.team_id: place.region_id for place in closed})
    alone = _by_team(work, Wanted(within, codes, asked, without=kept.alone))
    summed = alone
    if kept.alone != kept.wholly:
        summed = _by_team(work, Wanted(within, codes, asked, without=kept.wholly))
    hidden = {team for team, _ in kept.alone}
    teams = {team: alone.get(team, None if team in hidden else NOTHING) for team in asked}
    regions: dict[int, list[int]] = {}
    for place in places:
        if place.team_id in asked:
            regions.setdefault(place.region_id, []).append(place.team_id)
    several = {
        region: together(summed[team] for team in each if team in summed)
        for region, each in regions.items()
    }
    only = next(iter(teams.values())) if len(asked) == 1 else together(several.values())
    if len(asked) == 1:
        several = {region: only or NOTHING for region in several}
    return Shown(teams, several, only, leaves_out=any(team in hidden for team in asked))


def _by_team(work: Work, wanted: Wanted) -> dict[int, Rates]:
    late = queries.late(work.session, wanted, work.today)
    return rates_of(
        queries.by_team(work.session, wanted, work.today),
        [
            row.under(row.group[2])
            for row in late
            if (row.group[2], row.group[0]) not in wanted.without
        ],
    )
