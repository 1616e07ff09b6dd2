"""Documents with their versions and old addresses, and pictures with their sizes."""

from documents.models.addresses import DocumentAddress
from documents.models.citations import Citation
from documents.models.documents import Document
from documents.models.images import Image, Rendition
from documents.models.listed_faults import ListedFault
from documents.models.paths import document_upload_to
from documents.models.readings import FileReading, PageText
from documents.models.versions import DocumentVersion
from documents.scan_records import FileScan, ScanState
from documents.store_records import Difference, FileDeletion, FileFinding, PrivacyProof

__all__ = [
    "Citation", "Difference", "Document", "DocumentAddress", "DocumentVersion", "FileDeletion", "FileFinding",
    "FileReading", "FileScan", "Image", "ListedFault", "PageText", "PrivacyProof", "Rendition", "ScanState",
    "document_upload_to",
]  # fmt: skip
