"""All URLs: the public site in two languages, the admin, the health checks."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password

from stedennet.site.mail_service_urls import patterns_of
from stedennet.site.views import account, csp_reports, discovery, health, oembed, pages, uploads

handler500 = "stedennet.site.views.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("workerz", health.workerz, name="workerz"),
    path(".well-known/security.txt", pages.show_security_txt, name="security"),
    path("robots.txt", discovery.show_robots_txt, name="robots"),
    path("sitemap.xml", discovery.show_sitemap, name="sitemap"),
    path("site.webmanifest", discovery.show_manifest, name="manifest"),
    path("favicon.ico", discovery.show_network_icon, name="favicon"),
    path("icoon-<int:side>.png", discovery.show_network_icon, name="network_icon"),
    path("", include("stedennet.site.fediverse_urls")),
    path("oembed", oembed.answer_oembed, name="oembed"),
    # Every sign-in goes through allauth: Wagtail's own sign-in page does not ask for a second factor.
    path("beheer/login/", account.redirect_to_sign_in),
    path(settings.CSP_REPORTS.removeprefix("/"), csp_reports.receive_csp_report, name="csp_report"),
    path("beheer/", include(wagtailadmin_urls)),
    # The configured mail service reports bounces here; there are no URLs for other services.
    *patterns_of(settings.MAIL_SERVICE, settings.MAIL_WEBHOOK_SECRET),
    path("media/<path:path>", uploads.serve_media, name="media"),
    # Wagtail requires these two names.
    path("documenten/<int:pk>/<str:name>", uploads.download_document, name="wagtaildocs_serve"),
    path(
        "documenten/wachtwoord/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    *i18n_patterns(
        path("", include("stedennet.site.urls")),
        path("_util/login/", account.redirect_to_sign_in),
        # Articles and events: all paths that the site itself does not define.
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
