"""What all tests share."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    """Static files under their own names, cheap passwords, and Dutch at the start of each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    translation.activate("nl")
    yield
    translation.activate("nl")
