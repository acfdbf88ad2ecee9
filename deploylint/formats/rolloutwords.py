"""What names of jobs mean, and which commands deploy: shared by the readers of pipelines."""

import re
from collections.abc import Iterable, Iterator

from deploylint.model.migratecommands import Direction, MigrateCommand, migrating_commands

MIGRATES = re.compile(
    r"(?:^|[-_. …])(?:(?:run|db|database|schema|sql)[-_ ]?)*migrat(?:e|or|ions?)"
    r"(?:[-_ ](?:db|database|schema|job|hook|up))*(?:$|[. ]|[-_.]?(?:…|v?\d))",
    re.IGNORECASE,
)
_OTHER_DATA = re.compile(
    r"storage|volume|\bdata[-_ ]?migrat|secret|config|check|wait|test", re.IGNORECASE
)
DEPLOYS = re.compile(
    r"(?:^|[^a-z])(?:deploy|deployment|release|rollout|cd|prod|production)", re.IGNORECASE
)
TESTS = re.compile(
    r"(?:^|[^a-z])(?:tests?|lint|check|e2e|ci|verify|smoke|preview|review|dev|development|sandbox)(?:$|[^a-z])",
    re.IGNORECASE,
)

LONGEST = 500
"""Characters of a name or a command that are looked at."""

MAX_JOBS = 500
"""Jobs or services of a file that are looked at."""

_DEPLOYING = re.compile(
    r"(?:^|[\s;&|])(?:"
    r"helm (?:-\S+ )*(?:upgrade|install)\b|helmfile (?:-\S+ )*(?:apply|sync)\b"
    r"|kubectl (?:-\S+ )*(?:apply|set image|rollout restart|replace|patch)\b"
    r"|(?:flyctl|fly) deploy\b|kamal (?:deploy|redeploy)\b|(?:bundle exec )?cap \S+ deploy\b"
    r"|aws ecs update-service\b|aws lambda update-function-code\b|ecs-deploy\b|copilot deploy\b"
    r"|gcloud (?:run|app) deploy\b|eb deploy\b|(?:sls|serverless) deploy\b|cf push\b|dpl \S"
    r"|az (?:webapp|containerapp) (?:deploy\w*|update|up)\b|docker stack deploy\b"
    r"|docker[ -]compose (?:-\S+(?: \S+\.ya?ml)? )*up(?: -\S+)*\s*(?:$|[;&|\n])"
    r"|ansible-playbook\b|git push (?:-\S+ )*\S*(?:heroku|dokku)|heroku container:release\b"
    r"|systemctl (?:restart|reload)\b|pm2 (?:reload|restart)\b|argocd app sync\b"
    r")",
)
_DEPLOYING_ACTION = re.compile(
    r"(?:amazon-ecs-deploy|heroku-deploy|deploy-cloudrun|webapps-deploy|deploy-appengine"
    r"|k8s-deploy|aks-deploy|helm-deploy|elastic-beanstalk-deploy|container-apps-deploy)",
    re.IGNORECASE,
)


def names_migrations(name: str) -> bool:
    """Say whether a job of that name migrates a schema."""
    short = name[:LONGEST]
    return MIGRATES.search(short) is not None and _OTHER_DATA.search(short) is None


def applying(command: str) -> MigrateCommand | None:
    """Return the first command of a script that applies migrations."""
    found = migrating_commands(command)
    return next((one for one in found if one.direction is Direction.UP), None)


def deploying_action(uses: str) -> bool:
    """Say whether an action of GitHub deploys."""
    return _DEPLOYING_ACTION.search(uses) is not None


def doings(script: str) -> Iterator[MigrateCommand | None]:
    """Yield what a script does, in its order: each migration, and None for each deployment.

    A line that deploys something called after migrations is no deployment of the code.
    """
    for line in _joined(script):
        found = applying(line)
        if found is not None:
            yield found
        elif _DEPLOYING.search(line) and "migrat" not in line.lower():
            yield None


def _joined(script: str) -> Iterable[str]:
    """Return the commands of a script: lines, those that go on and those with `&&` apart."""
    lines = script.replace("\r\n", "\n").replace("\\\n", " ").split("\n")
    return (part.strip()[:LONGEST] for line in lines for part in re.split(r"&&|;", line))
