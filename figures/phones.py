"""Records from phones that somebody has to see to, whichever project they are of."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from outbox.models import Delivery, Device


@dataclass(frozen=True)
class FromPhones:
    """`late` are not logged after a day; `silent` are phones that fell silent with records."""

    quarantined: int
    late: int
    silent: int

    def __bool__(self) -> bool:
        return bool(self.quarantined or self.late or self.silent)


def from_phones(user: User) -> FromPhones:
    """Of those the user looks after; two queries."""
    rows = Delivery.objects.visible_to(user)
    undecided = (rows.quarantined() | rows.late()).values_list("state").annotate(count=Count("pk"))
    counts = dict(undecided.order_by())
    return FromPhones(
        quarantined=counts.pop(Delivery.State.QUARANTINED, 0),
        late=sum(counts.values()),
        silent=Device.objects.visible_to(user).silent().count(),
    )
