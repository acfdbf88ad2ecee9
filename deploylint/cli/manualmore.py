"""The pages of the manual for those who write policies and set things up."""

from deploylint.cli.manual import Example, Page
from deploylint.cli.manualpages import COMMON, SETTINGS, WRONG

POLICY = Page(
    summary="show, check and test policies",
    synopsis=("deploylint policy COMMAND [OPTION]... [ARGUMENT]...",),
    examples=(
        Example("Can this policy be used?", "deploylint policy check policy.yaml"),
        Example("Who decided what?", "deploylint policy show --origin"),
    ),
    see=("deploylint rules", "deploylint explain"),
)

POLICY_CHECK = Page(
    summary="say whether policies can be used, with all they extend",
    synopsis=("deploylint policy check [OPTION]... FILE...",),
    options=(("WHAT IS CHECKED", ("now", "strict")), ("OUTPUT", ("verbose",))),
    examples=(
        Example(
            "A policy of ours, and one that is shipped:",
            "deploylint policy check policy.yaml deploylint:strict",
        ),
    ),
    status=(
        ("0", "All can be used."),
        ("2", "One cannot be used, or its windows cannot be meant so."),
        *COMMON,
    ),
    files=SETTINGS,
    see=("deploylint policy show", "deploylint window --calendar"),
)

POLICY_SHOW = Page(
    summary="print the effective policy, all layers folded",
    synopsis=("deploylint policy show [OPTION]... [POLICY]",),
    options=(("WHAT IS SHOWN", ("policy", "origin")),),
    examples=(
        Example(
            "Which line of which layer decided each setting?",
            "deploylint policy show --origin policy.yaml",
        ),
    ),
    status=(("0", "Printed."), WRONG, *COMMON),
    files=SETTINGS,
    see=("deploylint policy check", "deploylint rules"),
)

RECORD = Page(
    summary="run a command, and seal what it wrote as evidence",
    synopsis=("deploylint record --kind KIND [OPTION]... -- COMMAND [ARGUMENT]...",),
    options=(("WHAT IS RECORDED", ("kind", "outputs", "name", "log")),),
    examples=(
        Example(
            "The tests, with the report that they write:",
            "deploylint record --kind tests --out reports/junit.xml -- \\\n"
            "    python -m pytest --junitxml=reports/junit.xml",
        ),
        Example(
            "A step of the build that writes nothing:",
            "deploylint record -k build --name lint -- ruff check",
        ),
    ),
    status=(
        ("N", "That of the command; 128+N when signal N ended it."),
        ("2", "The options are wrong, and nothing was run."),
        ("126", "The command cannot be started."),
        ("127", "There is no such program."),
    ),
    files=(
        ("FILE.evidence.json", "The record beside each output."),
        ("reports/deploylint/KIND-NAME.evidence.json", "The record where there is no --out."),
    ),
    see=("deploylint evidence", "deploylint check"),
)

SCHEMA = Page(
    summary="print JSON Schemas, or write them where editors find them",
    synopsis=("deploylint schema NAME", "deploylint schema --write [--folder FOLDER] [NAME]..."),
    options=(("FILES FOR EDITORS", ("write", "folder")),),
    examples=(
        Example("Look at the schema of plans:", "deploylint schema plan"),
        Example("Write all of them for the editors of a team:", "deploylint schema --write"),
    ),
    status=(("0", "Printed or written."), ("2", "There is no such schema."), *COMMON),
    files=((".deploylint/NAME.schema.json", "The schemas, at the root of the repository."),),
    see=("deploylint check", "deploylint policy check"),
)

COMPLETION = Page(
    summary="print the script that completes what you type",
    synopsis=("deploylint completion bash|zsh|fish",),
    examples=(
        Example(
            "For bash, of this user:",
            "deploylint completion bash \\\n"
            "    > ~/.local/share/bash-completion/completions/deploylint",
        ),
        Example(
            "For zsh, in a folder that stands in `fpath` before `compinit` is called:",
            "deploylint completion zsh > ~/.zfunc/_deploylint",
        ),
        Example(
            "For fish:", "deploylint completion fish > ~/.config/fish/completions/deploylint.fish"
        ),
    ),
    status=(("0", "Printed."), ("2", "There is no script for such a shell."), *COMMON),
    see=("deploylint --help",),
)

POLICY_TEST = Page(
    summary="run the tests of policies",
    synopsis=("deploylint policy test [OPTION]... [PATH]...",),
    options=(("WHAT IS TESTED", ("minimum",)), ("OUTPUT", ("outputs", "verbose", "quiet"))),
    examples=(Example("All tests in a folder and below:", "deploylint policy test policies"),),
    status=(
        ("0", "All came as expected."),
        ("1", "Some did not, or too little is covered."),
        ("2", "The usage or a file is wrong."),
        ("3", "No test was found."),
        *COMMON,
    ),
    files=(
        ("NAME.test.yaml", "The tests of a policy: plans, and which judgement each has to get."),
    ),
    see=("deploylint policy check", "deploylint policy verify"),
)

POLICY_VERIFY = Page(
    summary="check what changed, and run all tests: for a hook",
    synopsis=("deploylint policy verify [OPTION]... [FILE]...",),
    options=(("WHAT IS TESTED", ("tests", "minimum")), ("OUTPUT", ("verbose",))),
    examples=(Example("As a hook before a commit does:", "deploylint policy verify policy.yaml"),),
    status=(
        ("0", "All is well; without --tests and --min-coverage also where there is no test."),
        ("1", "A test failed, or too little is covered."),
        ("2", "A policy, a test file or the settings are wrong."),
        ("3", "No test was found where tests are asked for."),
        *COMMON,
    ),
    files=(*SETTINGS, ("NAME.test.yaml", "The tests of a policy.")),
    see=("deploylint policy check", "deploylint policy test"),
)
