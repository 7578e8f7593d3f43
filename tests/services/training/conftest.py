"""What the services of training are tried on."""

import pytest

from tests.builders.training import School, a_school


@pytest.fixture
def school(stage) -> School:
    """An organisation with the protocol's requirements."""
    return a_school(stage)
