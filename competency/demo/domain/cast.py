"""Who works in the demonstration: posts, roles, teams and supervision lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from competency.demo.domain.chance import days_before, pick, stream
from competency.demo.domain.size import Size
from competency.demo.domain.texts import Texts
from competency.kernel.actor import Role, ScopeKind
from competency.kernel.values import Value

EMAIL_DOMAIN = "demo.example"
YEAR = 365


@dataclass(slots=True)
class Member:
    """Somebody in the demonstration; numbers of regions, teams and practice areas begin at 1."""

    post: str | None
    region: int | None = None
    team: int | None = None
    roles: list[tuple[Role, ScopeKind, int | None]] = field(default_factory=list)
    practice_areas: tuple[int, ...] = ()
    supervisor: "Member | None" = None
    former_supervisor: "Member | None" = None
    line_changed_on: date | None = None  # the former supervisor's last day
    started_on: date = date.min
    left_on: date | None = None
    id: int = 0
    name: str = ""
    email: str = ""

    def supervisor_on(self, day: date) -> "Member | None":
        """Return who supervised this person on a day."""
        if self.line_changed_on is not None and day <= self.line_changed_on:
            return self.former_supervisor
        return self.supervisor

    def holds(self, role: Role) -> bool:
        """Return whether the person holds a role."""
        return any(held is role for held, _reach, _id in self.roles)


class Cast(Value):
    """Everybody, in the order of their numbers, and where they work.

    `teams` are names with the number of their region; `first_team` is the one shown round.
    """

    regions: Sequence[str]
    teams: Sequence[tuple[str, int]]
    members: Sequence[Member]
    first_team: Sequence[Member]
    lone: Member
    leaver: Member
    outside_rater: Member


def cast(size: Size, texts: Texts, seed: int, as_of: date) -> Cast:
    """Return the people of an organisation of that size, the same for the same seed and day."""
    chance = stream(seed, "cast")
    regions = [name for name, _towns in texts.regions[: size.regions]]
    director = _member("Director of practice", Role.MANAGER, Role.SUPERVISOR)
    managers = [_manager(number, size, director) for number in range(size.managers)]
    teams, leaders, case_managers = _teams(size, texts, managers, chance)
    singles = _single_posts(size, director)
    rater = Member(post=None)
    leaver, lone = case_managers[-1][-1], case_managers[-2][-1]
    everybody = [
        *_faces(case_managers, leaders, managers, singles),
        director,
        *managers[1:],
        *leaders[1:],
        *(m for team in case_managers for m in team),
        *singles,
        rater,
    ]
    members = list({id(member): member for member in everybody}.values())
    _name(members, texts, stream(seed, "names"))
    _employ(members, size, texts, chance, as_of)
    _change_some_lines(members, leaders, lone, chance, as_of)
    leaver.left_on = days_before(chance, as_of, 100, 160)
    return Cast(regions, teams, members, case_managers[0], lone, leaver, rater)


def _member(
    post: str,
    *roles: Role,
    region: int | None = None,
    supervisor: Member | None = None,
) -> Member:
    held: list[tuple[Role, ScopeKind, int | None]] = [(r, ScopeKind.EVERYONE, None) for r in roles]
    return Member(post, region=region, roles=held, supervisor=supervisor)


def _manager(number: int, size: Size, director: Member) -> Member:
    """Return a service manager; where a region has no director of its own, they lead it too."""
    region = number % size.regions + 1
    made = _member(
        "Service manager", Role.MANAGER, Role.SUPERVISOR, region=region, supervisor=director
    )
    if 0 < number < size.regions:
        made.roles.append((Role.REGIONAL_LEADERSHIP, ScopeKind.REGION, region))
    return made


def _teams(
    size: Size, texts: Texts, managers: Sequence[Member], chance: Random
) -> tuple[list[tuple[str, int]], list[Member], list[list[Member]]]:
    names: list[tuple[str, int]] = []
    leaders: list[Member] = []
    case_managers: list[list[Member]] = []
    used = [0] * size.regions
    for number, people in enumerate(size.team_sizes):
        manager = managers[number % len(managers)]
        region = manager.region or 1
        towns = texts.regions[region - 1][1]
        turn, town = divmod(used[region - 1], len(towns))
        used[region - 1] += 1
        names.append((towns[town] + (f" {turn + 1}" if turn else ""), region))
        leader = _member("Team leader", Role.SUPERVISOR, Role.CASE_MANAGER, supervisor=manager)
        leaders.append(leader)
        case_managers.append([])
        for turn in range(people):
            senior = turn > 0 and chance.random() < 0.3
            post = "Senior case manager" if senior else "Case manager"
            case_managers[-1].append(_member(post, Role.CASE_MANAGER, supervisor=leader))
        for member in (leader, *case_managers[-1]):
            member.region, member.team = region, number + 1
    peer = case_managers[1][0]
    peer.roles.append((Role.PEER_REVIEWER, ScopeKind.REGION, peer.region))
    return names, leaders, case_managers


def _single_posts(size: Size, director: Member) -> list[Member]:
    specialists = [
        Member(
            "Quality specialist",
            region=region,
            roles=[(Role.QUALITY_SPECIALIST, ScopeKind.REGION, region)],
        )
        for region in range(1, size.regions + 1)
    ]
    return [
        _member("Clinical lead", Role.CASE_MANAGER, supervisor=director),
        _member("Training lead", Role.TRAINING_LEAD),
        *specialists,
        Member(
            "Regional director",
            region=1,
            roles=[(Role.REGIONAL_LEADERSHIP, ScopeKind.REGION, 1)],
        ),
        _member("Head of central quality", Role.CENTRAL_OFFICE),
        _member("Safeguarding lead", Role.SAFEGUARDING_LEAD),
        _member("Systems administrator", Role.ADMINISTRATOR),
        _member("Internal auditor", Role.AUDITOR),
    ]


def _faces(
    case_managers: Sequence[Sequence[Member]],
    leaders: Sequence[Member],
    managers: Sequence[Member],
    singles: Sequence[Member],
) -> Iterator[Member]:
    """Yield one person for each role first, so that the lowest number shows the role."""
    yield from (case_managers[0][0], leaders[0], managers[0], case_managers[1][0])
    shown: set[Role] = set()
    for single in singles:
        roles = {role for role, _reach, _id in single.roles}
        if not roles <= shown and Role.CASE_MANAGER not in roles:
            shown |= roles
            yield single


def _name(members: Sequence[Member], texts: Texts, chance: Random) -> None:
    families = len(texts.family_names)
    possible = len(texts.given_names) * families
    order = chance.sample(range(possible), min(possible, len(members)))
    for number, member in enumerate(members):
        again, place = divmod(number, possible)
        given, family = divmod(order[place], families)
        member.id = number + 1
        member.name = f"{texts.given_names[given]} {texts.family_names[family]}"
        address = member.name.lower().replace(" ", ".") + (str(again + 1) if again else "")
        member.email = f"{address}@{EMAIL_DOMAIN}"


def _employ(
    members: Sequence[Member], size: Size, texts: Texts, chance: Random, as_of: date
) -> None:
    """Give everybody a first day and, in practice, the area of their team; some work in two."""
    areas = len(texts.practice_areas)
    for member in members:
        leads = not member.holds(Role.CASE_MANAGER) or member.holds(Role.SUPERVISOR)
        if leads:
            member.started_on = days_before(chance, as_of, 5 * YEAR, 14 * YEAR)
        else:
            weights, spans = (12, 15, 73), ((60, 330), (430, 690), (830, 9 * YEAR))
            fewest, most = chance.choices(spans, weights)[0]
            member.started_on = days_before(chance, as_of, fewest, most)
        if texts.post(member.post).aim is None if member.post else True:
            continue
        own = ((member.team or 1) - 1) % areas + 1
        other = chance.randint(1, areas)
        second = chance.random() < 0.25 and other != own
        member.practice_areas = (own, other) if second else (own,)


def _change_some_lines(
    members: Sequence[Member],
    leaders: Sequence[Member],
    lone: Member,
    chance: Random,
    as_of: date,
) -> None:
    """Let some have had another supervisor before, and one have none any more."""
    for member in members:
        long_here = (as_of - member.started_on).days > 3 * YEAR
        if member.supervisor not in leaders or not long_here or chance.random() > 0.15:
            continue
        former = pick(chance, leaders)
        if former is member.supervisor:
            continue
        changed_on = days_before(chance, as_of, 150, 300)
        if member is not members[0]:  # those who are shown round meet the same two throughout
            member.former_supervisor, member.line_changed_on = former, changed_on
    lone.started_on = min(lone.started_on, as_of - timedelta(days=4 * YEAR))
    lone.former_supervisor, lone.supervisor = lone.former_supervisor or lone.supervisor, None
    lone.line_changed_on = as_of - timedelta(days=200)
