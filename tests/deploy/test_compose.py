"""compose.yaml brings up the whole site, and gives each part no more than it needs."""

import json
import re
import subprocess

import pytest
import yaml

from tests.processes import ROOT

OURS = ["secrets", "migrate", "setup", "web", "worker", "scheduler"]
SERVERS = {"postgres": "postgres-data", "elasticsearch": "elasticsearch-data", "redis": "redis-data"}
PUBLIC = {
    "LASWEB_HOST": "www.example.nhs.uk",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.nhs.uk:587",
    "DEFAULT_FROM_EMAIL": "web@example.nhs.uk",
    "LASWEB_CERTIFICATES": "/etc/lasweb/certificates",
}


def config(*files, **variables) -> subprocess.CompletedProcess[str]:
    arguments = [word for file in files for word in ("--file", file)]
    return subprocess.run(
        ["docker-compose", *arguments, "config"],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin:/usr/local/bin"} | variables, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def services(done) -> dict:
    assert (done.returncode, done.stderr) == (0, "")
    return yaml.safe_load(done.stdout)["services"]


@pytest.fixture(scope="module")
def demo() -> dict:
    """Return the services as docker compose understands them, with no variable set and no file beside it."""
    return services(config("compose.yaml"))


pytestmark = pytest.mark.needs("docker-compose")


def test_every_part_is_there_and_what_must_last_has_a_volume(demo):
    assert set(demo) == {*OURS, *SERVERS, "nginx"}
    for name, volume in SERVERS.items():
        assert [mount.partition(":")[0] for mount in demo[name]["volumes"] if mount.startswith(volume)] == [volume]
    assert demo["elasticsearch"]["image"].endswith(":9.4.3")


@pytest.mark.parametrize("name", [*OURS, "nginx"])
def test_what_faces_the_public_can_write_nowhere_and_do_nothing_special(demo, name):
    service = demo[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_only_nginx_is_reached_from_outside_and_only_from_this_machine(demo):
    assert {name: service["ports"] for name, service in demo.items() if "ports" in service} == {
        "nginx": ["127.0.0.1:8080:8080/tcp"]
    }


def test_nginx_reaches_the_site_and_not_what_it_stands_on(demo):
    assert set(demo["web"]["networks"]) >= {"front", "data"}
    assert "data" not in demo["nginx"]["networks"]
    assert all(list(demo[name]["networks"]) == ["data"] for name in SERVERS)
    assert [name for name in demo if "front" in demo[name].get("networks", {})] == ["nginx", "web"]


def test_the_site_believes_nginx_alone(demo):
    address = demo["nginx"]["networks"]["front"]["ipv4_address"]
    for name in ("web", "worker", "scheduler"):
        assert demo[name]["environment"]["FORWARDED_ALLOW_IPS"] == address
        assert demo[name]["environment"]["TRUSTED_PROXIES"] == "1"
    assert demo["scheduler"]["environment"]["FILE_PROOF_ADDRESS"] == "http://nginx:8080"
    assert set(demo["scheduler"]["networks"]) & set(demo["nginx"]["networks"]), "or it could not be asked"


def test_tables_are_made_before_anything_uses_them_and_by_nothing_that_serves(demo):
    assert demo["migrate"]["command"][-1] == "locked_migrate"
    assert demo["setup"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    for name in ("web", "worker", "scheduler"):
        assert demo[name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"
        assert "migrate" not in " ".join(demo[name].get("command", []))


def test_the_processes_are_those_of_the_procfile(demo):
    lines = (ROOT / "Procfile").read_text().splitlines()
    commands = {name: command.split() for name, command in (line.split(": exec ") for line in lines)}
    image = json.loads(re.search(r"^CMD (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1])
    assert {name: demo[name].get("command", image) for name in commands} == commands


def test_what_runs_for_ever_comes_back_by_itself(demo):
    lasting = {"web", "worker", "scheduler", "nginx", *SERVERS}
    assert {name for name, service in demo.items() if service.get("restart") == "unless-stopped"} == lasting


def test_no_secret_stands_in_it(demo):
    for name, service in demo.items():
        for variable in service.get("environment", {}):
            assert not variable.endswith(("PASSWORD", "SECRET_KEY", "DATABASE_URL")), name
    assert demo["web"]["environment"]["SECRET_KEY_FILE"] == "/run/lasweb/secret_key"
    readers = {name for name, service in demo.items() if any("secrets:" in mount for mount in service["volumes"])}
    assert readers == {*OURS, "postgres"}


def test_a_public_site_is_strict_and_without_the_demo():
    found = services(config("compose.yaml", "compose.production.yaml", **PUBLIC))
    for name in ("migrate", "setup", "web", "worker", "scheduler"):
        settings = found[name]["environment"]
        assert settings["DJANGO_SETTINGS_MODULE"] == "lasweb.settings.production"
        assert settings["SITE_URL"] == "https://www.example.nhs.uk"
        assert settings["FILE_PROOF_ADDRESS"] == ""
        assert settings["BEHIND_HTTPS_PROXY"] == "1"
        assert settings["SECRET_KEY_FILE"]
    assert found["setup"]["command"][-1] == "set_up_roles"
    assert not any("load_demo" in " ".join(service.get("command", [])) for service in found.values())


@pytest.mark.parametrize("forgotten", ["LASWEB_HOST", "EMAIL_URL"])
def test_a_public_site_says_what_it_has_not_been_told(forgotten):
    done = config(
        "compose.yaml", "compose.production.yaml",
        **{name: value for name, value in PUBLIC.items() if name != forgotten},
    )  # fmt: skip
    assert done.returncode != 0
    assert forgotten in done.stderr
