import datetime
import unicodedata

import pytest
from django.utils.translation import override

from common.localisation import day


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("form", ["j F Y", "j M", "l"])
def test_a_day_is_written_as_it_is_searched_for(month, form):
    with override("bn"):
        written = day(datetime.date(2026, month, 1), form)

    assert written == unicodedata.normalize("NFC", written)
