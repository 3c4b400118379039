"""Save a committee with its seats: all of it or nothing."""

from django.db import IntegrityError, transaction

from committees.forms import CommitteeForm, is_chair
from committees.models import Committee
from common.editing import StaleEdit
from common.row_forms import keep_rows


class SavedMeanwhile(Exception):
    """Another user registered this committee or gave it a chair, or the page was sent twice."""


def keep_committee(form: CommitteeForm) -> Committee:
    """Store the committee and the seats of a valid form, and return the committee.

    Raises SavedMeanwhile if the database refuses a second one, StaleEdit if the committee has
    changed since the edit began.
    """
    try:
        with transaction.atomic():
            committee = _change(form) if form.instance.pk else form.save()
            chairs_last = sorted(form.members, key=is_chair)
            keep_rows(committee.members.all(), chairs_last, committee=committee)
    except IntegrityError:
        raise SavedMeanwhile from None
    return committee


def _change(form: CommitteeForm) -> Committee:
    committee: Committee = form.save(commit=False)
    started_from: int = form.cleaned_data["version"] or 0
    changed = Committee.objects.filter(pk=committee.pk, version=started_from).update(
        **{name: getattr(committee, name) for name in form.Meta.fields}, version=started_from + 1
    )
    if not changed:
        raise StaleEdit
    return committee
