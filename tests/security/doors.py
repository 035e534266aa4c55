"""Every address of the site, walked from the URL patterns, and who may come in there.

A new address gets a line in `DOORS` below; one under /beheer/ needs none, it is a door of the admin. The tests make
real requests to each and fail over an address that nobody thought about.
"""

import re
from enum import StrEnum

from django.urls import URLPattern, get_resolver
from django.utils.translation import override


class Door(StrEnum):
    """Who may come in."""

    OPEN = "anybody"
    LINK = "whoever holds the secret in the address"
    ENTRANCE = "anybody: the way in, and back in"
    WAY = "whoever is signed in, also without the proof that is still to be given"
    ACCOUNT = "whoever is signed in, and proved a factor where that is needed"
    SURE = "the same, with a fresh proof"
    ADMIN = "a role, with a proof"
    ADMIN_ASSET = "anybody: signs and words of the admin"
    MOVED = "nobody: leads to the page to sign in"


_NAMES = {
    Door.OPEN: """
        healthz livez readyz workerz security robots sitemap manifest favicon network_icon
        webfinger nodeinfo_links nodeinfo fediverse_shared_inbox
        fediverse_account fediverse_inbox fediverse_outbox fediverse_followers fediverse_icon fediverse_post
        fediverse_activity oembed home search search_suggestions search_csv search_json search_feed theme_list
        theme_csv theme_json theme_feed theme theme_calendar theme_join theme_join_done organisation_list
        organisation_csv organisation_json organisation_feed organisation organisation_calendar cities_alike
        organisation_contact organisation_contact_sent theme_news organisation_news initiative_news
        action_news call_news action_calendar call_closing_calendar yield_list yield_csv yield_json yield_feed
        call_partners growth growth_csv growth_json growth_feed strategy_current strategy
        strategy_json strategy_differences agenda agenda_table
        agenda_board agenda_timeline agenda_calendar agenda_csv agenda_json agenda_workbook agenda_feed
        agenda_examples agenda_examples_table agenda_examples_board agenda_examples_timeline agenda_examples_calendar
        agenda_examples_csv agenda_examples_json agenda_examples_feed action
        edition_list edition_feed edition edition_json edition_pdf remark remark_sent edition_differences
        edition_remarks edition_remark_csv edition_remark_json edition_remark_feed
        report_list report_feed report report_json report_pdf matrix matrix_csv matrix_json
        initiative_list initiative_csv initiative_json initiative_workbook initiative_feed initiative_tell
        initiative_look_alikes initiative_told initiative initiative_claim initiative_ask call_list call_csv
        call_json call_feed call_calendar call_place call_placed call call_answer article_list article_csv
        article article_json article_feed event event_list event_csv event_json event_feed event_calendar event_month
        indicator_list indicator_csv indicator_json indicator_workbook indicator_feed indicator
        indicator_value_list indicator_value_csv indicator_value_json indicator_value_workbook indicator_value_feed
        challenge_list challenge_csv challenge_json challenge_workbook challenge_feed challenge goal
        one_calendar event_register event_register_done reaction_sent reaction_sent_in reaction_reply
        reaction_report reaction_add newsletter_list newsletter_csv newsletter_json newsletter_feed newsletter
        subscribe subscribe_sent accessibility privacy about contact contact_sent data embed_overview embed_seen
        embed_events send_link_again embed_code_events embed embed_code share_picture unsent_discard proof demo_mailbox
        wagtail_serve wagtailcore_authenticate_with_password media csp_report wagtaildocs_serve
        wagtaildocs_authenticate_with_password document document_serve
    """,
    Door.LINK: """
        call_mails_off replace_link contact_action update_round edition_decide initiative_own call_own call_talk
        adoption_follow_up call_own_file call_talk_file registration own_reaction subscribe_confirm subscription_stop
        subscriptions subscription intake_confirm
    """,
    Door.ENTRANCE: """
        account_login account_signup account_inactive account_logout account_confirm_email wagtailadmin_logout
        account_email_verification_sent account_reset_password account_reset_password_done
        account_reset_password_from_key account_reset_password_from_key_done mfa_authenticate
        mfa_login_webauthn
    """,
    Door.WAY: "account_home account_reauthenticate mfa_index mfa_reauthenticate mfa_reauthenticate_webauthn",
    Door.ACCOUNT: """
        draft draft_foreword own_decision own_strategy_decision draft_action draft_decide own_action
        own_call own_call_file
        matching_choice own_initiative went initiative_reuse initiative_reuses reaction_remove
        mfa_list_webauthn yield yield_report
    """,
    Door.SURE: """
        own_representation event_attendance event_attendance_csv account_delete account_email
        account_change_password account_set_password account_sessions mfa_activate_totp mfa_deactivate_totp
        mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes mfa_add_webauthn
        mfa_remove_webauthn mfa_edit_webauthn
    """,
    Door.ADMIN_ASSET: "wagtailadmin_sprite wagtailadmin_javascript_catalog",
    Door.MOVED: "wagtailcore_login wagtailadmin_login redirect_to_sign_in",
}
DOORS = {name: door for door, names in _NAMES.items() for name in names.split()}
ADMINISTRATORS_ONLY = (
    "beheer/users/",
    "beheer/groups/",
    "beheer/rollen/",
    "beheer/tweede-factor-kwijt/",
    "beheer/beveiligingslog/",
)

_SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
# What an address by regular expression looks like when somebody types it.
_WRITTEN_OUT = {
    r"^e-mail/bevestigen/(?P<key>[-:\w]+)/$": "e-mail/bevestigen/x/",
    r"^wachtwoord/vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "wachtwoord/vergeten/1-x/",
    r"^((?:[\w\-]+/)*)$": "een/pagina/",
    r"^.*/$": "bestaat-niet/",
}


def addresses(language):
    """Each address as (path, name, view) in one language."""
    with override(language):
        return [(f"/{route}", name, view) for route, name, view in _walk(get_resolver().url_patterns, "", ())]


def _walk(patterns, prefix, namespaces):
    for one in patterns:
        route = prefix + _typed(str(one.pattern))
        if isinstance(one, URLPattern):
            yield route, ":".join((*namespaces, one.name or getattr(one.callback, "__name__", ""))), one.callback
        else:
            yield from _walk(one.url_patterns, route, (*namespaces, one.namespace) if one.namespace else namespaces)


def _typed(pattern):
    if pattern in _WRITTEN_OUT:
        return _WRITTEN_OUT[pattern]
    if pattern.startswith("^"):
        groups = re.sub(r"\(\?P<\w+>([^)]*)\)", lambda found: _first_choice(found[1]), pattern)
        return groups.strip("^$").replace("\\.", ".")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: _SAMPLES.get(found[1] or "str", "x"), pattern)


def _first_choice(group):
    first = group.partition("|")[0]
    return first if first.isalnum() else "1"


def door_of(path, name):
    """The door of an address; None when nobody thought about it."""
    if name in DOORS:
        return DOORS[name]
    if path.startswith("/beheer/"):
        return Door.ADMIN
    return Door.OPEN if path.startswith("/media/") else None
