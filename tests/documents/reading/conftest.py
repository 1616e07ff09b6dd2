import pytest

from documents.reading.process import FileReader


@pytest.fixture(scope="session")
def reader():
    """One reader for many files, as a worker has it."""
    with FileReader() as shared:
        yield shared


@pytest.fixture
def path(tmp_path):
    """Where a test puts the file to be read."""
    return tmp_path / "file.pdf"
