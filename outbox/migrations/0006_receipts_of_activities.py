from django.db import migrations

# Nobody does this, and nothing of it is news: the history and the locks are set aside for it.
COPY_THE_RECEIPTS = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE activities_activity DISABLE TRIGGER USER;
UPDATE activities_activity AS activity
SET receipt = delivery.receipt
FROM outbox_delivery AS delivery
WHERE delivery.activity_id = activity.id;
ALTER TABLE activities_activity ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0012_receipt"),
        ("outbox", "0005_who_brought_it"),
    ]

    operations = [migrations.RunSQL(COPY_THE_RECEIPTS, migrations.RunSQL.noop)]
