"""Doing what a form asks; what the rules refuse stands beside its field, and nothing is lost."""

from collections.abc import Callable

from competency.infra.forms import Form
from competency.kernel.errors import Refused, RefusedEach


def carried_out(form: Form, act: Callable[[], object]) -> bool:
    """Return whether the form was whole and the act was allowed; else the form says why not."""
    if not form.validate():
        return False
    return allowed(form, act)


def allowed(form: Form, act: Callable[[], object]) -> bool:
    """Return whether the act was allowed; else the form says why not."""
    try:
        act()
    except Refused as refused:
        form.show(refused)
        return False
    except RefusedEach as several:
        for one in several.refusals.values():
            form.show(one)
        return False
    return True
