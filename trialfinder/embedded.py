import contextlib


def database_url(d):
    return "postgresql://postgres@%2Ftmp%2Fdevpg/trialfinder"


def redis_url(d):
    return f"unix://{d}/redis.sock"


@contextlib.contextmanager
def running_for(argv):
    yield
