"""Reading questionnaires, the scale of risks, and letters."""

from collections.abc import Mapping

from competency.frameworks.domain.folder import Folder
from competency.frameworks.domain.protocol.instruments import (
    SCORINGS,
    Instrument,
    Item,
    RiskScale,
)
from competency.frameworks.domain.protocol.letters import PLACEHOLDERS, Letter, placeholders_of
from competency.frameworks.domain.protocol.parts import APPLIES, Answer, Band
from competency.frameworks.domain.protocol.reading import (
    Head,
    Read,
    check_filled,
    parts_of,
    read_head,
    read_list,
    read_points,
)
from competency.frameworks.domain.reading import Table
from competency.frameworks.domain.standard import DIRECTIONS, ID_PATTERN

LOOKS = "small letters and hyphens, like audit-1"
# A refusal that leaves one of these out would not tell people what the protocol promises them.
MUST_SAY = {"refusal_letter_sent": ("criterion", "reason", "appeal")}


def read_instruments(folder: Folder) -> list[Read[Instrument]]:
    """Return the questionnaires, one to a file, in order of their files' names."""
    found = []
    for name, table in folder.documents_in("instruments").items():
        instrument = _read_instrument(folder, table)
        if instrument.code and instrument.code != name:
            table.fault("code", f"is {instrument.code!r} although the file is named {name}.toml")
        found.append(Read(table, instrument))
    if not found:
        folder.fault("instruments", "whole folder", "holds no questionnaire")
    return found


def _read_instrument(folder: Folder, table: Table) -> Instrument:
    head = read_head(folder, table, "instrument")
    direction = table.choice("direction", DIRECTIONS)
    sets = {
        row.code("code", ID_PATTERN, LOOKS): _read_answers(row, "answers")
        for row in table.optional_tables("answer_sets")
    }
    one = Instrument(
        **head,
        purpose=table.text("purpose"),
        applies=table.choice("applies", APPLIES),
        event=table.text("event"),
        scoring=table.choice("scoring", SCORINGS),
        items=tuple(_read_item(folder, row, sets, direction) for row in table.tables("items")),
        bands=tuple(_read_band(row) for row in table.optional_tables("bands")),
    )
    if one.scoring == "each" and one.bands:
        table.fault("bands", "there is no total, so there can be no bands")
    if one.scoring == "sum" and all(item.allowed for item in one.items):
        _check_bands(table, one.bands, sum(min(i.allowed) for i in one.items), one.highest)
    return one


def _read_item(
    folder: Folder, table: Table, sets: Mapping[str, tuple[Answer, ...]], direction: str
) -> Item:
    code = table.code("code", ID_PATTERN, LOOKS)
    folder.claim(table, f"item/{code}" if code else "")
    answers: tuple[Answer, ...] = ()
    if table.has("answers"):
        name = table.text("answers")
        answers = sets.get(name, ())
        if name and name not in sets:
            table.fault("answers", f"{name!r} is not one of the answer sets of this file")
        allowed = tuple(answer.value for answer in answers)
    else:
        lowest = table.integer("lowest", minimum=0)
        highest = table.integer("highest", minimum=0)
        if highest <= lowest:
            table.fault("highest", f"is {highest} and must be above the lowest, {lowest}")
        allowed = tuple(range(lowest, highest + 1))
    return Item(
        code=code,
        text=table.text("text"),
        group=table.text("group"),
        allowed=allowed,
        answers=answers,
        unit=table.optional_text("unit"),
        low=table.optional_text("low"),
        high=table.optional_text("high"),
        direction=table.choice("direction", DIRECTIONS) if table.has("direction") else direction,
    )


def _read_answers(table: Table, key: str) -> tuple[Answer, ...]:
    """Return answers whose values rise."""
    answers: list[Answer] = []
    for row in table.tables(key, name="value"):
        answer = Answer(row.integer("value", minimum=0), row.text("label"))
        if answers and answer.value <= answers[-1].value:
            row.fault("value", f"is {answer.value} and must be above the answer before it")
        answers.append(answer)
    return tuple(answers)


def _read_band(table: Table) -> Band:
    return Band(
        code=table.code("code", ID_PATTERN, LOOKS),
        label=table.text("label"),
        lowest=table.integer("lowest", minimum=0),
        highest=table.integer("highest", minimum=0),
        meaning=table.text("meaning"),
    )


def _check_bands(table: Table, bands: tuple[Band, ...], lowest: int, highest: int) -> None:
    """Note where bands leave a score out, share one, or end elsewhere than the scores do."""
    if not bands:
        table.fault("bands", "is missing, although the items are summed")
        return
    if len({band.code for band in bands}) < len(bands):
        table.fault("bands", "two bands have one code")
    expected = lowest
    for band in bands:
        if band.lowest != expected or band.highest < band.lowest:
            reason = f"goes from {band.lowest} to {band.highest} and must begin at {expected}"
            table.fault(f"bands ({band.code})", reason)
        expected = band.highest + 1
    if expected - 1 != highest:
        table.fault("bands", f"end at {expected - 1}, but the highest score is {highest}")


def read_risk(folder: Folder) -> Read[RiskScale]:
    """Return how a risk is scored."""
    table = folder.document("risk.toml")

    scale = RiskScale(
        **read_head(folder, table, "risk"),
        text=table.text("text"),
        likelihood=_read_answers(table, "likelihood"),
        impact=_read_answers(table, "impact"),
        bands=tuple(_read_band(row) for row in table.tables("bands")),
        areas=parts_of(read_points(folder, "risk.toml", "risk_areas")),
    )
    if scale.likelihood and scale.impact:
        lowest = scale.likelihood[0].value * scale.impact[0].value
        highest = scale.likelihood[-1].value * scale.impact[-1].value
        _check_bands(table, scale.bands, lowest, highest)
    return Read(table, scale)


def read_letters(folder: Folder) -> list[Read[Letter]]:
    """Return the letters; a placeholder must be known, and a refusal must say what it has to."""

    def build(table: Table, head: Head) -> Letter:
        letter = Letter(
            **head,
            event=table.text("event"),
            subject=table.text("subject"),
            paragraphs=table.texts("paragraphs"),
        )
        check_filled(table, "paragraphs", letter.paragraphs, "paragraph")
        _check_placeholders(table, letter)
        return letter

    return read_list(folder, "letters.toml", "letters", build)


def _check_placeholders(table: Table, letter: Letter) -> None:
    try:
        names = placeholders_of(letter.subject, *letter.paragraphs)
    except ValueError:
        table.fault("paragraphs", "has a curly bracket without its partner")
        return
    for name in names:
        if name not in PLACEHOLDERS:
            known = ", ".join(PLACEHOLDERS)
            table.fault("paragraphs", f"{{{name}}} is not known; it must be one of {known}")
    for name in MUST_SAY.get(letter.event, ()):
        if name not in names:
            table.fault("paragraphs", f"a refusal must hold {{{name}}}")
