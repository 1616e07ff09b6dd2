from tests.documents.conftest import bucket, clamd_socket, faulty, scanner, scanner_down  # noqa: F401  # fixtures
