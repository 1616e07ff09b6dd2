"""Each direct dependency has its reason and a pin that satisfies it."""

from scripts.check_pins import faults


def write(folder, wanted, pins):
    (folder / "requirements.in").write_text(wanted)
    (folder / "requirements.txt").write_text(pins)
    return faults("requirements", folder)


def test_a_reason_and_a_pin_that_fits_are_right(tmp_path):
    assert (
        write(tmp_path, "# Runtime\nDjango>=5.2,<5.3  # LTS\n", "django==5.2.19\n    # via -r requirements.in\n") == []
    )


def test_extras_and_spellings_do_not_matter(tmp_path):
    assert write(tmp_path, "psycopg[binary,pool]>=3.3  # PostgreSQL\n", "psycopg[binary,pool]==3.3.9\n") == []
    assert write(tmp_path, "Django_Tasks>=0.12  # tasks\n", "django-tasks==0.12.0\n") == []


def test_what_is_wrong_is_said(tmp_path):
    found = write(tmp_path, "Django>=5.2\nredis>=8  # cache\nwagtail>=7.4  # CMS\n", "django==5.2.1\nredis==7.0\n")
    assert found == [
        "requirements.in: Django has no reason",
        "requirements.txt: redis>=8 is pinned to 7.0; run make pins",
        "requirements.txt: wagtail>=7.4 is pinned to nothing; run make pins",
    ]
