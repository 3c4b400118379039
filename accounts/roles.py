"""What each role may do: one table. A role that is not in it may do nothing.

Where somebody may do it is decided by `visible_to(user)`, to which row by the row's own
`can_be_X_by(user)`; both ask for the powers below.
"""

from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FIELD_OFFICER = "field_officer", _("Field officer")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class Power(Enum):
    """One thing that is done on the site. Its name completes "somebody with this role …"."""

    # Which places, with all that was done and planned there. Of several the widest holds.
    SEES_OWN_UPAZILAS = auto()
    SEES_OWN_DISTRICTS = auto()
    SEES_EVERYWHERE = auto()

    LOGS = auto()
    "Logs activities, one by one, from a sheet or from a phone, and that nothing was held."
    REVIEWS = auto()
    "Approves, returns and reopens what others logged; takes back that nothing was held."
    LOOKS_AFTER_PHONES = auto()
    "Decides about records that could not be logged; sees phones; brings copies for others."

    PLANS_DAYS = auto()
    "Plans single activities on their day, and changes those alone."
    PLANS_MONTHS = auto()
    "Plans numbers of activities in a month too, and changes all of the plan."
    CARRIES_OUT_PLANS = auto()
    "Is offered to log what the plan says."

    REGISTERS_COMMITTEES = auto()
    "Those of an upazila or a union, and their seats."
    REGISTERS_DISTRICT_COMMITTEES = auto()

    SETS_TARGETS = auto()
    "Of a project all of whose places they see."
    TYPES_VALUES = auto()
    "Types the values of indicators that no log can tell."

    REPORTS = auto()
    "Reads frozen quarters, and writes reports."
    FREEZES = auto()
    "Freezes quarters; REPORTS lets them look at what they froze."

    ADMINISTERS = auto()
    "Keeps places, groups, types, projects and people in the administration."


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
    """Empty for a role that is not in the table."""
    return POWERS.get(role, frozenset())
