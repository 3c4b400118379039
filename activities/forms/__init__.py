from activities.forms.decisions import FollowUpForm
from activities.forms.filters import ActivityFilter
from activities.forms.log import FORM_VERSION, LogForm
from activities.forms.planning import NothingForm, PlanForm
from activities.forms.review import NoteForm

__all__ = [
    "FORM_VERSION",
    "ActivityFilter",
    "FollowUpForm",
    "LogForm",
    "NoteForm",
    "NothingForm",
    "PlanForm",
]
