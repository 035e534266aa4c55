"""Pure decisions of the network: no ORM, no clock."""
