"""Every secret that the release needs exists, and none stands in the plan.

## Why
A plan is read by many and kept for years in git, reports and logs. A secret written into it must be
taken as known to everybody.

## How to fix
Revoke the secret, then name it instead of writing it (`$DB_PASSWORD`, a path in the vault). Attest
in the checklist that the secrets of the release are configured.
"""

from deploylint.model.plan import Plan
from deploylint.model.secrets import Secret, secrets_in
from deploylint.model.statements import Text, texts
from deploylint.model.verdict import Finding, Verdict, failed, unproven
from deploylint.model.wording import counted, dotted, listed


def check(plan: Plan) -> Verdict:
    """Fail on each secret in a text of the plan; no message shows more than an issuer's prefix."""
    found = [(text, secret) for text in texts(plan.data) for secret in secrets_in(text.text)]
    if not found:
        return unproven("the plan says nothing about secrets; none is written into it")
    fields = list(dict.fromkeys(_place(text) for text, _ in found))
    reason = f"{counted(len(found), 'secret')} written into the plan, in {listed(fields)}"
    return failed(reason, *[_finding(plan, text, secret) for text, secret in found])


def _place(text: Text) -> str:
    """Return the path of the text; a key that holds a secret is not repeated."""
    return f"a key of `{dotted(text.path[:-1])}`" if text.is_key else f"`{dotted(text.path)}`"


def _finding(plan: Plan, text: Text, secret: Secret) -> Finding:
    size = counted(secret.end - secret.start, "character")
    form = f"{secret.shown}…, {size}" if secret.shown else size
    message = (
        f"{secret.kind} ({form}) stands in {_place(text)}: revoke it, then refer to it by name"
    )
    return Finding(message, plan.places.at(("deployment", *text.path), key=text.is_key))
