"""The addresses that servers of the fediverse ask for: one language, because programs read them."""

from django.urls import path

from .views import fediverse

urlpatterns = [
    path(".well-known/webfinger", fediverse.webfinger, name="webfinger"),
    path(".well-known/nodeinfo", fediverse.nodeinfo_links, name="nodeinfo_links"),
    path("nodeinfo/2.1", fediverse.nodeinfo, name="nodeinfo"),
    path("fediverse/postvak", fediverse.inbox, name="fediverse_shared_inbox"),
    path("fediverse/accounts/<slug:name>", fediverse.account, name="fediverse_account"),
    path("fediverse/accounts/<slug:name>/postvak", fediverse.inbox, name="fediverse_inbox"),
    path("fediverse/accounts/<slug:name>/uitgaand", fediverse.outbox, name="fediverse_outbox"),
    path("fediverse/accounts/<slug:name>/volgers", fediverse.followers, name="fediverse_followers"),
    path("fediverse/accounts/<slug:name>/beeld.png", fediverse.icon, name="fediverse_icon"),
    path("fediverse/berichten/<int:pk>", fediverse.post, name="fediverse_post"),
    path("fediverse/activiteiten/<int:pk>", fediverse.activity, name="fediverse_activity"),
]
