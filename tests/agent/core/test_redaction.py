"""Secrets on command lines are hidden, as they are usually written; the rest stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.redaction import HIDDEN, redacted

S = "hunter2-xyzzy"


@pytest.mark.parametrize(
    "words",
    [
        ["tocsin-agent", "run", "--join", S],
        ["tocsin-agent", "run", f"--join={S}", "--name", "x"],
        ["python", "-m", "tocsin_agent", "run", "--hub", "http://h", "--join", S],
        ["sh", "-c", f"exec tocsin-agent run --join {S} --wait"],
        ["sh", "-c", f"tocsin-agent run --join='{S}'"],
        [f"tocsin-agent: run --join {S}"],
        ["db", f"--password={S}"],
        ["db", "--password", S],
        ["db", "--Password", f"{S} with spaces"],
        ["db", f"--db-password={S}"],
        ["db", f"--dbPassword={S}"],
        ["db", "-password", S],
        ["db", "--passwd", S],
        ["db", "--pass", S],
        ["db", "--pw", S],
        ["app", f"--token={S}"],
        ["app", "--auth-token", S],
        ["app", "--API_KEY", S],
        ["app", f"--api-key={S}"],
        ["app", f"--client-secret={S}"],
        ["app", "--secret", S],
        ["java", f"-Djavax.net.ssl.keyStorePassword={S}", "-jar", "x.jar"],
        ["java", f"-Dspring.datasource.password={S}"],
        ["env", f"PGPASSWORD={S}", "psql"],
        ["docker", "run", "-e", f"POSTGRES_PASSWORD={S}", "postgres"],
        ["mount", "-o", f"username=a,password={S},ro", "//h/s"],
        ["curl", "-H", f"Authorization: Bearer {S}", "http://h"],
        ["curl", "-H", f"X-Api-Key: {S}", "http://h"],
        ["curl", "-d", f'{{"user":"a","password":"{S}"}}', "http://h"],
        ["curl", "-u", f"me:{S}", "http://h"],
        ["curl", f"-ume:{S}", "http://h"],
        ["curl", f"http://me:{S}@h/x"],
        ["curl", f"http://h/x?a=1&access_token={S}&b=2"],
        ["psql", f"postgresql://me:{S}@h:5432/db"],
        ["mysql", f"-p{S}", "db"],
        ["sudo", "/usr/bin/mysqldump", f"-p{S}", "db"],
        ["sshpass", "-p", S, "ssh", "h"],
        ["redis-cli", "-a", S],
        ["bash", "-c", f"PGPASSWORD='{S}' psql -h h"],
        ["bash", "-c", f'db --password "{S}"'],
        ["bash", "-c", f'"db --password {S}"'],
        ["bash", "-c", f"""ssh h 'sh -c "db --password {S}"'"""],
        ["bash", "-c", f"db --password '{S} and more"],
    ],
)
def test_a_secret_is_hidden(words):
    shown = redacted(words)
    assert S not in " ".join(shown)
    assert HIDDEN in " ".join(shown)
    assert len(shown) == len(words)
    assert shown[0].split(":")[0] == words[0].split(":")[0]


def test_a_join_code_is_hidden_wherever_it_stands():
    code = "7K3QX-00ABC-ZZ9YT-1H2J3"
    for words in (["x", code], ["x", f"say:{code}."], ["x", code.lower()], [f"a {code} b"]):
        assert code.lower() not in " ".join(redacted(words)).lower()


@pytest.mark.parametrize(
    "words",
    [
        ["nginx: worker process"],
        ["/usr/bin/python3", "-m", "http.server", "8000", "--bind", "127.0.0.1"],
        ["tocsin-agent", "run", "--join-file", "/join/code", "--data=/data"],
        ["tocsin-hub", "serve", "--join-code-file", "/join/code"],
        ["app", "--password-file", "/etc/x", "--token-path=/run/t", "--passphrase-fd", "3"],
        ["app", "--max-tokens", "100", "--tokenizer=gpt"],
        ["sshd: alice@pts/0"],
        ["sleep", "600"],
        ["ls", "-p", "/x"],
        ["curl", "http://h:80/a@b"],
        ["/opt/passwords/bin/serve", "/srv/secrets/"],
        ["make", "-j4", "V=1", "CC=gcc"],
        [""],
        [],
    ],
)
def test_what_is_no_secret_stays(words):
    assert redacted(words) == words


def test_only_the_secret_is_hidden():
    assert redacted(["mount", "-o", f"user=a,password={S},ro", "//h/s"]) == [
        "mount", "-o", f"user=a,password={HIDDEN},ro", "//h/s",
    ]  # fmt: skip
    code = "-".join(["7K3QX"] * 10)
    assert redacted(["tocsin-agent", "join", "http://h", code]) == [
        "tocsin-agent", "join", "http://h", HIDDEN,
    ]  # fmt: skip
    line = f"exec  agent --join {S}  --wait"
    assert redacted(["sh", "-c", line]) == ["sh", "-c", f"exec  agent --join {HIDDEN}  --wait"]


@given(st.lists(st.text(max_size=40) | st.text("a-='\" ", max_size=40), max_size=8))
def test_any_command_line_can_be_shown(words):
    assert len(redacted(words)) == len(words)


@given(st.lists(st.text(max_size=20), max_size=4), st.text(min_size=1), st.booleans())
def test_a_join_code_never_passes_whatever_stands_around_it(before, code, is_attached):
    words = [*before, f"--join={code}"] if is_attached else [*before, "--join", code]
    assert redacted(words)[-1] in (HIDDEN, f"--join={HIDDEN}")


def test_an_option_that_stands_where_a_secret_should_still_hides_its_own():
    assert redacted(["x", "--auth", "--join", S]) == ["x", "--auth", HIDDEN, HIDDEN]
