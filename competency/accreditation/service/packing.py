"""The self-study pack: all of a self-study as plain values, as tables, and as an archive.

It goes to people outside, so it names nobody who works here: not who brings an item, not who
rated, and of the panel and central office only that it was they. What somebody typed stays as it
was typed. A manifest promises size and SHA-256 of every file in the archive.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple, cast

from sqlalchemy import Row

from competency.accreditation import permissions
from competency.accreditation.domain.states import ITEM_WORDS
from competency.accreditation.models import PanelComment
from competency.accreditation.queries import counts
from competency.accreditation.queries import studies as queries
from competency.accreditation.queries.counts import FrozenRow
from competency.accreditation.queries.studies import FileRow
from competency.accreditation.service import parts, rating
from competency.accreditation.service.loading import read
from competency.accreditation.service.snapshots import rows_shown
from competency.accreditation.service.whole import Whole, whole_of
from competency.infra.csv_out import Cell, as_csv
from competency.infra.files import Store
from competency.infra.work import Work
from competency.kernel.values import Value
from competency.people.service import directory

FORMAT, VERSION = "casebridge-self-study", 1
PDF, WHOLE, MANIFEST, FOLDER = "self-study.pdf", "self-study.json", "manifest.json", "evidence/"
IN_MEMORY = 5_000_000
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same self-study gives the same bytes


class Voice(NamedTuple):
    """A comment or an answer as the pack has it: of which practice, by which side, and when."""

    practice: str
    who: str
    at: datetime
    words: str
    is_answer: bool


class PlainTable(NamedTuple):
    """A table of the pack by the name of its file."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Pack(Value, kw_only=True):
    """What goes into a pack: the self-study, what was said of it, and whose it is.

    `counted` are the rows of the newest frozen counts, by practice.
    """

    whole: Whole
    counted: Mapping[str, Sequence[FrozenRow]]
    voices: Sequence[Voice]
    organisation: str
    made_at: datetime


def pack_of(work: Work, study_id: int) -> Pack:
    """Return all that goes into the pack of a self-study, for its readers; others get NotFound."""
    study, _ = read(work, study_id, permissions.TAKE_PACK)
    whole = whole_of(work, study)
    return Pack(
        whole=whole,
        counted={code: _rows_of(work, one.row) for code, one in whole.counts.items()},
        voices=_voices(work, study_id),
        organisation=directory.organisation_name(work.session),
        made_at=work.now,
    )


def _rows_of(work: Work, row: Row[Any]) -> list[FrozenRow]:
    """Return the rows of a frozen count, none where they are of few workers: a pack goes out."""
    rows = counts.rows(work.session, row.id)
    return rows_shown(row.computation, rows, len(rows))


def path_of(pack: Pack, file: FileRow) -> str:
    """Return where a file lies in the archive: under its item or its practice and point."""
    for one in pack.whole.items:
        if one.row.id == file.item_id:
            return f"{FOLDER}{one.row.code}/{file.id}-{file.name}"
    for practice, points in pack.whole.parts.items():
        for code, row in points.items():
            if row.id == file.part_id:
                return f"{FOLDER}{practice}-{code}/{file.id}-{file.name}"
    raise LookupError(file.id)


def tables(pack: Pack) -> list[PlainTable]:
    """Return the tables of the pack: ratings, points, checklist, comments, files."""
    whole = pack.whole
    ratings = [
        (
            one["practice"],
            one["title"],
            "yes" if one["fundamental"] else "no",
            one["rating"],
            one["in_words"],
            one["reason"],
            one["narrative"],
            one["suggested"],
            one["because"],
        )
        for one in _ratings(whole)
    ]
    points = [
        (one["practice"], one["title"], one["means"], one["words"], one["party"], *one["agreed"])
        for one in _points(whole)
    ]
    checklist = [
        (one["list"], one["title"], one["practices"], one["by"], one["state"], one["notes"])
        for one in _items(whole)
    ]
    said = [
        (one.practice or "whole", one.who, one.at, "answer" if one.is_answer else "", one.words)
        for one in pack.voices
    ]
    files = [(path_of(pack, one), one.size, one.sha256) for one in whole.files]
    return [
        PlainTable("ratings.csv", RATINGS_HEAD, ratings),
        PlainTable("points.csv", POINTS_HEAD, points),
        PlainTable("checklist.csv", ITEMS_HEAD, checklist),
        PlainTable("counts.csv", COUNTS_HEAD, [tuple(one.values()) for one in _counts(whole)]),
        *(
            PlainTable(f"counted-{code}.csv", COUNTED_HEAD, [_counted(row) for row in rows])
            for code, rows in sorted(pack.counted.items())
        ),
        PlainTable("comments.csv", SAID_HEAD, said),
        PlainTable("files.csv", ("File", "Size in bytes", "SHA-256"), files),
    ]


RATINGS_HEAD = (
    *("Practice", "Title", "Fundamental", "Rating", "In words", "Why it does not apply"),
    *("In own words", "Suggested", "Why it is suggested"),
)
POINTS_HEAD = ("Practice", "Point", "How", "In own words", "Agreement with", "From", "Until")
ITEMS_HEAD = ("List", "Item", "For", "By", "State", "Notes")
COUNTS_HEAD = (
    *("Practice", "From", "To", "Met", "Of", "What was counted", "Figures", "Frozen", "SHA-256"),
)
COUNTED_HEAD = ("Number", "Met", "Figures")
SAID_HEAD = ("About", "Who", "When", "Kind", "Words")


def plain(pack: Pack) -> dict[str, Any]:
    """Return the whole pack as plain values for interchange."""
    whole, study = pack.whole, pack.whole.study
    found = whole.suggestion_of_whole()
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "made_at": pack.made_at.isoformat(),
        "organisation": pack.organisation,
        "title": study.title,
        "state": study.state,
        "period": [study.period_from.isoformat(), study.period_to.isoformat()],
        "submitted_at": study.submitted_at.isoformat() if study.submitted_at else None,
        "outcome": study.closing_words,
        "not_applicable": study.not_applicable,
        "standard": {
            "id": whole.standard.id,
            "version": whole.standard.version,
            "title": whole.standard.title,
            "direction": whole.standard.scale.direction,
        },
        "readiness": whole.readiness.sentence,
        "whole": {"suggested": found.rating, "because": found.because},
        "contradictions": [one.sentence for one in whole.contradictions],
        "ratings": list(_ratings(whole)),
        "points": [
            one | {"agreed": [day.isoformat() if day else None for day in one["agreed"]]}
            for one in _points(whole)
        ],
        "checklist": [
            one | {"by": one["by"].isoformat() if one["by"] else None} for one in _items(whole)
        ],
        "counts": [
            one
            | {name: one[name].isoformat() for name in ("first_on", "last_on", "taken_at")}
            | {"figures": json.loads(one["figures"])}
            for one in _counts(whole)
        ],
        "comments": [one._asdict() | {"at": one.at.isoformat()} for one in pack.voices],
        "files": [
            {"path": path_of(pack, one), "type": one.media_type, "sha256": one.sha256}
            for one in whole.files
        ],
    }


def as_zip(pack: Pack, pdf: bytes, store: Store) -> BinaryIO:
    """Return the pack as a zip archive; the caller closes it.

    What is more than a few megabytes lies in a temporary file, and of the evidence one file at a
    time is held. Raises DamagedFile when a file is not what was kept.
    """
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the caller closes)
    try:
        _fill(spool, pack, pdf, store)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return cast(BinaryIO, spool)


def _ratings(whole: Whole) -> Iterator[dict[str, Any]]:
    for practice in whole.standard.practices:
        said = rating.said_in(whole.ratings.get(practice.code))
        found = whole.suggestion(practice)
        yield {
            "practice": practice.code,
            "title": practice.title,
            "fundamental": practice.fundamental,
            "rating": said.rating,
            "in_words": rating.words_of(whole.standard, said),
            "reason": said.reason,
            "narrative": said.narrative,
            "suggested": found.rating,
            "because": found.because,
        }


def _points(whole: Whole) -> Iterator[dict[str, Any]]:
    for practice in whole.standard.practices:
        for point in practice.points:
            row = whole.parts.get(practice.code, {}).get(point.code)
            yield {
                "practice": practice.code,
                "point": point.code,
                "title": point.title,
                "means": parts.means_words(practice, row.means) if row else "Not answered",
                "words": row.words if row else "",
                "party": row.party if row else "",
                "agreed": [row.agreed_from, row.agreed_until] if row else [None, None],
            }


def _items(whole: Whole) -> Iterator[dict[str, Any]]:
    for one in whole.items:
        yield {
            "list": one.of_list.title,
            "code": one.row.code,
            "title": one.item.title,
            "practices": ", ".join(one.item.practices),
            "by": one.row.due_on,
            "state": ITEM_WORDS[one.state],
            "notes": one.row.reason or one.row.notes,
        }


def _counts(whole: Whole) -> Iterator[dict[str, Any]]:
    """Yield the newest frozen count of each practice that has one, its figures as JSON."""
    for code, one in sorted(whole.counts.items()):
        yield {
            "practice": code,
            "first_on": one.row.first_on,
            "last_on": one.row.last_on,
            "k": one.row.k,
            "n": one.row.n,
            "query": one.row.query,
            "figures": one.row.figures,
            "taken_at": one.row.taken_at,
            "sha256": one.row.sha256,
        }


def _counted(row: FrozenRow) -> tuple[Cell, ...]:
    """Return a row of a count without whom or which case it is of."""
    return (row.number, "yes" if row.is_met else "no", row.figures)


def _voices(work: Work, study_id: int) -> list[Voice]:
    panel = queries.ever_on_panel(work.session, study_id)

    def who(row: PanelComment) -> str:
        return row.said_by or ("The panel" if row.by_id in panel else "Central office")

    return [
        Voice(row.practice, who(row), row.at, row.words, row.answers_id is not None)
        for row in queries.comments(work.session, study_id)
    ]


def _fill(spool: Any, pack: Pack, pdf: bytes, store: Store) -> None:
    import zipfile  # only where an archive is made

    promised: dict[str, dict[str, object]] = {}
    with zipfile.ZipFile(spool, "w") as archive:

        def put(path: str, content: bytes, *, packed: bool = True) -> None:
            member = zipfile.ZipInfo(path, LONG_AGO)
            member.external_attr = 0o600 << 16
            member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            archive.writestr(member, content)
            sha256 = hashlib.sha256(content).hexdigest()
            promised[path] = {"size": len(content), "sha256": sha256}

        put(PDF, pdf, packed=False)
        put(WHOLE, _json(plain(pack)))
        for table in tables(pack):
            put(table.name, as_csv(table.head, table.rows).encode())
        for file in pack.whole.files:
            put(path_of(pack, file), store.read(file.sha256), packed=False)
        put(MANIFEST, _json({"format": FORMAT, "format_version": VERSION, "files": dict(promised)}))


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()
