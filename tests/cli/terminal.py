"""A person at a terminal: a real shell on a pseudo-terminal, to which keys are sent."""

import os
import pty
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LINE = b"\x18d"
"""Control-X d: in these shells it prints the line as it stands now, as `<<line>>`."""

CLEAR = b"\x05\x15"
PATIENCE = 60.0

BASH = r"""
bind 'set enable-bracketed-paste off'; bind 'set bell-style none'
bind 'set show-all-if-ambiguous on'
bind -x '"\C-xd": printf "<<%s>>\n" "$READLINE_LINE"'
source ./script
"""
ZSH = r"""
unsetopt beep list_ambiguous; PS1=
autoload -Uz compinit; compinit -u -D
told() { print -r -- "<<$BUFFER>>" }; zle -N told; bindkey '^Xd' told
source ./script
"""
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], BASH),
    "zsh": (["zsh", "-f", "-i"], ZSH),
}
"""How each shell is started, and told to complete by the file `script`."""


class Terminal:
    """A shell that is waiting for keys."""

    def __init__(self, descriptor: int) -> None:
        """Talk to the shell through the terminal `descriptor`."""
        self.descriptor = descriptor

    def completed(self, typed: str) -> tuple[str, str]:
        """Type, press the tab key, and return the line then, and all that was shown meanwhile."""
        os.write(self.descriptor, typed.encode() + b"\t" + LINE)
        shown = self.until(">>")
        os.write(self.descriptor, CLEAR)
        return shown.rpartition("<<")[2].partition(">>")[0], shown

    def until(self, mark: str) -> str:
        """Return what is shown, up to `mark`."""
        shown = ""
        last = time.monotonic() + PATIENCE
        while mark not in shown:
            assert time.monotonic() < last, f"the shell shows no `{mark}`: {shown!r}"
            if select.select([self.descriptor], [], [], 1)[0]:
                shown += os.read(self.descriptor, 65536).decode(errors="replace")
        return shown


@contextmanager
def terminal(shell: str, folder: Path, environment: dict[str, str]) -> Iterator[Terminal]:
    """Start a shell in `folder` that completes by the file `script` there."""
    command, prepare = SHELLS[shell]
    child, descriptor = pty.fork()
    if not child:
        os.chdir(folder)
        os.execvpe(command[0], command, {**environment, "TERM": "xterm", "COLUMNS": "150"})
    try:
        os.write(descriptor, f"{prepare}\nprintf 'rea%s\\n' dy\n".encode())
        ready = Terminal(descriptor)
        ready.until("ready")
        yield ready
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(descriptor)
