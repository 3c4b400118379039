"""The settings of gunicorn, on this machine and in production.

gunicorn reads this file from the folder in which it is started.
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 20_000  # then a new worker replaces it, so that no memory leak grows for long
max_requests_jitter = 2_000
control_socket_disable = True
