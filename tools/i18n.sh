#!/usr/bin/env bash
# Collects the texts to translate into i18n/landweave_fr.ts and compiles it to .qm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for program in pylupdate5 lrelease; do
    if ! command -v "$program" >/dev/null; then
        echo "$program is not there. Install it: apt-get install pyqt5-dev-tools qttools5-dev-tools" >&2
        exit 1
    fi
done
mapfile -t sources < <(git ls-files 'plugin/*.py' 'processing_provider/*.py')
pylupdate5 -noobsolete "${sources[@]}" -ts i18n/landweave_fr.ts
lrelease i18n/landweave_fr.ts -qm i18n/landweave_fr.qm
