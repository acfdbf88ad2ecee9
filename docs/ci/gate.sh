#!/bin/sh
# Judges deployment plans right before a deployment, in any CI, and ends with the exit code of
# deploylint: only 0 is a permission.
#
#   DEPLOYLINT_SOURCE=... sh gate.sh [ARGUMENT OF deploylint check]...
#
# DEPLOYLINT_SOURCE   what pip installs deploylint from: a folder, or a URL such as
#                     git+https://...@COMMIT
# DEPLOYLINT_PYTHON   a Python, 3.11 or later; default: python3
# DEPLOYLINT_REPORTS  a folder for the reports; default: deploylint-reports. If it is relative, no
#                     part of it may be a link, since a commit could have made it one
# DEPLOYLINT_GATE     no: judge plans that are not about to be deployed, such as those of a branch
#
# On standard output the report is followed by lines for scripts: decision=..., blocked=...,
# next_permitted=..., exit_code=...
set -eu

if [ -z "${DEPLOYLINT_SOURCE:-}" ]; then
  echo "gate.sh: set DEPLOYLINT_SOURCE: what pip installs deploylint from" >&2
  exit 2
fi
case "${DEPLOYLINT_GATE:-yes}" in
  yes) set -- --gate "$@" ;;
  no) ;;
  *)
    echo "gate.sh: DEPLOYLINT_GATE is neither yes nor no" >&2
    exit 2
    ;;
esac

reports="${DEPLOYLINT_REPORTS:-deploylint-reports}"
part="$reports"
while :; do
  case "$part" in /* | "") break ;; esac
  if [ -L "${part%/}" ]; then
    echo "gate.sh: the reports are not written to $reports: ${part%/} is a link" >&2
    exit 2
  fi
  case "$part" in */*) part="${part%/*}" ;; *) break ;; esac
done

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# -I, and without these: what lies in the current folder is not imported
unset PYTHONPATH PYTHONHOME
"${DEPLOYLINT_PYTHON:-python3}" -I -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -I -m pip install --quiet --no-input --disable-pip-version-check "$DEPLOYLINT_SOURCE"

mkdir -p "$reports"
# a report of an earlier run is no answer of this one
rm -f "$reports/deploylint.json" "$reports/junit.xml" "$reports/deploylint.html"
# for editors: the first line of the JSON names it, and what is installed will be gone
rm -rf "$reports/.deploylint"
"$python" -I -m deploylint schema --write report --folder "$reports/.deploylint" \
  </dev/null >/dev/null || true

code=0
"$python" -I -m deploylint check -o text -o "json=$reports/deploylint.json" \
  -o "junit=$reports/junit.xml" -o "html=$reports/deploylint.html" "$@" </dev/null || code=$?

"$python" -I - "$reports/deploylint.json" "$code" "${DEPLOYLINT_GATE:-yes}" <<'END' || code=$?
import json, sys

path, code, gate = sys.argv[1], int(sys.argv[2]), sys.argv[3]
try:
    with open(path, encoding="utf-8") as file:
        told = json.load(file)
except (OSError, ValueError):
    told = {"decision": "error", "blocked": True, "next_permitted": None}

decision = told["decision"]
if code == 0 and (decision == "error" or (decision == "none" and gate == "yes")):
    code = 3  # such as for --help: nothing was judged
blocked = code != 0 or told["blocked"]
print(f"decision={decision}")
print(f"blocked={'true' if blocked else 'false'}")
print(f"next_permitted={told['next_permitted'] or ''}")
print(f"exit_code={code}")
sys.exit(code)
END
exit "$code"
