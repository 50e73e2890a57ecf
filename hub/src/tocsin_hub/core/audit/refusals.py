"""Refusals: who was refused, or asked to prove, what: in the audit, and no flood of it. Pure."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Final

from tocsin_hub.core.audit.deed import noted
from tocsin_hub.core.bucket import Bucket
from tocsin_hub.core.effects import Append
from tocsin_hub.core.network import network_of
from tocsin_hub.core.principal import HUB, Principal, Role
from tocsin_wire.bodies import AuditDeed
from tocsin_wire.errors import Forbidden, ProofNeeded, TocsinError

AT_ONCE: Final = 10
"""Entries of one person, or of the guests of one network, and as many again each minute."""
ALL_AT_ONCE: Final = 60
"""Entries of everybody, and as many again each minute."""
KNOWN: Final = 1_000
"""Parties that are told apart; of more the one that was quiet the longest is forgotten."""
NAMED: Final = 5
MINUTE_MS: Final = 60_000
_OTHERS: Final = "others"
_MAX_DETAIL: Final = 400


class Refusals:
    """Writes refusals one by one while there are few, and counts the others."""

    def __init__(self, new_id: Callable[[], str], now: int) -> None:
        """`new_id` makes publish ids."""
        self._new_id = new_id
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._all = Bucket(ALL_AT_ONCE / 60, ALL_AT_ONCE, now)
        self._left_out: Counter[str] = Counter()
        self._due = now + MINUTE_MS

    def note(self, who: Principal, ip: str, on: str, error: TocsinError, now: int) -> list[Append]:
        """Return what is written of an error: nothing when it is no matter of rights.

        `on` is what was asked for: a topic, a route. Whoever is asked to prove who they are is not
        refused, they may still go on; that a thief of their session got as far stands there too.
        """
        if type(error) not in (Forbidden, ProofNeeded):
            return []
        is_refused = not isinstance(error, ProofNeeded)
        party = network_of(ip) if who.role is Role.GUEST else who.by
        if not self._admits(party, now):
            self._leave_out(party)
            return []
        deed = "refused" if is_refused else "proof-asked"
        detail = error.message[:_MAX_DETAIL]
        said = AuditDeed(deed, who.by, str(who.role), ip, on, detail, is_refused)
        return [noted(self._new_id(), said)]

    def tick(self, now: int) -> list[Append]:
        """Once a minute, return the count of those that were not written one by one."""
        if now < self._due:
            return []
        self._due = now + MINUTE_MS
        if not self._left_out:
            return []
        named = ", ".join(f"{one} ({count})" for one, count in self._left_out.most_common(NAMED))
        detail = f"{self._left_out.total()} more were not written one by one, most of {named}"
        self._left_out.clear()
        return [noted(self._new_id(), AuditDeed("refused", HUB, detail=detail, refused=True))]

    def _admits(self, party: str, now: int) -> bool:
        bucket = self._buckets.get(party) or Bucket(AT_ONCE / 60, AT_ONCE, now)
        self._buckets[party] = bucket
        self._buckets.move_to_end(party)
        if len(self._buckets) > KNOWN:
            self._buckets.popitem(last=False)
        return bucket.take(now) and self._all.take(now)

    def _leave_out(self, party: str) -> None:
        is_known = party in self._left_out or len(self._left_out) < KNOWN
        self._left_out[party if is_known else _OTHERS] += 1
