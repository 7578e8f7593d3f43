"""A crosswalk: which strands of a framework each piece of daily casework says something about.

A source is a timeliness standard, an item of the case review, or a practice of the protocol. A
link leads from a source to a strand, with its strength and its reason in one sentence. How many
strengths there are, and which lists of the protocol count as practices, is data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Content, Entry, Kind, head_entries
from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import ID_PATTERN, Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value, asdict

HEAD = "crosswalk.toml"
TIMELINESS, REVIEW_ITEM, PRACTICE = "timeliness", "review-item", "practice"
SOURCE_KINDS = (TIMELINESS, REVIEW_ITEM, PRACTICE)
STRAND = r"[A-Z]+-[0-9]+[a-z]"
ITEM = "item/"  # what the code of a review item begins with among the codes of its instrument
LONGEST_REASON = 240


class Strength(Value):
    """How much a source can say about a strand; the strongest stands first."""

    code: str
    title: str
    meaning: str


class SourceKind(Value):
    """A kind of source and the standard that its codes belong to.

    `lists` are the lists of that standard that count, where not all of them do.
    """

    kind: str
    title: str
    meaning: str
    standard: str
    lists: tuple[str, ...]


class StrandLink(Value):
    """One link from a source to a strand, with its strength and its reason."""

    kind: str
    source: str
    strand: str
    strength: str
    reason: str

    @property
    def code(self) -> str:
        """Return the link's permanent code, like `review-item/B3/REC-2a`."""
        return f"{self.kind}/{self.source}/{self.strand}"


@dataclass(frozen=True, slots=True)
class ReleasedCrosswalk:
    """One version of a crosswalk, whole and immutable; `strands_of` is the framework's id."""

    standard: Standard
    strands_of: str
    strengths: tuple[Strength, ...]
    kinds: tuple[SourceKind, ...]
    links: tuple[StrandLink, ...]
    places: Mapping[str, tuple[str, str]] = field(repr=False, compare=False)

    def kind(self, name: str) -> SourceKind:
        """Return the kind of source with the name; refuse one that the crosswalk does not have."""
        for one in self.kinds:
            if one.kind == name:
                return one
        raise Refused("unknown_source_kind", f"{self.standard.title} has no {name!r}.")

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes of the links."""
        return tuple(link.code for link in self.links)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        return (*head_entries(self.standard), *self._body_entries())

    def export(self) -> dict[str, object]:
        """Return strengths, kinds of sources and links as plain values, in order."""
        return {
            "id": self.standard.id,
            "version": self.standard.version,
            "strands_of": self.strands_of,
            "strengths": [asdict(one) for one in self.strengths],
            "kinds": [asdict(one) | {"lists": list(one.lists)} for one in self.kinds],
            "links": [asdict(link) for link in self.links],
        }

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many sources of each kind, and how many links and strengths."""
        sources = {kind.kind: {x.source for x in self.links if x.kind == kind.kind}
                   for kind in self.kinds}  # fmt: skip
        named = {TIMELINESS: "timeliness standards", REVIEW_ITEM: "review items"}
        each = [(len(found), named.get(kind, "practices")) for kind, found in sources.items()]
        return (*each, (len(self.links), "links"), (len(self.strengths), "strengths"))

    def _body_entries(self) -> Iterator[Entry]:
        for strength in self.strengths:
            yield Entry(f"strength/{strength.code}", f"{strength.title}: {strength.meaning}")
        for kind in self.kinds:
            yield Entry(kind.kind, f"{kind.title}: {kind.meaning}")
        for link in self.links:
            yield Entry(link.code, f"{link.reason} ({link.strength})", link.kind)


def sources_in(content: Content, kind: SourceKind) -> tuple[str, ...]:
    """Return the codes of a standard that a kind of source consists of, in their order."""
    if isinstance(content, TimelinessStandards):
        return tuple(one.code for one in content.standards)
    if isinstance(content, CaseReviewInstrument):
        return tuple(item.code for item in content.items)
    return tuple(code for code in content.codes() if code.split("/")[0] in kind.lists)


def build(standard: Standard, folder: Folder) -> ReleasedCrosswalk:
    """Return the crosswalk that the documents describe, as far as they do; note every fault."""
    head = folder.document(HEAD)
    strands_of = head.text("strands_of")
    strengths = tuple(_read_strength(folder, table) for table in head.tables("strengths"))
    kinds = tuple(_read_kind(folder, table) for table in head.tables("kinds", name="kind"))
    reader = _LinkReader(
        folder=folder,
        strands_of=strands_of,
        strengths=tuple(one.code for one in strengths),
        kinds={one.kind: one for one in kinds},
    )
    for table in folder.documents_in("links").values():
        reader.read(table)
    order = {one.kind: number for number, one in enumerate(kinds)}
    links = sorted(reader.links, key=lambda link: order.get(link.kind, len(order)))
    return ReleasedCrosswalk(standard, strands_of, strengths, kinds, tuple(links), reader.places)


def beside(path: str, content: Content, newest: Mapping[str, Content]) -> Iterator[Fault]:
    """Yield each source without a link, and each pair that an instrument and we see differently.

    Held against the newest released sources, and only where this is a draft or the newest one: an
    old crosswalk is not at fault because a new item came after it.
    """
    standard = content.standard
    is_newest = newest.get(standard.id) is content
    if not isinstance(content, ReleasedCrosswalk) or not (is_newest or standard.status == "draft"):
        return
    for number, kind in enumerate(content.kinds, 1):
        place = f"kinds {number} ({kind.kind})"
        sources = newest.get(kind.standard)
        if sources is None:
            yield Fault(f"{path}/{HEAD}", place, f"no version of {kind.standard} is released")
            continue
        linked = {link.source for link in content.links if link.kind == kind.kind}
        for code in sources_in(sources, kind):
            if code not in linked:
                yield Fault(f"{path}/{HEAD}", place, f"{code} has no link to any strand")
        if isinstance(sources, CaseReviewInstrument):
            yield from _unlike(path, place, content, sources)


KIND = Kind(name="crosswalk", build=build, beside=beside)


def _unlike(
    path: str, place: str, crosswalk: ReleasedCrosswalk, instrument: CaseReviewInstrument
) -> Iterator[Fault]:
    """Yield each pair of item and strand that stands here or in the instrument, but not in both."""
    named = f"{instrument.standard.id} {instrument.standard.version}"
    ours = {
        (link.source, link.strand): link for link in crosswalk.links if link.kind == REVIEW_ITEM
    }
    theirs = {item.code: item.strands for item in instrument.items}
    for code, strands in theirs.items():
        for strand in strands:
            if (code, strand) not in ours:
                reason = f"{code} names {strand} in {named} and has no link to it here"
                yield Fault(f"{path}/{HEAD}", place, reason)
    for (code, strand), link in ours.items():
        if code in theirs and strand not in theirs[code]:
            file, where = crosswalk.places[link.code]
            yield Fault(file, where, f"{code} does not name {strand} in {named}")


def _read_strength(folder: Folder, table: Table) -> Strength:
    code = table.code("code", ID_PATTERN, "small letters and hyphens, like direct")
    folder.claim(table, f"strength/{code}" if code else "")
    return Strength(code, table.text("title"), table.text("meaning"))


def _read_kind(folder: Folder, table: Table) -> SourceKind:
    kind = SourceKind(
        kind=table.choice("kind", SOURCE_KINDS),
        title=table.text("title"),
        meaning=table.text("meaning"),
        standard=table.text("standard"),
        lists=table.texts("lists"),
    )
    folder.claim(table, kind.kind, key="kind")
    if (kind.kind == PRACTICE) != bool(kind.lists):
        table.fault("lists", f"belong to the kind {PRACTICE}, and only to it")
    return kind


@dataclass(slots=True)
class _LinkReader:
    """Reads the files of links one after another; no source, pair or reason may come twice."""

    folder: Folder
    strands_of: str
    strengths: tuple[str, ...]
    kinds: Mapping[str, SourceKind]
    links: list[StrandLink] = field(default_factory=list)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def read(self, table: Table) -> None:
        """Take up the links of one file."""
        kind = table.choice("kind", self.kinds)
        for source in table.tables("sources"):
            code = source.text("code")
            self.folder.claim(source, f"{kind}/{code}" if kind and code else "")
            self._refer(source, kind, code)
            for row in source.tables("links", name="strand"):
                self._read_link(row, kind, code)

    def _refer(self, source: Table, kind: str, code: str) -> None:
        known = self.kinds.get(kind)
        if known is None or not code:
            return
        if kind == TIMELINESS and not code.isupper():
            source.fault("code", f"{code!r} must be the code of a standard, like KPI_01")
        elif kind == PRACTICE and code.split("/")[0] not in known.lists:
            source.fault("code", f"{code!r} is in none of the lists {', '.join(known.lists)}")
        else:
            full = f"{ITEM}{code}" if kind == REVIEW_ITEM else code
            self.folder.refer(source, "code", known.standard, full)

    def _read_link(self, row: Table, kind: str, source: str) -> None:
        link = StrandLink(
            kind=kind,
            source=source,
            strand=row.code("strand", STRAND, "the code of a strand, like SUP-1a"),
            strength=row.choice("strength", self.strengths),
            reason=row.text("reason"),
        )
        self.folder.refer(row, "strand", self.strands_of, link.strand)
        self._check_reason(row, link)
        if link.code in self.places:
            row.fault("strand", f"{source} is already linked to {link.strand}")
            return
        self.places[link.code] = (row.file, row.place)
        self.links.append(link)

    def _check_reason(self, row: Table, link: StrandLink) -> None:
        """Note a reason that is no sentence, is too long, or was already given for another pair."""
        reason = link.reason
        if reason and not reason.endswith("."):
            row.fault("reason", "must be one sentence, with a full stop at its end")
        if len(reason) > LONGEST_REASON:
            row.fault("reason", f"has {len(reason)} characters and may have {LONGEST_REASON}")
        if reason and reason in self.reasons:
            row.fault(
                "reason", f"is already the reason of {self.reasons[reason]}; say what is so here"
            )
        self.reasons.setdefault(reason, link.code)
