"""The addresses that servers of the fediverse ask for: one language, because programs read them."""

from django.urls import path

from .views import fediverse

urlpatterns = [
    path(".well-known/webfinger", fediverse.show_webfinger, name="webfinger"),
    path(".well-known/nodeinfo", fediverse.show_nodeinfo_links, name="nodeinfo_links"),
    path("nodeinfo/2.1", fediverse.show_nodeinfo, name="nodeinfo"),
    path("fediverse/postvak", fediverse.receive_activity, name="fediverse_shared_inbox"),
    path("fediverse/accounts/<slug:name>", fediverse.show_account, name="fediverse_account"),
    path("fediverse/accounts/<slug:name>/postvak", fediverse.receive_activity, name="fediverse_inbox"),
    path("fediverse/accounts/<slug:name>/uitgaand", fediverse.show_outbox, name="fediverse_outbox"),
    path("fediverse/accounts/<slug:name>/volgers", fediverse.show_followers, name="fediverse_followers"),
    path("fediverse/accounts/<slug:name>/beeld.png", fediverse.show_icon, name="fediverse_icon"),
    path("fediverse/berichten/<int:pk>", fediverse.show_post, name="fediverse_post"),
    path("fediverse/activiteiten/<int:pk>", fediverse.show_activity, name="fediverse_activity"),
]
