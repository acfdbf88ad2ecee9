"""When pipelines run migrations: files as people write them, read, and judged by `check`."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.formats.rollout import candidates, read_rollout
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository, repository

JOB = """\
apiVersion: batch/v1
kind: Job
metadata:
  name: app-migrate
  annotations: {annotations}
spec:
  template:
    spec:
      containers:
        - name: job
          command: {command}
"""


def job(annotations: str, command: str = '["alembic", "upgrade", "head"]') -> str:
    return JOB.format(annotations="{" + annotations + "}", command=command)


def deployment(extra: str = "", container: str = "command: [gunicorn, app]") -> str:
    return dedent(f"""\
        apiVersion: apps/v1
        kind: Deployment
        metadata: {{name: web}}
        spec:
          {extra}
          template:
            spec:
              initContainers:
                - name: prepare
                  {container}
              containers:
                - name: web
                  command: [gunicorn, app]
        """)


DJANGO = "command: [python, manage.py, migrate]"
TEMPLATE = """\
{{- if .Values.migrations.enabled }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "app.fullname" . }}-migrations
  labels: {{- include "app.labels" . | nindent 4 }}
  annotations:
    "helm.sh/hook": HOOK
    helm.sh/hook-weight: "-5"
spec:
  template:
    spec:
      containers:
        - name: migrate
          image: "{{ .Values.image }}"
          command:
            - /bin/sh
            - -c
            - |
              set -e
              COMMAND
{{- end }}
"""


def template(hook: str, command: str = "python manage.py migrate --noinput") -> str:
    return TEMPLATE.replace("HOOK", hook).replace("COMMAND", command)


COMPOSE = """\
services:
  migrate:
    image: app
    command: npx knex migrate:latest
  web:
    image: app
    depends_on: DEPENDS
"""
SAME_JOB = """\
name: Deploy
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: FIRST
      - run: SECOND
"""
TWO_JOBS = """\
name: Release
on: {push: {tags: ["v*"]}}
jobs:
  build:
    runs-on: ubuntu-latest
    steps: [{run: make image}]
  migrate:
    needs: M
    runs-on: ubuntu-latest
    steps: [{run: bundle exec rails db:migrate}]
  rollout:
    needs: [R]
    runs-on: ubuntu-latest
    environment: production
    steps: [{run: helm upgrade --install app ./chart}]
"""
GITLAB = """\
stages: STAGES
.base:
  image: app
migrate:
  extends: .base
  stage: migrate
  script:
    - flask db upgrade
release:
  extends: [.base]
  stage: deploy
  environment: {name: production}
  script: [kubectl set image deployment/web web=app]
"""


def two_jobs(migrate: str, rollout: str) -> str:
    return TWO_JOBS.replace("needs: M", f"needs: {migrate}").replace("[R]", f"[{rollout}]")


def same_job(first: str, second: str) -> str:
    return SAME_JOB.replace("FIRST", first).replace("SECOND", second)


SHIP = "kubectl set image deployment/web web=app:v2"
MIGRATE = "kubectl exec deploy/web -- alembic upgrade head"
WORKFLOW = ".github/workflows/deploy.yml"
CHART = "chart/templates/migrate.yaml"
READ = [
    pytest.param(
        "Procfile",
        "web: gunicorn app\nrelease: ./manage.py migrate\n",
        [("before", 2, "the release phase")],
        id="procfile",
    ),
    pytest.param(
        "Procfile",
        "web: rails db:migrate && puma\n",
        [("with", 1, "the process `web`")],
        id="procfile-web",
    ),
    pytest.param("Procfile", "web: gunicorn app\n# release: manage.py migrate\n", [], id="comment"),
    pytest.param(
        "fly.toml",
        '[deploy]\n  release_command = "npx prisma migrate deploy"\n',
        [("before", 2, "`release_command`")],
        id="fly",
    ),
    pytest.param(
        "heroku.yml",
        "release:\n  command:\n    - rake db:migrate\n",
        [("before", 2, "the release phase")],
        id="heroku",
    ),
    pytest.param(
        "render.yaml",
        "services:\n  - type: web\n    preDeployCommand: dbmate up\n",
        [("before", 3, "`preDeployCommand`")],
        id="render",
    ),
    pytest.param(
        "app.json",
        '{"scripts": {"dokku": {\n"postdeploy": "rails db:migrate"}}}',
        [("after", 2, "the task `postdeploy`")],
        id="dokku",
    ),
    pytest.param(
        "app.json", '{"scripts": {"postdeploy": "rails db:migrate"}}', [], id="heroku-app"
    ),
    pytest.param(
        ".kamal/hooks/pre-deploy",
        "#!/bin/sh\nkamal app exec 'bin/rails db:migrate'\n",
        [("before", 2, 'the hook "pre-deploy" of Kamal')],
        id="kamal-before",
    ),
    pytest.param(
        ".kamal/hooks/post-deploy",
        "kamal app exec 'bin/rails db:migrate'\n",
        [("after", 1, 'the hook "post-deploy" of Kamal')],
        id="kamal-after",
    ),
    pytest.param(
        "Dockerfile",
        'FROM a\nCMD ["sh", "-c", "alembic upgrade head && serve"]\n',
        [("with", 2, "the CMD of the image")],
        id="dockerfile",
    ),
    pytest.param(
        "Dockerfile",
        "FROM a\nCMD alembic upgrade head\nFROM b\nCMD serve\n",
        [],
        id="dockerfile-of-another-stage",
    ),
    pytest.param(
        "docker/entrypoint.sh",
        '#!/bin/sh\nmanage.py migrate\nexec "$@"\n',
        [("with", 2, "the entrypoint")],
        id="entrypoint",
    ),
    pytest.param(
        CHART,
        template("pre-upgrade,post-install"),
        [
            (
                "before",
                8,
                'the Helm hook "pre-upgrade,post-install" of "…-migrations"',
            )
        ],
        id="helm-before",
    ),
    pytest.param(
        CHART,
        template('"post-upgrade"'),
        [
            (
                "after",
                8,
                'the Helm hook "post-upgrade" of "…-migrations"',
            )
        ],
        id="helm-after",
    ),
    pytest.param(
        CHART,
        template("{{ .Values.hook }}"),
        [
            (
                "unknown",
                8,
                'the Helm hook "{{ .Values.hook }}" of "…-migrations"',
            )
        ],
        id="helm-value",
    ),
    pytest.param(CHART, template("post-install"), [], id="helm-first-time-only"),
    pytest.param(CHART, template("post-upgrade", "alembic current"), [], id="helm-looks-only"),
    pytest.param(
        CHART,
        template("post-upgrade", "{{ .Values.command }}"),
        [
            (
                "after",
                8,
                'the Helm hook "post-upgrade" of "…-migrations"',
            )
        ],
        id="helm-by-name",
    ),
    pytest.param(
        "chart/templates/a.yaml",
        template("post-upgrade", "make seed").replace("-migrations", "-seeds"),
        [],
        id="helm-another-job",
    ),
    pytest.param(
        "k8s/job.yaml",
        job('"argocd.argoproj.io/hook": PreSync'),
        [("before", 5, 'the Argo CD hook "PreSync" of "app-migrate"')],
        id="argo-before",
    ),
    pytest.param(
        "k8s/job.yaml",
        job('"argocd.argoproj.io/hook": PostSync'),
        [("after", 5, 'the Argo CD hook "PostSync" of "app-migrate"')],
        id="argo-after",
    ),
    pytest.param(
        "k8s/job.yaml",
        job('argocd.argoproj.io/hook: Sync, argocd.argoproj.io/sync-wave: "-1"'),
        [("before", 5, 'the sync wave "-1" of "app-migrate"')],
        id="argo-wave",
    ),
    pytest.param(
        "k8s/job.yaml",
        job('argocd.argoproj.io/sync-wave: "1"'),
        [("unknown", 5, 'the sync wave "1" of "app-migrate"')],
        id="argo-later-wave",
    ),
    pytest.param(
        "k8s/job.yaml", job("a: b"), [("unknown", 4, 'the Job "app-migrate"')], id="plain-job"
    ),
    pytest.param(
        "k8s/web.yaml",
        deployment("replicas: 3", DJANGO),
        [("with", 9, 'the init container "prepare" of Deployment "web"')],
        id="init",
    ),
    pytest.param("k8s/web.yaml", deployment("replicas: 3"), [], id="init-of-something-else"),
    pytest.param(
        "compose.yaml",
        COMPOSE.replace("DEPENDS", "{migrate: {condition: service_completed_successfully}}"),
        [("before", 2, 'the service "migrate"')],
        id="compose",
    ),
    pytest.param(
        "compose.yaml",
        "services: {web: {command: sh -c 'manage.py migrate && manage.py runserver'}}\n",
        [],
        id="compose-of-a-service-that-migrates-itself",
    ),
    pytest.param(
        "docker-compose.prod.yml",
        COMPOSE.replace("DEPENDS", "[migrate]"),
        [("unknown", 2, 'the service "migrate"')],
        id="compose-without-waiting",
    ),
    pytest.param(
        WORKFLOW, same_job(MIGRATE, SHIP), [("before", 8, 'the job "deploy"')], id="steps-in-order"
    ),
    pytest.param(
        WORKFLOW,
        same_job(SHIP, MIGRATE),
        [("after", 9, 'the job "deploy"')],
        id="steps-the-other-way",
    ),
    pytest.param(
        WORKFLOW,
        same_job("x", "y")
        .replace(
            "run: x", "{uses: cloud-gov/cg-cli-tools@main, with: {cf_command: push -f a.yaml}}"
        )
        .replace(
            "run: y",
            "{uses: cloud-gov/cg-cli-tools@main, with: {cf_command: run-task rake db:migrate}}",
        ),
        [("after", 9, 'the job "deploy"')],
        id="actions",
    ),
    pytest.param(
        WORKFLOW,
        same_job("x", MIGRATE).replace(
            "run: x", "{uses: some/ssh-action@v1, with: {script: kamal deploy}}"
        ),
        [("after", 9, 'the job "deploy"')],
        id="ssh",
    ),
    pytest.param(
        WORKFLOW,
        same_job(f"{SHIP} && {MIGRATE}", "true"),
        [("after", 8, 'the job "deploy"')],
        id="one-line",
    ),
    pytest.param(
        WORKFLOW, same_job("kubectl apply -f k8s/migrate.yaml", MIGRATE), [], id="nothing-deployed"
    ),
    pytest.param(WORKFLOW, same_job("docker compose up -d db", MIGRATE), [], id="only-a-database"),
    pytest.param(
        ".github/workflows/ci.yml",
        same_job(SHIP, MIGRATE).replace("Deploy", "Tests").replace("deploy:", "e2e:"),
        [],
        id="tests",
    ),
    pytest.param(
        WORKFLOW,
        two_jobs("build", "build, migrate"),
        [("before", 10, 'the job "migrate"')],
        id="needs",
    ),
    pytest.param(
        WORKFLOW,
        two_jobs("rollout", "build"),
        [("after", 10, 'the job "migrate"')],
        id="needs-the-other-way",
    ),
    pytest.param(
        WORKFLOW,
        two_jobs("build", "build"),
        [("unknown", 10, 'the job "migrate"')],
        id="side-by-side",
    ),
    pytest.param(
        ".gitlab-ci.yml",
        GITLAB.replace("STAGES", "[migrate, deploy]"),
        [("before", 8, 'the job "migrate"')],
        id="stages",
    ),
    pytest.param(
        ".gitlab-ci.yml",
        GITLAB.replace("STAGES", "[deploy, migrate]"),
        [("after", 8, 'the job "migrate"')],
        id="stages-the-other-way",
    ),
    pytest.param(
        ".gitlab-ci.yml",
        GITLAB.replace("STAGES", "[deploy, migrate]").replace(
            "  stage: deploy", "  stage: deploy\n  needs: [migrate]"
        ),
        [("before", 8, 'the job "migrate"')],
        id="gitlab-needs",
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), READ)
def test_what_a_file_shows(path: str, text: str, expected: list[tuple[str, int, str]]) -> None:
    assert list(candidates([path])) == [path]
    found = read_rollout({path: text})
    assert found.unreadable == ()
    assert [(one.when.value, one.at.line, one.how) for one in found.steps] == expected
    assert {one.at.file for one in found.steps} <= {path}


@pytest.mark.parametrize(
    ("extra", "replicas"),
    [
        pytest.param("", 1, id="not-said"),
        pytest.param("replicas: 3", 1, id="a-quarter-of-three"),
        pytest.param("replicas: 5", 3, id="a-quarter-more-and-a-quarter-less"),
        pytest.param("replicas: 3\n  strategy: {type: Recreate}", 3, id="all-anew"),
        pytest.param(
            "replicas: 3\n  strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 0}}",
            2,
            id="surge",
        ),
        pytest.param("replicas: 2\n  strategy: {rollingUpdate: {maxSurge: 100%}}", 2, id="share"),
        pytest.param("replicas: 99999999999", 5000, id="absurd"),
    ],
)
def test_how_many_replicas_migrate_at_once(extra: str, replicas: int) -> None:
    text = deployment(extra.replace("\n  ", "\n" + " " * 10), DJANGO)
    (step,) = read_rollout({"k8s/web.yaml": dedent(text)}).steps
    assert step.replicas == replicas


def test_an_entrypoint_may_migrate_under_a_condition() -> None:
    text = 'if [ -n "$M" ]; then\n  alembic upgrade head\nfi\nexec "$@"\n'
    (step,) = read_rollout({"entrypoint.sh": text}).steps
    assert step.conditional


HOSTILE = {
    ".gitlab-ci.yml": "migrate: {extends: [.a, .b]}\n"
    + "".join(f".{x}: {{extends: [.a, .b, .c, .d]}}\n" for x in "abcd"),
    WORKFLOW: "name: deploy\njobs:\n"
    + "".join(f"  migrate{n}: {{needs: migrate{n + 1}}}\n" for n in range(20_000)),
    CHART: "kind: Job\n" + "".join(" " * (n % 390) + "command:\n" for n in range(20_000)),
    "compose.yaml": "services:\n"
    + "".join(f"  migrate{n}: {{depends_on: [migrate{n - 1}]}}\n" for n in range(20_000)),
    "entrypoint.sh": "migrate " * 100_000,
    "k8s/a.yaml": f"apiVersion: v1\nkind: Job\nmetadata: {{name: {'-db' * 200_000}}}\n# migrate",
    "Procfile": "release: " + "docker compose -f x.yml " * 40_000 + "migrat",
}


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_files_are_read_in_no_time(path: str) -> None:
    """What takes time that grows with the square of a file would not end here."""
    assert len(read_rollout({path: HOSTILE[path]}).steps) <= 500


ELSEWHERE = [
    "tests/docker-compose.yml",
    "docker-compose.dev.yml",
    "examples/k8s/job.yaml",
    "docs/Procfile.md",
    "db/migrate.yaml",
    "src/app.json",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_files_that_deploy_nothing_are_not_read(path: str) -> None:
    assert list(candidates([path])) == []


def test_what_cannot_be_read_is_told() -> None:
    text = "a: &a {image: x}\nmigrate:\n  <<: *a\n  script: [flask db upgrade]\n"
    found = read_rollout({".gitlab-ci.yml": text})
    assert found.steps == ()
    (finding,) = found.unreadable
    assert finding.message.startswith(".gitlab-ci.yml may run migrations and cannot be read: ")
    assert finding.at is not None
    assert (finding.at.file, finding.at.line) == (".gitlab-ci.yml", 3)


SAMPLES = [(str(one.values[0]), str(one.values[1])) for one in READ]


@given(st.sampled_from(SAMPLES), st.data())
def test_whatever_a_file_holds_there_is_an_answer(
    sample: tuple[str, str], data: st.DataObject
) -> None:
    path, text = sample
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    junk = data.draw(
        st.sampled_from(["", "{", "- ", "\n", "[" * 300, "migrate", ": ", "'", "\ufeff", "\0"])
    )
    changed = text[:start] + junk + text[end:]
    found = read_rollout({path: changed})
    lines = changed.count("\n") + 2
    for step in found.steps:
        assert 1 <= step.at.line <= lines


UP = "migrations/0002_x.up.sql"
DOWN = "migrations/0002_x.down.sql"
ADDS = {UP: "ALTER TABLE t ADD COLUMN a text;\n", DOWN: "ALTER TABLE t DROP COLUMN a;\n"}
REMOVES = {UP: "ALTER TABLE t DROP COLUMN b;\n", DOWN: "ALTER TABLE t ADD COLUMN b text;\n"}
STEPS = {"steps": ["Run the migrations", "Deploy"]}
LATE = {"steps": ["Deploy", "Run the migrations"]}
WAITING = COMPOSE.replace("DEPENDS", "{migrate: {condition: service_completed_successfully}}")
FIRST = {"Procfile": "release: rake db:migrate\n"}
AFTER = {CHART: template("post-upgrade")}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = repository(tmp_path / "project")
    made.commit({"migrations/0001_t.up.sql": "CREATE TABLE t (b text);\n"}, "first")
    made.tag("v1.1.9", "released")
    return made


CASES = [
    pytest.param({}, {}, "na", "no migration was added since v1.1.9", id="no-migration"),
    pytest.param(
        ADDS,
        {},
        "fail unproven",
        "the plan names no steps, so nothing says what runs first",
        id="nothing-found",
    ),
    pytest.param(
        ADDS, STEPS, "pass attested", '"Run the migrations" runs before "Deploy"', id="plan"
    ),
    pytest.param(
        {**ADDS, **FIRST},
        {},
        "pass evidenced",
        "the release phase runs the migrations before the code (Procfile:1)",
        id="pipeline",
    ),
    pytest.param(
        {**ADDS, **FIRST},
        STEPS,
        "pass evidenced",
        "the release phase runs the migrations before the code (Procfile:1)",
        id="both",
    ),
    pytest.param(
        {**ADDS, **FIRST},
        LATE,
        "fail violated",
        'the code is deployed before the schema it needs: "Run the migrations" comes after'
        ' "Deploy"',
        id="plan-worse",
    ),
    pytest.param(
        {**ADDS, **AFTER},
        STEPS,
        "fail violated",
        'the Helm hook "post-upgrade" of "…-migrations" runs the migrations after the code',
        id="pipeline-worse",
    ),
    pytest.param(
        {**ADDS, **AFTER, **FIRST},
        {},
        "pass evidenced",
        "the release phase runs the migrations before the code (Procfile:1)",
        id="two-phases",
    ),
    pytest.param(
        {**ADDS, **AFTER, "compose.yaml": WAITING},
        {},
        "fail violated",
        'the Helm hook "post-upgrade" of "…-migrations" runs the migrations after the code',
        id="compose-speaks-for-itself",
    ),
    pytest.param(
        {**ADDS, "compose.yaml": WAITING},
        {},
        "pass evidenced",
        'the service "migrate" runs the migrations before the code (compose.yaml:2)',
        id="compose",
    ),
    pytest.param(
        {**ADDS, **AFTER, "Dockerfile": "FROM a\nCMD alembic upgrade head && serve\n"},
        {},
        "pass evidenced",
        "the CMD of the image runs the migrations before its own code (Dockerfile:2)",
        id="image",
    ),
    pytest.param(
        {**REMOVES, **AFTER},
        {},
        "pass evidenced",
        'the Helm hook "post-upgrade" of "…-migrations" runs the'
        " migrations after the code, where they belong: 0002_x only drops parts"
        " (chart/templates/migrate.yaml:8)",
        id="contract-after",
    ),
    pytest.param(
        REMOVES,
        LATE,
        "pass attested",
        '"Run the migrations" comes after "Deploy", where it belongs: 0002_x only drops parts',
        id="contract-planned-after",
    ),
    pytest.param(
        {**ADDS, "k8s/web.yaml": deployment("replicas: 8", DJANGO)},
        STEPS,
        "fail violated",
        'the init container "prepare" of Deployment "web" runs the migrations in 4 replicas at the'
        " same time, and django takes no lock; run them once, in a job before the rollout",
        id="race",
    ),
    pytest.param(
        {**ADDS, "k8s/web.yaml": deployment("replicas: 8", "command: [dbmate, up]")},
        {},
        "pass evidenced",
        'the init container "prepare" of Deployment "web" runs the migrations before its own code'
        " (k8s/web.yaml:9)",
        id="every-replica-with-a-lock",
    ),
]


@pytest.mark.parametrize(("files", "plan", "expected", "reason"), CASES)
def test_the_schema_comes_first(
    repo: Repository, files: Mapping[str, str], plan: Mapping[str, Any], expected: str, reason: str
) -> None:
    repo.commit({"README.md": "x", **files}, "second")
    item = judge(repo.path, "migrations-before-code", plan=plan)
    assert (outcome(item), item["reason"]) == (expected, reason)


def notes(repo: Repository, files: Mapping[str, str], plan: Mapping[str, Any]) -> list[str]:
    repo.commit(files, "second")
    item = judge(repo.path, "migrations-before-code", plan=plan)
    return [
        f"{one['file'].rpartition('/')[2]}:{one['line']} {one['message']}"
        for one in item["findings"]
    ]


def test_the_contradiction_is_told(repo: Repository) -> None:
    assert notes(repo, {**ADDS, WORKFLOW: two_jobs("rollout", "build")}, STEPS) == [
        'deploy.yml:10 the job "migrate" runs the migrations after the code',
        "deploy.yml:15 the code is deployed here, before it",
        'plan.yaml:1 the plan says: "Run the migrations" runs before "Deploy"',
    ]


def test_what_is_removed_before_the_code_is_a_note(repo: Repository) -> None:
    (note,) = notes(repo, {**REMOVES, **FIRST}, {})
    assert note == (
        "0002_x.up.sql:1 0002_x only removes or renames parts of the schema: that belongs after the"
        " code that no longer uses them"
    )


def test_what_is_unknown_is_a_note(repo: Repository) -> None:
    files = {**ADDS, "k8s/job.yaml": job("a: b"), ".gitlab-ci.yml": "migrate: {<<: *x}\n"}
    job_note, unread = notes(repo, files, STEPS)
    assert job_note == (
        'job.yaml:4 the Job "app-migrate" runs the migrations, and nothing says whether before the'
        " code"
    )
    assert unread.startswith(
        ".gitlab-ci.yml:1 .gitlab-ci.yml may run migrations and cannot be read"
    )
