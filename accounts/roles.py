"""What each role may do, in one table. A role that is not in the table may do nothing.

`visible_to(user)` decides in which places a user may do it, and `can_be_X_by(user)` of a row
decides whether the user may do it to that row. Both ask for the powers below.
"""

from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FIELD_OFFICER = "field_officer", _("Field officer")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class Power(Enum):
    """One thing that users do on the site. Read the name after "somebody with this role …"."""

    # The places a user sees, with all activities and plans there. If a role has more than one of
    # these powers, the widest decides.
    SEES_OWN_UPAZILAS = auto()
    SEES_OWN_DISTRICTS = auto()
    SEES_EVERYWHERE = auto()

    LOGS = auto()
    "Logs activities: in the form, from an Excel sheet or from a phone. Reports zero activities."
    REVIEWS = auto()
    "Approves, returns and reopens activities of others; withdraws anybody's zero report."
    LOOKS_AFTER_PHONES = auto()
    "Decides about records in quarantine, sees the phones, and uploads copies of others' records."

    PLANS_DAYS = auto()
    "Plans single activities with their day, and changes only those that they planned themselves."
    PLANS_MONTHS = auto()
    "Plans also a number of activities for a month, and changes every entry of the plan."
    CARRIES_OUT_PLANS = auto()
    "Sees a link from each planned activity to the form that logs it."

    REGISTERS_COMMITTEES = auto()
    "Registers committees of upazilas and unions, and their seats."
    REGISTERS_DISTRICT_COMMITTEES = auto()

    SETS_TARGETS = auto()
    "Sets the targets of a project, if they see every upazila of its work area."
    TYPES_VALUES = auto()
    "Types the values of indicators that are not computed from the log."

    REPORTS = auto()
    "Reads frozen quarters, and writes reports."
    FREEZES = auto()
    "Freezes quarters. To see what was frozen, they need REPORTS too."

    ADMINISTERS = auto()
    "Edits places, target groups, activity types, projects and users in the administration."


SEES = (Power.SEES_OWN_UPAZILAS, Power.SEES_OWN_DISTRICTS, Power.SEES_EVERYWHERE)

POWERS: dict[str, frozenset[Power]] = {
    Role.FIELD_OFFICER: frozenset(
        {
            Power.SEES_OWN_UPAZILAS,
            Power.LOGS,
            Power.PLANS_DAYS,
            Power.CARRIES_OUT_PLANS,
            Power.REGISTERS_COMMITTEES,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Power.SEES_OWN_DISTRICTS,
            Power.LOGS,
            Power.REVIEWS,
            Power.LOOKS_AFTER_PHONES,
            Power.PLANS_DAYS,
            Power.PLANS_MONTHS,
            Power.REGISTERS_COMMITTEES,
            Power.REGISTERS_DISTRICT_COMMITTEES,
            Power.SETS_TARGETS,
            Power.TYPES_VALUES,
            Power.REPORTS,
            Power.FREEZES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Power.SEES_EVERYWHERE,
            Power.LOGS,
            Power.REVIEWS,
            Power.LOOKS_AFTER_PHONES,
            Power.PLANS_DAYS,
            Power.PLANS_MONTHS,
            Power.REGISTERS_COMMITTEES,
            Power.REGISTERS_DISTRICT_COMMITTEES,
            Power.SETS_TARGETS,
            Power.TYPES_VALUES,
            Power.REPORTS,
            Power.FREEZES,
            Power.ADMINISTERS,
        }
    ),
}


def powers_of(role: str) -> frozenset[Power]:
    """The powers of the role; none if the role is not in the table."""
    return POWERS.get(role, frozenset())
