"""The site with the door for mail services, as `config/urls.py` opens it when there is a secret."""

from django.urls import include, path

from stedennet.config.urls import urlpatterns as site

urlpatterns = [path("mail-melding/", include("anymail.urls")), *site]
