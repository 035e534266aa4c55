"""The accounts of the demo. They exist only where STEDENNET_DEMO is on, and their password is public."""

from dataclasses import dataclass

PASSWORD = "stedennet-demo-2018"  # noqa: S105  (printed on the screen when the demo starts)


@dataclass(frozen=True)
class DemoAccount:
    """An account to sign in with: its roles, and the code of the organisation that it represents."""

    email: str
    name: str
    what: str
    password: str = PASSWORD
    is_editor: bool = False
    is_moderator: bool = False
    is_superuser: bool = False
    represents: str = ""
    may_sign: bool = False


DEMO_ACCOUNTS = [
    DemoAccount("redactie@stedennet.example", "Voorbeeld Redacteur", "redacteur (editor)", is_editor=True),
    DemoAccount("moderator@stedennet.example", "Voorbeeld Moderator", "moderator", is_moderator=True),
    DemoAccount("eindhoven@stedennet.example", "Voorbeeld Eindhoven", "spreekt voor Eindhoven", represents="GM0772"),
    DemoAccount(
        "denhaag@stedennet.example",
        "Voorbeeld Den Haag",
        "spreekt en tekent voor Den Haag",
        represents="GM0518",
        may_sign=True,
    ),
    DemoAccount("beheer@stedennet.example", "Voorbeeld Beheerder", "beheerder (administrator)", is_superuser=True),
    DemoAccount("beheer-2@stedennet.example", "Voorbeeld Tweede beheerder", "tweede beheerder", is_superuser=True),
]
