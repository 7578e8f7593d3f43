"""A further kind is one module and one line, and may name codes of other standards."""

import tomllib
from dataclasses import dataclass

from competency.frameworks.domain.checks import Reading, check_library, read_version
from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Entry, Kind, head_entries
from competency.frameworks.domain.kinds import KINDS
from competency.frameworks.domain.standard import Standard, version_key
from tests.builders.standards import CLOCKS, CLOCKS_PATH, SMALL, changed, read


@dataclass(frozen=True)
class Links:
    """A kind that only the tests know: pairs of a clock and a strand."""

    standard: Standard
    pairs: tuple[tuple[str, str], ...]

    def codes(self) -> tuple[str, ...]:
        return ()

    def entries(self) -> tuple[Entry, ...]:
        return head_entries(self.standard)

    def export(self) -> dict[str, object]:
        return {"pairs": self.pairs}

    def counts(self) -> tuple[tuple[int, str], ...]:
        return ((len(self.pairs), "links"),)


def build(standard: Standard, folder: Folder) -> Links:
    pairs = []
    for table in folder.document("links.toml").tables("links"):
        clock, strand = table.text("clock"), table.text("strand")
        folder.refer(table, "clock", "small-clocks", clock)
        folder.refer(table, "strand", "small-framework", strand)
        pairs.append((clock, strand))
    return Links(standard, tuple(pairs))


def read_links(text: str) -> Reading:
    head = CLOCKS["standard.toml"].replace("small-clocks", "small-links")
    head = head.replace("timeliness-standards", "links")
    files = {"standard.toml": head, "links.toml": text}
    documents = {name: tomllib.loads(content) for name, content in files.items()}
    return read_version("small-links/1.0", documents, (*KINDS, Kind("links", build)))


FRAMEWORK, CLOCK_SET = read(SMALL), read(CLOCKS, CLOCKS_PATH)


def test_a_further_kind_is_read_like_the_others() -> None:
    links = read_links('[[links]]\nclock = "KPI_01"\nstrand = "SUP-1a"\n')

    assert links.faults == ()
    assert links.content is not None
    assert links.content.counts() == ((1, "links"),)
    assert check_library([FRAMEWORK, CLOCK_SET, links]) == []


def test_a_document_may_be_opened_twice_and_is_still_read_once() -> None:
    folder = Folder("small-links/1.0", {"links.toml": {"colour": "red"}})

    assert folder.document("links.toml") is folder.document("links.toml")
    folder.close()
    assert [fault.place for fault in folder.faults] == ["colour"]


def test_a_code_that_another_standard_does_not_have_is_a_dangling_reference() -> None:
    links = read_links('[[links]]\nclock = "KPI_01"\nstrand = "SUP-9a"\n')

    assert [str(fault) for fault in check_library([FRAMEWORK, CLOCK_SET, links])] == [
        "small-links/1.0/links.toml: links 1, strand: small-framework has no code 'SUP-9a'"
    ]


def test_a_standard_that_is_not_there_is_a_dangling_reference() -> None:
    links = read_links('[[links]]\nclock = "KPI_01"\nstrand = "SUP-1a"\n')

    assert [str(fault) for fault in check_library([FRAMEWORK, links])] == [
        "small-links/1.0/links.toml: links 1, clock: there is no standard 'small-clocks' in the "
        "library"
    ]


def test_two_folders_cannot_share_an_id() -> None:
    twin = read(SMALL, "another-small-framework/1.0")

    assert [str(fault) for fault in check_library([FRAMEWORK, twin])] == [
        "another-small-framework/1.0/standard.toml: id: 'small-framework' is already the id of "
        "a-small-framework, a competency-framework"
    ]


def test_two_versions_of_one_standard_share_its_id() -> None:
    newer = read(
        changed(SMALL, "standard.toml", 'version = "1.0"', 'version = "1.1"'),
        "a-small-framework/1.1",
    )

    assert newer.faults == ()
    assert check_library([FRAMEWORK, newer]) == []


def test_versions_are_ordered_the_way_people_count() -> None:
    versions = ["1.10", "2", "1.9", "2024-03", "1"]

    assert sorted(versions, key=version_key) == ["1", "1.9", "1.10", "2", "2024-03"]
