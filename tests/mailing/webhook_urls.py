"""The door for mail services, as `config/urls.py` opens it when there is a secret."""

from django.urls import include, path

urlpatterns = [path("mail-melding/", include("anymail.urls"))]
