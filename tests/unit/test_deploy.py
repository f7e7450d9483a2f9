"""The files in deploy/: they name only settings, routes and commands that there are, and run
everything without rights."""

import configparser
import json
import re

import pytest
import yaml

from bot.__main__ import COMMANDS
from bot.settings import ROOT, Settings, setting_names
from bot.supervise.__main__ import COMMANDS as SUPERVISE
from bot.web.health import ROUTES
from bot.web.metrics import Metrics

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
KUBERNETES = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "reitti.yaml").read_text("utf-8")))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
# Read by HAProxy alone.
BALANCER = {
    f"REITTI_{name}"
    for name in (
        *("BALANCER", "WEB_1", "WEB_2", "RASA_BALANCER", "RASA_1", "RASA_2"),
        *("ACTIONS_BALANCER", "ACTIONS_1", "ACTIONS_2", "DEPLOY"),
        *("BALANCER_TLS", "CERTIFICATE"),
    )
}
TEXTS = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".json"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_only_settings_that_there_are(path):
    named = set(re.findall(r"\bREITTI_[A-Z0-9_]*[A-Z0-9]", path.read_text("utf-8")))
    assert named - set(setting_names()) - BALANCER == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_only_health_questions_that_there_are(path):
    known = {route.path for route in ROUTES} | {"/health"}
    asked = set(re.findall(r"(?<!reitti)/health[a-z/]*", path.read_text("utf-8")))
    assert asked <= known


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_only_commands_that_there_are(path):
    text = path.read_text("utf-8")
    known = {module.__name__.rsplit(".", 1)[1] for module in COMMANDS}
    for command in re.findall(r'\.venv/bin/reitti"?,? "?([a-z]+)', text):
        assert command in known
    for command in re.findall(r'bot\.supervise"?,? "?([a-z]+)', text):
        assert command in SUPERVISE


def test_the_example_of_settings_is_one_that_the_service_starts_with():
    lines = (DEPLOY / "reitti.env.example").read_text("utf-8").splitlines()
    env = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    settings = Settings.from_environment(env)
    assert settings.cookie_secure and settings.totp_required and not settings.demo
    assert len(settings.rasa_secret) >= 16


def unit(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(path.read_text("utf-8"))
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_have_no_rights_to_lose(path):
    service = unit(path)["Service"]
    assert service["User"] == "reitti"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_speak_only_to_addresses_that_are_named(path):
    lines = [line.partition("=") for line in path.read_text("utf-8").splitlines()]
    assert ("IPAddressDeny", "=", "any") in lines
    allowed = [value for name, _, value in lines if name == "IPAddressAllow"]
    assert "localhost" in allowed and not {"any", "0.0.0.0/0", "::/0"} & set(allowed)


def test_pods_speak_only_to_places_that_are_named():
    (policy,) = (thing["spec"] for thing in KUBERNETES if thing["kind"] == "NetworkPolicy")
    assert "Egress" in policy["policyTypes"]
    for rule in policy["egress"]:
        assert rule["to"] and rule["ports"]
        assert "0.0.0.0/0" not in str(rule)


def test_units_give_time_to_finish_turns_and_no_more():
    from bot.serving import FINISH_ACTIONS, FINISH_TURNS

    service = unit(DEPLOY / "systemd" / "reitti-web@.service")["Service"]
    assert FINISH_TURNS + FINISH_ACTIONS < 10
    # The drain of two seconds comes before.
    assert int(service["TimeoutStopSec"]) >= 2 + FINISH_TURNS + FINISH_ACTIONS


def pods():
    for thing in KUBERNETES:
        if thing["kind"] == "CronJob":
            yield thing["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        elif thing["kind"] in ("Deployment", "Job"):
            yield thing["spec"]["template"]["spec"]


def containers():
    return [container for pod in pods() for container in pod["containers"]]


def test_pods_run_as_nobody():
    assert len(list(pods())) == 3
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["automountServiceAccountToken"] is False


@pytest.mark.parametrize("container", containers(), ids=lambda container: container["name"])
def test_containers_can_write_nothing_and_have_a_limit(container):
    rights = container["securityContext"]
    assert rights["readOnlyRootFilesystem"] is True
    assert rights["allowPrivilegeEscalation"] is False
    assert rights["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"]["memory"]


def test_containers_that_serve_are_asked_how_they_are():
    serving = [c for c in containers() if c["name"] in ("web", "rasa")]
    assert len(serving) == 2
    for container in serving:
        assert container["startupProbe"] and container["livenessProbe"]
    (web,) = (c for c in serving if c["name"] == "web")
    assert web["readinessProbe"]["httpGet"]["path"] == "/health/serving"


def test_the_settings_of_the_pods_can_be_read():
    (settings,) = (thing for thing in KUBERNETES if thing["kind"] == "ConfigMap")
    read = Settings.from_environment(settings["data"])
    assert read.totp_required
    deployment = next(thing for thing in KUBERNETES if thing["kind"] == "Deployment")
    grace = deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    assert grace >= read.drain_seconds + 10
    ports = {port["containerPort"] for c in containers() for port in c.get("ports", ())}
    assert ports == {read.port, read.metrics_port}


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_composed_services_can_write_nothing_and_have_no_rights(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service["user"].startswith(("0", "root"))


def test_only_the_balancer_has_a_door_to_the_outside():
    services = COMPOSE["services"]
    assert [name for name in services if "ports" in services[name]] == ["balancer"]
    assert [n for n in services if "outside" in services[n].get("networks", ())] == ["balancer"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_each_composed_service_is_asked_how_it_is():
    ours = {"reitti-web": "web.Dockerfile", "reitti-rasa": "rasa.Dockerfile"}
    for name, service in COMPOSE["services"].items():
        if service["image"] in ours:
            image = (DEPLOY / "images" / ours[service["image"]]).read_text("utf-8")
            assert "HEALTHCHECK" in image and "\nUSER 10001:10001\n" in image
        else:
            assert service["healthcheck"]["test"], name


def test_images_hold_all_that_they_start():
    for path in (DEPLOY / "images").iterdir():
        for words in re.findall(r"^COPY (?!--from)(.*)$", path.read_text("utf-8"), re.MULTILINE):
            for source in words.split()[:-1]:
                assert (ROOT / source).exists() or source == "models"


ALARMS = yaml.safe_load((DEPLOY / "prometheus" / "alarms.yml").read_text("utf-8"))
DASHBOARD = json.loads((DEPLOY / "grafana" / "reitti.json").read_text("utf-8"))


def expressions():
    for rule in ALARMS["groups"][0]["rules"]:
        yield rule["alert"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def test_alarms_and_dashboard_ask_for_figures_that_there_are():
    names = {
        sample.name
        for family in Metrics().registry.collect()
        for sample in (family, *family.samples)
    }
    # Figures with labels have no samples before the first one.
    for family in Metrics().registry.collect():
        names |= {f"{family.name}{end}" for end in ("_total", "_bucket", "_count", "_sum")}
    for title, expression in expressions():
        asked = set(re.findall(r"\breitti_[a-z_]+", expression))
        assert asked <= names, title
    assert len(list(expressions())) > 15


def test_each_alarm_says_what_to_do():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for rule in ALARMS["groups"][0]["rules"]:
        assert f"\n## {rule['alert']}\n" in page
