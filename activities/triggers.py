"""Rules that the database enforces itself, so that raw SQL cannot break them either."""

import pgtrigger

REFUSE = "USING ERRCODE = 'check_violation'"

BEGINS_AS_DRAFT = pgtrigger.Trigger(
    name="begins_as_draft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=~pgtrigger.Q(new__status="draft"),
    func=f"RAISE EXCEPTION 'An activity begins as a draft' {REFUSE};",
)

STATUS_MOVES = pgtrigger.FSM(
    name="status_moves",
    field="status",
    transitions=[
        ("draft", "submitted"),
        ("submitted", "approved"),
        ("submitted", "returned"),
        ("returned", "submitted"),
        ("approved", "returned"),
    ],
)

APPROVED_IS_LOCKED = pgtrigger.Trigger(
    name="approved_is_locked",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__status="approved", new__status="approved"),
    func=f"RAISE EXCEPTION 'An approved activity is locked' {REFUSE};",
)

ONLY_DRAFTS_ARE_DELETED = pgtrigger.Trigger(
    name="only_drafts_are_deleted",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    condition=~pgtrigger.Q(old__status="draft"),
    func=f"RAISE EXCEPTION 'Only a draft can be deleted' {REFUSE};",
)

FITS_PROJECT_AND_PLACE = pgtrigger.Trigger(
    name="fits_project_and_place",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM projects_project
            WHERE id = NEW.project_id
              AND NEW.starts_on >= starts_on AND NEW.ends_on <= ends_on
        ) THEN
            RAISE EXCEPTION 'Outside the period of the project' {REFUSE};
        END IF;
        IF NEW.ends_on > (now() AT TIME ZONE 'Asia/Dhaka')::date THEN
            RAISE EXCEPTION 'The day is after today' {REFUSE};
        END IF;
        IF NEW.union_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM districts_union
            WHERE id = NEW.union_id AND upazila_id = NEW.upazila_id
        ) THEN
            RAISE EXCEPTION 'The union is not in the upazila' {REFUSE};
        END IF;
        IF NEW.committee_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM committees_committee AS committee
            JOIN districts_upazila AS upazila ON upazila.pcode = NEW.upazila_id
            WHERE committee.id = NEW.committee_id AND committee.project_id = NEW.project_id
              AND CASE committee.level
                  WHEN 'district' THEN committee.district_id = upazila.district_id
                  ELSE committee.upazila_id = upazila.pcode END
        ) THEN
            RAISE EXCEPTION 'The committee is of another project or place' {REFUSE};
        END IF;
        RETURN NEW;
    """,
)


def locked_with_its_activity() -> pgtrigger.Trigger:
    """The trigger that refuses to add, change, move or delete a part of an approved activity."""
    return pgtrigger.Trigger(
        name="locked_with_its_activity",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM activities_activity
                WHERE status = 'approved' AND (
                    (TG_OP <> 'INSERT' AND id = OLD.activity_id)
                    OR (TG_OP <> 'DELETE' AND id = NEW.activity_id)
                )
            ) THEN
                RAISE EXCEPTION 'An approved activity is locked' {REFUSE};
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


def counted_by_the_type(counts: str) -> pgtrigger.Trigger:
    """The trigger that refuses a row if the type of its activity does not count such things.

    `counts` is what the rows count: people or materials.
    """
    return pgtrigger.Trigger(
        name="counted_by_the_type",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM activities_activity AS activity
                JOIN activities_activitytype AS kind ON kind.id = activity.activity_type_id
                WHERE activity.id = NEW.activity_id AND kind.counts = '{counts}'
            ) THEN
                RAISE EXCEPTION 'This type of activity does not count {counts}' {REFUSE};
            END IF;
            RETURN NEW;
        """,
    )
