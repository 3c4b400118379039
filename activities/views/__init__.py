from activities.views.browse import activity_detail, activity_list
from activities.views.decisions import decision_done
from activities.views.edit import activity_delete, activity_edit, activity_new
from activities.views.evidence import evidence_delete, evidence_file
from activities.views.planning import (
    nothing_new,
    nothing_withdraw,
    plan_delete,
    plan_edit,
    plan_new,
)
from activities.views.review import (
    activity_approve,
    activity_plausibility,
    activity_reopen,
    activity_return,
    activity_review,
    activity_submit,
)

__all__ = [
    "activity_approve",
    "activity_delete",
    "activity_detail",
    "activity_edit",
    "activity_list",
    "activity_new",
    "activity_plausibility",
    "activity_reopen",
    "activity_return",
    "activity_review",
    "activity_submit",
    "decision_done",
    "evidence_delete",
    "evidence_file",
    "nothing_new",
    "nothing_withdraw",
    "plan_delete",
    "plan_edit",
    "plan_new",
]
