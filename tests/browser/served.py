"""Settings of a site that a test starts and stops: gunicorn over the database of the test."""

import os

from trafficking_program.settings import *  # noqa: F403
from trafficking_program.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ["DATABASE_OF_THE_TEST"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
