"""One case from its referral to today: what follows the plan, worries, and how it ended."""

from datetime import date, timedelta

from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.cases.domain.consent import Consent
from competency.cases.domain.kinds import Happened
from competency.demo.domain.case_story import Story, Told
from competency.demo.domain.caseload import Fate, Given
from competency.demo.domain.chance import between, pick
from competency.demo.domain.texts import CaseTexts
from competency.timeliness.domain.due import add_months

H = Happened
CONCERNS = 0.07
STRUCTURED = (
    ("alcohol-free", 30),
    ("drug-free", 24),
    ("occasional-user", 12),
    ("dropped-out", 20),
    ("transferred-not-in-custody", 6),
    ("transferred-in-custody", 3),
    ("treatment-declined", 5),
)
DISCUSSION = (
    ("dropped-out", 34),
    ("commencement-declined", 26),
    ("treatment-declined", 14),
    ("brief-intervention", 18),
    ("transferred-not-in-custody", 8),
)
GROUNDS = (
    ("outside-area", 34),
    ("no-substance-need", 26),
    ("treated-elsewhere", 22),
    ("no-consent", 12),
    ("unsafe-now", 6),
)
FOLLOW_UPS = (("three-months", 3), ("six-months", 6), ("nine-months", 9))
APPEALED = 0.22
TOLD = ("referrer_told_of_closing", "professionals_told_of_closing", "gp_told_of_closing")


def line_of(
    given: Given, texts: CaseTexts, calendar: WorkingCalendar, seed: int, as_of: date
) -> tuple[Story, list[Told]]:
    """Return a case as it was told, and its line by day; nothing on it is of today or later."""
    story = Story(given, texts, calendar, seed, as_of)
    entered = story.refer()
    if given.fate is Fate.REFUSED:
        _refuse(story, entered)
        return story, _in_order(story.told, as_of)
    if given.worker is None and given.fate is Fate.OPEN:
        return story, _in_order(story.told, as_of)  # nobody has taken it on yet
    first = story.accept(entered)
    complete, read = story.assess(first)
    if any(told.kind == H.ASSESSMENT_COMPLETED for told in story.told):
        _treat(story, story.plan(complete, read))
    _keep_in_touch(story, first)
    form_on = _form_day(story)
    if form_on is not None:
        form_on = max(form_on, story.pace.after(entered, 1))
        story.told = [told for told in story.told if told.on < form_on]
        _close(story, form_on)
    elif given.former is not None and given.former.left_on and given.worker is not None:
        story.assign(given.worker, given.former.left_on, handover=True)
    return story, _in_order(story.told, as_of)


def _in_order(told: list[Told], as_of: date) -> list[Told]:
    """Return the line by day, without sign-offs of what a later risk assessment has replaced."""
    line = sorted((one for one in told if one.on < as_of), key=lambda one: one.on)
    newest, kept = 0, []
    for one in line:
        kind, paper = one.paper or ("", {})
        if kind == "risk":
            newest = paper["number"]
        if kind != "sign_off" or paper["of"] == newest:
            kept.append(one)
    return kept


def _refuse(story: Story, entered: date) -> None:
    pace, chance, texts = story.pace, story.chance, story.texts
    lead, above = story.given.lead, story.given.above
    criterion = story.drawn(GROUNDS)
    if criterion == "no-consent":
        story.told = [one for one in story.told if one.kind != H.CONSENT_GIVEN]
    refused = pace.some(max(entered, story.told[-1].on), 1, 6)
    reason = texts.refusals[criterion]
    paper = {"outcome": "refused", "criterion": criterion, "reason": reason}
    story.tell(H.REFUSED, refused, lead, detail=criterion, paper=("decision", paper))
    story.tell(H.LETTER_SENT, pace.some(refused, 0, 2), lead)
    if chance.random() >= APPEALED:
        return
    appealed = pace.some(refused, 4, 15)
    decided = pace.some(appealed, 4, 12)
    outcome = chance.choices(("upheld", "not-upheld", "withdrawn"), (1, 5, 1))[0]
    if decided >= story.as_of:
        outcome = ""
    said = {"grounds": texts.appeals["grounds"], "outcome": outcome}
    story.tell(H.APPEALED, appealed, lead, paper=("appeal", said))
    if not outcome:
        return
    paper = {"reason": texts.appeals[outcome]}
    story.tell(H.APPEAL_DECIDED, decided, above, detail=outcome, paper=("outcome", paper))
    if outcome == "upheld":
        story.tell(H.OVERTURNED, decided, above)
        _close(story, pace.some(decided, 8, 15))


def _treat(story: Story, in_force: date) -> None:
    """Tell of the reviews with all that belongs to them, and of a concern now and then."""
    pace, given = story.pace, story.given
    days, day = [], pace.some(in_force, 14, 24)
    while day < given.until:
        days.append(day)
        late = story.chance.random() < pace.late_share(day)
        day = pace.some(day, 61, 74) if late else pace.some(day, 44, 58)
    aimed = add_months(given.due_on, -3) if given.due_on is not None else None
    if aimed is not None:
        days = [one for one in days if one < story.as_of - timedelta(days=60)]
        days.append(pace.on(story.as_of - timedelta(days=between(story.chance, 15, 30))))
    for number, on in enumerate(days):
        _review(story, on, number, with_risk=aimed is None or on < aimed)
    if aimed is not None and aimed > in_force:
        story.risk(H.RISK_REVIEWED, aimed, pace.some(aimed, 1, 3))
    elif given.waits:
        anew = pace.on(story.as_of - timedelta(days=between(story.chance, 3, 6)))
        if in_force < anew:
            story.risk(H.RISK_REVIEWED, anew, None)
    elif story.chance.random() < CONCERNS and (given.until - in_force).days > 30:
        span = (given.until - in_force).days
        _worry(story, pace.on(in_force + timedelta(days=between(story.chance, 10, span - 6))))


def _review(story: Story, on: date, number: int, *, with_risk: bool) -> None:
    note = pick(story.chance, story.texts.reviews)
    story.tell(H.CLIENT_REVIEW, on, note=note)
    story.read(("outcomes", "top") if number % 2 else ("top",), on)
    story.tell("interventions_reviewed", on)
    if story.therapy:
        story.tell(H.PRESCRIBER_REVIEW, on)
    if with_risk:
        story.risk(H.RISK_REVIEWED, on, story.pace.within(on, 3))


def _worry(story: Story, on: date) -> None:
    """Tell of a concern with its tag or form; the risks are looked at again."""
    pace, chance, texts = story.pace, story.chance, story.texts
    number = chance.choices(range(len(texts.concerns)), (4, 3, 3, 1))[0]
    kind = texts.concerns[number]["kind"]
    sent = 0 if kind != "incident" else 1 if chance.random() < 0.8 else 3
    paper = {"number": number, "sent_after": sent}
    story.tell(H.ESCALATED, on, detail=kind, paper=("concern", paper))
    if kind == "incident":
        story.tell(H.INCIDENT_KNOWN, on)
        story.tell(H.INCIDENT_REPORTED, on + timedelta(days=sent))
    if kind == "safeguarding":
        story.tell(H.TAG_SET, on, note=texts.tags)
        if chance.random() < 0.5:
            cleared = pace.some(on, 25, 60)
            story.tell(H.TAG_CLEARED, cleared, story.given.lead, note=texts.tag_cleared)
    again = pace.some(on, 0, 3)
    story.risk(H.RISK_REVIEWED, again, pace.within(again, 3))


def _keep_in_touch(story: Story, first: date) -> None:
    pace, chance = story.pace, story.chance
    day = pace.some(first, 3, 8)
    until = min(story.given.until, story.as_of)
    while day < until:
        if chance.random() < 0.1:
            story.tell(H.APPOINTMENT_MISSED, day, note=pick(chance, story.texts.missed))
            step = pace.some(day, 0, 1)
            story.tell(H.RE_ENGAGEMENT_STEP, step, detail="call-same-day", note=story.texts.steps)
        else:
            story.contact(day, attempt=chance.random() < 0.07)
        day = pace.some(day, 9, 17)


def _form_day(story: Story) -> date | None:
    """Return when the closure form was filled in, or None where there is none."""
    given = story.given
    if given.fate is Fate.OPEN:
        return None
    if given.fate is Fate.FOR_MEETING:
        return story.as_of - timedelta(days=between(story.chance, 1, 6))
    met = given.until
    if given.fate is Fate.BACK:
        met = story.as_of - timedelta(days=between(story.chance, 90, 140))
    return story.pace.on(met - timedelta(days=between(story.chance, 3, 8)))


def _close(story: Story, form_on: date) -> None:
    given, chance, pace = story.given, story.chance, story.pace
    treated = any(one.kind == H.ASSESSMENT_COMPLETED for one in story.told)
    reason = _reason(story, treated=treated)
    is_old = (story.as_of - form_on).days > 2_000
    agrees = treated and not is_old and chance.random() < 0.6
    waits = given.fate is Fate.FOR_MEETING
    met = None if waits else max(form_on, _next_meeting(form_on))
    paper = {"reason": reason, "agrees": agrees, "met_on": met}
    story.tell(H.CLOSURE_ASKED, form_on, detail=reason, paper=("closing", paper))
    if agrees:
        story.tell(H.CONSENT_GIVEN, form_on, detail=Consent.FOLLOW_UP)
    if met is None:
        return
    story.tell(H.CLOSED, met, given.lead, detail=reason)
    for kind in TOLD:
        story.tell(kind, pace.some(met, 0, 4))
    if given.fate is Fate.BACK:
        back = pace.on(met + timedelta(days=between(chance, 20, 60)))
        story.tell(H.RE_ENGAGED, back, note="Client called and asked to come back.")
        story.contact(pace.some(back, 1, 4))
    elif agrees:
        _follow_up(story, met)


def _follow_up(story: Story, met: date) -> None:
    for code, months in FOLLOW_UPS:
        if story.chance.random() < 0.06:
            on = add_months(met, months) - timedelta(days=2)
            story.tell(H.CONSENT_WITHDRAWN, story.pace.on(on), detail=Consent.FOLLOW_UP)
            return
        due = add_months(met, months)
        late = story.chance.random() < story.pace.late_share(due)
        day = due + timedelta(days=between(story.chance, 2, 9) * (1 if late else -1))
        story.tell(H.FOLLOW_UP, story.pace.on(day), detail=code)


def _reason(story: Story, *, treated: bool) -> str:
    reason = story.drawn(STRUCTURED if treated else DISCUSSION)
    if reason == "alcohol-free" and not story.drinks:
        return "drug-free"
    return "alcohol-free" if reason == "drug-free" and story.alcohol else reason


def _next_meeting(day: date) -> date:
    """Return the Wednesday on which the weekly meeting takes the form."""
    return day + timedelta(days=(2 - day.weekday()) % 7)
