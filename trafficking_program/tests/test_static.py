"""Static files as they are served: under names that say what is in them."""

import re
from pathlib import Path

import brotli
from django.core.management import call_command


def test_modules_import_each_other_under_their_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "trafficking_program.storage.StaticStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    modules = [*tmp_path.glob("outbox/*.js")]
    imported = {
        (module.parent / name).resolve()
        for module in modules
        for name in re.findall(r'from "(\S+)"', module.read_text())
    }
    assert len(imported) > 5
    assert all(path.exists() for path in imported)
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", path.name) for path in imported)


def test_the_form_preloads_all_its_modules():
    root = Path(__file__).resolve().parents[2]
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


def test_the_scripts_of_the_outbox_are_under_20_kilobytes():
    root = Path(__file__).resolve().parents[2] / "static"
    scripts = [*root.glob("outbox/*.js"), root / "log.js", root / "sw.js"]

    assert sum(len(brotli.compress(path.read_bytes())) for path in scripts) <= 20 * 1024
