from django.db import migrations

# Nobody does this, and nothing of it is news: the history and the locks are set aside for it.
# One that its carrier approved, before that was refused, stays approved and names nobody: which
# of the two is wrong, no migration can know. Its record still says who brought it.
NAME_WHO_BROUGHT_IT = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE activities_activity DISABLE TRIGGER USER;
UPDATE activities_activity AS activity
SET brought_by_id = delivery.carried_by_id
FROM outbox_delivery AS delivery
WHERE delivery.activity_id = activity.id
  AND delivery.carried_by_id IS NOT NULL
  AND delivery.decided_by_id IS NOT NULL
  AND NOT (activity.status = 'approved' AND activity.reviewed_by_id = delivery.carried_by_id);
ALTER TABLE activities_activity ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0011_who_brought_it"),
        ("outbox", "0004_rights_and_consent"),
    ]

    operations = [migrations.RunSQL(NAME_WHO_BROUGHT_IT, migrations.RunSQL.noop)]
