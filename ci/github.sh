#!/usr/bin/env bash
# What the GitHub action runs. Everything comes in as variables: nothing that is typed into them is run.
#
#   DSLINT      the program                     COMMAND  lint, plan or diff
#   PATHS       files and folders               ARGUMENTS  more arguments (both are lists of words)
#   FORMAT      how findings are printed        SARIF  a file for code scanning, or empty
#   COMPARE     true: also compare with the base of the pull request
#   BASE        the base branch                 NUMBER  the number of the pull request
#   COMMENT     true: one comment on the pull request, kept up to date (needs GH_TOKEN, and Python as PYTHON)
set -uf -o pipefail

report="${RUNNER_TEMP:-/tmp}/dslint-difference.md"

# shellcheck disable=SC2086 # PATHS and ARGUMENTS are lists of words
check() {
  local outputs=(--output "$FORMAT")
  [ -z "$SARIF" ] || outputs+=(--output "sarif=$SARIF")
  "$DSLINT" "$COMMAND" $PATHS $ARGUMENTS "${outputs[@]}"
}

# shellcheck disable=SC2086 # as above
compare() {
  local base="origin/$BASE"
  if ! git rev-parse --quiet --verify --end-of-options "$base^{commit}" >/dev/null; then
    echo "::warning title=dslint::$base is not in this clone: give actions/checkout fetch-depth: 0"
    return 0
  fi
  # The common ancestor: what others changed on the base branch since is not part of this change.
  local fork
  fork=$(git merge-base "$base" HEAD) || {
    echo "::warning title=dslint::no common ancestor with $base: give actions/checkout fetch-depth: 0"
    return 0
  }
  local path
  for path in $PATHS; do
    "$DSLINT" diff "git:$fork" "$path" --fail-on never --output markdown
  done >"$report"
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$report" >>"$GITHUB_STEP_SUMMARY"
  [ "$COMMENT" != true ] || comment
}

# One comment, found again by the marker in its first line.
comment() {
  "${PYTHON:-python3}" "$(dirname "${BASH_SOURCE[0]}")/comment.py" "$report"
}

check
code=$?
if [ "$COMPARE" = true ] && [ -n "$BASE" ]; then
  compare
fi
exit "$code"
