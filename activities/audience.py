"""Who came to one activity, all groups together, as its page tells it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Participation
from activities.models.counts import CELLS, Cells, cell_names
from beneficiaries.models import AgeBand, Sex


class Audience(Cells):
    """The sum of an activity's participations, cell by cell."""

    def __init__(self, rows: Iterable[Participation]) -> None:
        rows = list(rows)
        for name in (*CELLS.values(), "people", "first_time", "with_disability"):
            setattr(self, name, sum(getattr(row, name) for row in rows))

    def count(self, sex: str = "", age: str = "") -> int:
        return self.add_up(*cell_names(sex, age))

    @property
    def detail(self) -> list[tuple[str, Any]]:
        """What the columns do not tell, where there is something to tell."""
        told = [
            (_("60 and over:"), self.count(age=AgeBand.OLDER)),
            (_("With a disability:"), self.add_up("with_disability")),
            (_("Third gender:"), self.count(sex=Sex.THIRD_GENDER)),
            (_("Age not recorded:"), self.count(age=AgeBand.NOT_RECORDED)),
            (_("Sex not recorded:"), self.count(sex=Sex.NOT_RECORDED)),
        ]
        return [(label, number) for label, number in told if number]
