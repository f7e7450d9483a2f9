"""Only the model that was trained here, from these files, is started."""

import ast

import pytest
import yaml

from bot.settings import ROOT
from bot.supervise.model import (
    KEPT,
    SERVING,
    ModelRecord,
    ModelRefused,
    input_files,
    inputs_sha256,
    is_current,
    read_record,
    record_model,
    verify,
)


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "checkout"
    (root / "data" / "nlu" / "fi").mkdir(parents=True)
    (root / "bot" / "safety" / "__pycache__").mkdir(parents=True)
    (root / "config.yml").write_text("recipe: default.v1")
    (root / "data" / "nlu" / "fi" / "housing.yml").write_text("- asunto")
    (root / "bot" / "safety" / "danger.py").write_text("WORDS = ()")
    (root / "bot" / "safety" / "clean_up.py").write_text("WORDS = ()")
    (root / "bot" / "rasa_components").mkdir()
    return root


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "reitti-1.tar.gz").write_bytes(b"weights")
    return folder


@pytest.mark.parametrize(
    "name", ["config.yml", "data/nlu/fi/housing.yml", "bot/safety/clean_up.py", "domain.yml"]
)
def test_each_input_changes_the_hash(checkout, name):
    before = inputs_sha256(checkout)
    (checkout / name).write_text("something else")
    assert inputs_sha256(checkout) != before


def test_a_renamed_input_changes_the_hash(checkout):
    before = inputs_sha256(checkout)
    housing = checkout / "data" / "nlu" / "fi" / "housing.yml"
    housing.rename(housing.with_name("money.yml"))
    assert inputs_sha256(checkout) != before


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "bot/safety/__pycache__/danger.pyc",
        "bot/safety/danger.py",
        "bot/rasa_components/channel.py",
    ],
)
def test_other_files_do_not_change_the_hash(checkout, name):
    before = inputs_sha256(checkout)
    (checkout / name).write_text("anything")
    assert inputs_sha256(checkout) == before


def imported_by(path):
    """The files of this checkout that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bot."):
            found = ROOT / (node.module.replace(".", "/") + ".py")
            if found.is_file():
                yield found


def test_whatever_a_component_learns_with_is_an_input():
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    parts = [*config["importers"], *config["pipeline"], *config["policies"]]
    ahead = [ROOT / (part["name"].rpartition(".")[0].replace(".", "/") + ".py") for part in parts]
    reached = set()
    while ahead:
        path = ahead.pop()
        if path not in reached:
            reached.add(path)
            ahead.extend(imported_by(path))
    components = {path for path in reached if path.parent.name in ("rasa_components", "encoder")}
    assert len(components) > 20
    assert components <= set(input_files(ROOT))
    assert not components & {ROOT / name for name in SERVING}
    assert all((ROOT / name).is_file() for name in SERVING)


def test_a_recorded_model_is_accepted(models):
    record = record_model(models, "reitti-1.tar.gz", "inputs")
    verify(record, models)
    assert read_record(models) == record
    assert is_current(record, models, "inputs")


def test_a_changed_model_is_refused(models):
    record = record_model(models, "reitti-1.tar.gz", "inputs")
    (models / "reitti-1.tar.gz").write_bytes(b"other weights")
    with pytest.raises(ModelRefused, match="is not the one that was recorded"):
        verify(record, models)


def test_a_missing_model_is_refused_and_not_current(models):
    record = record_model(models, "reitti-1.tar.gz", "inputs")
    (models / "reitti-1.tar.gz").unlink()
    assert not is_current(record, models, "inputs")
    with pytest.raises(ModelRefused, match="is gone"):
        verify(record, models)


def test_a_model_of_other_inputs_is_not_current(models):
    assert not is_current(record_model(models, "reitti-1.tar.gz", "before"), models, "now")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"model": "x"}', '{"other": 1}'])
def test_a_record_that_cannot_be_read_is_no_record(models, content):
    (models / "current.json").write_text(content)
    assert read_record(models) is None


def test_a_folder_without_a_record_has_none(models):
    assert read_record(models) is None
    assert not is_current(None, models, "inputs")


def test_old_models_are_forgotten_but_never_the_current_one(models):
    for n in range(2, 8):
        name = f"reitti-{n}.tar.gz"
        (models / name).write_bytes(b"weights")
        record_model(models, name, "inputs")
    assert len(list(models.glob("*.tar.gz"))) == KEPT
    record = read_record(models)
    assert isinstance(record, ModelRecord)
    verify(record, models)
