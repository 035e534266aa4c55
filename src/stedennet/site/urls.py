"""The addresses of the public pages: a public contract, in Dutch."""

from django.urls import include, path

from .views import growth, home, organisations, pages, themes

urlpatterns = [
    path("", home.home, name="home"),
    path("themas/", themes.theme_list, name="theme_list"),
    path("themas/export.csv", themes.theme_csv, name="theme_csv"),
    path("themas/export.json", themes.theme_json, name="theme_json"),
    path("themas/feed.atom", themes.theme_feed, name="theme_feed"),
    path("themas/<slug:slug>/", themes.theme, name="theme"),
    path("themas/<slug:slug>/meedoen/", themes.join, name="theme_join"),
    path("themas/<slug:slug>/meedoen/verstuurd/", themes.join_done, name="theme_join_done"),
    path("organisaties/", organisations.organisation_list, name="organisation_list"),
    path("organisaties/export.csv", organisations.organisation_csv, name="organisation_csv"),
    path("organisaties/export.json", organisations.organisation_json, name="organisation_json"),
    path("organisaties/feed.atom", organisations.organisation_feed, name="organisation_feed"),
    path("organisaties/<slug:slug>/", organisations.organisation, name="organisation"),
    path("verbreding/", growth.growth, name="growth"),
    path("verbreding/export.csv", growth.growth_csv, name="growth_csv"),
    path("verbreding/export.json", growth.growth_json, name="growth_json"),
    path("verbreding/feed.atom", growth.growth_feed, name="growth_feed"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("data/", pages.data, name="data"),
    path("account/", include("stedennet.site.account_urls")),
]
