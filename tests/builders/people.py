"""People with an account."""

from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record as keep_in_network
from stedennet.network.models import Organisation, Representation


def speaks_for(organisation: Organisation) -> User:
    """Somebody who represents this organisation and may sign for it."""
    address = f"{organisation.slug}@example.org"
    person = User.objects.filter(email=address).first()
    if person is None:
        person = create_person(email=address, name=organisation.name, password=None, by=SYSTEM)
        keep_in_network(Representation(user=person, organisation=organisation, may_sign=True), by=SYSTEM)
    return person


def a_person(email: str = "mo@example.org", name: str = "Mo", **more) -> User:
    return create_person(email=email, name=name, password=None, by=SYSTEM, **more)
