"""The documents of one version of a standard, opened by name and read as a whole."""

from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.reading import WHOLE_FILE, Documents, Table
from competency.kernel.values import Value


class Reference(Value):
    """A place that names a code of another standard; resolved when all standards are read."""

    file: str
    place: str
    standard: str
    code: str


class Folder:
    """One version's documents, the faults found in them, and the codes they lay claim to."""

    def __init__(self, path: str, documents: Documents) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.references: list[Reference] = []
        self._documents = documents
        self._tables: dict[str, Table] = {}
        self._claims: dict[str, str] = {}

    def document(self, name: str) -> Table:
        """Return a document that must be there; a missing one is one fault, not many."""
        if name in self._tables:
            return self._tables[name]
        if name not in self._documents:
            self.fault(name, WHOLE_FILE, "is missing")
            return Table({}, self._file(name), "", [])
        table = Table(self._documents[name], self._file(name), "", self.faults)
        self._tables[name] = table
        return table

    def documents_in(self, folder: str) -> dict[str, Table]:
        """Return the documents of an inner folder by their bare names, in order of name."""
        start, end = f"{folder}/", ".toml"
        return {
            name.removeprefix(start).removesuffix(end): self.document(name)
            for name in sorted(self._documents)
            if name.startswith(start) and name.endswith(end) and name.count("/") == 1
        }

    def fault(self, name: str, place: str, reason: str) -> None:
        """Note a fault in one of the documents."""
        self.faults.append(Fault(self._file(name), place, reason))

    def claim(self, table: Table, code: str, key: str = "code") -> None:
        """Note that a code is used here; a second use of the same code is a fault."""
        if not code:
            return
        if code in self._claims:
            table.fault(key, f"the code {code!r} is already used in {self._claims[code]}")
            return
        self._claims[code] = ", ".join(part for part in (table.file, table.place) if part)

    def refer(self, table: Table, key: str, standard: str, code: str) -> None:
        """Note that this place names a code of another standard."""
        place = ", ".join(part for part in (table.place, key) if part)
        self.references.append(Reference(table.file, place, standard, code))

    def close(self) -> None:
        """Note every document and key that nobody asked for."""
        for name in sorted(set(self._documents) - set(self._tables)):
            self.fault(name, WHOLE_FILE, "is not a file that this kind of standard has")
        for table in self._tables.values():
            table.close()

    def _file(self, name: str) -> str:
        return f"{self.path}/{name}"
