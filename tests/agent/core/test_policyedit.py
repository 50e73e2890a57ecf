"""Enabling a name changes one list of the file and not one byte besides."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.policyedit import HEADER, with_enabled

OWN = '# mine\n[command.x]\nargv = ["/bin/x"]  # [catalogue]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[catalogue]\nenable = ["a", "b"]\n'),
        (HEADER, HEADER + '[catalogue]\nenable = ["a", "b"]\n'),
        (OWN, OWN + '\n[catalogue]\nenable = ["a", "b"]\n'),
        ("x = 1", 'x = 1\n\n[catalogue]\nenable = ["a", "b"]\n'),
        ("[catalogue]\n", '[catalogue]\nenable = ["a", "b"]\n'),
        ("[catalogue]", '[catalogue]\nenable = ["a", "b"]\n'),
        ("[catalogue]\nenable = []\n", '[catalogue]\nenable = ["a", "b"]\n'),
        (
            "[ catalogue ] # c\n  enable=['x'] # d\n[shell]\n",
            '[ catalogue ] # c\n  enable=["a", "b"] # d\n[shell]\n',
        ),
        (
            '[catalogue]\r\nenable = [\r\n  "x", # ]\r\n  "]",\r\n]\r\n[shell]\r\n',
            '[catalogue]\r\nenable = ["a", "b"]\r\n[shell]\r\n',
        ),
        ("[catalogue]\n[shell]\n", '[catalogue]\nenable = ["a", "b"]\n[shell]\n'),
        (
            "[other]\nenable = [1]\n[catalogue]\n# none\n[more]\nenable = [2]",
            '[other]\nenable = [1]\n[catalogue]\nenable = ["a", "b"]\n# none\n[more]\nenable = [2]',
        ),
    ],
)
def test_the_list_is_written_where_it_belongs(before, after):
    assert with_enabled(before, ["a", "b"]) == after
    assert tomllib.loads(after)["catalogue"]["enable"] == ["a", "b"]


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "# [catalogue]",
            "# enable = [",
            '"a b" = "[catalogue]"',
            "  ",
            "\t# é",
            "d.e = [[1], []]",
        ]
    ),
    max_size=4,
    unique=True,
).map("\n".join)
NAMES = st.lists(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), max_size=5, unique=True)


@given(LINES, LINES, NAMES, NAMES)
def test_everything_else_stays_byte_for_byte(before, after, old, new):
    listed = ", ".join(f"'{name}'" for name in old)
    head, tail = f"{before}\n[catalogue]\nenable = ", f" # why\n[command.x]\n{after}\n"
    changed = with_enabled(f"{head}[ {listed}\n]{tail}", new)
    assert changed.startswith(head)
    assert changed.endswith(tail)
    assert tomllib.loads(changed)["catalogue"] == {"enable": new}


@given(st.text(max_size=80), NAMES)
def test_any_text_is_changed_without_an_error(text, names):
    assert "enable = [" in with_enabled(text, names) or "[catalogue]" in text
