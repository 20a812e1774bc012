#!/bin/sh
# Make the synthetic county once, then evaluate its villages anew.
set -eu
cd "$(dirname "$0")/.."

guben=.venv/bin/guben
workbook=demo/county/county.xlsx

# The workbook, not its folder: an interrupted run leaves a folder without one.
if [ ! -f "$workbook" ]; then
    echo "Making the demo county."
    rm -rf demo/county
    "$guben" synth --scale county --out demo/county
fi

echo "Evaluating the villages of the demo county."
rm -rf demo/results
"$guben" evaluate pioneer-project/village --data "$workbook" --as-of 2024-12-31 --out demo/results
echo "Next: .venv/bin/guben explain demo/results ORGANIZATION, with a name or code from demo/results/results.xlsx"
