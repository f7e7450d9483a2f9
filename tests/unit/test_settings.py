import pytest

from bot.settings import ROOT, SettingError, Settings, setting_names


def test_every_setting_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in setting_names() if f"`{name}`" not in readme] == []


def test_a_clean_checkout_needs_no_setting():
    settings = Settings.from_environment({})
    assert (settings.host, settings.port, settings.rasa_port) == ("127.0.0.1", 8080, 8081)
    assert settings.demo


def test_demonstration_data_never_come_by_themselves_off_loopback():
    assert not Settings.from_environment({"REITTI_HOST": "0.0.0.0"}).demo
    assert not Settings.from_environment({"REITTI_DATABASE_URL": "postgresql://x/y"}).demo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REITTI_PORT", "eighty"),
        ("REITTI_DEMO", "yes"),
        ("REITTI_DATABASE_URL", "mysql://x"),
        ("REITTI_RASA_PROCESSES", "0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name, value):
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({name: value})


def test_a_provider_of_unknown_strength_is_no_second_factor():
    env = {"REITTI_OIDC_ISSUER": "https://op.example", "REITTI_TOTP_REQUIRED": "1"}
    with pytest.raises(SettingError, match="REITTI_OIDC_ACR"):
        Settings.from_environment(env)
    assert Settings.from_environment({**env, "REITTI_OIDC_ACR": "mfa"}).oidc_acr == "mfa"
    assert Settings.from_environment({"REITTI_OIDC_ISSUER": "https://op.example"}).oidc_acr == ""
