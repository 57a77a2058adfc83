"""Run the emulated registry: `python -m tests.registry --port 8123 --generate 20000`."""

import argparse
import signal
import tempfile
from datetime import date
from pathlib import Path

from tests.registry.emulator import open_emulator
from tests.registry.generator import write_studies
from tests.registry.plan import TODAY


def main(arguments: list[str] | None = None) -> None:
    options = _read(arguments)
    registry = open_emulator(
        _studies(options),
        options.cache,
        today=options.today,
        seed=options.seed,
        strict_tokens=options.strict_tokens,
        port=options.port,
    )
    if options.advance:
        registry.advance(options.advance)
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # before the server's thread starts, which inherits it
    registry.start()
    print(f"Registry with {len(registry.corpus)} studies at {registry.url}", flush=True)
    signal.sigwait(signals)
    registry.stop()


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.registry", description="A local ClinicalTrials.gov API v2.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--studies", type=Path, metavar="FILE", help=".json list or page, or .jsonl; each also .gz")
    source.add_argument("--generate", type=int, metavar="N", help="invent N studies; kept in the cache")
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--seed", type=int, default=0, help="of the invented studies and of the changes")
    parser.add_argument("--advance", type=int, default=0, metavar="DAYS", help="days to let pass before listening")
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY, help="day of the last data load")
    parser.add_argument("--strict-tokens", action="store_true", help="refuse a page token with other parameters")
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        default=Path(tempfile.gettempdir()) / "registry-emulator",
        help="default: %(default)s",
    )
    return parser.parse_args(arguments)


def _studies(options: argparse.Namespace) -> Path:
    if options.studies:
        return options.studies
    options.cache.mkdir(parents=True, exist_ok=True)
    path = options.cache / f"generated-{options.generate}-{options.seed}-{options.today}.jsonl"
    if not path.exists():
        write_studies(path, options.generate, options.seed, options.today)
    return path


if __name__ == "__main__":
    main()
