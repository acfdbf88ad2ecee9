"""The pages of the manual, by command."""

from deploylint.cli.manual import Example, Page, Rows

EXAMPLE = "deploy/v1.2.0.yaml"

COLORS: Rows = (
    ("NO_COLOR", "If set, no colour. Without it, terminals get colour, files and pipes none."),
    ("FORCE_COLOR", "If set, colour wherever the text goes; NO_COLOR wins."),
    ("COLUMNS", "The width to lay out for. Default: that of the terminal, up to 120; else 80."),
)
DEBUG: Rows = (
    (
        "DEPLOYLINT_DEBUG",
        "If set, a fault of ours is shown with its traceback, to be reported.",
    ),
)
GITHUB: Rows = (
    (
        "GITHUB_STEP_SUMMARY",
        "With -o github: the file to which a summary in Markdown is added, set by the runner.",
    ),
    (
        "GITHUB_OUTPUT",
        "With -o github: the file to which decision, blocked and next-permitted are added.",
    ),
)
SETTINGS: Rows = (
    (
        ".deploylint.yaml",
        "The settings of a repository, looked for here and above: policy, plans, time zone.",
    ),
)
WRONG = ("2", "The usage, a plan, a policy or the settings are wrong.")
COMMON: Rows = (
    ("70", "A fault of ours: please report it."),
    ("130", "Interrupted."),
)

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("JUDGE", ("check", "migrations", "window")),
    ("FIND OUT", ("evidence", "explain", "rules")),
    ("WRITE POLICIES", ("policy",)),
    ("SET UP", ("record", "schema", "completion")),
)
"""The commands as the first page lists them."""

TOP = Page(
    summary="judge a proposed deployment, and block what does not comply",
    synopsis=("deploylint COMMAND [OPTION]... [ARGUMENT]...", "deploylint [-h | -V]"),
    examples=(
        Example("Judge a plan, now:", f"deploylint check {EXAMPLE}"),
        Example("May something be deployed at this moment?", "deploylint window"),
        Example("Why is there such a rule, and how is it met?", "deploylint explain tests-pass"),
    ),
    status=(
        ("0", "Compliant; warnings do not block unless --strict."),
        ("1", "Blocked."),
        WRONG,
        ("3", "Nothing was evaluated."),
        ("4", "A policy is not the one it should be."),
        *COMMON,
    ),
    environment=(*COLORS, *GITHUB, *DEBUG),
    files=SETTINGS,
)

CHECK = Page(
    summary="judge plans: pass, fail or na per item, and one decision",
    synopsis=("deploylint check [OPTION]... [PLAN]...",),
    options=(
        (
            "WHAT IS JUDGED",
            (
                *("policy", "stages", "environment", "changed_since", "only_plans"),
                *("kind", "priority", "on_call", "strict"),
            ),
        ),
        ("THE MOMENT", ("at", "now", "gate", "no_clock")),
        ("OUTPUT", ("outputs", "verbose", "quiet", "exit_zero", "jobs")),
    ),
    examples=(
        Example("Judge a plan, now or when it is scheduled:", f"deploylint check {EXAMPLE}"),
        Example(
            "As the gate of a pipeline, with a report for machines beside the text:",
            f"deploylint check {EXAMPLE} --gate --environment production \\\n"
            "    -o text -o json=report.json",
        ),
        Example(
            "In a hook before a commit, where the time of day says nothing:",
            f"deploylint check --no-clock --quiet --only-plans {EXAMPLE}",
        ),
        Example(
            "Would it pass everything we know, on Tuesday morning?",
            f"deploylint check {EXAMPLE} -p deploylint:strict \\\n"
            "    --stage all --at 2026-11-24T10:30:00+01:00",
        ),
    ),
    status=(
        ("0", "Every plan is compliant; warnings do not block unless --strict."),
        ("1", "A plan is blocked."),
        WRONG,
        ("3", "Nothing was evaluated: no rule applied."),
        *COMMON,
    ),
    environment=(*COLORS, *GITHUB),
    files=SETTINGS,
    see=("deploylint explain", "deploylint window", "deploylint evidence"),
)

MIGRATIONS = Page(
    summary="judge the migrations that are new, from their files",
    synopsis=("deploylint migrations [OPTION]... [PATH]",),
    options=(
        ("WHAT IS JUDGED", ("base", "every", "before_commit", "policy", "strategy", "strict")),
        ("THE MOMENT", ("now",)),
        ("OUTPUT", ("outputs", "verbose", "quiet", "exit_zero")),
    ),
    examples=(
        Example("What a branch adds, before it is merged:", "deploylint migrations --base main"),
        Example(
            "Every migration of a folder, statement by statement:",
            "deploylint migrations db --all -v",
        ),
        Example(
            "In a hook, which runs before every commit:",
            "deploylint migrations --before-commit --quiet",
        ),
    ),
    status=(
        ("0", "Compliant, or nothing was added."),
        ("1", "Blocked."),
        WRONG,
        ("3", "All were to be judged, and no migration was found."),
        *COMMON,
    ),
    environment=COLORS,
    files=SETTINGS,
    see=("deploylint check", "deploylint explain migrations-reversible"),
)

WINDOW = Page(
    summary="say whether a deployment may go out, until when, or when",
    synopsis=(
        "deploylint window [OPTION]... [PLAN]",
        "deploylint window --calendar [--month MONTH | --weeks N] [OPTION]... [PLAN]",
    ),
    options=(
        ("WHAT IS ASKED ABOUT", ("policy", "kind", "priority", "incident", "on_call", "duration")),
        ("THE MOMENT", ("at", "now", "horizon")),
        ("CALENDAR", ("calendar", "month", "weeks")),
        ("OUTPUT", ("outputs",)),
    ),
    examples=(
        Example("May something be deployed right now?", "deploylint window"),
        Example(
            "On a Friday afternoon, a change that takes half an hour:",
            "deploylint window --at 2026-11-20T14:30:00+01:00 --duration 30m",
        ),
        Example(
            "A hotfix with its incident:",
            "deploylint window --type hotfix --priority P1 --incident INC-42",
        ),
        Example(
            "The windows of December, as a page:",
            "deploylint window --calendar --month 2026-12 -o html=windows.html",
        ),
    ),
    status=(("0", "Permitted, or drawn."), ("1", "Not permitted."), WRONG, *COMMON),
    environment=COLORS,
    files=SETTINGS,
    see=("deploylint check", "deploylint policy check"),
)

EVIDENCE = Page(
    summary="show what evidence lies where, what it proves, what lacks",
    synopsis=("deploylint evidence [OPTION]... [PLAN]",),
    options=(("WHAT IS LOOKED AT", ("policy", "now")), ("OUTPUT", ("outputs",))),
    examples=(
        Example("What lies here, whatever is planned?", "deploylint evidence"),
        Example(
            "What does this release lack for the whole catalogue?",
            f"deploylint evidence {EXAMPLE} -p deploylint:production",
        ),
    ),
    status=(("0", "Whatever was found."), WRONG, *COMMON),
    environment=COLORS,
    files=(
        *SETTINGS,
        ("FILE.evidence.json", "The record beside a piece of evidence, from `deploylint record`."),
    ),
    see=("deploylint record", "deploylint check"),
)

EXPLAIN = Page(
    summary="say what a rule or a check asks, why, and how to comply",
    synopsis=("deploylint explain [OPTION]... RULE|CHECK",),
    options=(("WHAT IS EXPLAINED", ("policy",)), ("OUTPUT", ("outputs",))),
    examples=(
        Example("Why does this fail?", "deploylint explain rollback-plan-present"),
        Example(
            "As the strictest policy sees it, for a program:",
            "deploylint explain tests-pass -p deploylint:strict -o json",
        ),
    ),
    status=(("0", "Explained."), ("2", "There is no such rule or check."), *COMMON),
    environment=COLORS,
    files=SETTINGS,
    see=("deploylint rules", "deploylint policy show"),
)

RULES = Page(
    summary="list the rules of a policy, by stage",
    synopsis=("deploylint rules [OPTION]...",),
    options=(("WHAT IS LISTED", ("policy", "stages")), ("OUTPUT", ("outputs",))),
    examples=(
        Example("What will be asked of a release?", "deploylint rules"),
        Example(
            "Of the whole catalogue, what concerns staging, for a program:",
            "deploylint rules -p deploylint:production --stage staging -o json",
        ),
    ),
    status=(("0", "Listed."), WRONG, *COMMON),
    files=SETTINGS,
    see=("deploylint explain", "deploylint policy show"),
)
