from reports.forms.places import FreezeForm, FrozenReportForm, NewReportForm
from reports.forms.writing import WritingForm

__all__ = ["FreezeForm", "FrozenReportForm", "NewReportForm", "WritingForm"]
