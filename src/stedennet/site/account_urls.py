"""allauth's pages at Dutch addresses, below /account/. The names are allauth's own: its code reverses them.

Whatever changes how somebody signs in asks for a fresh proof, with the second factor of who has one: allauth itself
is content with the password.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from .second_factor import fresh_proof_required as sure
from .views import account as own
from .views import (
    approvals,
    attendance,
    dispatches,
    drafts,
    email_addresses,
    own_actions,
    own_calls,
    own_initiatives,
    preferences,
    representations,
    unsent_forms,
)
from .views import second_factor as own_factor

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("inloggen/", mfa.authenticate, name="mfa_authenticate"),
    path("bevestigen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/aanzetten/", sure(own_factor.ActivateAppView.as_view()), name="mfa_activate_totp"),
    path("app/uitzetten/", sure(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("herstelcodes/", sure(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("herstelcodes/maken/", sure(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("herstelcodes/downloaden/", sure(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("sleutels/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("sleutels/toevoegen/", sure(own_factor.AddKeyView.as_view()), name="mfa_add_webauthn"),
    path("sleutels/bevestigen/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sleutels/inloggen/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sleutels/<int:pk>/verwijderen/", sure(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("sleutels/<int:pk>/wijzigen/", sure(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("", own.show_account, name="account_home"),
    path("agenda/<int:number>/", drafts.show_draft, name="draft"),
    path("agenda/<int:number>/voorwoord/", drafts.show_draft_foreword, name="draft_foreword"),
    path("agenda/<int:number>/besluit/<slug:slug>/", approvals.record_approval_by_account, name="own_decision"),
    path(
        "strategie/<slug:strategy>/besluit/<slug:slug>/",
        approvals.record_strategy_approval_by_account,
        name="own_strategy_decision",
    ),
    path("agenda/<int:number>/<str:code>/", drafts.show_draft_action, name="draft_action"),
    path("agenda/voorstel/<int:pk>/", drafts.decide_proposal, name="draft_decide"),
    path("acties/<str:code>/", own_actions.update_action_by_account, name="own_action"),
    path("oproepen/<slug:slug>/", own_calls.manage_call_by_account, name="own_call"),
    path("oproepen/<slug:slug>/bestanden/<int:pk>/", own_calls.download_file_by_account, name="own_call_file"),
    path("organisaties/<slug:slug>/partners/", preferences.edit_matching_choice, name="matching_choice"),
    path(
        "organisaties/<slug:slug>/vertegenwoordigers/",
        representations.manage_representations,
        name="own_representation",
    ),
    path("initiatieven/<slug:slug>/", own_initiatives.manage_initiative_by_account, name="own_initiative"),
    path("evenementen/<slug:slug>/", attendance.show_attendance, name="event_attendance"),
    path("evenementen/<slug:slug>/lijst.csv", attendance.export_attendance, name="event_attendance_csv"),
    path("verspreiding/<slug:kind>/<int:pk>/", dispatches.show_dispatches, name="went"),
    path("niet-verstuurd/", unsent_forms.discard_form, name="unsent_discard"),
    path("sessies/", sure(own.show_sessions), name="account_sessions"),
    path("verwijderen/", sure(own.delete_account), name="account_delete"),
    path("inloggen/", account.login, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("registreren/", account.signup, name="account_signup"),
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("e-mail/", sure(email_addresses.manage_email_addresses), name="account_email"),
    path("e-mail/bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-mail/bevestigen/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("wachtwoord/wijzigen/", sure(account.password_change), name="account_change_password"),
    path("wachtwoord/instellen/", sure(account.password_set), name="account_set_password"),
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "wachtwoord/vergeten/gewijzigd/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^wachtwoord/vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tweede-factor/", include(second_factor)),
]
