"""No template text is left in the plan.

## Why
A plan is started from a template. What nobody filled in (`[tag/version]`, `TODO`, `<owner>`) looks
like an answer in a list of green lines, and is none.

## How to fix
Write the real value in place of each placeholder, or delete the line that does not apply.
"""

from deploylint.model.placeholders import placeholders_in
from deploylint.model.plan import Plan
from deploylint.model.statements import Text, stated, texts
from deploylint.model.verdict import Finding, Verdict, failed, passed
from deploylint.model.wording import counted, dotted, listed, quoted


def check(plan: Plan) -> Verdict:
    """Fail on each placeholder in a key or a value of the plan; one finding for each."""
    seen = texts(plan.data)
    marked = [(text, mark) for text in seen for mark in placeholders_in(text.text)]
    if marked:
        fields = list(dict.fromkeys(f"`{dotted(text.path)}`" for text, _ in marked))
        reason = f"{counted(len(marked), 'placeholder')} of a template left in {listed(fields)}"
        return failed(reason, *[_finding(plan, text, mark) for text, mark in marked])
    values = sum(not text.is_key for text in seen)
    reason = f"none of the {counted(values, 'text')} in the plan is a placeholder"
    return passed(reason, evidence=stated(plan.at))


def _finding(plan: Plan, text: Text, mark: str) -> Finding:
    at = plan.places.at(("deployment", *text.path), key=text.is_key)
    message = f"{quoted(mark)} in `{dotted(text.path)}` is template text: write the real value"
    return Finding(message, at)
