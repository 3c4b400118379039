"""Saving a committee with its seats, all or nothing."""

from django.db import IntegrityError, transaction

from committees.forms import CommitteeForm, is_chair
from committees.models import Committee
from trafficking_program.rows import keep_rows


class SavedMeanwhile(Exception):
    """Somebody registered this committee or gave it a chair, or the page was sent twice."""


def keep_committee(form: CommitteeForm) -> Committee:
    """Store what the form says; `form` is valid. Raises SavedMeanwhile."""
    try:
        with transaction.atomic():
            committee: Committee = form.save()
            chairs_last = sorted(form.members, key=is_chair)
            keep_rows(committee.members.all(), chairs_last, committee=committee)
    except IntegrityError:
        raise SavedMeanwhile from None
    return committee
