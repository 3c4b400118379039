from django.contrib.auth import password_validation
from django.utils.translation import gettext as _

from common.localisation import number


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's validator, with messages in the digits of the language.

    In a Bangla sentence, people read a Latin 8 as ৪, which is four.
    """

    def get_error_message(self) -> str:
        return _("This password is too short. Write at least %(count)s characters.") % {
            "count": number(self.min_length)
        }

    def get_help_text(self) -> str:
        return _("At least %(count)s characters.") % {"count": number(self.min_length)}
