"""Records from phones that somebody has to see to, whichever project they are of."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from outbox.models import Delivery, Device


@dataclass(frozen=True)
class FromPhones:
    """`late` wait for photos for over a day; `silent` are phones that fell silent with records."""

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
        quarantined=counts.get(Delivery.State.QUARANTINED, 0),
        late=counts.get(Delivery.State.WAITING, 0),
        silent=Device.objects.visible_to(user).silent().count(),
    )
