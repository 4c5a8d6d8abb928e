"""`python -m services.enrich.training`: corpora → weights, metrics and model card; what is up to date is not done again."""

import argparse
import importlib.util
import os
import sys
import time
from pathlib import Path

_NEEDED = ("torch", "transformers", "onnx", "onnxruntime", "sklearn", "scipy", "spacy", "tokenizers")
_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_ROOT = Path(__file__).parents[3]
_MISSING = 2


def main(arguments: list[str] | None = None) -> int:
    """Train; 2 says that corpora or packages are absent, and which."""
    options = _parser().parse_args(arguments)
    names, topics = options.corpora / "ner", options.corpora / "topics"
    absent = [str(folder) for folder in (names, topics) if not folder.is_dir()]
    if absent:
        _say(f"the corpora are not there: {', '.join(absent)}; --corpora names their folder")
        return _MISSING
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        _say(f"not installed: {', '.join(missing)}; pip install -r {_REQUIREMENTS}")
        return _MISSING
    _train(names, topics, options)
    return 0


def _train(names: Path, topics: Path, options: argparse.Namespace) -> None:
    # Threads that wait for each other sleep: on cores that others use too, spinning costs three times the work itself.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when torch is loaded
    from services.enrich.training.plan import plan  # noqa: PLC0415 - torch: not before we know that it is there
    from services.enrich.training.steps import run_steps  # noqa: PLC0415
    from services.enrich.training.workspace import Workspace  # noqa: PLC0415

    options.work.mkdir(parents=True, exist_ok=True)
    space = Workspace(names, topics, options.work, options.out, options.threads)
    steps = plan(space, _say)
    if options.until:
        wanted = [step.name for step in steps].index(options.until)
        steps = steps[: wanted + 1]
    run_steps(steps, options.work / "stamps", _say)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.enrich.training", description=__doc__)
    corpora, model = _ROOT.parent / "shared" / "data", _ROOT / "services" / "enrich" / "model"
    parser.add_argument("--corpora", type=Path, default=corpora, help="folder with ner/ and topics/")
    parser.add_argument("--work", type=Path, default=_ROOT / ".train", help="what is kept between steps")
    parser.add_argument("--out", type=Path, default=model, help="where the model is written")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--until", help="stop after this step")
    return parser


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


if __name__ == "__main__":
    sys.exit(main())
