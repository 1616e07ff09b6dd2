"""The demo site: each app adds its part in its own `demo.py` (docs/decisions/0016-demo-content.md)."""

from core.demo.registry import DemoPart, demo_part, demo_parts
from core.demo.site import DemoSite

__all__ = ["DemoPart", "DemoSite", "demo_part", "demo_parts"]
