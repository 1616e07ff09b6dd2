"""Links of this app beside those on pages."""

from core.link_checks import register_link_source
from home.enums import NoticeState
from home.models import OrganisationSettings
from home.querysets import notices

register_link_source("notices", lambda: notices(NoticeState.SHOWING), left_out=["branch"])
register_link_source("organisation", OrganisationSettings.objects.all, left_out=["logo"])
