"""One stream of answers for several reports at once, without keeping it."""

from collections import deque
from collections.abc import Callable, Iterator

from deploylint.cli.sinks import Sink
from deploylint.model.report import Answer

Render = Callable[[Iterator[Answer]], Iterator[str]]


def write_in_step(answers: Iterator[Answer], reports: list[tuple[Render, Sink]]) -> None:
    """Write every answer in every report, and look at every answer to the end.

    The report that has seen the fewest answers goes on first. Each yields a piece (an empty one, if
    need be) after each answer, so none gets ahead of another by more than two, and no more is kept.
    A file is written whole or not at all.
    """
    sinks = [sink for _, sink in reports]
    try:
        _advance(answers, reports)
        for sink in sinks:
            sink.settle()
        for sink in sinks:
            sink.finish()
    except BaseException:
        for sink in sinks:
            sink.abandon()
        raise


def _advance(answers: Iterator[Answer], reports: list[tuple[Render, Sink]]) -> None:
    shared = _Shared(answers, len(reports))
    chunks = {number: render(shared.feed(number)) for number, (render, _) in enumerate(reports)}
    while chunks:
        number = min(chunks, key=shared.taken.__getitem__)
        chunk = next(chunks[number], None)
        if chunk is not None:
            reports[number][1].write(chunk)
            continue
        del chunks[number]
        shared.leave(number)
    # a report that needs no more does not keep the rest from being judged
    for _ in answers:
        pass


class _Shared:
    """Answers that wait until every report has taken them."""

    def __init__(self, answers: Iterator[Answer], readers: int) -> None:
        self.answers = answers
        self.waiting: deque[Answer] = deque()
        self.first = 0
        self.taken = dict.fromkeys(range(readers), 0)

    def feed(self, reader: int) -> Iterator[Answer]:
        """Yield the answers to one reader; what it has taken it alone keeps."""
        while self.taken[reader] < self.first + len(self.waiting) or self._more():
            position = self.taken[reader] - self.first
            self.taken[reader] += 1
            yield self._take(position)

    def leave(self, reader: int) -> None:
        """Wait no longer for a reader."""
        del self.taken[reader]
        self._drop()

    def _more(self) -> bool:
        for answer in self.answers:
            self.waiting.append(answer)
            return True
        return False

    def _take(self, position: int) -> Answer:
        answer = self.waiting[position]
        self._drop()
        return answer

    def _drop(self) -> None:
        taken = min(self.taken.values(), default=self.first + len(self.waiting))
        while self.waiting and self.first < taken:
            self.waiting.popleft()
            self.first += 1
