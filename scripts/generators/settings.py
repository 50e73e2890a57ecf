"""The reference of the settings: the tables that make the flags, as a page. No I/O."""

from __future__ import annotations

from scripts.generators.markdown import NOTE, table
from tocsin_agent.core.settings import TABLE
from tocsin_hub.settings import SETTINGS, Setting

AGENT = """\
It remembers the hub and its own identity in its data folder: the next start needs neither `--hub`
nor a join code."""


def settings() -> str:
    """Return `settings.md`."""
    hub = [
        [
            f"`--{one.name}{' ' + _value(one) if _value(one) else ''}`",
            f"`{one.variable}`",
            _default(one),
            one.help,
        ]
        for one in SETTINGS
    ]
    agent = [
        [
            f"`{one.flag}{' ' + one.placeholder if one.placeholder else ''}`",
            ", ".join(f"`{variable}`" for variable in one.variables),
            f"`{one.default}`" if one.default else "",
            _sentence(one.help),
        ]
        for one in TABLE
    ]
    head = ["flag", "environment", "default", "meaning"]
    return (
        "\n\n".join(
            [
                "# Settings",
                NOTE,
                "A flag comes before the environment. In the environment, `1` turns a switch on.",
                "## The hub: `tocsin-hub serve`",
                table(head, hub),
                "## The agent: `tocsin-agent run`",
                AGENT,
                table(head, agent),
            ]
        )
        + "\n"
    )


def _value(setting: Setting) -> str:
    """Return what stands for the value of a flag; nothing for a switch."""
    if setting.type is bool:
        return ""
    choices = getattr(setting.type, "choices", None)
    return "|".join(choices) if choices else setting.metavar or "TEXT"


def _default(setting: Setting) -> str:
    return f"`{setting.default}`" if setting.default not in {"", (), False} else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
