"""Content security policies: a strict one for the public site, one for the admin, and nothing from other hosts."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from core.security_policies import ADMIN_POLICY, SIGN_IN_PATHS, SIGN_IN_POLICY

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Send the admin's policy under the admin's address and for previews, the public one everywhere else."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Choose the policy, unless the view chose one, and add the permissions policy."""
        admin = reverse("wagtailadmin_home")
        in_admin = request.path.startswith(admin) or getattr(request, "is_preview", False)
        if in_admin and not hasattr(response, "_csp_config"):
            signing_in = request.path.removeprefix(admin).startswith(SIGN_IN_PATHS)
            response._csp_config = SIGN_IN_POLICY if signing_in else ADMIN_POLICY  # type: ignore[attr-defined]  # django-csp's own name
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return super().process_response(request, response)
