#!/bin/sh
# Make the demo once, print a fresh sign-in link for each role, and serve it until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."

guben=.venv/bin/guben
port=${PORT:-8000}

"$guben" demo --data demo/web --address "http://localhost:$port"
exec "$guben" serve --data demo/web --port "$port"
