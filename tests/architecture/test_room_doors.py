"""A room enters another room by its doors only: the service, and the pure vocabulary."""

from collections.abc import Iterator

from tests.support.source import PACKAGE, imports, modules, rooms, shown

DOORS = {"service", "domain", "events", "permissions"}
# insights reads every room's tables and writes none; demo fills them all at once, in bulk
BEHIND_THE_DOORS = {"insights", "demo"}
ROOF = {"factory.py", "reactions.py", "tables.py"}


def trespasses() -> Iterator[str]:
    known = rooms()
    for path in modules():
        home = path.relative_to(PACKAGE).parts[0]
        if home not in known:
            continue
        doors = DOORS | ({"models", "queries"} if home in BEHIND_THE_DOORS else set())
        for line, parts in imports(path):
            abroad = parts[0] == "competency" and len(parts) > 2 and parts[1] in known - {home}
            if abroad and parts[2] not in doors:
                yield f"{shown(path)}:{line} enters {'.'.join(parts[:3])}"


def test_rooms_are_entered_by_their_doors() -> None:
    assert list(trespasses()) == []


def test_nothing_is_imported_from_a_room_as_a_whole() -> None:
    known = rooms()
    whole = [
        f"{shown(path)}:{line} imports {'.'.join(parts)}"
        for path in modules()
        for line, parts in imports(path)
        if parts[0] == "competency" and len(parts) == 2 and parts[1] in known
    ]

    assert whole == []


def test_only_the_roof_and_rooms_stand_at_the_top_of_the_package() -> None:
    loose = {p.name for p in PACKAGE.glob("*.py")} - ROOF - {"__init__.py", "config.py"}

    assert loose == set()
