"""Sums done in plain SQL, that knows nothing of the application's own."""

from django.db import connection

from activities.models import ActivityType

SEXES = ("female", "male", "third_gender", "unrecorded")
AGES = ("0_17", "18_59", "60_plus", "unrecorded")


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


class Plain:
    """The same sums, in SQL that knows nothing of ours."""

    def __init__(self, asked, upazilas):
        self.values = (
            asked.project.pk,
            upazilas,
            asked.period.start,
            asked.period.end,
            [asked.type.pk]
            if asked.type
            else list(ActivityType.objects.values_list("pk", flat=True)),
        )

    def activities(self, status, extra="true", *values):
        query = f"""select count(*) from activities_activity a
            where project_id = %s and upazila_id = any(%s) and starts_on between %s and %s
            and activity_type_id = any(%s) and status = %s and {extra}"""
        return rows(query, *self.values, status, *values)[0][0]

    def people(self, columns, status="approved", extra="true", *values):
        total = " + ".join(f"p.{column}" for column in columns)
        query = f"""select coalesce(sum({total}), 0)
            from activities_participation p, activities_activity a
            where p.activity_id = a.id and project_id = %s and upazila_id = any(%s)
            and starts_on between %s and %s and activity_type_id = any(%s) and status = %s
            and {extra}"""
        return rows(query, *self.values, status, *values)[0][0]


def cells(sexes=SEXES, ages=AGES):
    return [f"{sex}_{age}" for sex in sexes for age in ages]
