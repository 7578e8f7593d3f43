"""Signals: worked out live from the facts of all rooms, and what people say of them.

of_person(work, person_id) -> PersonSignals      one person's, for them and their line
of_people(work, most=5) -> list[Told]            the strongest of those one supervises
worth_a_talk(work, person_id) -> list[Signal]    what an agenda begins with
respond(work, person_id, key, ...), answer(...)  what the two say of one
evaluate(session, people, today, links)          everybody's, for the system; authorises nothing
    Looked,
    evaluate,
    evaluate_all,
    judged,
    look,
"""

from competency.coaching.service.signals.evaluating import (
    Evaluated,
    Looked,
    evaluate,
    evaluate_all,
    judged,
    look,
)
from competency.coaching.service.signals.listing import (
    PersonSignals,
    Told,
    of_people,
    of_person,
    worth_a_talk,
)
from competency.coaching.service.signals.responding import answer, respond

__all__ = [
    "Evaluated",
    "Looked",
    "PersonSignals",
    "Told",
    "answer",
    "evaluate",
    "evaluate_all",
    "look",
    "judged",
    "of_people",
    "of_person",
    "respond",
    "worth_a_talk",
]
