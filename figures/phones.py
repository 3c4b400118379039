"""Records from phones that need somebody's attention, in whatever project."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from outbox.models import Delivery, Device


@dataclass(frozen=True)
class FromPhones:
    """How many records and phones need attention.

    `quarantined` records wait for a decision, and `late` ones were received but not logged in
    time. `silent` phones hold records and have not called for days.
    """

    quarantined: int
    late: int
    silent: int

    def __bool__(self) -> bool:
        return bool(self.quarantined or self.late or self.silent)


def from_phones(user: User) -> FromPhones:
    """Count the records and phones that the user is responsible for; two queries."""
    rows = Delivery.objects.visible_to(user)
    undecided = (rows.quarantined() | rows.late()).values_list("state").annotate(count=Count("pk"))
    counts = dict(undecided.order_by())
    return FromPhones(
        quarantined=counts.pop(Delivery.State.QUARANTINED, 0),
        late=sum(counts.values()),
        silent=Device.objects.visible_to(user).silent().count(),
    )
