"""The door of the library: what other rooms ask it, and the loading of licensed wording."""

import hashlib

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from competency.frameworks import queries
from competency.frameworks.domain import diff as diffs
from competency.frameworks.domain import search as searching
from competency.frameworks.domain.kind import Content
from competency.frameworks.domain.standard import Standard
from competency.frameworks.domain.structure import CompetencyFramework
from competency.frameworks.domain.wording import read_wording
from competency.frameworks.events import WordingLoaded, WordingRemoved
from competency.frameworks.library import CASE_MANAGEMENT_FRAMEWORK, load_library
from competency.frameworks.models import FrameworkWording, WordingBatch
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, Refused

REMEMBERED = 16
_worded: dict[tuple[str, str, str], tuple[CompetencyFramework, CompetencyFramework]] = {}


def list_standards() -> tuple[Standard, ...]:
    """Return the head of every version of every standard, in a fixed order."""
    return load_library().list_standards()


def get_standard(id_: str, version: str | None = None) -> Content:
    """Return one version of a standard, by default the newest released one; refuse unknown ones."""
    return load_library().get_standard(id_, version)


def get_framework(
    id_: str = CASE_MANAGEMENT_FRAMEWORK, version: str | None = None
) -> CompetencyFramework:
    """Return one version of a competency framework in our own words; refuse unknown ones.

    An appraisal names the version that it is pinned to; new work takes the newest released one.
    """
    return load_library().get_framework(id_, version)


def framework_with_wording(
    session: Session, id_: str = CASE_MANAGEMENT_FRAMEWORK, version: str | None = None
) -> CompetencyFramework:
    """Return the framework as this organisation reads it: its licensed wording where it has one.

    Takes one query; the wording itself is read only when it is new to this process.
    """
    framework = get_framework(id_, version)
    batch = queries.find_batch(session, framework)
    if batch is None:
        return framework
    # The file's hash decides the texts, so that another database can never answer for this one.
    key = (framework.id, framework.version, batch.source_sha256)
    known = _worded.get(key)
    if known is None or known[0] is not framework:
        if len(_worded) >= REMEMBERED:
            _worded.clear()
        worded = queries.get_wording(session, framework, batch.id).over(framework)
        known = _worded[key] = (framework, worded)
    return known[1]


def search(framework: CompetencyFramework, words: str) -> tuple[searching.Hit, ...]:
    """Return the titles and descriptors that hold all the words, best first."""
    return searching.search(framework, words)


def diff(id_: str, old: str, new: str) -> diffs.Diff:
    """Return what changed from the old to the new version; refuse unknown ones."""
    library = load_library()
    return diffs.compare(library.get_standard(id_, old), library.get_standard(id_, new))


def load_wording(
    work: Work, framework: CompetencyFramework, *, source_name: str, content: bytes
) -> WordingLoaded:
    """Put an organisation's licensed wording over the framework's codes, in place of any before.

    Refuses a file with any fault as a whole, and everybody but the command line.
    """
    _require_command_line(work)
    wording = read_wording(framework, content, source_name)
    if queries.find_batch(work.session, framework) is not None:
        remove_wording(work, framework)
    batch = WordingBatch(
        framework_id=framework.id,
        version=framework.version,
        source_name=source_name,
        source_sha256=hashlib.sha256(content).hexdigest(),
        loaded_at=work.now,
        loaded_by=work.actor.person_id,
    )
    work.session.add(batch)
    work.session.flush()
    here = {"batch_id": batch.id, "framework_id": framework.id, "version": framework.version}
    rows = [{**here, "code": r.code, "level": r.level, "text": r.text} for r in wording.rows]
    work.session.execute(insert(FrameworkWording), rows)
    loaded = WordingLoaded(
        batch_id=batch.id,
        framework_id=framework.id,
        version=framework.version,
        source_sha256=batch.source_sha256,
        texts=len(rows),
    )
    work.record(loaded)
    return loaded


def remove_wording(work: Work, framework: CompetencyFramework) -> WordingRemoved:
    """Take the licensed wording away again, texts and all, so that ours is shown.

    The batch stays as a record that it was there. Refuses where none is in force, and everybody
    but the command line.
    """
    _require_command_line(work)
    batch = queries.find_batch(work.session, framework)
    if batch is None:
        raise Refused(
            "no_wording", f"No licensed wording is loaded for {framework.id} {framework.version}."
        )
    rows = FrameworkWording.batch_id == batch.id
    texts = work.session.scalar(select(func.count()).select_from(FrameworkWording).where(rows))
    work.session.execute(delete(FrameworkWording).where(rows))
    batch.removed_at = work.now
    work.session.flush()
    removed = WordingRemoved(
        batch_id=batch.id,
        framework_id=framework.id,
        version=framework.version,
        source_sha256=batch.source_sha256,
        texts=texts or 0,
    )
    work.record(removed)
    return removed


def _require_command_line(work: Work) -> None:
    if work.actor.person_id is not None:
        raise Forbidden("Licensed wording is loaded and removed on the command line only.")
