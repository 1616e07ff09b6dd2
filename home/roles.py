"""Who may do what with notices, what visitors write, and the organisation's settings (core.roles)."""

from core.roles import Role, allow, crud

allow(Role.COMMUNICATIONS_EDITOR, *crud("home.notice"))
allow(Role.ADMINISTRATOR, "home.change_organisationsettings")
allow(Role.COMMUNICATIONS_EDITOR, "home.view_contactmessage")
allow(Role.COMMUNICATIONS_EDITOR, "home.view_feedbackcomment", "home.delete_feedbackcomment")
