"""`studentcloud`: the commands, each imported only when it is given."""

import traceback
from importlib import import_module
from pathlib import Path

import click

# Name: module in ec2_batch.commands, and what the command does.
COMMANDS = {
    "migrate": ("migrate", "Bring the database up to date with this version."),
    "seed": ("seed", "Fill the database with a made-up school district."),
    "serve": ("serve", "Run the Flask service: console, GraphiQL and REST."),
    "worker": ("worker", "Run the worker: imports, reports and events."),
    "import": ("import_file", "Upload a CSV file and show what importing it would do."),
    "apply": ("apply_import", "Apply an import that was shown."),
    "cancel": ("cancel_import", "Cancel an import."),
    "undo": ("undo_import", "Take an import back."),
    "formats": ("formats", "List what can be imported, and print files to start from."),
    "jobs": ("jobs", "List imports, the newest first."),
    "errors": ("errors", "Show what is wrong with the rows of an import."),
    "report": ("report", "Have a report written, and download it."),
    "token": ("token", "Print a token of the system that `make up` runs."),
    "redrive": ("redrive", "Have messages tried again that the queues have given up."),
    "doctor": ("doctor", "Look for what is wrong, and say what to do about it."),
}


class Commands(click.Group):
    """A group whose commands cost nothing until one of them is called."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return a command by its name."""
        if name not in COMMANDS:
            return None
        module, _ = COMMANDS[name]
        command: click.Command = import_module(f"ec2_batch.commands.{module}").command
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table into the help; click would import every command for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, does) in COMMANDS.items()])

    def invoke(self, context: click.Context) -> object:
        """Run a command; whatever goes wrong is said in a sentence."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click has words for these
        except Exception as misfortune:
            raise click.ClickException(sentence(misfortune)) from misfortune


def sentence(misfortune: Exception) -> str:
    """Return what went wrong, in words that help somebody who does not read Python."""
    # Named, not imported: these libraries are loaded only where they are needed.
    library = type(misfortune).__module__.partition(".")[0]
    if library in ("sqlalchemy", "psycopg2"):
        return f"The database does not do it: {first_line(getattr(misfortune, 'orig', misfortune))}"
    if library in ("botocore", "boto3"):
        return f"AWS does not do it: {first_line(misfortune)}"
    if isinstance(misfortune, OSError) or library == "runtime":
        return str(misfortune)
    frame = traceback.extract_tb(misfortune.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"This is a mistake of ours ({type(misfortune).__name__} at {place}). Please report it."


def first_line(misfortune: object) -> str:
    """Return the first line of an error's message; the others say it once more, or quote SQL."""
    return str(misfortune).strip().partition("\n")[0] or type(misfortune).__name__


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="student-cloud", prog_name="studentcloud")
def main() -> None:
    """Student Cloud: the batch host's programs, and commands for operators.

    Commands for operators find a running `make up` by its .data/up.json, here or in a folder
    above; elsewhere set STUDENT_CLOUD_GRAPHQL (the address) and STUDENT_CLOUD_TOKEN.
    """
