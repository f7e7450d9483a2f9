"""A county and a prison with something on every page."""

import pytest

from tests.browser.staff.walks import furnish


@pytest.fixture
async def office(service, staff_user):
    return await furnish(service, staff_user)
