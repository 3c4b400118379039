"""Static files as they are served: under names that say what is in them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

pytestmark = pytest.mark.long  # what is collected is compressed
SCRIPTS = Path(settings.BASE_DIR) / "static"


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """The folder that whitenoise serves from."""
    folder = tmp_path_factory.mktemp("static")
    storage = {"staticfiles": {"BACKEND": "trafficking_program.storage.StaticStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=settings.STORAGES | storage):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def test_modules_import_each_other_under_their_hashed_names(collected):
    modules = [*collected.glob("outbox/*.js")]
    imported = {
        (module.parent / name).resolve()
        for module in modules
        for name in re.findall(r'from "(\S+)"', module.read_text())
    }
    assert len(imported) > 5
    assert all(path.exists() for path in imported)
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", path.name) for path in imported)


def test_the_form_preloads_all_its_modules():
    root = Path(settings.BASE_DIR)
    page = (root / "templates/activities/_modules.html").read_text()
    preloaded = set(re.findall(r"'(\S+\.js)'", page))
    needed: set[str] = set()

    def follow(name):
        if name not in needed:
            needed.add(name)
            path = (root / "static" / name).resolve()
            for other in re.findall(r'from "(\S+)"', path.read_text()):
                found = (path.parent / other).resolve()
                follow(str(found.relative_to(root / "static")))

    follow("outbox/form.js")
    assert preloaded == needed


def ours(collected):
    """Each of our modules for phones: as it is written, and the file that is served."""
    for path in (SCRIPTS / "log.js", *SCRIPTS.glob("outbox/*.js")):
        folder = collected / path.relative_to(SCRIPTS).parent
        (served,) = folder.glob(f"{path.stem}.????????????.js")
        yield path, served


def test_the_scripts_of_the_outbox_are_under_20_kilobytes_as_they_are_served(collected, client):
    sent = [Path(f"{served}.br").stat().st_size for _written, served in ours(collected)]
    worker = client.get("/sw.js", headers={"Accept-Encoding": "gzip"})

    assert worker.headers["Content-Encoding"] == "gzip"
    assert sum(sent) + len(worker.content) <= 20 * 1024


def test_phones_are_sent_our_scripts_without_their_comments(collected):
    for path, served in ours(collected):
        written = path.read_text().splitlines()
        sent = re.sub(r"\.[0-9a-f]{12}\.js", ".js", served.read_text()).splitlines()
        assert sent == [line for line in written if not line.lstrip().startswith("//")]
        assert all(line.count("`") % 2 == 0 for line in written), "no text goes over two lines"
