"""A filter that asks what the user may do. Every template has it without `{% load %}`."""

from typing import Any

from django import template

from accounts.models import User
from accounts.roles import Power

register = template.Library()


@register.filter
def may(user: Any, power: str) -> bool:
    """Whether the user has that power: `{% if user|may:"REVIEWS" %}`.

    False for a visitor who is not signed in. Raises KeyError if there is no such power.
    """
    required = Power[power]
    return isinstance(user, User) and user.may(required)
