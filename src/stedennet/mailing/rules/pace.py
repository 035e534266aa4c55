"""How fast to go: more at once while the server says yes, a pause when it says “later”. Knows no clock."""

import datetime as dt

from stedennet.outbox.rules import compute_retry_delay

LEAST, MOST = 20, 400
MEASURED_OVER = 0.1
DEFERRALS_IN_A_ROW = 5
MOST_ATTEMPTS = 8


class Pace:
    """What one worker remembers of the mail server. After a restart it tries again at once; that is harmless."""

    def __init__(self) -> None:
        self.at_once = LEAST
        self._pauses = 0
        self._laters = 0
        self._until: dt.datetime | None = None
        self._answered, self._since = 0, 0.0

    def rests(self, moment: dt.datetime) -> bool:
        """Whether the server is left alone now."""
        return self._until is not None and moment < self._until

    def answered(self, number: int, seconds: float) -> None:
        """So many answers came by `seconds` of a clock that never jumps; as much as half a second's work may be away.

        Then a slow server holds few mails that nobody can stop any more, and a fast one never waits for us.
        """
        self._answered += number
        passed = seconds - self._since
        if passed >= MEASURED_OVER:
            self.at_once = min(max(int(self._answered / passed / 2), LEAST), MOST)
            self._answered, self._since = 0, seconds

    def heard(self, moment: dt.datetime, *, taken: int, laters: int) -> None:
        """One batch of answers: so many mails taken, to so many “later” that was not about one addressee alone.

        “Later” to many in a row means all of them. What was on its way when the pause began says nothing new.
        """
        if taken:
            self._laters = self._pauses = 0
        elif not self.rests(moment):
            self._laters += laters
            if self._laters >= DEFERRALS_IN_A_ROW:
                self.down(moment)

    def down(self, moment: dt.datetime) -> None:
        """The server takes nothing now: wait, longer each time."""
        self._laters = 0
        self._pauses += 1
        self.at_once = LEAST
        self._until = moment + min(compute_retry_delay(self._pauses), dt.timedelta(hours=1))
