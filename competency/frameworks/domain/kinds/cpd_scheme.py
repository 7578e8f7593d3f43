"""A scheme for continuing professional development: its kinds, what it expects, and targets."""

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.kind import Entry, Kind, head_entries
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value

MEASURES = ("hours", "entries", "kinds", "scheme-kinds", "longest-gap-months", "fresh-months")
SMALL = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
SMALL_LOOKS = "small letters and hyphens, like formal-education"


class CpdKind(Value):
    """A kind of learning as the scheme names it; `suits` are kinds of entries it often fits."""

    code: str
    title: str
    meaning: str
    suits: tuple[str, ...]


class CpdStandard(Value):
    """Something that the scheme expects of a registrant or member."""

    code: str
    title: str
    meaning: str


class CpdTarget(Value):
    """A figure that a year of the log is held against."""

    code: str
    text: str
    measure: str
    amount: int


class CpdScheme(Value):
    """One version of a scheme, whole and immutable."""

    standard: Standard
    kinds: tuple[CpdKind, ...]
    standards: tuple[CpdStandard, ...]
    targets: tuple[CpdTarget, ...]

    @property
    def tags(self) -> tuple[CpdKind | CpdStandard, ...]:
        """Return what an entry can be tagged with: kinds, then standards."""
        return self.kinds + self.standards

    def tag_codes(self) -> tuple[str, ...]:
        """Return the codes of the kinds and standards."""
        return tuple(one.code for one in self.tags)

    def title_of(self, code: str) -> str:
        """Return the title of a kind or standard; refuse one that the scheme does not have."""
        for one in self.tags:
            if one.code == code:
                return one.title
        raise Refused("unknown_tag", f"{self.standard.title} has nothing called {code!r}.")

    def codes(self) -> tuple[str, ...]:
        """Return the permanent codes: kinds, standards, targets."""
        return (*self.tag_codes(), *(target.code for target in self.targets))

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that a reader sees, in order."""
        body = [
            entry
            for one in self.tags
            for entry in (Entry(one.code, one.title), Entry(f"{one.code}/meaning", one.meaning))
        ]
        targets = [
            Entry(target.code, f"{target.text} ({target.measure}: {target.amount})")
            for target in self.targets
        ]
        return (*head_entries(self.standard), *body, *targets)

    def export(self) -> dict[str, object]:
        """Return kinds, standards and targets as plain values, in order."""
        return {
            "id": self.standard.id,
            "version": self.standard.version,
            "kinds": [
                {"code": k.code, "title": k.title, "meaning": k.meaning, "suits": list(k.suits)}
                for k in self.kinds
            ],
            "standards": [
                {"code": s.code, "title": s.title, "meaning": s.meaning} for s in self.standards
            ],
            "targets": [
                {"code": t.code, "text": t.text, "measure": t.measure, "amount": t.amount}
                for t in self.targets
            ],
        }

    def counts(self) -> tuple[tuple[int, str], ...]:
        """Return how many kinds, standards and targets."""
        return (
            (len(self.kinds), "kinds"),
            (len(self.standards), "standards"),
            (len(self.targets), "targets"),
        )


def build(standard: Standard, folder: Folder) -> CpdScheme:
    """Return the scheme that the document describes, as far as it does; note every fault."""
    document = folder.document("scheme.toml")
    return CpdScheme(
        standard=standard,
        kinds=tuple(_read_kind(folder, table) for table in document.tables("kinds")),
        standards=tuple(
            _read_standard(folder, table) for table in document.optional_tables("standards")
        ),
        targets=tuple(_read_target(folder, table) for table in document.optional_tables("targets")),
    )


KIND = Kind(name="cpd-scheme", build=build)


def _read_kind(folder: Folder, table: Table) -> CpdKind:
    code = table.code("code", SMALL, SMALL_LOOKS)
    folder.claim(table, code)
    return CpdKind(code, table.text("title"), table.text("meaning"), table.texts("suits"))


def _read_standard(folder: Folder, table: Table) -> CpdStandard:
    code = table.code("code", SMALL, SMALL_LOOKS)
    folder.claim(table, code)
    return CpdStandard(code, table.text("title"), table.text("meaning"))


def _read_target(folder: Folder, table: Table) -> CpdTarget:
    code = table.code("code", SMALL, SMALL_LOOKS)
    folder.claim(table, code)
    return CpdTarget(
        code=code,
        text=table.text("text"),
        measure=table.choice("measure", MEASURES),
        amount=table.integer("amount", minimum=0),
    )
