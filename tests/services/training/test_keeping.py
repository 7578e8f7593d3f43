"""Requirements, exemptions, refreshers, reminders and the frozen report."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale
from competency.kernel.values import replace
from competency.training.domain.requirements import Requirement, Subject, Who
from competency.training.domain.state import State
from competency.training.models import TrainingExemption, TrainingRefresher
from competency.training.service import (
    allowing,
    overview,
    reminding,
    reporting,
    requirements,
)
from tests.builders.stage import a_person
from tests.builders.training import change, done, matrix

TODAY = date(2026, 5, 8)


def kept(stage, school, code):
    found = stage.ask(school.lead, requirements.list_requirements)[1]
    return next(one for one in found if one.requirement.course_id == school[code])


def state_of(stage, person, code):
    lines = stage.ask(person, lambda w: overview.record(w, person.id)).lines
    return {line.course.code: line.standing.state for line in lines}[code]


class TestRequirements:
    """Adopted from data, edited, and shown with their effect before they are saved."""

    def test_the_protocols_rules_are_adopted_once(self, stage, school):
        gdpr = kept(stage, school, "gdpr")
        process = kept(stage, school, "case-management-process")

        assert gdpr.requirement.rule == (0, 12, 60)
        assert (process.requirement.after_incident, process.requirement.repeat_months) == (
            True,
            None,
        )
        assert "ours" in process.assumption
        assert stage.do(school.lead, requirements.adopt_standard) == 0

    def test_a_changed_rule_shows_its_effect_before_it_is_saved(self, stage, school):
        for person in (school.cast.practitioner, school.cast.colleague):
            done(stage, person, school["gdpr"], date(2025, 9, 1))
        gdpr = kept(stage, school, "gdpr")
        shorter = replace(gdpr.requirement, repeat_months=6)

        effect = stage.ask(
            school.lead,
            lambda w: requirements.effect_of(w, shorter, requirement_id=gdpr.id),
        )

        assert (effect.before[State.CURRENT], effect.after[State.CURRENT]) == (2, 0)
        assert (effect.before[State.OVERDUE], effect.after[State.OVERDUE]) == (0, 2)
        assert [(c.name, c.before, c.after) for c in effect.names] == [
            ("Asha Patel", State.CURRENT, State.OVERDUE),
            ("Ben Okoro", State.CURRENT, State.OVERDUE),
        ]
        assert state_of(stage, school.cast.practitioner, "gdpr") is State.CURRENT

        stage.do(
            school.lead,
            lambda w: requirements.keep_requirement(
                w, shorter, requirement_id=gdpr.id, version=gdpr.version
            ),
        )

        assert state_of(stage, school.cast.practitioner, "gdpr") is State.OVERDUE

    def test_the_administrator_sees_no_names_and_no_small_groups(self, stage, school):
        done(stage, school.cast.practitioner, school["gdpr"], date(2026, 4, 1))
        gdpr = kept(stage, school, "gdpr")

        effect = stage.ask(
            school.cast.administrator,
            lambda w: requirements.effect_of_ending(w, gdpr.id)[1],
        )

        assert effect.names == ()
        assert (effect.before[State.CURRENT], effect.before[State.NEVER]) == (None, None)
        assert effect.after[State.NOT_REQUIRED] == 8

    def test_two_who_edit_at_once_do_not_undo_each_other(self, stage, school):
        gdpr = kept(stage, school, "gdpr")
        change_it = lambda months: stage.do(  # noqa: E731
            school.lead,
            lambda w: requirements.keep_requirement(
                w,
                replace(gdpr.requirement, repeat_months=months),
                requirement_id=gdpr.id,
                version=gdpr.version,
            ),
        )
        change_it(18)

        with pytest.raises(Stale) as stale:
            change_it(24)

        assert ("Repeats", "Every 18 months") in stale.value.theirs.facts
        with pytest.raises(Stale):
            stage.do(
                school.lead,
                lambda w: requirements.end_requirement(w, gdpr.id, version=gdpr.version),
            )

    def test_an_ended_rule_asks_nobody(self, stage, school):
        gdpr = kept(stage, school, "gdpr")
        stage.do(
            school.lead, lambda w: requirements.end_requirement(w, gdpr.id, version=gdpr.version)
        )

        found = stage.ask(school.lead, matrix)

        assert found.totals[school["gdpr"]].n == 0
        with pytest.raises(NotFound):
            stage.do(school.lead, lambda w: requirements.end_requirement(w, gdpr.id, version=1))

    def test_a_rule_of_ones_own_for_a_role(self, stage, school):
        dbs = stage.do(
            school.lead,
            lambda w: requirements.add_course(
                w, code="dbs", title="DBS check", subject=Subject.CHECK, also=["DBS", " "]
            ),
        )
        wanted = Requirement(
            course_id=dbs, who=Who.ROLE, role=Role.SUPERVISOR, repeat_months=36, grace_days=30
        )
        stage.do(school.lead, lambda w: requirements.keep_requirement(w, wanted))

        assert state_of(stage, school.cast.supervisor, "dbs") is State.NEVER
        with pytest.raises(KeyError):
            state_of(stage, school.cast.practitioner, "dbs")

    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            (Requirement(course_id=99), "unknown_course"),
            (Requirement(course_id=1, who=Who.TEAM, team_id=99), "unknown_team"),
            (Requirement(course_id=1, who=Who.TEAM), "which_team"),
        ],
    )
    def test_a_rule_about_what_is_not_there_is_refused(self, stage, school, wanted, code):
        with pytest.raises(Refused) as refused:
            stage.do(school.lead, lambda w: requirements.keep_requirement(w, wanted))
        assert refused.value.code == code

    def test_only_who_reaches_everybody_keeps_the_rules(self, stage, school):
        with pytest.raises(Forbidden, match="whole organisation"):
            stage.do(school.team_lead, requirements.adopt_standard)
        with pytest.raises(Refused, match="holds no training"):
            stage.do(
                school.lead, lambda w: requirements.adopt_standard(w, "shine-quality-standards")
            )
        assert stage.do(None, requirements.adopt_standard) == 0  # the command line


class TestExemptions:
    """With a reason, until a day, and never one's own."""

    def exempt(self, stage, school, person, **values):
        chosen: dict[str, Any] = {
            "from_on": TODAY,
            "until": TODAY + timedelta(days=30),
            "reason": "Long leave",
        }
        return stage.do(
            school.lead,
            lambda w: allowing.exempt(w, person.id, school["gdpr"], **(chosen | values)),
        )

    def test_an_exemption_holds_until_its_day_and_can_end_sooner(self, stage, school, clock, look):
        asha = school.cast.practitioner
        made = self.exempt(stage, school, asha)
        assert state_of(stage, asha, "gdpr") is State.EXEMPT
        assert stage.ask(school.lead, matrix).totals[school["gdpr"]].n == 7
        [row] = stage.ask(school.lead, allowing.list_exemptions)
        assert row.reason == "Long leave"

        stage.do(
            school.lead,
            lambda w: allowing.end_exemption(w, made, TODAY, version=row.version),
        )
        clock.move(days=1)

        [line] = [
            one
            for one in stage.ask(asha, lambda w: overview.record(w, asha.id)).lines
            if one.course.code == "gdpr"
        ]
        assert (line.standing.state, line.standing.since) == (State.NEVER, date(2020, 1, 7))
        assert look.scalars(select(TrainingExemption.until)).all() == [TODAY]

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"reason": "  "}, "no_reason"),
            ({"until": TODAY - timedelta(days=1)}, "until"),
            ({"until": TODAY + timedelta(days=800)}, "until"),
            ({"from_on": date(2026, 1, 1), "until": date(2026, 2, 1)}, "over"),
        ],
    )
    def test_bad_input_is_refused(self, stage, school, values, code):
        with pytest.raises(Refused) as refused:
            self.exempt(stage, school, school.far, **values)
        assert refused.value.code == code

    def test_nobody_exempts_themselves(self, stage, school):
        with pytest.raises(Forbidden):
            self.exempt(stage, school, school.lead)


class TestRefreshers:
    """An audit finding or an incident assigns one with a due date."""

    def assign(self, stage, school, *people, **values):
        chosen: dict[str, Any] = {
            "cause": "incident",
            "due_on": TODAY + timedelta(days=14),
            "reason": "A mix-up",
        }
        course = values.pop("course", "case-system")
        return stage.do(
            school.lead,
            lambda w: allowing.assign_refresher(
                w, school[course], [p.id for p in people], **(chosen | values)
            ),
        )

    def test_it_is_due_until_it_is_done(self, stage, school, clock):
        asha = school.cast.practitioner
        done(stage, asha, school["case-system"], date(2021, 1, 1))
        assert state_of(stage, asha, "case-system") is State.CURRENT

        self.assign(stage, school, asha)
        assert state_of(stage, asha, "case-system") is State.DUE_SOON
        clock.move(days=15)
        assert state_of(stage, asha, "case-system") is State.OVERDUE
        done(stage, asha, school["case-system"], TODAY + timedelta(days=15))
        assert state_of(stage, asha, "case-system") is State.CURRENT

    def test_one_assigned_by_mistake_is_withdrawn(self, stage, school, look):
        asha = school.cast.practitioner
        done(stage, asha, school["case-system"], date(2021, 1, 1))
        [made] = self.assign(stage, school, asha)
        [row] = stage.ask(school.lead, allowing.list_refreshers)

        withdraw = lambda: stage.do(  # noqa: E731
            school.lead, lambda w: allowing.withdraw_refresher(w, made, version=row.version)
        )
        withdraw()

        assert state_of(stage, asha, "case-system") is State.CURRENT
        assert look.get(TrainingRefresher, made).withdrawn_at is not None
        with pytest.raises(Stale):
            withdraw()

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"cause": "boredom"}, "cause"),
            ({"course": "gdpr"}, "not_triggered"),
            ({"due_on": TODAY - timedelta(days=1)}, "over"),
            ({"reason": ""}, "no_reason"),
        ],
    )
    def test_bad_input_is_refused(self, stage, school, values, code):
        with pytest.raises(Refused) as refused:
            self.assign(stage, school, school.far, **values)
        assert refused.value.code == code


class TestReminders:
    """One digest a person, told once for each occasion."""

    def test_who_is_late_is_told_and_so_is_the_supervisor(self, stage, school, clock):
        asha, priya = school.cast.practitioner, school.cast.supervisor
        for person in (asha, priya):
            for course in school.courses.values():
                on = date(2026, 4, 1)
                done(stage, person, course.id, on)
        clock.now = clock.now.replace(year=2027, month=3, day=3)  # 29 days before 1 April 2027

        found = {one.told_id: one for one in stage.ask(None, reminding.due_for_reminder)}

        assert [(i.name, i.occasion) for i in found[asha.id].items] == [("Asha Patel", "ahead-30")]
        assert [i.name for i in found[priya.id].items] == ["Priya Nair"]
        stage.do(None, lambda w: reminding.note_told(w, reminding.due_for_reminder(w)))
        assert stage.ask(None, reminding.due_for_reminder) == []

        clock.move(days=30)  # the day after the due date
        late = {one.told_id: one for one in stage.ask(None, reminding.due_for_reminder)}

        assert [(i.name, i.occasion) for i in late[priya.id].items] == [
            ("Asha Patel", "late-0"),
            ("Priya Nair", "late-0"),
        ]
        assert {i.name for i in late[school.cast.manager.id].items} >= {"Priya Nair"}

    def test_a_training_lead_reminds_those_in_scope_only(self, stage, school):
        found = stage.ask(school.team_lead, reminding.due_for_reminder)

        about = {item.name for one in found for item in one.items}
        assert about == {"Asha Patel", "Ben Okoro"}
        count = stage.do(
            school.team_lead,
            lambda w: reminding.note_told(w, reminding.due_for_reminder(w)),
        )
        assert count == sum(len(one.items) for one in found)

    def test_the_log_is_never_changed(self, stage, school):
        stage.do(None, lambda w: reminding.note_told(w, reminding.due_for_reminder(w)))

        with stage.database.writing() as session, pytest.raises(DatabaseError):
            session.execute(text("DELETE FROM training_told"))


class TestTheReport:
    """The governance report of a month, frozen as of its last day."""

    def test_it_stays_as_it_was_whatever_happens_later(self, stage, school):
        done(stage, school.cast.practitioner, school["gdpr"], date(2026, 4, 30))
        made = stage.do(school.lead, lambda w: reporting.freeze(w, date(2026, 4, 1)))
        done(stage, school.cast.colleague, school["gdpr"], date(2026, 4, 1))

        report = stage.ask(school.lead, lambda w: reporting.get_report(w, made))
        lines = {(one.code, one.team): (one.k, one.n) for one in report.lines}

        assert report.is_whole
        assert report.row.as_of == date(2026, 4, 30)
        assert lines["gdpr", "Quay"] == (1, 2)
        again = stage.do(school.lead, lambda w: reporting.freeze(w, date(2026, 4, 9)))
        [second, first] = stage.ask(school.lead, reporting.list_reports)
        assert (second.id, second.seq, first.seq) == (again, 2, 1)
        assert second.sha256 != first.sha256

    def test_it_cannot_be_changed_in_the_database(self, stage, school):
        stage.do(school.lead, lambda w: reporting.freeze(w, date(2026, 4, 1)))

        with stage.database.writing() as session, pytest.raises(DatabaseError):
            session.execute(text("UPDATE training_report SET content = '{}'"))

    def test_leavers_of_later_are_in_the_report_of_their_time(self, stage, school):
        gone = a_person(stage, "Gil Gone")
        change(stage, gone, left_on=date(2026, 5, 1))
        made = stage.do(school.lead, lambda w: reporting.freeze(w, date(2026, 4, 1)))

        report = stage.ask(school.lead, lambda w: reporting.get_report(w, made))

        assert sum(one.n for one in report.lines if one.code == "gdpr") == 9

    def test_a_month_not_over_and_a_lead_of_one_team_are_refused(self, stage, school):
        with pytest.raises(Refused):
            stage.do(school.lead, lambda w: reporting.freeze(w, TODAY))
        with pytest.raises(Forbidden):
            stage.do(school.team_lead, lambda w: reporting.freeze(w, date(2026, 4, 1)))
        with pytest.raises(NotFound):
            stage.ask(school.lead, lambda w: reporting.get_report(w, 99))
