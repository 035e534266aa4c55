"""All addresses: the public site in two languages, the editors' door, the health checks."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from stedennet.site.views import health, pages

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/security.txt", pages.security, name="security"),
    path("beheer/", include(wagtailadmin_urls)),
    *i18n_patterns(path("", include("stedennet.site.urls")), prefix_default_language=False),
]
