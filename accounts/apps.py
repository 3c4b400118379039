from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("people who work here")


class AdminConfig(django_admin.AdminConfig):
    """Replaces `django.contrib.admin` in INSTALLED_APPS, so that the admin uses our AdminSite."""

    default = False
    default_site = "accounts.site.AdminSite"
