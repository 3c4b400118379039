from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names inside JavaScript modules too: what they import is found under its own."""

    support_js_module_import_aggregation = True
