"""The lab's compose file keeps its promises: loopback only, no rights, no secret, and valid."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.resources import files as resources

import jsonschema
import pytest
import yaml

from tests.repository.checkout import ROOT
from tocsin_agent.core import policyfile
from tocsin_agent.core.catalogue import entries_for

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
AGENTS = sorted(set(SERVICES) - {"hub"})
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def stages() -> dict[str, str]:
    """The Dockerfile's stages by name, each with the one it begins from."""
    return {
        name: base for base, name in re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.MULTILINE)
    }


def stage(name: str) -> str:
    """One stage's text."""
    _, _, rest = DOCKERFILE.partition(f" AS {name}\n")
    return rest.partition("\nFROM ")[0]


def test_it_is_what_the_published_schema_admits():
    folder = resources("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((folder / "compose-spec.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []
    # And the schema does look: a misspelt key is refused.
    assert not validator.is_valid({"services": {"hub": {"port": ["8765"]}}})


def test_a_hub_and_three_agents_of_different_loads():
    assert len(AGENTS) == 3
    loads = {SERVICES[name].get("environment", {}).get("LOAD", "idle") for name in AGENTS}
    assert loads == {"idle", "cpu", "storage"}


def test_only_the_hub_is_published_and_only_on_loopback():
    assert SERVICES["hub"]["ports"] == ["127.0.0.1:8765:8765"]
    assert [name for name in AGENTS if "ports" in SERVICES[name]] == []
    assert [name for name in SERVICES if "network_mode" in SERVICES[name]] == []


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_container_has_no_rights(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "user"} & set(service)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_container_is_not_root_and_mounts_nothing_of_the_machine(name):
    target = SERVICES[name]["build"]["target"]
    # The lab's agent is the agent's image with loads: it drops its rights there.
    assert "USER tocsin" in stage(target) or "USER tocsin" in stage(stages()[target])
    mounted = {volume.split(":")[0] for volume in SERVICES[name]["volumes"]}
    assert mounted <= set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_waits_for_a_healthy_hub_and_reads_the_join_code_only(name):
    service = SERVICES[name]
    assert service["depends_on"] == {"hub": {"condition": "service_healthy"}}
    assert "join:/join:ro" in service["volumes"]
    assert f"--name={name}" in service["command"]
    assert "--join-file=/join/code" in service["command"]
    assert not any(word.startswith("--join=") for word in service["command"])


def test_the_hub_tells_that_it_is_healthy():
    assert re.search(r"^HEALTHCHECK .*\n.*python3.*/healthz", stage("hub"), re.MULTILINE)
    command = SERVICES["hub"]["command"]
    assert {"--listen=0.0.0.0:8765", "--insecure-http", "--lab"} < set(command)
    assert {"--allow-host=hub:8765", "--join-code-file=/join/code"} < set(command)


def test_there_is_no_secret():
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert not re.search(r"(?i)(password|secret|token|api_?key)\s*[:=]", text)
    for service in SERVICES.values():
        assert set(service.get("environment", {})) <= {"LOAD"}


def test_the_images_build_from_any_base_and_need_no_frontend_from_a_registry():
    assert "# syntax" not in DOCKERFILE
    assert DOCKERFILE.count("ARG BASE_IMAGE=python:3.12-slim") == 1
    ours = {*stages(), "${BASE_IMAGE}", "scratch", "page-${PAGE}"}
    assert set(stages().values()) <= ours
    assert {service["build"]["target"] for service in SERVICES.values()} <= set(stages())


def test_the_labs_policy_is_one_and_the_agents_read_it():
    text = (ROOT / "scripts/lab/policy.toml").read_text("utf-8")
    allowed = policyfile.parse(tomllib.loads(text), "linux")
    assert allowed.shell
    assert allowed.enabled == entries_for("linux").keys()
    assert "scripts/lab/policy.toml /etc/tocsin/policy.toml" in stage("lab-agent")
    for name in AGENTS:
        assert "--policy=/etc/tocsin/policy.toml" in SERVICES[name]["command"]


@pytest.mark.parametrize("load", ["cpu", "storage"])
def test_a_load_runs_and_leaves_nothing_behind(load, tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/lab/load.py", load, "0.2"],
        cwd=tmp_path,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
