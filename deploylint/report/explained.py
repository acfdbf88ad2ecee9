"""What reports say about explanations: which command prints one, and how its values look."""

from deploylint.model.report import Item, Report

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:@%+=,")


def reference(report: Report) -> str | None:
    """Return what `--policy` takes to mean the policy of a report."""
    return report.policy_files[-1].name if report.policy_files else None


def command_for(name: str, policy: str | None) -> tuple[str, ...]:
    """Return the command that explains a rule or a check, as arguments.

    `policy` is what `--policy` takes.
    """
    return ("deploylint", "explain", name, *(() if policy is None else ("--policy", policy)))


def explain_command(item: Item, policy: str | None) -> tuple[str, ...] | None:
    """Return the command that explains the rule of an item.

    None for a line of the checklist that belongs to no rule.
    """
    return None if item.origin is None else command_for(item.rule, policy)


def pasted(command: tuple[str, ...]) -> str:
    """Return a command as it is typed into a shell."""
    if all(_PLAIN.issuperset(word) for word in command):
        return " ".join(command)
    # hardly any rule or policy has such a name
    from shlex import join

    return join(command)


def shown(value: object) -> str:
    """Return a value of a parameter as YAML writes it, in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {shown(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    return "none" if value is None else str(value)
