"""Usage errors of Click as messages of privkg: what is wrong, and what to write."""

import re

import click

from privkg.core import spelling

_QUOTED = re.compile(r"(?<!\w)'(.*?)'(?!\w)")
_SHORT = len("-x")
_NUMBERS = {"integer": "whole number", "float": "number"}
"""Types of Click, as users call them."""
_TYPE = re.compile(r"a valid (integer|float)(?: range)?$")
_SENTENCE = re.compile(r"[A-Z](?=[a-z ])")


def message(error: click.UsageError) -> str:
    """Return the message of a usage error, with advice.

    Click writes sentences with a capital, a full stop and single quotes; privkg writes clauses with
    none of these, values in double quotes, and advice after a semicolon.
    """
    command = error.ctx.command_path if error.ctx else "privkg"
    advice = f"see `{command} --help`"
    if isinstance(error, click.NoSuchOption):
        near = _near(error.option_name, _options(error.ctx))
        offer = f'did you mean "{near}"?' if near else advice
        return f'unknown option "{error.option_name}"; {offer}'
    text = _QUOTED.sub(r'"\1"', error.format_message().removesuffix("."))
    if _SENTENCE.match(text):
        text = f"{text[0].lower()}{text[1:]}"
    text = _TYPE.sub(lambda kind: f"a {_NUMBERS[kind[1]]}", text)
    text = re.sub(r'^(missing argument|missing option|invalid value for) "(.*?)"', r"\1 \2", text)
    return text if ";" in text else f"{text}; {advice}"


def _near(given: str, known: list[str]) -> str | None:
    """Return the option that `given` misspells, shortens or lengthens, or None."""
    related = [name for name in known if name.startswith(given) or given.startswith(name)]
    longest = max(related, key=len, default="")
    return spelling.nearest(given, known) or (longest if len(longest) > _SHORT else None)


def _options(context: click.Context | None) -> list[str]:
    parameters = context.command.get_params(context) if context else []
    return [
        name for each in parameters for name in (*each.opts, *each.secondary_opts) if name[:1] == "-"
    ]
