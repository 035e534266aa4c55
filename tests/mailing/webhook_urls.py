"""The site with the door for the mail service Postmark, as `config/urls.py` opens it when that is set."""

from stedennet.config.urls import urlpatterns as site
from stedennet.site.mail_service_urls import patterns_of

urlpatterns = [*patterns_of("postmark", "name:secret"), *site]
