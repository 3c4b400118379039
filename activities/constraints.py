"""What can exist in the log at all, each with the sentence that the user reads."""

from django.db.models import BaseConstraint, CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

ACTIVITY_CONSTRAINTS: list[BaseConstraint] = [
    CheckConstraint(
        condition=Q(count_method__in=("", "register", "head_count", "estimate")),
        name="activity_counted_in_a_known_way",
    ),
    CheckConstraint(
        condition=Q(ends_on__gte=F("starts_on")),
        name="activity_ends_after_it_starts",
        violation_error_message=_("The last day cannot be before the first."),
    ),
    CheckConstraint(
        condition=Q(status__in=("draft", "returned"))
        | Q(submitted_at__isnull=False) & ~Q(venue=""),
        name="submitted_activity_is_complete",
        violation_error_message=_("Write where it was held."),
    ),
    CheckConstraint(
        condition=~Q(status="approved")
        | Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
        & ~Q(reviewed_by=F("officer"))
        & (Q(prepared_by=None) | ~Q(reviewed_by=F("prepared_by")))
        & (Q(brought_by=None) | ~Q(reviewed_by=F("brought_by"))),
        name="nobody_approves_their_own",
        violation_error_message=_("Nobody approves their own activity."),
    ),
    CheckConstraint(
        condition=~Q(status="returned") | Q(reviewed_by__isnull=False) & ~Q(review_note=""),
        name="returned_with_a_note",
        violation_error_message=_("Write what has to be put right."),
    ),
]
