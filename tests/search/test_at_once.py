"""The scheduler and editors at the same things at once: neither stops the other, and the rows are right in the end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from search.entries import differences, follow, follow_all
from search.models import SearchEntry, SearchText
from tests.search.things import Notices

ROUNDS = 5
PROCESSES = 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("state", ["new", "changed", "gone"])
def test_several_write_the_rows_of_the_same_things(home_page, notices: Notices, state):
    with ThreadPoolExecutor(PROCESSES) as several:
        for number in range(ROUNDS):
            for key in map(str, range(30)):
                if state == "gone" and number % 2:
                    notices.all.pop(key)
                else:
                    notices.add(key if state != "new" else f"{number}-{key}", f"Notice {key} of round {number}")
            together = Barrier(PROCESSES)

            def act(what, together=together):
                try:
                    together.wait(timeout=20)
                    return what()
                finally:
                    connections.close_all()

            acts = [lambda: follow(notices), lambda: follow(notices), follow_all]
            for done in [several.submit(act, what) for what in acts]:
                done.result(timeout=60)
            assert [str(each) for each in differences()] == []
            assert SearchText.objects.count() == SearchEntry.objects.count()
