"""Which files may show when migrations run, and what reads each."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import cast

from deploylint.errors import UserError, UserErrors
from deploylint.facts.rollout import Rollout, RolloutStep
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

Reader = Callable[[str, str], tuple[RolloutStep, ...]]

FOLDERS = (
    *("k8s", "kubernetes", "kube", "manifests", "deploy", "deployment", "deployments", "helm"),
    *("argo", "argocd", "gitops", "kustomize", "base", "overlays", "infra"),
)
"""Folders in which YAML files may be manifests of Kubernetes."""

KINDS: tuple[tuple[str, str, str], ...] = (
    ("rolloutgithub", "read_workflow", r"\.github/workflows/[^/]+\.ya?ml"),
    ("rolloutgitlab", "read_gitlab", r"\.gitlab-ci\.ya?ml"),
    ("rolloutplatforms", "read_procfile", r"(?:.*/)?Procfile"),
    ("rolloutplatforms", "read_fly", r"(?:.*/)?fly(?:\.[\w-]+)?\.toml"),
    ("rolloutplatforms", "read_heroku", r"heroku\.ya?ml"),
    ("rolloutplatforms", "read_render", r"render\.ya?ml"),
    ("rolloutplatforms", "read_app_json", r"app\.json"),
    ("rolloutplatforms", "read_kamal", r"(?:.*/)?\.kamal/hooks/[\w-]+"),
    ("rolloutimages", "read_dockerfile", r"(?:.*/)?(?:Dockerfile(?:\.[\w-]+)?|[\w-]+\.Dockerfile)"),
    ("rolloutimages", "read_entrypoint", r"(?:.*/)?(?:docker-)?entrypoint(?:\.sh)?"),
    ("rolloutcompose", "read_compose", r"(?:.*/)?(?:docker-)?compose[\w.-]*\.ya?ml"),
    ("rollouthelm", "read_template", r"(?:.*/)?templates/.*\.ya?ml"),
    (
        "rolloutkubernetes",
        "read_manifests",
        rf"(?:.*/)?(?:{'|'.join(FOLDERS)})/.*\.ya?ml",
    ),
)
"""The module and the function that read files of these paths; the first that fits reads a file."""

_KINDS = [(module, function, re.compile(pattern)) for module, function, pattern in KINDS]
_ENDS = (
    *(".yml", ".yaml", "Procfile", ".toml", "app.json", ".sh", "entrypoint", "ockerfile"),
    *("-deploy", "-app-boot"),
)
_ELSEWHERE = re.compile(
    r"(?:^|[/._-])(?:tests?|testing|testdata|e2e|examples?|samples?|fixtures|docs?|node_modules"
    r"|vendor|third_party|dev|developer|local|development|devcontainer|ci|override)(?=[/._-])"
)
"""Folders, and parts of names, of what deploys to no environment of the project."""

TALKS = re.compile(r"migrat|alembic|flyway|liquibase|goose|dbmate|sqitch|diesel|db:prepare|db push")
"""What a file holds that may run migrations."""


def candidates(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths of files that may show when migrations run."""
    for path in paths:
        likely = path.endswith(_ENDS) or "ockerfile." in path
        if likely and _reader(path) is not None and not _is_elsewhere(path):
            yield path


def _is_elsewhere(path: str) -> bool:
    # a workflow may be called ci.yml and deploy all the same
    ours = path.startswith((".github/", ".gitlab-ci"))
    return not ours and _ELSEWHERE.search(path) is not None


def read_rollout(texts: Mapping[str, str]) -> Rollout:
    """Return what files show, and which of them cannot be read."""
    steps: list[RolloutStep] = []
    unreadable: list[Finding] = []
    for path, text in texts.items():
        found = _reader(path)
        if found is None or TALKS.search(text) is None:
            continue
        try:
            steps += _read(*found, text, path)
        except UserError as error:
            first = error.errors[0] if isinstance(error, UserErrors) else error
            at = first.where if isinstance(first.where, Location) else Location(path, 1, 1)
            message = f"{path} may run migrations and cannot be read: {first.message}"
            unreadable.append(Finding(message, at))
    return Rollout(tuple(steps), tuple(unreadable))


def _reader(path: str) -> tuple[str, str] | None:
    return next((kind[:2] for kind in _KINDS if kind[2].fullmatch(path)), None)


def _read(module: str, function: str, text: str, path: str) -> tuple[RolloutStep, ...]:
    """Read a file; what looks like a manifest and is a template is read as one."""
    if module == "rolloutkubernetes" and "{{" in text:
        module, function = "rollouthelm", "read_template"
    reader = cast("Reader", getattr(import_module(f"deploylint.formats.{module}"), function))
    return reader(text.removeprefix("\ufeff"), path)
