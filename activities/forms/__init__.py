from activities.forms.filters import ActivityFilter
from activities.forms.log import LogForm
from activities.forms.planning import NothingForm, PlanForm
from activities.forms.review import NoteForm

__all__ = ["ActivityFilter", "LogForm", "NoteForm", "NothingForm", "PlanForm"]
