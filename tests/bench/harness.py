"""Runs ours, the peer and the floor in turn, several rounds, and prints medians, spreads and ratios.

A bench reports; it never fails a test run by time. Every raw sample goes into the JSON file, so that anyone can
recompute the verdict; ratios are taken pair by pair and their median is quoted, which holds on a noisy machine.
"""

import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import msgspec
import psutil
from msgspec import Struct

Sample = dict[str, float]
"""One run's figures by name."""


class Goal(Struct):
    """What benchmarks.md asks: ``value`` is measured (a ratio or a figure), ``goal`` is the bound in words."""

    figure: str
    value: float
    goal: str
    met: bool


class Bench(Struct):
    """A finished benchmark, as ``--json`` writes it."""

    name: str
    machine: str
    rounds: int
    figures: dict[str, dict[str, list[float]]]
    goals: list[Goal]

    def write(self, path: Path) -> None:
        """Write every raw sample as JSON."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))

    def show(self) -> None:
        """Print a table for people."""
        print(f"{self.name}: {self.rounds} rounds on {self.machine}")
        for figure, sides in self.figures.items():
            for side, samples in sides.items():
                spread = f"{min(samples):.3g} .. {max(samples):.3g}"
                print(f"  {figure:<28} {side:<6} median {median(samples):.3g}   ({spread})")
        for goal in self.goals:
            print(f"  {'met ' if goal.met else 'MISS'} {goal.figure}: {goal.value:.3g} (goal {goal.goal})")


def machine() -> str:
    """What this ran on, without a host name."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )


def in_turn(rounds: int, sides: dict[str, Callable[[], Sample]]) -> dict[str, dict[str, list[float]]]:
    """Run every side once a round, in turn; figure -> side -> samples in the order of the rounds."""
    figures: dict[str, dict[str, list[float]]] = {}
    for round_ in range(rounds):
        for side, run in sides.items():
            sample = run()
            print(f"  round {round_ + 1}/{rounds} {side}: " + ", ".join(f"{k} {v:.3g}" for k, v in sample.items()))
            for figure, value in sample.items():
                figures.setdefault(figure, {}).setdefault(side, []).append(value)
    return figures


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0..1) of the values stay below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median_ratio(figure: dict[str, list[float]], above: str, below: str) -> float:
    """Median of the ratios ``above / below`` taken pair by pair."""
    return median(a / b for a, b in zip(figure[above], figure[below], strict=True))
