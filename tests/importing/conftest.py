from tests.documents.conftest import clamd_socket, scanner, scanner_down  # noqa: F401  # fixtures
