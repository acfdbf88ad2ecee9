"""One run over plans: what is told on the way, and what it comes to."""

from collections.abc import Iterator

from deploylint.cli.answering import Asked, Said
from deploylint.cli.defaults import STDIN
from deploylint.cli.output import Output, complain
from deploylint.cli.standarderror import say
from deploylint.decision import ExitCode, exit_code, worst
from deploylint.errors import UserError
from deploylint.model.report import Answer, Refusal, Report
from deploylint.report.escape import printable


def note(text: str) -> None:
    """Tell one line on standard error."""
    say(printable(text))


class Run:
    """What is remembered of all plans: how the worst of them ends, and what was no plan."""

    def __init__(
        self, asked: Asked, outputs: tuple[Output, ...], *, none: str | None, verbose: bool
    ) -> None:
        """Begin. `none` is said when there is no plan at all, which then is an answer."""
        self.asked = asked
        self.none = none
        self.verbose = verbose
        self.code: ExitCode | None = None
        self.failing = 0
        self.passed_over: list[str] = []
        self.fruitful: set[int] = set()
        self.progress = None
        if len(asked.files) > 1:
            # one plan is done before anybody looks
            from deploylint.cli.progress import progress

            self.progress = progress(len(asked.files), outputs)

    def answers(self, said: Iterator[tuple[int, Said]]) -> Iterator[Answer]:
        """Yield a report per plan; of a file that cannot be used why, also on standard error."""
        try:
            for number, answer in said:
                if self.progress is not None:
                    self.progress.step(number, self.failing)
                wanted = self.asked.files[number]
                if answer is None:
                    self.passed_over.append(wanted.file)
                    continue
                self.fruitful.update(wanted.searches)
                yield self._counted(answer, wanted.file)
            yield from self._fruitless()
        finally:
            self._clear()

    def end(self) -> ExitCode:
        """Tell what was passed over, and return the exit code."""
        if self.passed_over:
            # whoever names plans has none of these
            from deploylint.cli.planfiles import told_passed_over

            for line in told_passed_over(self.passed_over, verbose=self.verbose):
                note(line)
        if self.code is not None:
            return self.code
        if self.none is None:
            return ExitCode.NOTHING
        note(self.none)
        return ExitCode.COMPLIANT

    def _counted(self, answer: Report | UserError, file: str) -> Answer:
        if isinstance(answer, Report):
            self._count(exit_code(answer))
            return answer
        return self._refused(answer, file)

    def _refused(self, error: UserError, file: str) -> Refusal:
        self._count(ExitCode.USAGE)
        self._clear()
        complain(error)
        # only what is wrong pays for it
        from deploylint.cli.reading import refusal

        return refusal("<stdin>" if file == STDIN else file, error)

    def _fruitless(self) -> Iterator[Answer]:
        """Yield a refusal for each folder or pattern that led to no plan."""
        for number, search in enumerate(self.asked.searches):
            if number not in self.fruitful:
                # as above
                from deploylint.cli.planfiles import without_plan

                yield self._refused(without_plan(search), search.name)

    def _count(self, code: ExitCode) -> None:
        self.failing += code is not ExitCode.COMPLIANT
        self.code = code if self.code is None else worst((self.code, code))

    def _clear(self) -> None:
        if self.progress is not None:
            self.progress.erase()
