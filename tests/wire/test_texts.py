"""What people and machines may write: logins, chat, words that end things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_wire.errors import BadText, TooLarge
from tocsin_wire.texts import (
    MAX_CHAT,
    check_chat,
    check_emoji,
    is_farewell,
    is_login,
    is_stop,
    printable,
)

UNSAFE = [
    "\0",
    "\x07",
    "\x08",
    "\x0b",
    "\r",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x80",
    "\x9b",
    "\x9f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\ud800",
    "\udfff",
]


@pytest.mark.parametrize("text", ["alice", "A", "0", "a.b-c_d", "x" * 32])
def test_logins(text):
    assert is_login(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 33,
        ".a",
        "-a",
        "_a",
        "a b",
        "a\n",
        "\na",
        "élise",
        "a/b",
        "a\0",
        "@hub",
        "a\u202eb",
    ],
)
def test_what_is_no_login(text):
    assert not is_login(text)


@pytest.mark.parametrize("text", ["hello", "two\nlines", "a\tb", "  x  ", "arrêt 🛑 停止 עצור"])
def test_what_may_be_said(text):
    assert check_chat(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0\u2003"])
def test_nothing_cannot_be_said(text):
    with pytest.raises(BadText, match="empty"):
        check_chat(text)


def test_the_longest_line_of_chat():
    assert check_chat("é" * MAX_CHAT)
    with pytest.raises(TooLarge, match="4001 characters: at most 4000"):
        check_chat("é" * (MAX_CHAT + 1))


@pytest.mark.parametrize("char", UNSAFE, ids=lambda char: f"U+{ord(char):04X}")
def test_what_could_disguise_a_message_is_refused_and_named(char):
    with pytest.raises(BadText, match=f"U\\+{ord(char):04X}"):
        check_chat(f"a{char}b")


@given(st.text(st.characters(codec=None), max_size=50), st.integers(0, 60))
def test_what_machines_report_is_made_printable_and_never_refused(text, limit):
    shown = printable(text, limit)
    assert len(shown) == min(len(text), limit)
    assert not set(shown) & set(UNSAFE)
    kept = [(a, b) for a, b in zip(text, shown, strict=False) if a != b]
    assert all(b == "�" for _, b in kept)
    assert printable(shown, limit) == shown


@pytest.mark.parametrize("unseen", ["\u061c", "\u200b", "\u200e", "\u2028", "\u2060", "\ufeff"])
def test_a_name_holds_nothing_unseen(unseen):
    assert printable(f"web{unseen}1", 20) == "web\ufffd1"


@pytest.mark.parametrize("joined", ["\u0645\u06cc\u200c\u062e\u0648", "\U0001f469\u200d\U0001f692"])
def test_a_name_may_be_joined_as_its_writing_wants(joined):
    assert printable(joined, 20) == joined


@pytest.mark.parametrize("text", ["bye", "BYE", " Bye\n", "fin", "stop", "/bye", "/quit", "/exit"])
def test_farewells(text):
    assert is_farewell(text)
    assert not is_stop(text)


@pytest.mark.parametrize("text", ["arret", "ARRÊT", " arrêt ", "/arret", "/arrêt"])
def test_stops(text):
    assert is_stop(text)
    assert not is_farewell(text)


@pytest.mark.parametrize("text", ["bye bye", "goodbye", "stop it", "arreter", "the end", ""])
def test_other_words_end_nothing(text):
    assert not is_farewell(text)
    assert not is_stop(text)


EMOJIS = {
    "a face": "\U0001f600",
    "a heart, as text and as a picture": "\u2764 \u2764\ufe0f",
    "a skin tone": "\U0001f44d\U0001f3fd",
    "a flag": "\U0001f1eb\U0001f1f7",
    "a flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "a kiss": "\U0001f9d1\U0001f3fb\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f9d1\U0001f3ff",
    "a rainbow flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a check mark, an arrow": "\u2705 \u27a1\ufe0f",
}


@pytest.mark.parametrize("emojis", EMOJIS.values(), ids=EMOJIS)
def test_an_emoji(emojis):
    for emoji in emojis.split():
        assert check_emoji(emoji) == emoji


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "7",
        "é",
        "ok",
        ":-)",
        "\n",
        "\ufe0f",
        "\u200d",
        "\u202e",
        "\U0001f1eb",
        "\U0001f600\U0001f600",
        "\U0001f600 ",
        "\U0001f600\n",
        "\u200d\U0001f600",
        "\U0001f600\u200d",
        "\U0001f600\u0301",
        "\U0001f468" + "\u200d\U0001f468" * 8,
        *UNSAFE,
    ],
)
def test_no_emoji(text):
    with pytest.raises(BadText):
        check_emoji(text)
