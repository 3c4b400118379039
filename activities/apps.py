import pgtrigger
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("activities")

    def ready(self) -> None:
        from activities.project_period import PERIOD_HOLDS_THE_LOG, hold_the_log
        from projects.models import Project

        pgtrigger.register(PERIOD_HOLDS_THE_LOG)(Project)
        Project.period_rules.append(hold_the_log)
