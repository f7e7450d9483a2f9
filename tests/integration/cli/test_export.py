import json
import stat

from bot.persistence.database import sync_run


def test_a_person_gets_everything_they_wrote_and_the_trail_notes_it(shell, person, tmp_path):
    client, path = person["client_id"], tmp_path / "told.json"
    now = shell.look(lambda uow: uow.clients.get(client)).created_at
    body = {"text": "Ei oo kämppää", "choice": None}
    sync_run(shell.settings, lambda uow: uow.threads.add(client, "m1", "client", now, body))
    assert shell(["export", "--client", client, str(path)]).code == 0
    told = json.loads(path.read_text(encoding="utf-8"))
    assert [message["body"]["text"] for message in told["messages"]] == ["Ei oo kämppää"]
    assert "secret_hash" not in told["client"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    noted = shell.look(lambda uow: uow.trail.of_client(client, ("export_person",), 5))
    assert len(noted) == 1


def test_an_export_overwrites_no_file_and_nobody_is_made_up(shell, person, tmp_path):
    (tmp_path / "old.json").write_text("mine")
    assert shell(["export", "--client", person["client_id"], str(tmp_path / "old.json")]).code == 1
    assert (tmp_path / "old.json").read_text() == "mine"
    assert shell(["export", "--client", "nobody", str(tmp_path / "new.json")]).code == 1
    assert not (tmp_path / "new.json").exists()
