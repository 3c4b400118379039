"""What the user may do, for templates. Built in: every template has it without loading it."""

from typing import Any

from django import template

from accounts.models import User
from accounts.roles import Power

register = template.Library()


@register.filter
def may(user: Any, power: str) -> bool:
    """`{% if user|may:"REVIEWS" %}`: False for a visitor. Raises KeyError for an unknown power."""
    asked = Power[power]
    return isinstance(user, User) and user.may(asked)
