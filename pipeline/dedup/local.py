"""Near-duplicate search in one process: one partition, everything in memory.

The index and the home are those of the worker; here each message is taken up as soon as it is
written, so every story has its verdict when `add` returns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.dedup.home import Arrival, Effects, Home
from pipeline.dedup.index import Index
from pipeline.dedup.messages import Mail, Probe, Question, QuestionBatch
from pipeline.dedup.rows import Row
from pipeline.dedup.signature import Signature

# A window for the pages of one file, whose append times are the numbers of their lines: copies are
# found however far apart they stand.
WHOLE_FILE = 2**62


@dataclass(slots=True)
class Memory:
    """A store of the index in memory."""

    values: dict[bytes, bytes] = field(default_factory=dict)

    def get_many(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """The values of the keys."""
        return [self.values.get(key) for key in keys]

    def put(self, values: dict[bytes, bytes]) -> None:
        """Write all values."""
        self.values.update(values)


class LocalDedup:
    """Verdicts on stories as they come. `window` is in the unit of their append times."""

    def __init__(self, window: int) -> None:
        self._index = Index(0, Memory(), window)
        self._home = Home(0, {}, {})
        self._offset = 0

    def add(self, stories: Iterable[tuple[Arrival, Signature]]) -> dict[bytes, Row]:
        """Take in the stories of a page; the rows of all whose verdict is new or is to be repeated.

        A story whose text changed must come with a later append time than before.
        """
        signatures = {arrival.id: (arrival, signature) for arrival, signature in stories}
        asked, effects = self._home.arrive(arrival for arrival, _ in signatures.values())
        decided = dict.fromkeys(effects.decided)
        inbox = [effects.mail]
        if asked:
            batch = self._home.expect(asked, [0])
            questions = [
                Question(self._home.reference(id, row), row.sketch, list(signatures[id][1].keys))
                for id, row in asked.items()
            ]
            inbox.append(self._index.fold(Probe([QuestionBatch(0, batch, questions)])))
        while inbox:
            mail = inbox.pop(0).get(0)
            if mail is not None:
                effects = self._receive(mail)
                decided.update(dict.fromkeys(effects.decided))
                inbox.append(effects.mail)
        return {id: row for id in decided if (row := self._home.row(id)) is not None}

    def _receive(self, mail: Mail) -> Effects:
        effects = self._home.receive(mail, self._offset)
        self._offset += 1
        for batch in effects.finished:
            self._home.forget(batch)
        return effects
