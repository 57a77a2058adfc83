"""The ways to look at the site: how wide, and with or without scripts."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Visit:
    """How somebody looks at the site. `page` takes it as its parameter."""

    width: int = 1280
    scripts: bool = True
    real: bool = False  # the real records rather than the sample

    def __str__(self) -> str:
        return f"{self.width}-{'scripts' if self.scripts else 'no scripts'}"


def visits(*visits: Visit) -> pytest.MarkDecorator:
    """The test for each of these ways to look at the site."""
    return pytest.mark.parametrize("page", visits, indirect=True, ids=str)


everybody = visits(Visit(320), Visit(1280), Visit(320, scripts=False), Visit(1280, scripts=False))
phone_and_desk = visits(Visit(320), Visit(1280))
plain_phone_and_desk = visits(Visit(320, scripts=False), Visit(1280))
