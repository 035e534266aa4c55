"""Pacing: more mails in flight while the server accepts them, a pause when it defers them. Reads no clock."""

import datetime as dt

from stedennet.outbox.rules import compute_retry_delay

MIN_IN_FLIGHT, MAX_IN_FLIGHT = 20, 400
MEASURING_PERIOD = 0.1
"""Seconds over which the throughput is measured."""
MAX_DEFERRALS = 5
"""Deferred mails in a row that lead to a pause."""
MAX_ATTEMPTS = 8


class Pace:
    """One worker's knowledge of the mail server. Lost on a restart, which only means that a pause ends early."""

    def __init__(self) -> None:
        self.max_in_flight = MIN_IN_FLIGHT
        self._pauses = 0
        self._deferrals = 0
        self._paused_until: dt.datetime | None = None
        self._answered, self._measured_from = 0, 0.0

    def is_paused(self, moment: dt.datetime) -> bool:
        """Whether sending is paused at `moment`."""
        return self._paused_until is not None and moment < self._paused_until

    def record_throughput(self, number: int, seconds: float) -> None:
        """Count `number` answers received at `seconds` of a monotonic clock, and adapt `max_in_flight` to the speed.

        Half a second's work may be in flight: a slow server then holds few mails that can no longer be stopped, and
        a fast one never waits for us.
        """
        self._answered += number
        elapsed = seconds - self._measured_from
        if elapsed >= MEASURING_PERIOD:
            self.max_in_flight = min(max(int(self._answered / elapsed / 2), MIN_IN_FLIGHT), MAX_IN_FLIGHT)
            self._answered, self._measured_from = 0, seconds

    def record_batch(self, moment: dt.datetime, *, taken: int, deferred: int) -> None:
        """Count one batch of answers; pause when the server deferred `MAX_DEFERRALS` mails in a row.

        `deferred` leaves out deferrals that concern a single addressee (greylisting, a full mailbox). Answers to mails
        that were in flight when the pause began are ignored.
        """
        if taken:
            self._deferrals = self._pauses = 0
        elif not self.is_paused(moment):
            self._deferrals += deferred
            if self._deferrals >= MAX_DEFERRALS:
                self.pause(moment)

    def pause(self, moment: dt.datetime) -> None:
        """Stop sending for a while: longer after each pause in a row, at most an hour."""
        self._deferrals = 0
        self._pauses += 1
        self.max_in_flight = MIN_IN_FLIGHT
        self._paused_until = moment + min(compute_retry_delay(self._pauses), dt.timedelta(hours=1))
