import django.db.models.deletion
from django.db import migrations, models

SURVIVORS = "trafficked-women-girls-and-children"
AT_RISK = "women-girls-and-children-at-risk-of-trafficking"


def tell_together(apps, schema_editor):
    """The programme's own page names the two as one group."""
    groups = apps.get_model("beneficiaries", "TargetGroup").objects
    at_risk = groups.filter(code=AT_RISK).first()
    if at_risk:
        groups.filter(code=SURVIVORS).update(told_with=at_risk)


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="targetgroup",
            name="told_with",
            field=models.ForeignKey(
                blank=True,
                help_text="In what is handed on, its numbers stand within that group: survivors are never told apart outside the programme.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="beneficiaries.targetgroup",
                verbose_name="told together with",
            ),
        ),
        migrations.RunPython(tell_together, migrations.RunPython.noop),
    ]
