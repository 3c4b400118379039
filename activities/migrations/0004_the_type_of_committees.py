from django.db import migrations

CODE = "ctc-strengthening"


def mark(apps, schema_editor):
    apps.get_model("activities", "ActivityType").objects.filter(code=CODE).update(
        is_of_committee=True
    )


def unmark(apps, schema_editor):
    apps.get_model("activities", "ActivityType").objects.filter(code=CODE).update(
        is_of_committee=False
    )


class Migration(migrations.Migration):
    """The programme's type for committees is loaded already where the site is older."""

    dependencies = [("activities", "0003_plans_decisions_and_committees")]

    operations = [migrations.RunPython(mark, unmark)]
